import type { RunView } from '../../contract/runs.ts';
import type { PayeeDifference } from '../../domain/run-exceptions.ts';
import type { Context } from '../context.ts';
import { CliError } from '../exit-codes.ts';
import { paintFor } from '../render/paint.ts';
import { renderRun } from '../render/run.ts';
import { renderDifferences } from '../render/run-review.ts';
import { ask, canAsk } from '../terminal.ts';

/**
 * Shows the run that is about to be signed and asks. Everything goes to stderr: stdout is for the result.
 * @param act `submit`, `approve` or `release`
 * @param options `yes`: the question is answered already; `differences`: asks for the payees whose amounts differ most from last time
 * @returns the hash of what was shown
 * @throws CliError conflict without a hash, badInput if nobody can be asked, interrupted if the answer is not yes
 */
export async function confirmHash(
  { terminal }: Context,
  run: RunView,
  act: string,
  { yes, differences }: { yes: boolean; differences?: (() => Promise<readonly PayeeDifference[]>) | undefined },
): Promise<string> {
  if (run.hash === undefined) {
    throw new CliError(
      'conflict',
      `The run is ${run.state} and has no hash to sign yet.`,
      'Wait until it is calculated.',
    );
  }
  if (!yes && !canAsk(terminal)) {
    throw new CliError(
      'badInput',
      `Nobody can be asked here whether to ${act} the run.`,
      'Give the hash that you looked at with --hash, or --yes for whatever it is now.',
    );
  }
  const paint = paintFor(terminal.stderr, terminal.env);
  const blocks = [renderRun(run, paint)];
  if (differences !== undefined) blocks.push(renderDifferences(await differences(), paint));
  terminal.stderr.write(`${blocks.join('\n\n')}\n\n`);
  if (yes) return run.hash;
  const answer = await ask(terminal, `${act[0]?.toUpperCase()}${act.slice(1)} this run? [y/N] `);
  if (/^y(es)?$/i.test(answer)) return run.hash;
  throw new CliError('interrupted', 'Nothing was signed.');
}
