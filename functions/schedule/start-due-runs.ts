import { addMonths, monthOf } from '../../domain/calendar.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Settings } from '../runtime/env.ts';
import { logger } from '../runtime/log.ts';
import type { Register } from '../table/client.ts';
import { activeCoops } from '../table/directory.ts';
import { startRun } from '../workflow/start-run.ts';

/**
 * Starts last month's Bonus run of every active co-op, all with one cut-off, so that one reading of the outlets serves them
 * all. One co-op's trouble does not hold up another; the schedule is told at the end, and repeating it is harmless.
 */
export async function startDueRuns(db: Register, nowMs: number, settings: Settings): Promise<{ started: number }> {
  const period = addMonths(monthOf(nowMs), -1);
  const coops = await activeCoops(db);
  const failures: unknown[] = [];
  for (const { coopId } of coops) {
    try {
      await startRun(db, { coopId, kind: 'BONUS', period, dryRun: false }, 'scheduler', nowMs, settings);
    } catch (error) {
      logger.error('run not started', { coopId, reason: error instanceof DomainError ? error.code : 'unknown' });
      failures.push(error);
    }
  }
  if (failures.length > 0)
    throw new Error(`${failures.length} of ${coops.length} runs were not started`, { cause: failures[0] });
  return { started: coops.length };
}
