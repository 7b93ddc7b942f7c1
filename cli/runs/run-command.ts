import type { Command } from 'commander';
import * as z from 'zod/mini';
import type { RunView } from '../../contract/runs.ts';
import { by, minutes } from '../arguments.ts';
import type { Call } from '../client.ts';
import type { Context } from '../context.ts';
import type { ExitName } from '../exit-codes.ts';
import { renderRun } from '../render/run.ts';
import { progressLine } from '../terminal.ts';
import { paramsOf } from './find-run.ts';
import { waitForRun } from './wait-for-run.ts';

export type WaitOptions = { wait?: true; maxMinutes: number };

const attempt = by(z.string().check(z.regex(/^D?[1-9]\d{0,2}$/)), 'an attempt: 1, 2, …, or D1, D2, … of dry runs');

export const withAttempt = (command: Command): Command =>
  command.argument('[attempt]', 'attempt (default: the latest)', attempt);

export const withWait = (command: Command, until: string): Command =>
  command.option('--wait', `wait until ${until}`).option('--max-minutes <minutes>', 'the longest wait', minutes, 60);

/** With `--wait` the run when it has got there, else as it is. */
export async function awaited(
  context: Context,
  call: Call,
  run: RunView,
  { wait, maxMinutes }: WaitOptions,
  arrived: (run: RunView) => boolean,
): Promise<RunView> {
  if (wait !== true || arrived(run)) return run;
  const line = progressLine(context.terminal.stderr);
  try {
    const onRun = ({ state }: RunView): void => line.show(`${state} …`);
    return await waitForRun(call, paramsOf(run), { arrived, maxMinutes, onRun });
  } finally {
    line.clear();
  }
}

/** Shows a run; one that has stopped for a person is no success. */
export function printed(context: Context, run: RunView): ExitName {
  context.print(run, (paint) => renderRun(run, paint));
  return run.problem === undefined ? 'ok' : 'conflict';
}
