import { listUnpaidBonus } from '../../../../contract/payments.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { isBarred, limitationDate } from '../../../../domain/unclaimed.ts';
import { cursorOf, textOfCursor } from '../../../runtime/cursor.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { unpaidBonusPage } from '../../../table/unpaid-bonus.ts';

export const listUnpaidBonusEndpoint = answers(listUnpaidBonus, async ({ body, nowMs }) => {
  const { shard = 0, after } = body.cursor === undefined ? {} : cursorOf(body.cursor);
  const { households, next } = await unpaidBonusPage(register(), body.coopId, { shard, after });
  const [{ limitationYears }, today] = [settings(), localDateOf(nowMs)];
  return {
    households: households.map(({ payout, unpaidCents, months }) => ({
      householdId: payout.payeeId,
      customerNumber: payout.customerNumber ?? null,
      unpaidCents,
      reason: payout.reason,
      months: months.map((month) => ({
        ...month,
        claimableUntil: limitationDate(month.dueOn, limitationYears),
        isBarred: isBarred(month.dueOn, limitationYears, today),
      })),
    })),
    ...(next === undefined ? {} : { cursor: textOfCursor(next) }),
  };
});
