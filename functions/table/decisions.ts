import * as z from 'zod/mini';
import { DomainError } from '../../domain/errors.ts';
import { coopIdSchema } from '../../domain/identifiers.ts';
import { type DecisionKind, surplusDecisionSchema } from '../../domain/surplus-decision.ts';
import type { Register } from './client.ts';
import { coopKey, decisionKey, decisionPrefix, decisionVersionKey, decisionVersionPrefix } from './keys.ts';
import { getItem, queryAll, withoutKeys } from './read.ts';
import { commit, putNew, putOver, stale } from './transaction.ts';

/** A decision of a co-op; the same under its versions, each as an act left it. */
export const decisionItem = z.extend(surplusDecisionSchema, { coopId: coopIdSchema });
export type StoredDecision = z.infer<typeof decisionItem>;

/** Which decision. */
export type DecisionId = { coopId: string; kind: DecisionKind; year: string };

const parsed = (item: Record<string, unknown>): StoredDecision => z.parse(decisionItem, withoutKeys(item));

/** The decision as it stands, strongly consistent; `undefined` if none was ever recorded. */
export async function findDecision(
  db: Register,
  { coopId, kind, year }: DecisionId,
): Promise<StoredDecision | undefined> {
  const item = await getItem(db, decisionKey(coopId, kind, year));
  return item && parsed(item);
}

/** @throws DomainError unknownDecision */
export async function decisionOf(db: Register, id: DecisionId): Promise<StoredDecision> {
  const decision = await findDecision(db, id);
  if (decision === undefined) throw new DomainError('unknownDecision', 'The co-op has no such decision.');
  return decision;
}

/**
 * The decision that a run rests on.
 * @throws DomainError decisionNotApproved unless it is approved now
 */
export async function approvedDecision(db: Register, id: DecisionId): Promise<StoredDecision> {
  const decision = await findDecision(db, id);
  if (decision?.state === 'APPROVED') return decision;
  const about = id.kind === 'INTEREST' ? 'interest' : 'surplus refund';
  throw new DomainError(
    'decisionNotApproved',
    `There is no approved decision on the ${about} of ${id.year}; record it and have another person approve it.`,
  );
}

/**
 * The same; a dry run, which pays nothing, may go by one that waits for its approval.
 * @throws DomainError decisionNotApproved
 */
export async function decisionForRun(db: Register, id: DecisionId, dryRun: boolean): Promise<StoredDecision> {
  const decision = dryRun ? await findDecision(db, id) : undefined;
  return decision?.state === 'RECORDED' ? decision : await approvedDecision(db, id);
}

/** What a run's signature binds of the decision: any act on it makes another version. */
export async function decisionInput(db: Register, id: DecisionId): Promise<string> {
  return String((await findDecision(db, id))?.version ?? 0);
}

/** All decisions of a co-op as they stand, the newest year first. */
export async function decisionsOf(db: Register, coopId: string): Promise<StoredDecision[]> {
  const decisions = (await itemsOf(db, coopId, decisionPrefix)).map(parsed);
  return decisions.toSorted((a, b) => (a.year === b.year ? (a.kind < b.kind ? -1 : 1) : a.year < b.year ? 1 : -1));
}

/** All versions of a decision, oldest first. */
export async function decisionVersions(db: Register, { coopId, kind, year }: DecisionId): Promise<StoredDecision[]> {
  return (await itemsOf(db, coopId, decisionVersionPrefix(kind, year))).map(parsed);
}

const itemsOf = async (db: Register, coopId: string, prefix: string) =>
  await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': coopKey(coopId).pk, ':sk': prefix },
    ConsistentRead: true,
  });

/**
 * Stores what an act has made of a decision, over the version that it was decided on, and keeps it as a version: one transaction.
 * @throws DomainError staleVersion if somebody was quicker
 */
export async function putDecision(
  db: Register,
  decision: StoredDecision,
  options: { dryRun?: boolean | undefined } = {},
): Promise<void> {
  const { coopId, kind, year, version } = decision;
  const key = decisionKey(coopId, kind, year);
  const item = z.parse(decisionItem, decision);
  const current = version === 1 ? putNew(key, item, stale) : putOver(key, item, version - 1);
  await commit(db, [current, putNew(decisionVersionKey(coopId, kind, year, version), item, stale)], options);
}
