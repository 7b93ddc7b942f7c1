import { transferMembership } from '../../../../contract/memberships.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { decide } from '../../../../domain/membership-decision.ts';
import { settings } from '../../../runtime/env.ts';
import { creationMark } from '../../../runtime/idempotency.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { coopOf } from '../../../table/directory.ts';
import { memberLinkWrites } from '../../../table/member-links.ts';
import { membershipEventWrite } from '../../../table/membership-history.ts';
import { membershipWrites, stateOf } from '../../../table/memberships.ts';
import { commit, stale } from '../../../table/transaction.ts';
import { allowed, freeMemberNumber, membershipOf, nextSequence } from './find.ts';
import { viewOfMembership } from './view.ts';

/** Both memberships and both ledgers in one transaction: the share is never in two co-ops, nor in none. */
export const transferMembershipEndpoint = answers(transferMembership, async ({ body, subjects, caller, nowMs }) => {
  const [db, rules, today] = [register(), settings(), localDateOf(nowMs)];
  const { customerNumber: file } = subjects;
  const { on, source, reason, toCoopId } = body;
  const dryRun = body.dryRun === true;
  const before = membershipOf(file, body);
  const createdBy = creationMark(body.idempotencyKey);
  const made = file.memberships.find((one) => one.createdBy === createdBy);
  if (made !== undefined && (made.coopId !== toCoopId || made.transferredFrom !== before.coopId))
    throw new DomainError('idempotencyKeyReused', 'This idempotencyKey has made another membership; choose a new one.');
  if (made !== undefined)
    return { left: viewOfMembership(before, rules), joined: viewOfMembership(made, rules), dryRun };
  if (before.version !== body.version) throw new DomainError(stale.code, stale.detail);

  const sourceId = `transfer-${createdBy}`;
  const out = { kind: 'transfer', on, source, toCoopId, sourceId } as const;
  const leaving = allowed(decide(stateOf(file, before), out, rules, today));
  await coopOf(db, toCoopId);
  const sequence = nextSequence(file, toCoopId);
  const memberNumber = await freeMemberNumber(db, body.idempotencyKey);
  const into = {
    ...({ kind: 'receive', on, source, coopId: toCoopId, memberNumber, sequence, sourceId } as const),
    ...{ fromCoopId: before.coopId, amountCents: before.paidCents, fillBy: before.fillBy },
  };
  const joining = allowed(decide(undefined, into, rules, today));
  const left = membershipWrites(file.customer, before, leaving, rules);
  const joined = membershipWrites(file.customer, { createdBy }, joining, rules);
  const told = { on, at: nowMs, by: caller.staffId, source, ...(reason && { reason }) };
  const changes = [
    { before, after: left.stored },
    { before: undefined, after: joined.stored },
  ];
  const writes = [
    ...left.writes,
    ...joined.writes,
    membershipEventWrite(left.stored, { event: 'transfer', ...told }),
    membershipEventWrite(joined.stored, { event: 'receive', ...told }),
    ...(await memberLinkWrites(db, file, changes, nowMs)),
  ];
  await commit(db, writes, { dryRun });
  return { left: viewOfMembership(left.stored, rules), joined: viewOfMembership(joined.stored, rules), dryRun };
});
