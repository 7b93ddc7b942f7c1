const newline = 0x0a;

/** A line without its newline, the offset after it, and whether a newline ended it (a torn last line has none). */
export type Line = { bytes: Buffer; end: number; terminated: boolean };

/**
 * The lines of a stream of bytes. Only `\n` ends a line: JSON text may hold U+2028, at which `node:readline` would cut.
 * Memory: one line.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let end = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, start)) {
      parts.push(chunk.subarray(start, at));
      const bytes = Buffer.concat(parts);
      parts = [];
      start = at + 1;
      end += bytes.length + 1;
      yield { bytes, end, terminated: true };
    }
    parts.push(chunk.subarray(start));
  }
  const bytes = Buffer.concat(parts);
  if (bytes.length > 0) yield { bytes, end: end + bytes.length, terminated: false };
}
