import { type CustomerField, customerFieldNames } from '../../domain/catalogue/customer.ts';
import { replacedWrite, without } from './customer-change.ts';
import type { HistoryEntry } from './customer-history.ts';
import { type FoundBy, foundByAfter } from './customer-index.ts';
import type { Customer, StoredValues } from './customer-item.ts';
import { customerKey, foundKey, uniqueKey } from './keys.ts';
import { isSealed, movedValue } from './sealed-values.ts';
import { drop, put, putOver, type Write } from './transaction.ts';

/** The keyed hashes of each field; those of the first two belong to one customer only, and move with the value. */
const kindOf: Partial<Record<CustomerField, string>> = {
  identityCode: 'identityCode',
  businessId: 'businessId',
  email: 'email',
  phoneNumbers: 'phone',
};
const moving = ['identityCode', 'businessId'];
const ofFields = (foundBy: FoundBy, fields: readonly CustomerField[]): FoundBy =>
  foundBy.filter(({ kind }) => fields.some((field) => kindOf[field] === kind));
const isMoving = ({ kind }: FoundBy[number]): boolean => moving.includes(kind);

export type MergeResult = { duplicate: Customer; into: Customer; writes: Write[] };

/** Fields that the duplicate has and the other lacks; names stay each their own. */
export const fieldsTakenOver = (duplicate: Customer, into: Customer): CustomerField[] =>
  customerFieldNames.filter((field) => duplicate.values[field] !== undefined && into.values[field] === undefined);

/**
 * Merges a duplicate into another customer: what that one lacks it takes over, sealed anew, with the sources and times that it had. The duplicate
 * keeps its values and stays to be found, with whom it lives on in.
 */
export async function mergeWrites(
  duplicate: Customer,
  into: Customer,
  reason: string,
  atMs: number,
): Promise<MergeResult> {
  const taken = fieldsTakenOver(duplicate, into);
  const values = { ...into.values, ...(await movedValues(duplicate, into, taken, atMs)) };
  const hashes = ofFields(duplicate.foundBy, taken);
  const nextDuplicate = {
    ...duplicate,
    version: duplicate.version + 1,
    mergedInto: into.customerNumber,
    foundBy: duplicate.foundBy.filter((one) => !(hashes.includes(one) && isMoving(one))),
  };
  const nextInto = {
    ...into,
    version: into.version + 1,
    coopIds: [...new Set([...into.coopIds, ...duplicate.coopIds])],
    values,
    foundBy: await foundByAfter([...into.foundBy, ...hashes], { set: {}, clear: [] }, values),
  };
  const added = nextInto.foundBy.filter((one) => !into.foundBy.some(({ hash }) => hash === one.hash));
  return {
    duplicate: nextDuplicate,
    into: nextInto,
    writes: [
      ...overBoth(duplicate, nextDuplicate, into, nextInto),
      replacedWrite(duplicate, [], { action: 'MERGED_INTO', reason, other: into.customerNumber }, atMs),
      replacedWrite(into, taken, { action: 'TOOK_OVER', reason, other: duplicate.customerNumber }, atMs),
      ...added.map((one) => pointTo(one, into.customerNumber)),
    ],
  };
}

/**
 * Undoes a merge: what was taken over goes back, unless it has been changed since.
 * @param since the history of the other customer, newest first, down to the merge
 */
export async function undoWrites(
  duplicate: Customer,
  into: Customer,
  since: readonly HistoryEntry[],
  reason: string,
  atMs: number,
): Promise<MergeResult> {
  const changedSince = since.slice(0, -1).flatMap(({ fields }) => fields);
  const back = (since.at(-1)?.fields ?? []).filter((field) => !changedSince.includes(field));
  const hashes = ofFields(into.foundBy, back);
  const values = without(into.values, back);
  const { mergedInto: _mergedInto, ...alive } = duplicate;
  const nextDuplicate: Customer = {
    ...alive,
    version: duplicate.version + 1,
    foundBy: [...duplicate.foundBy, ...hashes.filter(isMoving)],
  };
  const kept = into.foundBy.filter((one) => !hashes.includes(one));
  const nextInto = {
    ...into,
    version: into.version + 1,
    values,
    foundBy: await foundByAfter(kept, { set: {}, clear: [] }, values),
  };
  const gone = into.foundBy.filter((one) => !isMoving(one) && !nextInto.foundBy.some(({ hash }) => hash === one.hash));
  return {
    duplicate: nextDuplicate,
    into: nextInto,
    writes: [
      ...overBoth(duplicate, nextDuplicate, into, nextInto),
      replacedWrite(duplicate, [], { action: 'UNMERGED', reason, other: into.customerNumber }, atMs),
      replacedWrite(into, back, { action: 'GAVE_BACK', reason, other: duplicate.customerNumber }, atMs),
      ...hashes.filter(isMoving).map((one) => pointTo(one, duplicate.customerNumber)),
      ...gone.map(({ kind, hash }) => drop(foundKey(kind, hash, into.customerNumber))),
    ],
  };
}

const overBoth = (duplicate: Customer, nextDuplicate: Customer, into: Customer, nextInto: Customer): Write[] => [
  putOver(customerKey(duplicate.customerNumber), nextDuplicate, duplicate.version),
  putOver(customerKey(into.customerNumber), nextInto, into.version),
];

/** The versions of both customers guard it: hashes change only together with them. */
const pointTo = (one: FoundBy[number], customerNumber: string): Write =>
  isMoving(one)
    ? put(uniqueKey(one.kind, one.hash), { customerNumber })
    : put(foundKey(one.kind, one.hash, customerNumber), { customerNumber });

async function movedValues(
  from: Customer,
  to: Customer,
  fields: readonly CustomerField[],
  atMs: number,
): Promise<StoredValues> {
  const entries = fields.map(async (field) => {
    const stored = from.values[field];
    return [field, isSealed(field) ? await movedValue(from, to, field, stored as never, atMs) : stored] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as StoredValues;
}
