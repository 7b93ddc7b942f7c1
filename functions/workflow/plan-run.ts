import { DomainError } from '../../domain/errors.ts';
import type { RunState } from '../../domain/run.ts';
import type { Register } from '../table/client.ts';
import { coopOf, outletIds } from '../table/directory.ts';
import type { RunId } from '../table/keys.ts';
import { runOf } from '../table/runs.ts';
import type { ResumePoint } from './state.ts';

/** Outlets whose month one child adds up: about 32 days × 20 queries in a minute at worst. */
const outletsPerChunk = 20;

const resumeAt: Record<RunState, ResumePoint> = {
  DRAFT: 'CALCULATE',
  CALCULATED: 'APPROVAL',
  SUBMITTED: 'APPROVAL',
  APPROVED: 'FILES',
  FILES_WRITTEN: 'DONE',
  RELEASED: 'DONE',
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

/** What there is to do, from the state the run is in: a restarted execution does only what is left. */
export async function planRun(db: Register, id: RunId): Promise<RunPlan> {
  const [run, coop, outlets] = await Promise.all([runOf(db, id), coopOf(db, id.coopId), outletIds(db)]);
  if (outlets.length === 0) throw new DomainError('unknownOutlet', 'The federation has no outlets.');
  const chunks = Array.from({ length: Math.ceil(outlets.length / outletsPerChunk) }, (_, index) => ({
    outletIds: outlets.slice(index * outletsPerChunk, (index + 1) * outletsPerChunk),
  }));
  const done = run.dryRun && run.state === 'CALCULATED';
  return {
    resumeAt: done ? 'DONE' : resumeAt[run.state],
    shards: Array.from({ length: coop.shardCount }, (_, shard) => shard),
    outletChunks: chunks,
    dryRun: run.dryRun,
    pass: run.pass,
  };
}
