import { formatEurosFi } from '../../domain/money.ts';
import type { PayeeDifference, RunException } from '../../domain/run-exceptions.ts';
import type { PayoutReason } from '../../domain/settlement.ts';
import { formatCount } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { change } from './run-figures.ts';
import { type Column, table } from './table.ts';

/** Why payees are not paid, or not all, in words. */
const reasons: Record<PayoutReason, string> = {
  NOTHING_DUE: 'nothing is due',
  NEGATIVE: 'they owe; it is taken from the next payment',
  BELOW_MINIMUM: 'below the smallest payment',
  COMPANY_MEMBER: 'a company gets no Bonus',
  NO_HEAD: 'the household has no head',
  HOUSEHOLD_ENDED: 'the household has ended',
  NON_RESIDENT: 'the payee lives abroad; the tax at source is to be settled by hand',
  DECEASED: 'the payee has died',
  NO_ACCOUNT: 'no benefit account',
  ACCOUNT_NEW: 'the account is too new',
  ACCOUNT_BLOCKED: 'the bank refused the account; it is to be confirmed or replaced',
  ACCOUNT_CHANGED: 'another account than the one that was signed',
  HEAD_CHANGED: 'another head than the one that was signed',
  MEMBERSHIP_ENDED: 'the membership has ended since it was signed',
  SHARE_CHANGED: 'the share has another balance than the one that was signed',
  PAYMENT_CHANGED: 'the bank has said something else of the payment meanwhile',
};

/** What a run does not pay, a line a reason; nothing if it pays all. */
export function renderExceptions(exceptions: readonly RunException[], paint: Paint): string | undefined {
  if (exceptions.length === 0) return undefined;
  const columns: Column[] = [
    { head: 'Not paid, or not all' },
    { head: 'Payees', align: 'right' },
    { head: 'Left unpaid', align: 'right' },
    { head: '' },
  ];
  const rows = exceptions.map(({ reason, payees, cents }) => {
    const colour = reason === 'NOTHING_DUE' ? 'dim' : 'yellow';
    return [paint(colour, reason), formatCount(payees), formatEurosFi(cents), paint('dim', reasons[reason])];
  });
  return table(columns, rows, paint);
}

/** The payees whose amount differs most from last time, the greatest first. */
export function renderDifferences(differences: readonly PayeeDifference[], paint: Paint): string {
  if (differences.length === 0) return 'Nobody gets more or less than last time.';
  const columns: Column[] = [
    { head: 'Greatest differences' },
    { head: 'This run', align: 'right' },
    { head: 'Last time', align: 'right' },
    { head: 'Change', align: 'right' },
  ];
  const rows = differences.map(({ payeeId, amountCents, beforeCents }) => [
    printable(payeeId),
    formatEurosFi(amountCents),
    beforeCents === null ? paint('dim', 'new') : formatEurosFi(beforeCents),
    change(amountCents - (beforeCents ?? 0), formatEurosFi, paint),
  ]);
  return table(columns, rows, paint);
}
