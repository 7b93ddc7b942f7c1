import type { Answer, AnswerKind, BatchAnswer, FileAnswer, PaymentAnswer } from '../../../domain/bank/answer.ts';
import { batchPartsOf, messagePartsOf } from '../../../domain/bank/message-id.ts';
import type { SentBatch } from '../../../domain/bank/sent-file.ts';
import { inParallel } from '../../runtime/parallel.ts';
import { noteFileStatus } from '../../table/bank-files.ts';
import { applyAnswer, paymentOf, paymentsOf } from '../../table/payments.ts';
import type { BankFileContext } from './bank-file-context.ts';
import { idOf, openPaymentCase } from './cases.ts';
import { type Outcome, ReadAgainLater } from './outcome.ts';
import { isPostedCompletely, sentFileOf } from './sent-files.ts';
import { takeCredit } from './take-credit.ts';

/** Writes under way at once. */
const atOnce = 16;

/**
 * Takes in all that a file says. Each answer stands alone and may be repeated, so a process that dies between two of them leaves nothing that
 * reading the file again does not complete; what the file says of one payment is taken in its order.
 * @throws ReadAgainLater if a run that the file is about is still writing its payments, or a batch is not what was sent
 */
export async function applyAnswers(context: BankFileContext): Promise<Outcome[]> {
  const lines = new Map<string, Answer[]>();
  for (const [index, answer] of context.file.answers.entries()) {
    const about = answer.about === 'PAYMENT' ? answer.endToEndId : `${index}#`;
    lines.set(about, [...(lines.get(about) ?? []), answer]);
  }
  const outcomes = await inParallel([...lines.values()], atOnce, async (line) => {
    const found: Outcome[][] = [];
    for (const answer of line) found.push(await applyOne(context, answer));
    return found.flat();
  });
  return outcomes.flat();
}

async function applyOne(context: BankFileContext, answer: Answer): Promise<Outcome[]> {
  switch (answer.about) {
    case 'PAYMENT':
      return [await applyToPayment(context, answer)];
    case 'FILE':
      return await applyToFile(context, answer);
    case 'BATCH':
      return await applyToBatch(context, answer);
    case 'CREDIT':
      return [await takeCredit(context, answer)];
    case 'UNCLEAR':
      return [await openPaymentCase(context, answer)];
  }
}

type Said = Pick<PaymentAnswer, 'kind' | 'reasonCode' | 'entryRef' | 'endToEndId' | 'money'>;

async function applyToPayment(context: BankFileContext, said: Said): Promise<Outcome> {
  const { db, coopId, fileId, file, nowMs } = context;
  const { endToEndId, kind, reasonCode, entryRef, money } = said;
  if (money !== undefined && money.currency !== 'EUR')
    return await openPaymentCase(context, { ...said, reason: 'OTHER_CURRENCY' });
  const answer = {
    kind,
    source: file.type === 'STATUS_REPORT' ? ('STATUS_REPORT' as const) : ('ACCOUNT_ENTRY' as const),
    fileId,
    entryRef: referenceOf(entryRef),
    ...(reasonCode && { reasonCode }),
    ...(money && { amountCents: money.cents }),
    atMs: nowMs,
  };
  const { result, state } = likeOurs.test(endToEndId)
    ? await applyAnswer(db, { coopId, endToEndId }, answer)
    : { result: 'NO_SUCH_PAYMENT' as const, state: undefined };
  if (result === 'NO_SUCH_PAYMENT') return await unknownPayment(context, said);
  if (kind === 'REJECTED' || kind === 'RETURNED') context.movements.cameBack.add(endToEndId);
  if (result === 'CONTRADICTS') return 'contradictory';
  if (result === 'APPLIED') return 'applied';
  // Said before: by this file, before its reader died, or by another.
  const payment = await paymentOf(db, endToEndId);
  const isOwn = payment?.evidence.some((one) => one.by === 'BANK' && one.fileId === fileId && one.kind === kind);
  if (isOwn !== true) return 'known';
  return state === 'UNKNOWN' || payment?.isDoubtful === true ? 'contradictory' : 'applied';
}

/** Every EndToEndId of ours, and few others: see payment-ids.ts. */
const likeOurs = /^[A-Z]\d{4,8}[a-z0-9]{1,8}-[A-Za-z0-9]{1,14}-\d{1,3}-\d{1,3}$/;

/** Nobody sent it, or its run is still writing what it sent. A debit that is not even like one of ours is the co-op's other business. */
async function unknownPayment(context: BankFileContext, said: Said): Promise<Outcome> {
  if (context.file.type === 'NOTIFICATION' && said.kind === 'SETTLED' && !likeOurs.test(said.endToEndId))
    return 'ignored';
  const reported = context.file.type === 'STATUS_REPORT' ? messageOf(said.entryRef) : undefined;
  if (reported !== undefined && !(await isPostedCompletely(context, reported)))
    throw new ReadAgainLater('its run is still writing its payments');
  return await openPaymentCase(context, { ...said, reason: 'UNKNOWN_PAYMENT' });
}

/** The message that a report's answers are about: see status-report.ts. */
const messageOf = (entryRef: string) => messagePartsOf(entryRef.split('/')[0] ?? '');

async function applyToFile(context: BankFileContext, answer: FileAnswer): Promise<Outcome[]> {
  const parts = messagePartsOf(answer.messageId);
  const sent = await sentFileOf(context, parts);
  if (typeof sent === 'string') return [await openPaymentCase(context, { ...answer, reason: sent })];
  const { fileId, db, nowMs } = context;
  const { status, reasonCode } = answer;
  const noted = { fileNumber: sent.fileNumber, status, fileId, atMs: nowMs, ...(reasonCode && { reasonCode }) };
  await noteFileStatus(db, sent.run, noted);
  if (answer.kind === 'PENDING') return ['noted'];
  const batches = sent.file.batches.filter(({ paymentInformationId: id }) => !answer.exceptBatches.includes(id));
  return await applyToAll(context, answer, batches, answer.except);
}

async function applyToBatch(context: BankFileContext, answer: BatchAnswer): Promise<Outcome[]> {
  const sent = await sentFileOf(context, batchPartsOf(answer.paymentInformationId));
  if (typeof sent === 'string') return [await openPaymentCase(context, { ...answer, reason: sent })];
  const batch = sent.file.batches.find(({ paymentInformationId: id }) => id === answer.paymentInformationId);
  if (batch === undefined) return [await openPaymentCase(context, { ...answer, reason: 'UNKNOWN_FILE' })];
  if (answer.kind === 'PENDING') return ['noted'];
  const booked = await bookedPart(context, answer, batch);
  // The rejections that would explain it may come in a file that was dropped later.
  if (booked === undefined && !context.isLastTry) throw new ReadAgainLater('a batch is not what was sent');
  if (booked === undefined) return [await openPaymentCase(context, { ...answer, reason: 'BATCH_DIFFERS' })];
  return await applyToAll(context, answer, [booked], answer.except);
}

/**
 * Which payments of a batch a booking of the whole is about: all of them, or all but those that the bank has rejected.
 * @returns undefined if its count or sum is of neither
 */
async function bookedPart(
  { db }: BankFileContext,
  { count, money }: BatchAnswer,
  batch: SentBatch,
): Promise<SentBatch | undefined> {
  if (count === undefined && money === undefined) return batch;
  const stored = await paymentsOf(
    db,
    batch.payments.map(({ endToEndId }) => endToEndId),
  );
  const rejected = new Set(stored.filter(({ state }) => state === 'REJECTED').map(({ endToEndId }) => endToEndId));
  const left = { ...batch, payments: batch.payments.filter(({ endToEndId }) => !rejected.has(endToEndId)) };
  return [left, batch].find(
    ({ payments }) =>
      (count === undefined || count === payments.length) &&
      (money === undefined || money.cents === payments.reduce((sum, { amountCents }) => sum + amountCents, 0)),
  );
}

/** Said of all, so of each: the amount is not told of any. */
async function applyToAll(
  context: BankFileContext,
  { kind, reasonCode, entryRef }: { kind: AnswerKind; reasonCode?: string; entryRef: string },
  batches: readonly SentBatch[],
  except: readonly string[],
): Promise<Outcome[]> {
  const excepted = new Set(except);
  const payments = batches.flatMap((batch) => batch.payments).filter(({ endToEndId }) => !excepted.has(endToEndId));
  return await inParallel(payments, atOnce, ({ endToEndId }) =>
    applyToPayment(context, { kind, entryRef, endToEndId, ...(reasonCode && { reasonCode }) }),
  );
}

/** The bank's reference as it may stand in evidence; one of other characters is known by its hash. */
const referenceOf = (entryRef: string): string =>
  /^[A-Za-z0-9._/-]{1,80}$/.test(entryRef) ? entryRef : idOf('REF', entryRef);
