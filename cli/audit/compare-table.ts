import type { AuditBlock, ChainHead, SealedEvent } from '../../domain/audit-chain.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { AccessStore } from './access-store.ts';
import { inTurn } from './in-turn.ts';

/** How the table and a sound block differ. */
export type Difference = {
  sequence: number;
  /** The minute in UTC that it is about; the block's first where it is about the whole block. */
  minute: string;
  /**
   * notSealed: the table has an event that the block has not: it came after the seal, or was put in since. notInTable: the block has one that
   * the table lost before its term. changed: they say different things of one event. otherLink: the table knows the block by another hash.
   */
  kind: 'notSealed' | 'notInTable' | 'changed' | 'otherLink';
  count: number;
};

const minutesAtOnce = 32;
const minuteOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

/**
 * Holds blocks against the table: each event, and the link of each block. Give it every block from the first on, in order.
 * @param links of the table, from that of the first block on
 * @param nowMs events whose term is over may be gone from the table
 */
export function tableComparison(store: Pick<AccessStore, 'minute'>, links: AsyncIterable<ChainHead>, nowMs: number) {
  const differences: Difference[] = [];
  const linked = links[Symbol.asyncIterator]();
  return {
    differences,
    compare: async (block: AuditBlock, hash: string): Promise<void> => {
      const link = await linked.next();
      // The newest block may have no link yet.
      if (link.done !== true && (link.value.sequence !== block.sequence || link.value.hash !== hash))
        differences.push({ sequence: block.sequence, minute: block.from, kind: 'otherLink', count: 1 });
      const sealed = Map.groupBy(block.events, ({ at }) => at.slice(0, 16));
      const compared = inTurn(minutesOf(block), minutesAtOnce, async (minute) => ({
        minute,
        counts: countsOf(await store.minute(minute), sealed.get(minute) ?? [], nowMs),
      }));
      for await (const { minute, counts } of compared) {
        for (const [kind, count] of Object.entries(counts) as [keyof typeof counts, number][])
          if (count > 0) differences.push({ sequence: block.sequence, minute, kind, count });
      }
    },
  };
}

function* minutesOf({ from, until }: AuditBlock): Generator<string> {
  for (let ms = Date.parse(`${from}:00Z`); minuteOf(ms) < until; ms += 60_000) yield minuteOf(ms);
}

function countsOf(stored: readonly SealedEvent[], sealed: readonly SealedEvent[], nowMs: number) {
  const inTable = new Map(stored.map((event) => [event.sk, canonicalJson(event)]));
  const keys = new Set(sealed.map(({ sk }) => sk));
  const isKept = ({ expiresAt }: SealedEvent): boolean => Number(expiresAt) * 1_000 > nowMs;
  return {
    notSealed: stored.filter(({ sk }) => !keys.has(sk)).length,
    notInTable: sealed.filter((event) => !inTable.has(event.sk) && isKept(event)).length,
    changed: sealed.filter((event) => inTable.has(event.sk) && inTable.get(event.sk) !== canonicalJson(event)).length,
  };
}
