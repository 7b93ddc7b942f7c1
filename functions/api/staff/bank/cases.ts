import { assignBankCredit, closeBankCase, listBankCases, showBankCase } from '../../../../contract/bank.ts';
import { afterAssignment, closedCents } from '../../../../domain/bank/case-decision.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { journalOfSharePayments } from '../../../../domain/journal.ts';
import { cursorOf, textOfCursor } from '../../../runtime/cursor.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { bankCaseOf, caseWrite, openCasesPage } from '../../../table/bank-cases.ts';
import { shareWrites, sourceIdOfCredit } from '../../../table/bank-credits.ts';
import type { BankCase } from '../../../table/bank-items.ts';
import { type Register, register } from '../../../table/client.ts';
import { journalEntryWrites } from '../../../table/journal-entries.ts';
import { membershipEventWrite } from '../../../table/membership-history.ts';
import { commit, stale, type Write } from '../../../table/transaction.ts';
import { membershipOf } from '../memberships/find.ts';
import { viewOfMembership } from '../memberships/view.ts';
import { viewOfBankCase } from './view.ts';

const pageSize = 100;

export const listBankCasesEndpoint = answers(listBankCases, async ({ body }) => {
  const after = body.cursor === undefined ? undefined : cursorOf(body.cursor).after;
  const { cases, last } = await openCasesPage(register(), body.coopId, after, pageSize);
  return { cases: cases.map(viewOfBankCase), ...(last === undefined ? {} : { cursor: textOfCursor({ after: last }) }) };
});

export const showBankCaseEndpoint = answers(showBankCase, async ({ body }) => ({
  case: viewOfBankCase(await bankCaseOf(register(), body.coopId, body.caseId)),
}));

/** One transaction: the case over the version that was seen, the share's entry with the bank's reference, and what was done by whom. */
export const assignBankCreditEndpoint = answers(assignBankCredit, async ({ body, subjects, caller, nowMs }) => {
  const [db, rules] = [register(), settings()];
  const { customerNumber: file } = subjects;
  const { source, reason, dryRun = false } = body;
  const before = await seenCase(db, body);
  const membership = membershipOf(file, body);
  const amountCents = body.amountCents ?? before.openCents ?? 0;
  const left = afterAssignment(before, amountCents);
  const parts = before.resolutions.filter(({ kind }) => kind === 'ASSIGNED').length;
  const on = before.bookedOn ?? localDateOf(nowMs);
  const payment = { on, amountCents, sourceId: sourceIdOfCredit(before.creditId ?? before.caseId, parts + 1), source };
  const booked = shareWrites(file, membership, payment, rules, localDateOf(nowMs));
  if ('refused' in booked) throw new DomainError(booked.refused.code, booked.refused.detail);
  const after = resolved(
    { ...before, ...left },
    {
      ...{ kind: 'ASSIGNED', amountCents, by: caller.staffId, atMs: nowMs },
      ...{ customerNumber: membership.customerNumber, memberNumber: membership.memberNumber },
      ...(reason && { reason }),
    },
  );
  const told = { event: 'pay', on, at: nowMs, by: caller.staffId, source, ...(reason && { reason }) } as const;
  const writes = [
    ...[caseWrite(after, before.version), ...booked.writes, membershipEventWrite(booked.stored, told)],
    ...voucherWrites(before, parts + 1, amountCents, nowMs),
  ];
  await commit(db, writes, { dryRun });
  return { case: viewOfBankCase(next(after)), membership: viewOfMembership(booked.stored, rules), dryRun };
});

/** Money that waited becomes share capital: its voucher is of the case and the part. */
function voucherWrites({ coopId, caseId }: BankCase, part: number, amountCents: number, nowMs: number): Write[] {
  const on = localDateOf(nowMs);
  const voucher = `CREDIT-${coopId}-${caseId.slice(0, 16)}-${part}`;
  const head = { voucher, on, text: 'Selvitetty pankkisuoritus' };
  return journalEntryWrites(coopId, on, voucher, journalOfSharePayments(head, amountCents, settings().chartOfAccounts));
}

export const closeBankCaseEndpoint = answers(closeBankCase, async ({ body, caller, nowMs }) => {
  const db = register();
  const { as, reason, evidence, dryRun = false } = body;
  const before = await seenCase(db, body);
  const amountCents = closedCents(before, as);
  const closed: BankCase = { ...before, state: 'CLOSED', ...(before.openCents === undefined ? {} : { openCents: 0 }) };
  const after = resolved(closed, {
    ...{ kind: as, reason, evidence, by: caller.staffId, atMs: nowMs },
    ...(amountCents === undefined ? {} : { amountCents }),
  });
  await commit(db, [caseWrite(after, before.version)], { dryRun });
  return { case: viewOfBankCase(next(after)), dryRun };
});

/** @throws DomainError staleVersion, if it is not the case that the caller saw */
async function seenCase(
  db: Register,
  { coopId, caseId, version }: { coopId: string; caseId: string; version: number },
): Promise<BankCase> {
  const there = await bankCaseOf(db, coopId, caseId);
  if (there.version !== version) throw new DomainError(stale.code, stale.detail);
  return there;
}

const resolved = (one: BankCase, resolution: BankCase['resolutions'][number]): BankCase => ({
  ...one,
  resolutions: [...one.resolutions, resolution],
});

/** As it was written. */
const next = (one: BankCase): BankCase => ({ ...one, version: one.version + 1 });
