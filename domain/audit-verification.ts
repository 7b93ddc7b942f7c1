import { type AuditBlock, type ChainHead, noHash, readBlock, type Sha256 } from './audit-chain.ts';

/** How a chain can be broken. */
export const chainFaults = [
  /** There is no block of this number, though there are later ones. */
  'missing',
  /** The blocks end before the head that the table knows. */
  'truncated',
  /** A number comes twice, or after a greater one. */
  'repeated',
  /** It is not in the form of a block. */
  'unreadable',
  /** Its letters are not those that its hash was taken of. */
  'wrongHash',
  /** It says another number than its name. */
  'wrongSequence',
  /** It does not carry the hash of the block before. */
  'wrongPrevious',
  /** Its time does not begin where that of the block before ends, or ends before it begins. */
  'wrongTime',
  /** An event's time is not within the block's. */
  'eventOutside',
  /** The events are not in their order, or one is there twice. */
  'eventsOutOfOrder',
  /** It is whole in itself, but not the block that the table knows as the head. */
  'notTheHead',
] as const;
export type ChainFault = (typeof chainFaults)[number];

/** What was found: how much was looked at, and the first block that is broken. */
export type ChainReport = {
  blocks: number;
  events: number;
  first?: { sequence: number; from: string };
  last?: { sequence: number; until: string; hash: string };
  /** Blocks after the given head: sealed meanwhile, or the head of the last is not yet written. */
  beyondHead: number;
  broken?: { sequence: number; fault: ChainFault };
};

/** A block as its store gives it: the number in its name, and its text. */
export type StoredBlock = { sequence: number; text: string };

export type Verifying = {
  sha256: Sha256;
  /** How far the table says that it is sealed; without it nobody notices blocks that are missing at the end. */
  head?: ChainHead | undefined;
  /** The first block to be there. Of the block before a later one only its hash and end are known, or nothing. */
  start?: { sequence: number; after?: Pick<ChainHead, 'hash' | 'until'> | undefined };
  /** Called after each sound block. */
  onBlock?: (block: AuditBlock, hash: string) => void | Promise<void>;
};

/**
 * Walks the chain and stops at the first block that is broken. Holds one block at a time.
 * @param blocks in the order of their numbers
 * @returns a report; `broken` says which block and how
 */
export async function verifyChain(
  blocks: AsyncIterable<StoredBlock> | Iterable<StoredBlock>,
  { sha256, head, start = { sequence: 1, after: undefined }, onBlock }: Verifying,
): Promise<ChainReport> {
  const report: ChainReport = { blocks: 0, events: 0, beyondHead: 0 };
  const broken = (sequence: number, fault: ChainFault): ChainReport => ({ ...report, broken: { sequence, fault } });
  let expected = start.sequence;
  let before: { hash: string; until?: string } | undefined = start.sequence === 1 ? { hash: noHash } : start.after;
  for await (const { sequence, text } of blocks) {
    if (sequence !== expected) return sequence > expected ? broken(expected, 'missing') : broken(sequence, 'repeated');
    const read = readBlock(text, sha256);
    if ('fault' in read) return broken(sequence, read.fault);
    const { block, hash } = read;
    const fault = faultOf(block, sequence, before);
    if (fault !== undefined) return broken(sequence, fault);
    if (sequence === head?.sequence && hash !== head.hash) return broken(sequence, 'notTheHead');
    await onBlock?.(block, hash);
    report.first ??= { sequence, from: block.from };
    report.last = { sequence, until: block.until, hash };
    report.blocks += 1;
    report.events += block.events.length;
    if (head !== undefined && sequence > head.sequence) report.beyondHead += 1;
    expected += 1;
    before = { hash, until: block.until };
  }
  return head !== undefined && expected <= head.sequence ? broken(expected, 'truncated') : report;
}

function faultOf(
  { sequence, previous, from, until, events }: AuditBlock,
  name: number,
  before: { hash: string; until?: string } | undefined,
): ChainFault | undefined {
  if (sequence !== name) return 'wrongSequence';
  if (before !== undefined && previous !== before.hash) return 'wrongPrevious';
  if (from >= until || (before?.until !== undefined && from !== before.until)) return 'wrongTime';
  let last = '';
  for (const { at, sk } of events) {
    const minute = at.slice(0, 16);
    if (minute < from || minute >= until) return 'eventOutside';
    if (sk <= last) return 'eventsOutOfOrder';
    last = sk;
  }
  return undefined;
}
