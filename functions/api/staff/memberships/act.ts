import { actOnMembership, actsWithReason, type MembershipAct } from '../../../../contract/memberships.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { isMember } from '../../../../domain/membership.ts';
import { decide } from '../../../../domain/membership-decision.ts';
import type { MembershipEvent } from '../../../../domain/membership-events.ts';
import { settings } from '../../../runtime/env.ts';
import { creationMark } from '../../../runtime/idempotency.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import type { CustomerFile } from '../../../table/customer-file.ts';
import { headlessHousehold } from '../../../table/headless-household.ts';
import type { StoredMembership } from '../../../table/items.ts';
import { memberLinkWrites } from '../../../table/member-links.ts';
import { membershipEventWrite } from '../../../table/membership-history.ts';
import { membershipWrites, stateOf } from '../../../table/memberships.ts';
import { commit, stale } from '../../../table/transaction.ts';
import { refuseIf } from '../customers/refuse.ts';
import { checkWholeRefund } from './check-refund.ts';
import { allowed, membershipOf } from './find.ts';
import { viewOfMembership } from './view.ts';

/**
 * One transaction: the membership over the version that was seen, the share's entry, what was done and by whom, and the links of the member's
 * number. A payment or correction sent again finds its entry and answers what there is. With a head's membership its household ends (R33), in a
 * transaction after it.
 */
export const actOnMembershipEndpoint = answers(actOnMembership, async ({ body, subjects, caller, nowMs, seen }) => {
  const [db, rules, today] = [register(), settings(), localDateOf(nowMs)];
  const { customerNumber: file } = subjects;
  const { act, source, reason } = body;
  const dryRun = body.dryRun === true;
  const before = membershipOf(file, body);
  if (reason === undefined && actsWithReason.includes(act.kind))
    refuseIf([{ pointer: '/reason', code: 'required', message: 'Say why, in 3 to 200 characters.' }]);
  const event: MembershipEvent = { ...eventOf(act, before, reason ?? ''), source };
  if (isBooked(file, before, event)) return { membership: viewOfMembership(before, rules), dryRun };
  const dissolve = async (): Promise<void> => {
    const headless = await headlessHousehold(db, file.customer.customerNumber, { nowMs, source, reason }, rules);
    if (headless === undefined) return;
    await seen(...headless.concerned);
    await commit(db, headless.writes);
  };
  // A process that died between the end of a membership and that of its household: whoever sends again goes on here.
  if (!dryRun && hasEnded(before)) await dissolve();
  if (before.version !== body.version) throw new DomainError(stale.code, stale.detail);

  if (act.kind === 'refund') await checkWholeRefund(db, before, rules);
  const decision = allowed(decide(stateOf(file, before), event, rules, today));
  const { stored, writes } = membershipWrites(file.customer, before, decision, rules);
  const told = { event: event.kind, on: event.on, at: nowMs, by: caller.staffId, source, ...(reason && { reason }) };
  const ofCustomer = await memberLinkWrites(db, file, [{ before, after: stored }], nowMs);
  await commit(db, [...writes, membershipEventWrite(stored, told), ...ofCustomer], { dryRun });
  if (!dryRun && hasEnded(stored)) await dissolve();
  return { membership: viewOfMembership(stored, rules), dryRun };
});

/** Was a membership and is none any more: not an application that waits or was refused. */
const hasEnded = ({ from, status }: StoredMembership): boolean => from !== undefined && !isMember(status);

/** The ids of entries are functions of what they come from: a caller's key, or the version that the refund was decided on. */
function eventOf(act: MembershipAct, { memberNumber, version }: StoredMembership, note: string): MembershipEvent {
  switch (act.kind) {
    case 'pay': {
      const { idempotencyKey, ...rest } = act;
      return { ...rest, sourceId: `payment-${creationMark(idempotencyKey)}` };
    }
    case 'correct': {
      const { idempotencyKey, ...rest } = act;
      return { ...rest, sourceId: `correction-${creationMark(idempotencyKey)}`, note };
    }
    case 'refund':
    case 'refundExcess':
      return { kind: act.kind, on: act.on, sourceId: `${act.kind}-${memberNumber}-${version}` };
    case 'decideExpulsion':
    case 'expel':
    case 'die':
      return act;
    default:
      return { kind: act.kind, on: act.on };
  }
}

/**
 * True if the entry of a payment or correction is there already.
 * @throws DomainError idempotencyKeyReused, if it is another
 */
function isBooked({ shareEntries }: CustomerFile, { memberNumber }: StoredMembership, event: MembershipEvent): boolean {
  if (event.kind !== 'pay' && event.kind !== 'correct') return false;
  const there = shareEntries.find(({ sourceId }) => sourceId === event.sourceId);
  if (there === undefined) return false;
  const asked = { memberNumber, amountCents: event.amountCents, date: event.on };
  if (Object.entries(asked).some(([name, value]) => there[name as keyof typeof asked] !== value))
    throw new DomainError('idempotencyKeyReused', 'This idempotencyKey has booked another entry; choose a new one.');
  return true;
}
