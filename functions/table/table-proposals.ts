import * as z from 'zod/mini';
import { DomainError } from '../../domain/errors.ts';
import { type TableProposal, tableProposalSchema } from '../../domain/table-proposal.ts';
import type { Register } from './client.ts';
import type { StoredBonusTable } from './items.ts';
import {
  bonusTableKey,
  bonusTableVersionKey,
  bonusTableVersionPrefix,
  coopKey,
  tableProposalKey,
  tableProposalPrefix,
} from './keys.ts';
import { getItem, queryAll, withoutKeys } from './read.ts';
import { markToRecompute } from './recompute-marks.ts';
import { commit, putNew, putOver, stale, type Write } from './transaction.ts';

/** A version of a table that was replaced, as it was. */
export const bonusTableVersionItem = z.extend(tableProposalSchema.shape.table, {
  version: z.int().check(z.positive()),
});
export type BonusTableVersion = z.infer<typeof bonusTableVersionItem>;

type Options = { dryRun?: boolean | undefined };

/** All proposals of a co-op, oldest first. */
export async function tableProposals(db: Register, coopId: string): Promise<TableProposal[]> {
  const items = await itemsOf(db, coopId, tableProposalPrefix);
  return items.map((item) => z.parse(tableProposalSchema, withoutKeys(item)));
}

/** @throws DomainError unknownTableProposal */
export async function tableProposalOf(db: Register, coopId: string, number: number): Promise<TableProposal> {
  const item = await getItem(db, tableProposalKey(coopId, number));
  if (item === undefined) throw new DomainError('unknownTableProposal', 'The co-op has no such proposal.');
  return z.parse(tableProposalSchema, withoutKeys(item));
}

/** The versions of the table of a month that were replaced, oldest first; of all months without one. */
export async function replacedTables(db: Register, coopId: string, validFrom?: string): Promise<BonusTableVersion[]> {
  const items = await itemsOf(db, coopId, bonusTableVersionPrefix(validFrom));
  return items.map((item) => z.parse(bonusTableVersionItem, withoutKeys(item)));
}

/** A table as it was in one of its versions: the present one, or one that was replaced. */
export async function bonusTableVersion(
  db: Register,
  coopId: string,
  tables: readonly StoredBonusTable[],
  { validFrom, version }: { validFrom: string; version: number },
): Promise<StoredBonusTable | undefined> {
  const present = tables.find((table) => table.validFrom === validFrom);
  if (present !== undefined && (present.version ?? 1) === version) return present;
  return (await replacedTables(db, coopId, validFrom)).find((table) => table.version === version);
}

const itemsOf = async (db: Register, coopId: string, prefix: string) =>
  await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': coopKey(coopId).pk, ':sk': prefix },
    ConsistentRead: true,
  });

/** @throws DomainError staleVersion if somebody proposed another at the same moment */
export const putNewProposal = (
  db: Register,
  coopId: string,
  proposal: TableProposal,
  options: Options,
): Promise<void> => commit(db, [putNew(tableProposalKey(coopId, proposal.number), proposal, stale)], options);

/** @throws DomainError staleVersion */
export const putProposal = (db: Register, coopId: string, proposal: TableProposal, options: Options): Promise<void> =>
  commit(db, [proposalWrite(coopId, proposal)], options);

const proposalWrite = (coopId: string, proposal: TableProposal): Write =>
  putOver(tableProposalKey(coopId, proposal.number), proposal, proposal.version - 1);

/**
 * Puts an approved table in force: one transaction with the version that it replaces, the proposal, and the marks of all months that must be
 * calculated again, so that no run can see one without the others.
 * @param before the table that it replaces, as it was read; `undefined` if there is none of its month
 * @throws DomainError staleVersion if any of them is not what was decided on
 */
export async function putTableInForce(
  db: Register,
  coopId: string,
  proposal: TableProposal,
  before: StoredBonusTable | undefined,
  marked: { months: readonly string[]; token: string; markedAtMs: number },
  options: Options,
): Promise<void> {
  const { table } = proposal;
  await commit(
    db,
    [
      ...tableWrites(coopId, table, before),
      proposalWrite(coopId, proposal),
      ...marked.months.map((month) =>
        markToRecompute(coopId, { month, token: marked.token, markedAtMs: marked.markedAtMs }),
      ),
    ],
    options,
  );
}

function tableWrites(coopId: string, table: TableProposal['table'], before: StoredBonusTable | undefined): Write[] {
  const key = bonusTableKey(coopId, table.validFrom);
  if (before === undefined) return [putNew(key, table, stale)];
  const version = before.version ?? 1;
  const kept: BonusTableVersion = { ...before, version };
  const next = { ...table, version: version + 1 };
  const now: Write =
    before.version === undefined
      ? { ...key, kind: 'put', item: next, condition: { unversioned: true }, refusal: stale }
      : putOver(key, next, version);
  return [now, putNew(bonusTableVersionKey(coopId, table.validFrom, version), kept, stale)];
}
