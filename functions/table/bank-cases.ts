import * as z from 'zod/mini';
import { DomainError } from '../../domain/errors.ts';
import { listedPage } from './bank-files.ts';
import { type BankCase, bankCaseItem } from './bank-items.ts';
import type { Register } from './client.ts';
import { bankCaseKey, bankCaseListing, bankCasePlace } from './keys.ts';
import { batchGet, getItem, withoutKeys } from './read.ts';
import { commit, putNew, putOver, stale, type Write } from './transaction.ts';

/** A case as it is stored: in its co-op's list while it is open. */
const itemOf = (one: BankCase): BankCase & Record<string, unknown> => {
  z.parse(bankCaseItem, one);
  if (one.state === 'CLOSED') return one;
  return { ...one, l: bankCaseListing(one.coopId), k: bankCasePlace(one.openedAtMs, one.caseId) };
};

export type NewCase = Omit<BankCase, 'state' | 'resolutions' | 'version'>;

/** Opens a case that is not there yet. */
export const newCaseWrite = (one: NewCase): Write =>
  putNew(bankCaseKey(one.coopId, one.caseId), itemOf({ ...one, state: 'OPEN', resolutions: [], version: 1 }), stale);

/** A case after something was done with it, over the version that was seen. */
export const caseWrite = (one: BankCase, seenVersion: number): Write =>
  putOver(bankCaseKey(one.coopId, one.caseId), itemOf({ ...one, version: seenVersion + 1 }), seenVersion);

/** @throws DomainError unknownBankCase */
export async function bankCaseOf(db: Register, coopId: string, caseId: string): Promise<BankCase> {
  const item = await getItem(db, bankCaseKey(coopId, caseId));
  if (item === undefined) throw new DomainError('unknownBankCase', 'The co-op has no such case.');
  return z.parse(bankCaseItem, withoutKeys(item));
}

/**
 * Opens a case, once for what it is about.
 * @returns the file that the case is from: this one, or an earlier one that said the same
 */
export async function openCase(db: Register, one: NewCase): Promise<string> {
  try {
    await commit(db, [newCaseWrite(one)]);
    return one.fileId;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== stale.code) throw error;
    return (await bankCaseOf(db, one.coopId, one.caseId)).fileId;
  }
}

/** A page of a co-op's open cases, the oldest first. */
export async function openCasesPage(
  db: Register,
  coopId: string,
  after: string | undefined,
  limit: number,
): Promise<{ cases: BankCase[]; last: string | undefined }> {
  const { places, last } = await listedPage(db, bankCaseListing(coopId), after, limit, 'oldestFirst');
  const items = await batchGet(db, places, { consistent: true });
  const byKey = new Map(items.map((item) => [item.pk, z.parse(bankCaseItem, withoutKeys(item))]));
  const cases = places.flatMap(({ pk }) => byKey.get(pk) ?? []);
  return { cases: cases.filter(({ state }) => state === 'OPEN'), last };
}
