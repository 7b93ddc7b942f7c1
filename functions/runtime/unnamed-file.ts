import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';

/** A text that is too long for memory, on its way to somewhere else. */
export type UnnamedFile = {
  append(texts: Iterable<string>): Promise<void>;
  /** Of what has been appended so far. */
  size(): { bytes: number; sha256: string };
  /** All of it, from the beginning: as often as it is asked for. */
  read(): Readable;
};

const charactersOfAWrite = 2 ** 16;

/**
 * Lends a file of this machine's own disk for the time of some work. Its name is taken away as soon as it is open, so nobody else finds it and
 * nothing of it is left behind, however the process ends.
 */
export async function withUnnamedFile<T>(work: (file: UnnamedFile) => Promise<T>): Promise<T> {
  const name = path.join(tmpdir(), randomUUID());
  const handle = await open(name, 'wx+', 0o600);
  try {
    await unlink(name);
    return await work(unnamedFile(handle));
  } finally {
    await handle.close();
  }
}

function unnamedFile(handle: FileHandle): UnnamedFile {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    append: async (texts) => {
      for (const chunk of chunksOf(texts)) {
        hash.update(chunk);
        let done = 0;
        while (done < chunk.length)
          done += (await handle.write(chunk, done, chunk.length - done, bytes + done)).bytesWritten;
        bytes += chunk.length;
      }
    },
    size: () => ({ bytes, sha256: hash.copy().digest('hex') }),
    read: () => handle.createReadStream({ start: 0, autoClose: false }),
  };
}

/** Texts in pieces that are worth a write. */
function* chunksOf(texts: Iterable<string>): Generator<Buffer> {
  let waiting = '';
  for (const text of texts) {
    waiting += text;
    if (waiting.length < charactersOfAWrite) continue;
    yield Buffer.from(waiting, 'utf8');
    waiting = '';
  }
  if (waiting !== '') yield Buffer.from(waiting, 'utf8');
}
