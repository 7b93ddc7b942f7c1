import { applyForMembership } from '../../../../contract/memberships.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { eligibilityRefusal } from '../../../../domain/member-eligibility.ts';
import { decide } from '../../../../domain/membership-decision.ts';
import { settings } from '../../../runtime/env.ts';
import { creationMark } from '../../../runtime/idempotency.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { coopOf } from '../../../table/directory.ts';
import { memberLinkWrites } from '../../../table/member-links.ts';
import { membershipEventWrite } from '../../../table/membership-history.ts';
import { membershipWrites } from '../../../table/memberships.ts';
import { commit } from '../../../table/transaction.ts';
import { liveCustomer } from '../services/live-customer.ts';
import { allowed, freeMemberNumber, nextSequence } from './find.ts';
import { viewOfMembership } from './view.ts';

/** One transaction makes the membership, takes its number and opens the customer to the co-op. Sent again, it finds what it made. */
export const applyForMembershipEndpoint = answers(applyForMembership, async ({ body, subjects, caller, nowMs }) => {
  const [db, rules, today] = [register(), settings(), localDateOf(nowMs)];
  const { customerNumber: file } = subjects;
  const { customer } = file;
  const { coopId, on, source, reason } = body;
  const dryRun = body.dryRun === true;
  liveCustomer(file);
  await coopOf(db, coopId);

  const createdBy = creationMark(body.idempotencyKey);
  const made = file.memberships.find((one) => one.createdBy === createdBy);
  if (made !== undefined && (made.coopId !== coopId || made.appliedOn !== on))
    throw new DomainError('idempotencyKeyReused', 'This idempotencyKey has made another membership; choose a new one.');
  if (made !== undefined) return { membership: viewOfMembership(made, rules), dryRun };

  const sequence = nextSequence(file, coopId);
  const { birthDate, deceasedOn } = customer.values;
  const applicant = { birthDate: birthDate?.value, deceased: deceasedOn !== undefined };
  const guardianConsents = body.guardianConsents === true;
  const refused = eligibilityRefusal({ kind: customer.kind, ...applicant, guardianConsents }, on, rules);
  if (refused !== undefined) throw new DomainError(refused.code, refused.detail);
  const memberNumber = await freeMemberNumber(db, body.idempotencyKey);
  const event = { kind: 'apply', on, source, coopId, memberNumber, sequence } as const;
  const decision = allowed(decide(undefined, event, rules, today));
  const { stored, writes } = membershipWrites(customer, { createdBy }, decision, rules);
  const told = { event: event.kind, on, at: nowMs, by: caller.staffId, source, ...(reason && { reason }) };
  const ofCustomer = await memberLinkWrites(db, file, [{ before: undefined, after: stored }], nowMs);
  await commit(db, [...writes, membershipEventWrite(stored, told), ...ofCustomer], { dryRun });
  return { membership: viewOfMembership(stored, rules), dryRun };
});
