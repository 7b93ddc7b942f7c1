import { createHash } from 'node:crypto';
import type { AuditBlock, ChainHead } from '../../domain/audit-chain.ts';
import { type ChainFault, type ChainReport, verifyChain } from '../../domain/audit-verification.ts';
import { CliError } from '../exit-codes.ts';
import type { AccessStore } from './access-store.ts';
import { blockFolder } from './block-folder.ts';
import { type Difference, tableComparison } from './compare-table.ts';

/** What a verification found. */
export type Verification = Omit<ChainReport, 'broken'> & {
  isWhole: boolean;
  broken: { sequence: number; fault: ChainFault | 'unknownToTable' } | null;
  /** Where the blocks that are there begin, if not with the first: earlier ones have had their time. */
  notKeptBefore: number | null;
  /** Whether blocks that are missing at the end would have been noticed. */
  isEndKnown: boolean;
  /** How the table differs; null if it was not looked at. */
  differences: Difference[] | null;
};

export type Asked = {
  /** The first block to look at; the first that is there if undefined. */
  from: number | undefined;
  onProgress: (blocks: number, of: number | undefined) => void;
};

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Verifies the blocks of a folder. Its end can be checked only against a hash that is known from elsewhere.
 * @param lastHash that of the last block
 */
export async function verifyFolder(folder: string, lastHash: string | undefined, asked: Asked): Promise<Verification> {
  const { sequences, blocksFrom } = await blockFolder(folder);
  const [first] = sequences;
  if (first === undefined) throw new CliError('badInput', `There is no block in ${folder}.`);
  const sequence = asked.from ?? first;
  let blocks = 0;
  const report = await verifyChain(blocksFrom(sequence), {
    sha256,
    start: { sequence },
    onBlock: () => asked.onProgress(++blocks, sequences.length),
  });
  const { last, broken } = report;
  const isOther = broken === undefined && lastHash !== undefined && last?.hash !== lastHash;
  const fault = isOther ? { sequence: last?.sequence ?? sequence, fault: 'notTheHead' as const } : broken;
  return verificationOf(report, fault, sequence, { isEndKnown: lastHash !== undefined, differences: null });
}

/**
 * Verifies the blocks of the bucket against the links of the table: begins with the link before the first and must come to the head.
 * @param deep holds every event against the table as well
 */
export async function verifyStore(
  store: AccessStore,
  deep: boolean,
  nowMs: number,
  asked: Asked,
): Promise<Verification> {
  const head = await store.head();
  if (head === undefined) throw new CliError('notFound', 'The access log has not been sealed yet.');
  const sequence = asked.from ?? (await firstOf(store.sequencesFrom(1))) ?? 1;
  const after = sequence > 1 ? await store.link(sequence - 1) : undefined;
  const comparison = deep ? tableComparison(store, store.linksFrom(sequence), nowMs) : undefined;
  let blocks = 0;
  const report = await verifyChain(store.blocksOf(store.sequencesFrom(sequence)), {
    sha256,
    head,
    start: { sequence, after },
    onBlock: async (block: AuditBlock, hash: string) => {
      await comparison?.compare(block, hash);
      asked.onProgress(++blocks, head.sequence - sequence + 1);
    },
  });
  const broken = report.broken ?? (await faultBeyond(store, report));
  return verificationOf(report, broken, sequence, { isEndKnown: true, differences: comparison?.differences ?? null });
}

/** Blocks after the head were sealed meanwhile, so by now the table knows them; only the last may still wait for its link. */
async function faultBeyond(store: AccessStore, { beyondHead, last }: ChainReport): Promise<Verification['broken']> {
  if (beyondHead === 0 || last === undefined) return null;
  const isAs = (link: ChainHead | undefined): boolean => link?.hash === last.hash;
  const link = await store.link(last.sequence);
  if (link !== undefined) return isAs(link) ? null : { sequence: last.sequence, fault: 'notTheHead' };
  const head = await store.head();
  if (head !== undefined && head.sequence >= last.sequence - 1) return null;
  return { sequence: (head?.sequence ?? 0) + 1, fault: 'unknownToTable' };
}

function verificationOf(
  { broken: _, ...report }: ChainReport,
  broken: Verification['broken'] | undefined,
  first: number,
  known: Pick<Verification, 'isEndKnown' | 'differences'>,
): Verification {
  return {
    ...report,
    isWhole: broken == null && (known.differences ?? []).length === 0,
    broken: broken ?? null,
    notKeptBefore: first > 1 ? first : null,
    ...known,
  };
}

async function firstOf(sequences: AsyncIterable<number>): Promise<number | undefined> {
  for await (const sequence of sequences) return sequence;
  return undefined;
}
