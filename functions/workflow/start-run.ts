import { DomainError } from '../../domain/errors.ts';
import { attemptToStart } from '../../domain/run-order.ts';
import type { Settings } from '../runtime/env.ts';
import { executionHasEnded, startExecution } from '../runtime/payout-machine.ts';
import type { Register } from '../table/client.ts';
import { coopOf } from '../table/directory.ts';
import type { Run } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import { changeRun, liveRuns, openRun, runIdOf, runOf, runsOf } from '../table/runs.ts';
import { runInputs } from './run-inputs.ts';
import { runTermsOf } from './terms/all.ts';

type Start = Omit<RunId, 'attempt'> & { dryRun: boolean };

const mostTries = 4;

/**
 * Starts the run of a co-op, kind and period, or goes on with the one that is alive. Started by two at once, or again after a crash
 * between any two of its writes, there is one attempt and one execution at work.
 * @param by staff id or `scheduler`
 * @throws DomainError unknownCoop, runOutOfOrder, busy, and what the kind says when it may not be opened
 */
export async function startRun(
  db: Register,
  start: Start,
  by: string,
  nowMs: number,
  settings: Settings,
): Promise<Run> {
  await coopOf(db, start.coopId);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const run = start.dryRun
      ? await openDryRun(db, start, by, nowMs, settings)
      : await openOrFind(db, start, by, nowMs, settings);
    if (run !== undefined) return await withExecution(db, run);
  }
  throw new DomainError('busy', 'Others are starting the same run; look at it in a moment.');
}

async function openOrFind(
  db: Register,
  start: Start,
  by: string,
  nowMs: number,
  settings: Settings,
): Promise<Run | undefined> {
  const live = await liveRuns(db, start.coopId, start.kind);
  const { attempt, isNew } = attemptToStart(start.kind, start.period, live);
  if (!isNew) return await runOf(db, { ...start, attempt });
  const run = await newRun(db, start, attempt, by, nowMs, settings);
  const previous = live.find((other) => other.period === start.period)?.attempt;
  return (await openRun(db, run, previous)) ? run : undefined;
}

/** Dry runs have numbers of their own and no pointer: any number of them, of a period that has not ended too. */
async function openDryRun(
  db: Register,
  start: Start,
  by: string,
  nowMs: number,
  settings: Settings,
): Promise<Run | undefined> {
  const earlier = (await runsOf(db, start.coopId, start.kind, start.period)).filter((run) => run.dryRun);
  const run = await newRun(db, start, `D${earlier.length + 1}`, by, nowMs, settings);
  return (await openRun(db, run, undefined)) ? run : undefined;
}

async function newRun(
  db: Register,
  start: Start,
  attempt: string,
  by: string,
  nowMs: number,
  settings: Settings,
): Promise<Run> {
  const { coopId, kind, period, dryRun } = start;
  const cutOffMs = nowMs - settings.cutOffMarginSeconds * 1000;
  return {
    ...{ coopId, kind, period, attempt, dryRun },
    state: 'DRAFT',
    cutOffMs,
    execution: 1,
    opened: { by, atMs: nowMs },
    pass: 1,
    ...(await runTermsOf(kind).open(db, start, { nowMs, cutOffMs }, settings)),
    inputs: await runInputs(db, { coopId, kind, period, attempt }, settings),
  };
}

/** States in which no execution has anything left to do. */
const restingStates: readonly Run['state'][] = ['FILES_WRITTEN', 'CLOSED', 'REJECTED', 'CANCELLED'];

/**
 * Sees to it that an execution works on the run: one that has ended is followed by the next, which goes on where it was left. The one
 * that wrote the files has ended when the run is released.
 */
export async function withExecution(db: Register, run: Run): Promise<Run> {
  const resting =
    restingStates.includes(run.state) || run.postedAtMs !== undefined || (run.dryRun && run.state === 'CALCULATED');
  if (resting || (await startExecution(run)) || !(await executionHasEnded(run))) return run;
  // A draft is read anew (the next pass), so that nothing half read by the dead execution stays.
  const pass = run.state === 'DRAFT' ? run.pass + 1 : run.pass;
  const next = await changeRun(
    db,
    runIdOf(run),
    [run.state],
    { execution: run.execution + 1, pass },
    { execution: run.execution },
  );
  await startExecution(next);
  return next;
}
