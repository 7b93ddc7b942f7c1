import type { ReturnView } from '../../contract/returns.ts';
import type { Context } from '../context.ts';
import { CliError } from '../exit-codes.ts';
import { paintFor } from '../render/paint.ts';
import { renderReturn } from '../render/tax-return.ts';
import { ask, canAsk } from '../terminal.ts';

/**
 * Shows the return that is about to be approved and asks. Everything goes to stderr: stdout is for the result.
 * @returns the hash of what was shown
 * @throws CliError conflict without a hash, badInput if nobody can be asked, interrupted if the answer is not yes
 */
export async function confirmReturn({ terminal }: Context, item: ReturnView, yes: boolean): Promise<string> {
  if (item.hash === undefined)
    throw new CliError(
      'conflict',
      `The return is ${item.state} and has no hash to sign yet.`,
      'Wait until it is built.',
    );
  if (!yes && !canAsk(terminal))
    throw new CliError(
      'badInput',
      'Nobody can be asked here whether to approve the return.',
      'Give the hash that you looked at with --hash, or --yes for whatever it is now.',
    );
  terminal.stderr.write(`${renderReturn(item, paintFor(terminal.stderr, terminal.env))}\n\n`);
  if (yes || /^y(es)?$/i.test(await ask(terminal, 'Approve this return? [y/N] '))) return item.hash;
  throw new CliError('interrupted', 'Nothing was signed.');
}
