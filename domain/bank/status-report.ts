import * as z from 'zod/mini';
import type { Answer, AnswerKind, BankFile, Said, Unclear } from './answer.ts';
import { codeOrOwn, id35, isoAmount, isoCode, isoTime, moneyOf } from './iso-fields.ts';
import { messageType } from './message-reader.ts';

const reasons = z.optional(z.array(z.strictObject({ Rsn: z.optional(codeOrOwn) })));
const transaction = z.strictObject({
  StsId: z.optional(id35),
  OrgnlInstrId: z.optional(id35),
  OrgnlEndToEndId: z.optional(id35),
  TxSts: z.optional(isoCode),
  StsRsnInf: reasons,
  OrgnlTxRef: z.optional(z.strictObject({ Amt: z.optional(z.strictObject({ InstdAmt: z.optional(isoAmount) })) })),
});
const batch = z.strictObject({
  OrgnlPmtInfId: id35,
  PmtInfSts: z.optional(isoCode),
  StsRsnInf: reasons,
  TxInfAndSts: z.optional(z.array(transaction)),
});
const schema = z.strictObject({
  CstmrPmtStsRpt: z.strictObject({
    GrpHdr: z.strictObject({ MsgId: id35, CreDtTm: isoTime }),
    OrgnlGrpInfAndSts: z.strictObject({
      OrgnlMsgId: id35,
      OrgnlMsgNmId: id35,
      GrpSts: z.optional(isoCode),
      StsRsnInf: reasons,
    }),
    OrgnlPmtInfAndSts: z.optional(z.array(batch)),
  }),
});
type StatusReport = z.infer<typeof schema>;
type Group = StatusReport['CstmrPmtStsRpt']['OrgnlGrpInfAndSts'];
type Batch = z.infer<typeof batch>;
type Transaction = z.infer<typeof transaction>;
type Reasons = z.infer<typeof reasons>;

/**
 * What a status says. A code that is not here waits for a person, among them CANC (cancelled by somebody) and BLCK. `PART` says that the parts
 * have statuses of their own.
 */
const kinds: Readonly<Record<string, AnswerKind>> = {
  RCVD: 'PENDING',
  ACTC: 'PENDING',
  ACCP: 'PENDING',
  ACFC: 'PENDING',
  ACWC: 'PENDING',
  ACWP: 'PENDING',
  ACSP: 'PENDING',
  PDNG: 'PENDING',
  ACSC: 'SETTLED',
  ACCC: 'SETTLED',
  RJCT: 'REJECTED',
};
const partly = 'PART';

/**
 * The answers in a report. A status counts for what is below it unless that has one of its own: payment before batch before file.
 */
function answersOfReport({ CstmrPmtStsRpt: report }: StatusReport): BankFile {
  const { GrpHdr: header, OrgnlGrpInfAndSts: group, OrgnlPmtInfAndSts: batches = [] } = report;
  const entryRef = `${group.OrgnlMsgId}/${header.MsgId}`;
  return {
    type: 'STATUS_REPORT',
    messageId: header.MsgId,
    createdAt: header.CreDtTm,
    accounts: [],
    answers: [...fileAnswers(group, batches, entryRef), ...batches.flatMap((one) => batchAnswers(one, entryRef))],
    ignored: 0,
  };
}

/** What a status and its reasons say; undefined where there is none, or the parts have their own. */
function said(status: string | undefined, reasons: Reasons, entryRef: string): Said | Unclear | undefined {
  if (status === undefined || status === partly) return undefined;
  const reasonCode = reasons?.find(({ Rsn }) => Rsn?.Cd !== undefined)?.Rsn?.Cd;
  const code = reasonCode === undefined ? {} : { reasonCode };
  const kind = kinds[status];
  if (kind === undefined) return { about: 'UNCLEAR', reason: 'UNKNOWN_STATUS', status, entryRef, ...code };
  return { kind, entryRef, ...code };
}

function fileAnswers(
  { OrgnlMsgId: messageId, GrpSts: status, StsRsnInf }: Group,
  batches: readonly Batch[],
  entryRef: string,
): Answer[] {
  const answer = said(status, StsRsnInf, entryRef);
  if (answer === undefined || status === undefined) return [];
  if ('about' in answer) return [answer];
  const except = batches.flatMap(withOwnStatus);
  const exceptBatches = batches.filter(({ PmtInfSts }) => PmtInfSts !== undefined).map((batch) => batch.OrgnlPmtInfId);
  return [{ about: 'FILE', ...answer, status, messageId, except, exceptBatches }];
}

function batchAnswers(batch: Batch, entryRef: string): Answer[] {
  const { OrgnlPmtInfId: paymentInformationId, PmtInfSts: status, StsRsnInf, TxInfAndSts = [] } = batch;
  const answer = said(status, StsRsnInf, entryRef);
  const own = TxInfAndSts.flatMap((transaction) => transactionAnswer(transaction, entryRef));
  if (answer === undefined) return own;
  if ('about' in answer) return [answer, ...own];
  return [{ about: 'BATCH', ...answer, paymentInformationId, except: withOwnStatus(batch) }, ...own];
}

function transactionAnswer(transaction: Transaction, entryRef: string): Answer[] {
  const { OrgnlEndToEndId: endToEndId, TxSts: status, StsRsnInf, OrgnlTxRef } = transaction;
  const answer = said(status, StsRsnInf, entryRef);
  if (answer === undefined) return [];
  const amount = OrgnlTxRef?.Amt?.InstdAmt;
  const money = amount && moneyOf(amount);
  const told = { ...(endToEndId && { endToEndId }), ...(money && { money }) };
  if ('about' in answer) return [{ ...answer, ...told }];
  if (endToEndId === undefined) return [{ about: 'UNCLEAR', reason: 'NO_END_TO_END_ID', ...answer, ...told }];
  if (amount !== undefined && money === undefined)
    return [{ about: 'UNCLEAR', reason: 'NO_AMOUNT', ...answer, ...told }];
  return [{ about: 'PAYMENT', ...answer, ...told, endToEndId }];
}

const withOwnStatus = ({ TxInfAndSts = [] }: Batch): string[] =>
  TxInfAndSts.flatMap(({ TxSts, OrgnlEndToEndId: id }) => (TxSts === undefined || id === undefined ? [] : [id]));

/** Answers of the bank to a payment file (domain.md 5.1, 5.2). */
export const statusReport = messageType('urn:iso:std:iso:20022:tech:xsd:pain.002.001.10', schema, answersOfReport);
