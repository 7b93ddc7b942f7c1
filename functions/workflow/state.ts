import * as z from 'zod/mini';
import { coopIdSchema, outletIdSchema } from '../../domain/identifiers.ts';
import { runKinds, runProblems } from '../../domain/run.ts';
import { periodSchema } from '../../domain/run-period.ts';

/**
 * What the payout state machine hands from step to step: which run, which part of it, how far. Never a name or an amount:
 * results are items of the table, and a step that is repeated finds them there. A cursor may hold the id of the household where a page
 * ended; that is still to be made opaque.
 */
const run = z.strictObject({ coopId: coopIdSchema, kind: z.enum(runKinds), period: periodSchema, attempt: z.string() });
const shard = z.int().check(z.nonnegative());
const pass = z.int().check(z.positive());
const cursor = z.nullable(z.string());

export const stepInputs = {
  planRun: z.object({ run }),
  rematchReceipts: z.object({ run, cursor }),
  calculateShard: z.object({ run, shard, pass, cursor }),
  sumOutlets: z.object({ run, outletIds: z.array(outletIdSchema) }),
  compareRoads: z.object({ run, pass }),
  concludeRun: z.object({ run }),
  awaitApproval: z.object({ run, taskToken: z.string() }),
  checkPayees: z.object({ run, shard, cursor }),
  postShard: z.object({ run, shard, cursor }),
  planFiles: z.object({ run }),
  writeFile: z.object({ run, fileNumber: z.int().check(z.positive()), shards: z.array(shard) }),
  finishRun: z.object({ run }),
  finishPosting: z.object({ run }),
  tellApprovers: z.object({ run }),
  stopRun: z.object({ run, problem: z.enum(runProblems) }),
};

/** Where a started or restarted execution goes on. */
export const resumePoints = ['CALCULATE', 'APPROVAL', 'FILES', 'POST', 'DONE'] as const;
export type ResumePoint = (typeof resumePoints)[number];

/** A step of the workflow as a Lambda handler: its input parsed, its output plain data. */
export function step<S extends z.ZodMiniType, R>(
  input: S,
  work: (input: z.infer<S>, remainingMs: () => number) => Promise<R>,
): (event: unknown, context: { getRemainingTimeInMillis: () => number }) => Promise<R> {
  return async (event, context) => await work(z.parse(input, event), () => context.getRemainingTimeInMillis());
}
