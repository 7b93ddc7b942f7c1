/** Ctrl-C or a polite request to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** What a shell expects of a program that Ctrl-C ended. */
export const interruptedExitCode = 130;

/**
 * Listens for Ctrl-C (and SIGTERM, and a closed terminal) from now on.
 * @returns aborted at the first; the second ends the process at once, and the emulator's lifeline ends the emulator with it
 */
export function listenForInterruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(interruptedExitCode);
      controller.abort(new Interrupted('Stopped.'));
    });
  }
  return controller.signal;
}

/** The work's result, unless the signal comes first; then the work goes on unheard and its end does not matter. */
export async function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const interrupt = (): void => reject(signal.reason);
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    return await Promise.race([promise, work]);
  } finally {
    signal.removeEventListener('abort', interrupt);
    work.catch(() => undefined);
  }
}
