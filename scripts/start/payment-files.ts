import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Call } from '../../cli/client.ts';
import { replaceFile } from '../../cli/files.ts';
import { listRunFiles, type RunView } from '../../contract/runs.ts';
import { StartError } from './error.ts';

/** A payment file on this machine. */
export type SavedFile = { path: string; coopId: string; count: number; sumCents: number };

/**
 * Downloads a run's payment files from the addresses that the API gives, for the user's eyes only.
 * @param folder a folder of each co-op is made below it
 * @throws StartError if a file is not the one that the register wrote
 */
export async function savePaymentFiles(matti: Call, run: RunView, folder: string): Promise<SavedFile[]> {
  const { coopId, kind, period, attempt } = run;
  const { files } = await matti(listRunFiles, { params: { coopId, kind, period, attempt } });
  const saved: SavedFile[] = [];
  for (const { name, count, sumCents, sha256, url } of files) {
    const answer = await fetch(url);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (!answer.ok)
      throw new StartError(`The payment file ${path.basename(name)} could not be downloaded (HTTP ${answer.status}).`);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      throw new StartError(
        `The payment file ${path.basename(name)} is not the one that was written: its hash differs.`,
      );
    const file = path.join(folder, path.basename(name));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await replaceFile(file, bytes);
    saved.push({ path: file, coopId, count, sumCents });
  }
  return saved;
}
