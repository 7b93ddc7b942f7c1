import { createHash } from 'node:crypto';
import type { CaseReason, Unclear } from '../../../domain/bank/answer.ts';
import { openCase } from '../../table/bank-cases.ts';
import type { BankFileContext } from './bank-file-context.ts';
import type { Outcome } from './outcome.ts';

/** 32 hexadecimal digits of what the parts are, in their order. */
export const idOf = (...parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/** Opens a case about a payment. Its id is of what the bank says, so the same said by another file opens no second one. */
export async function openPaymentCase(
  { db, coopId, fileId, nowMs }: BankFileContext,
  { reason, entryRef, money, ...told }: Omit<Unclear, 'about'> & { reason: CaseReason },
): Promise<Outcome> {
  const { kind, status, reasonCode, endToEndId, bookedOn } = told;
  const from = await openCase(db, {
    caseId: idOf('PAYMENT', coopId, entryRef, endToEndId ?? '', kind ?? '', status ?? '', reason),
    ...{ coopId, about: 'PAYMENT', reason, fileId, entryRef, openedAtMs: nowMs },
    ...{ kind, status, reasonCode, endToEndId, bookedOn },
    ...(money && { amountCents: money.cents, currency: money.currency }),
  });
  return from === fileId ? 'cases' : 'known';
}
