import { setTimeout } from 'node:timers/promises';
import { listReturns, type ReturnView, showReturn } from '../../contract/returns.ts';
import type { Call } from '../client.ts';
import type { Context } from '../context.ts';
import { CliError } from '../exit-codes.ts';
import { progressLine } from '../terminal.ts';

export const paramsOf = ({ coopId, year, number }: Pick<ReturnView, 'coopId' | 'year' | 'number'>) => ({
  coopId,
  year,
  number: String(number),
});

/**
 * A return of a year: the one of the number, else the newest.
 * @throws CliError notFound if there is none
 */
export async function findReturn(
  call: Call,
  { coopId, year, number }: { coopId: string; year: string; number: number | undefined },
): Promise<ReturnView> {
  const { returns } = await call(listReturns, { params: { coopId } });
  const found = returns.find((one) => one.year === year && (number === undefined || one.number === number));
  if (found !== undefined) return found;
  throw new CliError('notFound', `${coopId} has no such return of ${year}.`, 'Look: omistaja tax return list');
}

const firstPauseMs = 500;
const longestPauseMs = 5_000;

/**
 * Looks at something until it has got there.
 * @throws CliError unavailable if the time is up
 */
export async function awaited<T>(
  context: Context,
  maxMinutes: number,
  look: () => Promise<{ found: T; arrived: boolean; says: string }>,
): Promise<T> {
  const line = progressLine(context.terminal.stderr);
  const endMs = performance.now() + maxMinutes * 60_000;
  try {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
      const { found, arrived, says } = await look();
      if (arrived) return found;
      if (performance.now() + pauseMs > endMs)
        throw new CliError(
          'unavailable',
          `It has not got there within ${maxMinutes} min.`,
          'Ask for it again: it goes on.',
        );
      line.show(`${says} …`);
      await setTimeout(pauseMs);
    }
  } finally {
    line.clear();
  }
}

/** The return when it is built. */
export const builtReturn = (context: Context, call: Call, item: ReturnView, maxMinutes: number): Promise<ReturnView> =>
  awaited(context, maxMinutes, async () => {
    const found = await call(showReturn, { params: paramsOf(item) });
    return { found, arrived: found.state !== 'BUILDING', says: found.state };
  });
