import { addDays, addMonths, type LocalDate, localDateOf, monthOf } from '../../domain/calendar.ts';
import { DomainError } from '../../domain/errors.ts';
import type { RunKind } from '../../domain/run.ts';
import type { LiveRun } from '../../domain/run-order.ts';
import { decisionKinds, opensOn } from '../../domain/surplus-decision.ts';
import type { Settings } from '../runtime/env.ts';
import { logger } from '../runtime/log.ts';
import type { Register } from '../table/client.ts';
import { decisionsOf } from '../table/decisions.ts';
import { activeCoops } from '../table/directory.ts';
import { liveRuns } from '../table/runs.ts';
import { startRun } from '../workflow/start-run.ts';

type DueRun = { coopId: string; kind: RunKind; period: string };

/**
 * Starts what is due today at every active co-op, all with one cut-off: on its day last month's Bonus, so that one reading of the outlets
 * serves all co-ops; and by each approved decision, some days before its payment, the year's interest or surplus refund. One run's trouble does not
 * hold up another; the schedule is told at the end, and repeating it is harmless.
 */
export async function startDueRuns(db: Register, nowMs: number, settings: Settings): Promise<{ started: number }> {
  const coops = await activeCoops(db);
  const failures: unknown[] = [];
  const attempted = async (about: { coopId: string; kind?: RunKind }, act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      logger.error('run not started', { ...about, reason: error instanceof DomainError ? error.code : 'unknown' });
      failures.push(error);
    }
  };
  const due: DueRun[] = await monthsDue(db, coops, nowMs, settings);
  for (const { coopId } of coops)
    await attempted({ coopId }, async () => {
      due.push(...(await yearsDue(db, coopId, localDateOf(nowMs), settings)));
    });
  const unknown = failures.length;
  for (const run of due)
    await attempted({ coopId: run.coopId, kind: run.kind }, () =>
      startRun(db, { ...run, dryRun: false }, 'scheduler', nowMs, settings),
    );
  if (failures.length > 0)
    throw new Error(`${failures.length} of ${due.length + unknown} runs were not started`, { cause: failures[0] });
  return { started: due.length };
}

/** On its day of the month, last month's Bonus of all; the day after, where the schedule could not open it. */
async function monthsDue(
  db: Register,
  coops: readonly { coopId: string }[],
  nowMs: number,
  { bonusRunDayOfMonth }: Settings,
): Promise<DueRun[]> {
  const today = localDateOf(nowMs);
  const day: LocalDate = `${monthOf(nowMs)}-${String(bonusRunDayOfMonth).padStart(2, '0')}`;
  const runs = coops.map(({ coopId }) => ({ coopId, kind: 'BONUS' as const, period: addMonths(monthOf(nowMs), -1) }));
  if (today === day) return runs;
  if (today !== addDays(day, 1)) return [];
  const live = await Promise.all(runs.map(({ coopId, kind }) => liveRuns(db, coopId, kind)));
  return runs.filter(({ period }, index) => isToOpen(live[index] ?? [], period));
}

/** By each approved decision from its day on, so that no day is missed on which the schedule did not fire. */
async function yearsDue(db: Register, coopId: string, today: LocalDate, settings: Settings): Promise<DueRun[]> {
  const due = (await decisionsOf(db, coopId)).filter((decision) => {
    const on = opensOn(decision, settings.yearlyRunLeadDays);
    return on !== undefined && on <= today;
  });
  const runs: DueRun[] = [];
  for (const kind of decisionKinds) {
    const years = due.filter((decision) => decision.kind === kind).map(({ year }) => year);
    const live = years.length === 0 ? [] : await liveRuns(db, coopId, kind);
    // The oldest first: a kind's runs come one after the other.
    for (const period of years.toSorted()) if (isToOpen(live, period)) runs.push({ coopId, kind, period });
  }
  return runs;
}

/** Never opened, or opened and not calculated: what a person has cancelled is for a person to start again. */
function isToOpen(live: readonly LiveRun[], period: string): boolean {
  const run = live.find((one) => one.period === period);
  return run === undefined || run.state === 'DRAFT';
}
