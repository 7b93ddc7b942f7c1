import type { BankCaseView, BankFileView } from '../../../../contract/bank.ts';
import type { BankCase, StoredBankFile } from '../../../table/bank-items.ts';

const timeOf = (ms: number): string => new Date(ms).toISOString();

/** A file of the bank as staff see it. */
export const viewOfBankFile = (file: StoredBankFile): BankFileView => ({
  fileId: file.fileId,
  state: file.state,
  refusal: file.refusal ?? null,
  type: file.type ?? null,
  messageId: file.messageId ?? null,
  createdAt: file.createdAt ?? null,
  bytes: file.bytes,
  receivedAt: timeOf(file.receivedAtMs),
  readAt: file.readAtMs === undefined ? null : timeOf(file.readAtMs),
  counts: file.counts ?? null,
});

/** A case as staff see it. */
export const viewOfBankCase = (one: BankCase): BankCaseView => ({
  caseId: one.caseId,
  version: one.version,
  about: one.about,
  reason: one.reason,
  state: one.state,
  openedAt: timeOf(one.openedAtMs),
  fileId: one.fileId,
  entryRef: one.entryRef,
  answer: one.kind ?? null,
  status: one.status ?? null,
  reasonCode: one.reasonCode ?? null,
  endToEndId: one.endToEndId ?? null,
  amountCents: one.amountCents ?? null,
  currency: one.currency ?? null,
  bookedOn: one.bookedOn ?? null,
  openCents: one.openCents ?? null,
  reference: one.reference ?? null,
  payerName: one.payerName ?? null,
  text: one.text ?? null,
  customerNumber: one.customerNumber ?? null,
  memberNumber: one.memberNumber ?? null,
  resolutions: one.resolutions.map((done) => ({
    kind: done.kind,
    amountCents: done.amountCents ?? null,
    customerNumber: done.customerNumber ?? null,
    memberNumber: done.memberNumber ?? null,
    reason: done.reason ?? null,
    evidence: done.evidence ?? null,
    by: done.by,
    at: timeOf(done.atMs),
  })),
});
