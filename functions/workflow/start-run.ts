import { monthEnd } from '../../domain/calendar.ts';
import { DomainError } from '../../domain/errors.ts';
import { attemptToStart, checkReceiptsLive } from '../../domain/run-order.ts';
import type { Settings } from '../runtime/env.ts';
import { executionHasEnded, startExecution } from '../runtime/payout-machine.ts';
import type { Register } from '../table/client.ts';
import { bonusTableIn, bonusTablesOf, coopOf } from '../table/directory.ts';
import type { Run } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import { changeRun, liveRuns, openRun, runIdOf, runOf, runsOf } from '../table/runs.ts';

type Start = Omit<RunId, 'attempt'> & { dryRun: boolean };

const mostTries = 4;

/**
 * Starts the run of a co-op's month, or goes on with the one that is alive. Started by two at once, or again after a crash
 * between any two of its writes, there is one attempt and one execution at work.
 * @param by staff id or `scheduler`
 * @throws DomainError unknownCoop, noBonusTable, monthNotEnded, monthTooOld, runOutOfOrder, busy
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
  const { attempt, isNew } = attemptToStart(start.period, live, nowMs);
  if (!isNew) return await runOf(db, { ...start, attempt });
  const run = await newRun(db, start, attempt, by, nowMs, settings);
  // A receipt recorded between the cut-off and the end of the month would neither be counted nor be marked late.
  if (run.cutOffMs < monthEnd(start.period)) {
    throw new DomainError(
      'monthNotEnded',
      `${start.period} has only just ended; its last receipts are still on their way. Start the run ${Math.ceil(settings.cutOffMarginSeconds / 60)} minutes after its end.`,
    );
  }
  const previous = live.find((other) => other.period === start.period)?.attempt;
  return (await openRun(db, run, previous)) ? run : undefined;
}

/** Dry runs have numbers of their own and no pointer: any number of them, of the running month too. */
async function openDryRun(
  db: Register,
  start: Start,
  by: string,
  nowMs: number,
  settings: Settings,
): Promise<Run | undefined> {
  checkReceiptsLive(start.period, nowMs);
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
  const table = bonusTableIn(await bonusTablesOf(db, start.coopId), start.period);
  return {
    coopId: start.coopId,
    kind: start.kind,
    period: start.period,
    attempt,
    dryRun: start.dryRun,
    state: 'DRAFT',
    cutOffMs: nowMs - settings.cutOffMarginSeconds * 1000,
    execution: 1,
    opened: { by, atMs: nowMs },
    pass: 1,
    warnings: [
      ...(table.placeholder === true ? (['PLACEHOLDER_BONUS_TABLE'] as const) : []),
      ...(nowMs < monthEnd(start.period) ? (['MONTH_NOT_ENDED'] as const) : []),
    ],
  };
}

/** States in which no execution has anything left to do. */
const restingStates: readonly Run['state'][] = ['FILES_WRITTEN', 'RELEASED', 'CLOSED', 'REJECTED', 'CANCELLED'];

/** Sees to it that an execution works on the run: a dead one is followed by the next, which goes on where it was left. */
async function withExecution(db: Register, run: Run): Promise<Run> {
  const resting = restingStates.includes(run.state) || (run.dryRun && run.state === 'CALCULATED');
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
