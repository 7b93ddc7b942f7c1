import { blockName, type ChainHead, nextBlock, noHash, textOfBlock } from '../../domain/audit-chain.ts';
import { verifyChain } from '../../domain/audit-verification.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { Settings } from '../runtime/env.ts';
import { logger } from '../runtime/log.ts';
import { sha256Of } from '../runtime/payment-bucket.ts';
import { type FileStore, putIfAbsent } from '../runtime/put-if-absent.ts';
import { chainHead, eventsOfMinute, putChainLink } from '../table/audit-chain.ts';
import type { Register } from '../table/client.ts';

export type Sealing = {
  log: Register;
  blocks: FileStore;
  nowMs: number;
  remainingMs: () => number;
  settings: Pick<Settings, 'sealMarginSeconds' | 'sealSilenceMinutes' | 'sealLateMinutes'>;
};

const minuteMs = 60_000;
const minuteOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const msOf = (minute: string): number => Date.parse(`${minute}:00Z`);
/** What one minute may take: its read, its block and its link. */
const reserveMs = 15_000;

/**
 * Seals the minutes that ended at least the margin ago, in which no request may be under way any more: a block for each with events, and
 * one for every hour without. A block is a function of what is stored and of the block before, is put before its link, and neither
 * replaces anything: whoever dies in between or works beside another writes the same once more.
 * @returns the newest sealed block
 * @throws Error if the time ran out with minutes left that are late, or if another block stands where the next one belongs
 */
export async function sealAccessEvents({ log, blocks, nowMs, remainingMs, settings }: Sealing): Promise<ChainHead> {
  const end = minuteOf(nowMs - settings.sealMarginSeconds * 1_000);
  let head = (await chainHead(log)) ?? (await beginChain(log, nowMs));
  let minute = head.until;
  while (minute < end && remainingMs() > reserveMs) {
    const events = await eventsOfMinute(log, minute);
    minute = minuteOf(msOf(minute) + minuteMs);
    if (events.length > 0 || msOf(minute) - msOf(head.until) >= settings.sealSilenceMinutes * minuteMs) {
      head = await seal(log, blocks, head, minute, events);
      minute = head.until;
    }
  }
  const behindMinutes = (msOf(end) - msOf(minute)) / minuteMs;
  if (behindMinutes > settings.sealLateMinutes)
    throw new Error(`the access log is sealed ${behindMinutes} minutes late`);
  return head;
}

/** Before there is a chain: it begins an hour back and more. Of two who begin it, the later goes on from what the first has put. */
async function beginChain(log: Register, nowMs: number): Promise<ChainHead> {
  const until = `${minuteOf(nowMs - 60 * minuteMs).slice(0, 13)}:00`;
  await putChainLink(log, { sequence: 0, hash: noHash, until }).catch((error: Error) => {
    if (error.name !== 'ConditionalCheckFailedException') throw error;
  });
  const head = await chainHead(log);
  if (head === undefined) throw new Error('the chain that was begun is not there');
  return head;
}

async function seal(
  log: Register,
  blocks: FileStore,
  head: ChainHead,
  until: string,
  events: Parameters<typeof nextBlock>[2],
): Promise<ChainHead> {
  const block = nextBlock(head, until, events);
  const { text, hash } = textOfBlock(block, sha256Of);
  const there = await putIfAbsent(blocks, `blocks/${blockName(block.sequence)}`, text, 'application/json');
  const next =
    there === undefined || there === text
      ? { sequence: block.sequence, hash, until }
      : await sealedBefore(log, head, there);
  await putChainLink(log, next);
  return next;
}

/**
 * A block without a link stands under the name, and it is not what would be sealed now: an event came after its seal, or the settings have
 * changed since. It cannot be replaced, and need not: what it holds is checked against the table, and the chain goes on from it.
 */
async function sealedBefore(log: Register, head: ChainHead, text: string): Promise<ChainHead> {
  const sequence = head.sequence + 1;
  let isStored = false;
  const { broken, last } = await verifyChain([{ sequence, text }], {
    sha256: sha256Of,
    start: { sequence, after: head },
    onBlock: async ({ until, events }) => {
      const stored = await eventsOfMinute(log, minuteOf(msOf(until) - minuteMs));
      const known = new Set(stored.map(canonicalJson));
      isStored = events.every((event) => known.has(canonicalJson(event)));
    },
  });
  if (broken !== undefined || last === undefined || !isStored)
    throw new Error(`another block stands under the name of block ${sequence}`);
  logger.warn('a block that was sealed before is not what would be sealed now', { sequence });
  return last;
}
