import { isDeepStrictEqual } from 'node:util';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { blocksAccount } from '../../domain/account-block.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { DomainError } from '../../domain/errors.ts';
import { type AnswerResult, isOwed, type PaymentState, paymentState, withAnswer } from '../../domain/payment.ts';
import type { BankAnswer } from '../../domain/payment-evidence.ts';
import { blockWrites } from './benefit-accounts.ts';
import type { Register } from './client.ts';
import { owedListing, owedPlace, owedToPartition, paymentKey } from './keys.ts';
import { paymentItem, type StoredPayment } from './payment-item.ts';
import { batchGet, getItem, withoutKeys } from './read.ts';
import { commit, putNew, putOver, type Refusal, stale, type Write } from './transaction.ts';

export type { StoredPayment } from './payment-item.ts';

const attempts = 8;

/** A payment by its id, strongly consistent. */
export async function paymentOf(db: Register, endToEndId: string): Promise<StoredPayment | undefined> {
  const item = await getItem(db, paymentKey(endToEndId));
  return item === undefined ? undefined : z.parse(paymentItem, withoutKeys(item));
}

/** All issues of a payment, from the one that is named to the one that pays the money now; none if its run has not posted it. */
export async function issuesOf(db: Register, endToEndId: string): Promise<StoredPayment[]> {
  const issues: StoredPayment[] = [];
  let next: string | undefined = endToEndId;
  while (next !== undefined) {
    const issue: StoredPayment | undefined = await paymentOf(db, next);
    if (issue !== undefined) issues.push(issue);
    next = issue?.successor;
  }
  return issues;
}

/** Payments by their ids; those that there are not are left out. */
export async function paymentsOf(db: Register, endToEndIds: readonly string[]): Promise<StoredPayment[]> {
  const items = await batchGet(db, endToEndIds.map(paymentKey), { consistent: true });
  return items.map((item) => z.parse(paymentItem, withoutKeys(item)));
}

/**
 * A payment as it is stored: its state worked out from what is known, and its places in the lists of what is owed while it is, or while
 * somebody must look at it.
 */
export function paymentItemOf(
  payment: Omit<StoredPayment, 'state' | 'isDoubtful'>,
): StoredPayment & Record<string, unknown> {
  const { coopId, customerNumber, dueOn, endToEndId } = payment;
  const { state, isDoubtful } = paymentState(payment);
  const { isDoubtful: _before, ...known } = payment as StoredPayment;
  const stored = { ...known, state, ...(isDoubtful ? { isDoubtful } : {}) };
  z.parse(paymentItem, stored);
  if (!isOwed(state) && !isDoubtful) return stored;
  const place = owedPlace(dueOn, endToEndId);
  return {
    ...stored,
    ...{ l: owedListing(coopId), k: place },
    ...(customerNumber === undefined ? {} : { r: owedToPartition(customerNumber), n: place }),
  };
}

/** The write of a changed payment, over the version that was read. */
export const paymentWrite = (payment: StoredPayment, refusal: Refusal = stale): Write =>
  putOver(
    paymentKey(payment.endToEndId),
    paymentItemOf({ ...payment, version: payment.version + 1 }),
    payment.version,
    refusal,
  );

/** A payment that a run makes; the rest follows. */
export type NewPayment = Omit<
  StoredPayment,
  'state' | 'isDoubtful' | 'evidence' | 'taken' | 'closed' | 'lapse' | 'handSettlement' | 'version'
>;

const newPaymentItem = (payment: NewPayment) => paymentItemOf({ ...payment, evidence: [], version: 1 });

export const newPaymentWrite = (payment: NewPayment): Write =>
  putNew(paymentKey(payment.endToEndId), newPaymentItem(payment), stale);

/**
 * Writes a released run's payment, once: a repetition finds it there, whatever the bank has answered since. A put of its own and no
 * transaction, which would cost twice, and there is one for each payee.
 * @throws Error if the id has paid something else: ids are of the money, so this is a fault of ours
 */
export async function postPayment(db: Register, payment: NewPayment): Promise<void> {
  try {
    await db.client.send(
      new PutCommand({
        TableName: db.tableName,
        Item: { ...paymentKey(payment.endToEndId), ...newPaymentItem(payment) },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    await checkSame(db, payment);
  }
}

/** What is there must be what was to be written. */
export async function checkSame(db: Register, payment: NewPayment): Promise<void> {
  const present = await paymentOf(db, payment.endToEndId);
  const same = Object.entries(payment).every(
    ([name, value]) => value === undefined || isDeepStrictEqual(present?.[name as keyof StoredPayment], value),
  );
  if (!same) throw new Error('a payment of this id is there already, and is another one');
}

/**
 * Takes in what a bank says of a payment, in one transaction with the block of the account that it may lead to (R107). May be repeated: what was said
 * before changes nothing.
 * @param money the id, and the co-op whose file or account the answer is about
 * @returns `CONTRADICTS`: a person must look. `NO_SUCH_PAYMENT`: the co-op has none of this id, or its run has not posted it yet
 */
export async function applyAnswer(
  db: Register,
  money: { coopId: string; endToEndId: string },
  answer: Omit<BankAnswer, 'by'>,
): Promise<{ result: AnswerResult | 'NO_SUCH_PAYMENT'; state?: PaymentState; amountCents?: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const payment = await paymentOf(db, money.endToEndId);
    if (payment === undefined || payment.coopId !== money.coopId) return { result: 'NO_SUCH_PAYMENT' };
    const { evidence, result } = withAnswer(payment, { ...answer, by: 'BANK' });
    const { amountCents } = payment;
    if (evidence === payment.evidence) return { result, state: payment.state, amountCents };
    const after = { ...payment, evidence: [...evidence] };
    try {
      await commit(db, [paymentWrite(after), ...(await blocks(db, payment, answer))]);
      return { result, state: paymentState(after).state, amountCents };
    } catch (error) {
      // Somebody changed the payment or the account meanwhile: decided anew on what is there now.
      const wasChanged = error instanceof DomainError && error.code === stale.code;
      if (!wasChanged || attempt === attempts) throw error;
    }
  }
}

async function blocks(
  db: Register,
  { customerNumber, sealedIban, endToEndId }: StoredPayment,
  { kind, reasonCode, atMs }: Omit<BankAnswer, 'by'>,
): Promise<Write[]> {
  const isBack = kind === 'REJECTED' || kind === 'RETURNED';
  if (!isBack || !blocksAccount(reasonCode) || customerNumber === undefined || sealedIban === undefined) return [];
  return await blockWrites(db, customerNumber, sealedIban, {
    since: localDateOf(atMs),
    code: reasonCode ?? 'NONE',
    endToEndId,
  });
}
