import * as z from 'zod/mini';
import { DomainError } from '../../domain/errors.ts';
import { coopIdSchema } from '../../domain/identifiers.ts';
import { type RefundInForce, refundDecisionSchema } from '../../domain/refund-decision.ts';
import type { Register } from './client.ts';
import {
  coopKey,
  refundDecisionKey,
  refundDecisionPrefix,
  refundDecisionVersionKey,
  refundDecisionVersionPrefix,
} from './keys.ts';
import { getItem, queryAll, withoutKeys } from './read.ts';
import { commit, putNew, putOver, stale } from './transaction.ts';

/** A decision on refunds of a co-op and financial year; the same under its versions, each as an act left it. */
export const refundDecisionItem = z.extend(refundDecisionSchema, { coopId: coopIdSchema });
export type StoredRefundDecision = z.infer<typeof refundDecisionItem>;

const parsed = (item: Record<string, unknown>): StoredRefundDecision => z.parse(refundDecisionItem, withoutKeys(item));

/** The decision as it stands, strongly consistent; `undefined` if none was ever recorded. */
export async function findRefundDecision(
  db: Register,
  coopId: string,
  year: string,
): Promise<StoredRefundDecision | undefined> {
  const item = await getItem(db, refundDecisionKey(coopId, year));
  return item && parsed(item);
}

/** @throws DomainError unknownDecision */
export async function refundDecisionOf(db: Register, coopId: string, year: string): Promise<StoredRefundDecision> {
  const decision = await findRefundDecision(db, coopId, year);
  if (decision === undefined) throw new DomainError('unknownDecision', 'The co-op has no such decision.');
  return decision;
}

/** All of a co-op as they stand, the newest year first. */
export async function refundDecisionsOf(db: Register, coopId: string): Promise<StoredRefundDecision[]> {
  return (await itemsOf(db, coopId, refundDecisionPrefix)).map(parsed).toReversed();
}

/** All versions of a decision, oldest first. */
export async function refundDecisionVersions(
  db: Register,
  coopId: string,
  year: string,
): Promise<StoredRefundDecision[]> {
  return (await itemsOf(db, coopId, refundDecisionVersionPrefix(year))).map(parsed);
}

/** What is in force, by financial year. */
export async function refundsInForce(db: Register, coopId: string): Promise<Map<string, RefundInForce>> {
  const decisions = await refundDecisionsOf(db, coopId);
  return new Map(decisions.flatMap(({ year, inForce }) => (inForce === undefined ? [] : [[year, inForce]])));
}

/** What a run's signature binds of all that is in force: a text that is another once anything is approved. Empty if nothing is. */
export async function refundDecisionInput(db: Register, coopId: string): Promise<string> {
  return [...(await refundsInForce(db, coopId))].map(([year, { version }]) => `${year}:${version}`).join(' ');
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
export async function putRefundDecision(
  db: Register,
  decision: StoredRefundDecision,
  options: { dryRun?: boolean | undefined } = {},
): Promise<void> {
  const { coopId, year, version } = decision;
  const key = refundDecisionKey(coopId, year);
  const item = z.parse(refundDecisionItem, decision);
  const current = version === 1 ? putNew(key, item, stale) : putOver(key, item, version - 1);
  await commit(db, [current, putNew(refundDecisionVersionKey(coopId, year, version), item, stale)], options);
}
