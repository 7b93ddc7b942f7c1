import * as z from 'zod/mini';
import { returnFileKinds } from '../../../domain/annual-return/return-life.ts';
import { coopIdSchema } from '../../../domain/identifiers.ts';
import { yearSchema } from '../../../domain/run-period.ts';
import { returnOf } from '../../table/annual-returns.ts';
import type { Register } from '../../table/client.ts';
import { pagesInTime } from '../pages.ts';
import { buildStep, type Unit, unitsOf } from './build-return.ts';
import { type ReturnFileWork, writeNextReturnFile } from './write-return-file.ts';

/** What the state machine hands over: which return, and what is done with it. How far it has come stands in the table. */
export const returnWorkInput = z.object({
  return: z.strictObject({ coopId: coopIdSchema, year: yearSchema, number: z.int().check(z.positive()) }),
  job: z.enum(['BUILD', ...returnFileKinds]),
});
export type ReturnWorkInput = z.infer<typeof returnWorkInput>;

/**
 * Works on a return as long as there is time: a page, a bucket or a file at a time, so memory does not grow with the payees.
 * @returns a cursor that is not null while something is left
 */
export async function workOnReturn(
  db: Register,
  { return: id, job }: ReturnWorkInput,
  { nowMs, remainingMs, ...files }: ReturnFileWork & { nowMs: () => number; remainingMs: () => number },
): Promise<{ cursor: string | null }> {
  let known: Unit[] | undefined;
  const unitsOnce = async (): Promise<Unit[]> => {
    known ??= await unitsOf(db, await returnOf(db, id));
    return known;
  };
  return await pagesInTime(null, remainingMs, async () => {
    const isLeft =
      job === 'BUILD' ? await buildStep(db, id, nowMs(), unitsOnce) : await writeNextReturnFile(db, id, job, files);
    return { cursor: isLeft ? 'more' : null };
  });
}
