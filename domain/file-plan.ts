export type PlannedFile = { fileNumber: number; shards: number[] };

/**
 * Which shards' payments go into which file: whole shards in order, as many as fit. A function of the counts alone, so a file
 * planned again is the same file.
 * @param payments number of bank payments of each shard, by shard
 * @param mostPerFile transactions a file takes at most; a single shard that has more still gets a file of its own
 */
export function planFiles(
  payments: readonly { shard: number; payments: number }[],
  mostPerFile: number,
): PlannedFile[] {
  const files: PlannedFile[] = [];
  let room = 0;
  for (const { shard, payments: count } of payments.toSorted((a, b) => a.shard - b.shard)) {
    if (count === 0) continue;
    const open = files.at(-1);
    // Stryker disable next-line ConditionalExpression: without an open file there is no room either; the compiler wants to hear it
    if (open !== undefined && count <= room) {
      open.shards.push(shard);
      room -= count;
    } else {
      files.push({ fileNumber: files.length + 1, shards: [shard] });
      room = mostPerFile - count;
    }
  }
  return files;
}
