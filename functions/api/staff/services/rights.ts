import type { BodyOf } from '../../../../contract/endpoint.ts';
import { changeDiscountRight, changeStaffMembership } from '../../../../contract/services.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { endRight, grantRight, type RightPeriod } from '../../../../domain/dated-right.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { putNext } from '../../../table/customer-services.ts';
import { discountRightKey, type Key, staffMembershipKey } from '../../../table/keys.ts';
import { stale } from '../../../table/transaction.ts';
import { liveCustomer } from './live-customer.ts';
import { viewOfRight } from './views.ts';

export const changeDiscountRightEndpoint = answers(changeDiscountRight, async ({ body, subjects, nowMs }) => {
  const file = subjects.customerNumber;
  return await changed(discountRightKey(liveCustomer(file)), file.discountRight, body, nowMs);
});

export const changeStaffMembershipEndpoint = answers(changeStaffMembership, async ({ body, subjects, nowMs }) => {
  const file = subjects.customerNumber;
  return await changed(staffMembershipKey(liveCustomer(file)), file.staffMembership, body, nowMs);
});

async function changed(
  key: Key,
  item: { periods: readonly RightPeriod[]; version: number } | undefined,
  body: BodyOf<typeof changeDiscountRight>,
  nowMs: number,
) {
  if (body.version !== (item?.version ?? 0)) throw new DomainError(stale.code, stale.detail);
  const said = { source: body.source, at: nowMs };
  const periods = item?.periods ?? [];
  const outcome =
    body.action === 'grant'
      ? grantRight(periods, { from: body.from, lastDay: body.lastDay, ...said })
      : endRight(periods, { lastDay: body.lastDay, ...said });
  if ('refused' in outcome) throw new DomainError('serviceStateConflict', outcome.refused);
  await putNext(register(), key, { periods: outcome.periods }, body.version, { dryRun: body.dryRun });
  return viewOfRight({ periods: outcome.periods, version: body.version + 1 }, localDateOf(nowMs));
}
