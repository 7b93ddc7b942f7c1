import { type PaymentRecord, type PaymentState, paymentState } from './payment.ts';

/**
 * What a payment's state says of the books: 1 while its money is owed again after it had left, 0 while it has left. What is not known says
 * nothing, so the books stay as they were until it is.
 */
const positions: Partial<Record<PaymentState, 0 | 1>> = { SENT: 0, CONFIRMED: 0, REJECTED: 1, RETURNED: 1 };

/**
 * What one file of the bank has moved back into the liability, of one payment. Worked out from the evidence as it is kept, whose order never
 * changes, so it is the same however often it is asked, and over all files it is what the last known state says.
 * @returns cents; below zero if the file takes back what another had said
 */
export function cameBackCents(record: PaymentRecord, fileId: string): number {
  // What was never sent has never left the liability.
  if (record.origin === 'HELD') return 0;
  let position = 0;
  let moved = 0;
  for (const [index, one] of record.evidence.entries()) {
    const { state } = paymentState({ ...record, evidence: record.evidence.slice(0, index + 1), closed: undefined });
    const after = positions[state] ?? position;
    if (one.by === 'BANK' && one.fileId === fileId) moved += after - position;
    position = after;
  }
  return moved * record.amountCents;
}

/**
 * What a person's finding has moved back into the liability: the last of the evidence, against all before it. Money that was never sent is in
 * the liability from the beginning.
 * @returns cents; below zero if money that was thought to be owed has left after all
 */
export function resolvedCents(record: PaymentRecord): number {
  const positionAfter = (evidence: PaymentRecord['evidence'], before: number): number =>
    positions[paymentState({ ...record, evidence, closed: undefined }).state] ?? before;
  let position: number = record.origin === 'HELD' ? 1 : 0;
  let moved = 0;
  for (const [index] of record.evidence.entries()) {
    const after = positionAfter(record.evidence.slice(0, index + 1), position);
    moved = after - position;
    position = after;
  }
  return moved * record.amountCents;
}
