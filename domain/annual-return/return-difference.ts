import { isByHand, type PayeeRecord } from './payee-record.ts';
import { addSums, type SurplusSums, sumsOf, zeroSums } from './return-totals.ts';

/** What a file tells of a payee: for the first time, instead of what was told before, or that it was told wrongly. */
export const changeActions = ['REPORT', 'REPLACE', 'WITHDRAW'] as const;
export type ChangeAction = (typeof changeActions)[number];
export type RecordChange<R extends PayeeRecord = PayeeRecord> = { action: ChangeAction; record: R };

/** Who it is to the tax authority, and in which way it is told: by code in the file, by hand with code or name (R99). */
const identityOf = (record: PayeeRecord): string =>
  [isByHand(record) ? 'by hand' : 'in the file', record.payeeHash ?? record.payeeName].join(' ');

const saysTheSame = (a: PayeeRecord, b: PayeeRecord): boolean =>
  a.grossCents === b.grossCents &&
  a.withheldCents === b.withheldCents &&
  a.capitalCents === b.capitalCents &&
  a.payeeKind === b.payeeKind;

/**
 * What must be told of a payee after a return that was delivered: nothing, something new, a replacement, or a withdrawal. A payee who has got
 * another identity code is withdrawn under the old and reported under the new; another name of the same code is not a correction.
 * @param before as it was delivered, if it was
 * @param after as it is now, if there still is something
 */
export function changesOf<R extends PayeeRecord>(before: R | undefined, after: R | undefined): RecordChange<R>[] {
  if (before === undefined) return after === undefined ? [] : [{ action: 'REPORT', record: after }];
  if (after === undefined) return [{ action: 'WITHDRAW', record: before }];
  if (identityOf(before) !== identityOf(after))
    return [
      { action: 'WITHDRAW', record: before },
      { action: 'REPORT', record: after },
    ];
  return saysTheSame(before, after) ? [] : [{ action: 'REPLACE', record: after }];
}

/** How far a payee's changes move the sums of what was delivered. */
export function movedBy(before: PayeeRecord | undefined, after: PayeeRecord | undefined): SurplusSums {
  const minus = ({ payees, grossCents, withheldCents }: SurplusSums): SurplusSums => ({
    payees: -payees,
    grossCents: -grossCents,
    withheldCents: -withheldCents,
  });
  return addSums(
    before === undefined ? zeroSums : minus(sumsOf(before)),
    after === undefined ? zeroSums : sumsOf(after),
  );
}

/**
 * Two returns side by side, payee by payee. Both must come in the order of customer numbers; one payee of each is held at a time.
 * @throws RangeError if either is out of order
 */
export async function* sideBySide<A extends { customerNumber: string }>(
  before: AsyncIterable<A>,
  after: AsyncIterable<A>,
): AsyncGenerator<{ before: A | undefined; after: A | undefined }> {
  const olds = inOrder(before);
  const news = inOrder(after);
  let [old, present] = await Promise.all([olds.next(), news.next()]);
  while (old.done !== true || present.done !== true) {
    const oldNumber = old.done === true ? undefined : old.value.customerNumber;
    const newNumber = present.done === true ? undefined : present.value.customerNumber;
    const takeOld = oldNumber !== undefined && (newNumber === undefined || oldNumber <= newNumber);
    const takeNew = newNumber !== undefined && (oldNumber === undefined || newNumber <= oldNumber);
    yield {
      before: takeOld ? (old.value as A) : undefined,
      after: takeNew ? (present.value as A) : undefined,
    };
    if (takeOld) old = await olds.next();
    if (takeNew) present = await news.next();
  }
}

async function* inOrder<A extends { customerNumber: string }>(all: AsyncIterable<A>): AsyncGenerator<A> {
  let last = '';
  for await (const one of all) {
    if (one.customerNumber <= last) throw new RangeError('payees of the return are out of order');
    last = one.customerNumber;
    yield one;
  }
}
