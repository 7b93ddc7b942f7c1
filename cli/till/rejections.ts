import { createReadStream } from 'node:fs';
import { open, truncate } from 'node:fs/promises';
import * as z from 'zod/mini';
import { isFileError, privateFile } from '../files.ts';
import { jsonOf } from '../json.ts';
import { linesOf } from './lines.ts';

/** Where and why. */
export const fieldErrorSchema = z.object({ pointer: z.string(), code: z.string(), message: z.string() });

/** A receipt that the register refused, and why: a line of `rejected.jsonl`, to be mended and sent again by a person. */
const rejectionSchema = z.object({
  number: z.int(),
  code: z.string(),
  errors: z.array(fieldErrorSchema),
  receipt: z.unknown(),
});
export type Rejection = z.infer<typeof rejectionSchema>;

/** Appends rejections and brings them to the disk. */
export async function appendRejections(path: string, rejections: readonly Rejection[]): Promise<void> {
  if (rejections.length === 0) return;
  const file = await open(path, 'a', privateFile);
  try {
    await file.appendFile(rejections.map((rejection) => `${JSON.stringify(rejection)}\n`).join(''));
    await file.datasync();
  } finally {
    await file.close();
  }
}

/**
 * Cuts off what was written before a crash and not settled after it: those receipts are sent again, and are written again
 * if they are refused again.
 * @param isSettled whether the journal has settled a number
 */
export async function cutUnsettledRejections(path: string, isSettled: (number: number) => boolean): Promise<void> {
  let whole = 0;
  let bytes = 0;
  try {
    for await (const line of linesOf(createReadStream(path))) {
      bytes = line.end;
      const rejection = z.safeParse(rejectionSchema, jsonOf(line.bytes.toString('utf8'))).data;
      if (line.terminated && rejection !== undefined && isSettled(rejection.number)) whole = line.end;
    }
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return;
    throw error;
  }
  if (whole < bytes) await truncate(path, whole);
}
