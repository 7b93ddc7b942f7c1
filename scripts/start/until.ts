import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from './error.ts';

/**
 * Waits for a condition.
 * @param look gives what was waited for, or undefined if it is not there yet
 * @param failure says what has not come, if it does not come in time
 */
export async function until<T>(
  look: () => Promise<T | undefined>,
  { everyMs, timeoutSeconds, failure }: { everyMs: number; timeoutSeconds: number; failure: () => string },
): Promise<T> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new StartError(failure());
    await pause(everyMs);
  }
}
