import type { RunView } from '../../contract/runs.ts';
import type { Context } from '../context.ts';
import { CliError } from '../exit-codes.ts';
import { paintFor } from '../render/paint.ts';
import { renderRun } from '../render/run.ts';
import { ask, canAsk } from '../terminal.ts';

/**
 * Shows the run that is about to be signed and asks. Everything goes to stderr: stdout is for the result.
 * @param act `submit` or `approve`
 * @param yes the question is answered already
 * @returns the hash of what was shown
 * @throws CliError conflict without a hash, badInput if nobody can be asked, interrupted if the answer is not yes
 */
export async function confirmHash({ terminal }: Context, run: RunView, act: string, yes: boolean): Promise<string> {
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
  terminal.stderr.write(`${renderRun(run, paintFor(terminal.stderr, terminal.env))}\n\n`);
  if (yes) return run.hash;
  const answer = await ask(terminal, `${act[0]?.toUpperCase()}${act.slice(1)} this run? [y/N] `);
  if (/^y(es)?$/i.test(answer)) return run.hash;
  throw new CliError('interrupted', 'Nothing was signed.');
}
