import { DomainError } from '../../domain/errors.ts';
import type { RunState } from '../../domain/run.ts';
import { checkTurn } from '../../domain/run-order.ts';
import type { Register } from '../table/client.ts';
import { outletIds } from '../table/directory.ts';
import type { RunId } from '../table/keys.ts';
import { shardResults } from '../table/payouts.ts';
import { liveRuns, runOf } from '../table/runs.ts';
import type { ResumePoint } from './state.ts';
import { runTermsOf } from './terms/all.ts';

/** Outlets whose month one child adds up: about 32 days × 20 queries in a minute at worst. */
const outletsPerChunk = 20;

const resumeAt: Record<RunState, ResumePoint> = {
  DRAFT: 'CALCULATE',
  CALCULATED: 'APPROVAL',
  SUBMITTED: 'APPROVAL',
  APPROVED: 'FILES',
  FILES_WRITTEN: 'DONE',
  RELEASED: 'POST',
  CLOSED: 'DONE',
  REJECTED: 'DONE',
  CANCELLED: 'DONE',
};

export type RunPlan = {
  resumeAt: ResumePoint;
  shards: number[];
  outletChunks: { outletIds: string[] }[];
  dryRun: boolean;
  pass: number;
};

/**
 * What there is to do, from the state the run is in: a restarted execution does only what is left.
 * @throws DomainError runOutOfOrder, unknownOutlet
 */
export async function planRun(db: Register, id: RunId): Promise<RunPlan> {
  const run = await runOf(db, id);
  if (run.state === 'DRAFT' && !run.dryRun) checkTurn(id.kind, id.period, await liveRuns(db, id.coopId, id.kind));
  const outlets = runTermsOf(id.kind).control === 'TWO_ROADS' ? await allOutlets(db) : [];
  const chunks = Array.from({ length: Math.ceil(outlets.length / outletsPerChunk) }, (_, index) => ({
    outletIds: outlets.slice(index * outletsPerChunk, (index + 1) * outletsPerChunk),
  }));
  const done = (run.dryRun && run.state === 'CALCULATED') || run.postedAtMs !== undefined;
  return {
    resumeAt: done ? 'DONE' : resumeAt[run.state],
    shards: await shardsOf(db, id, run.state),
    outletChunks: chunks,
    dryRun: run.dryRun,
    pass: run.pass,
  };
}

async function allOutlets(db: Register): Promise<string[]> {
  const outlets = await outletIds(db);
  if (outlets.length === 0) throw new DomainError('unknownOutlet', 'The federation has no outlets.');
  return outlets;
}

/** All of the co-op's shards; once calculated, those that were signed for, for the co-op may have got more since. */
async function shardsOf(db: Register, id: RunId, state: RunState): Promise<number[]> {
  if (state !== 'DRAFT') return (await shardResults(db, id)).map(({ shard }) => shard);
  return await runTermsOf(id.kind).shards(db, id.coopId);
}
