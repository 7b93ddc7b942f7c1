import { setTimeout } from 'node:timers/promises';
import { type RunView, showRun } from '../../contract/runs.ts';
import type { Call } from '../client.ts';
import { CliError, exitOf } from '../exit-codes.ts';
import type { RunParams } from './find-run.ts';

/** Failures in a row that are waited out: a register that is being deployed comes back. */
const mostFailures = 5;
const firstPauseMs = 500;
const longestPauseMs = 5_000;

/**
 * Looks at a run until it has got somewhere, or has stopped for a person.
 * @param params the run
 * @param arrived whether to go on
 * @param maxMinutes then it is given up
 * @param onRun is shown every look
 * @throws CliError unavailable if the time is up
 */
export async function waitForRun(
  call: Call,
  params: RunParams,
  {
    arrived,
    maxMinutes,
    onRun,
  }: { arrived: (run: RunView) => boolean; maxMinutes: number; onRun?: (run: RunView) => void },
): Promise<RunView> {
  const endMs = performance.now() + maxMinutes * 60_000;
  let failures = 0;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    try {
      const run = await call(showRun, { params });
      failures = 0;
      onRun?.(run);
      if (arrived(run) || run.problem !== undefined) return run;
    } catch (error) {
      failures += 1;
      if (exitOf(error) !== 'unavailable' || failures > mostFailures) throw error;
    }
    if (performance.now() + pauseMs > endMs) {
      throw new CliError(
        'unavailable',
        `The run has not got there within ${maxMinutes} min.`,
        'Look: omistaja run show',
      );
    }
    await setTimeout(pauseMs);
  }
}
