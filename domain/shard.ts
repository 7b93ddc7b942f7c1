/**
 * The shard of a new household: FNV-1a of its id, spread over the co-op's shards. It is stored with the household when it is
 * made and never computed again, so a co-op may get more shards without any household changing its own.
 */
export function shardOf(householdId: string, shardCount: number): number {
  let hash = 0x811c9dc5;
  for (const character of householdId) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash % shardCount;
}

/** Households a shard holds at most: a run's child reads them page by page (design.md 4). */
export const householdsPerShard = 5_000;
export const shardCountFor = (households: number): number => Math.max(1, Math.ceil(households / householdsPerShard));
