import { Listr } from 'listr2';
import { unlessInterrupted } from './interruption.ts';

/** Says how far a step is; the latest replaces the one before. */
export type Say = (message: string) => void;

export type Step<T> = {
  title: string;
  work: (say: Say) => Promise<T>;
  /** What stands there when the step is done, instead of the title. */
  done?: (value: T) => string;
};

/** Runs one step after the other and shows each. */
export type Steps = <T>(step: Step<T>) => Promise<{ value: T; seconds: number }>;

/** Where lines stay, a line of progress every so often is enough. */
const quietMs = 5_000;

/**
 * Steps shown with a spinner and their progress on a terminal, by plain lines elsewhere (a log, a pipe).
 * @param signal ends the step that is going on
 */
export function stepsOn(stream: NodeJS.WriteStream, signal: AbortSignal): Steps {
  const live = stream.isTTY === true;
  return async <T>({ title, work, done }: Step<T>) => {
    const began = performance.now();
    const seconds = (): number => Math.round((performance.now() - began) / 100) / 10;
    let result: { value: T } | { failure: unknown } | undefined;
    const list = new Listr(
      {
        title,
        task: async (_, task) => {
          const say = spaced(live ? 0 : quietMs, (message) => {
            task.output = message;
          });
          try {
            signal.throwIfAborted();
            const value = await unlessInterrupted(signal, work(say));
            result = { value };
            task.title = `${done?.(value) ?? title} (${seconds()} s)`;
          } catch (failure) {
            result = { failure };
            // The list only marks the step; who called says what was wrong.
            throw new Error(signal.aborted ? 'stopped' : 'see below', { cause: failure });
          }
        },
      },
      {
        renderer: live ? 'default' : 'simple',
        rendererOptions: { showErrorMessage: false, collapseErrors: false },
        // Ctrl-C is this program's own business: listr's would end it before the emulator is stopped.
        registerSignalListeners: false,
        exitOnError: false,
      },
    );
    await list.run();
    if (result !== undefined && 'value' in result) return { value: result.value, seconds: seconds() };
    throw result?.failure ?? new Error(`The step "${title}" has no result.`);
  };
}

/** Passes a message on unless another one was passed on just before. */
function spaced(everyMs: number, say: Say): Say {
  let nextMs = 0;
  return (message) => {
    const nowMs = performance.now();
    if (nowMs < nextMs) return;
    nextMs = nowMs + everyMs;
    say(message);
  };
}
