import { setTimeout } from 'node:timers/promises';
import { CliError } from '../exit-codes.ts';
import { waitMs } from '../till/backoff.ts';
import { type Verdict, verdictOf } from './answer.ts';
import type { Journal, Outcome } from './journal.ts';
import { importKinds } from './kinds.ts';
import type { ImportOptions, ImportProgress } from './options.ts';
import { requestOf } from './row-request.ts';
import { type Inspected, type Row, rowsOf } from './rows.ts';

/** As many faults of the register as one row may meet; as many times as it may be out of reach. */
const mostFaults = 5;
const mostAttempts = 12;

/** Rows by what became of them in this run. */
export type Tally = { made: number; rejected: number; failed: number };
export type Sending = { options: ImportOptions; inspected: Inspected; journal: Journal; tally: Tally };

/** Sends what is not settled by several senders, which share the rows. The first that cannot go on ends all. */
export async function sendRows(sending: Sending): Promise<void> {
  const { options, inspected, journal } = sending;
  const failure = new AbortController();
  const signal = options.signal === undefined ? failure.signal : AbortSignal.any([failure.signal, options.signal]);
  const rows = rowsOf(options.path, options.name, inspected);
  const failures: unknown[] = [];
  const send = async (): Promise<void> => {
    try {
      for await (const row of rows) {
        if (signal.aborted) return;
        if (journal.isSettled(row.number)) continue;
        await settle(sending, row, signal);
      }
    } catch (error) {
      if (error === signal.reason) return;
      failures.push(error);
      failure.abort();
    }
  };
  await Promise.all(Array.from({ length: options.parallel ?? 8 }, send));
  if (failures.length > 0) throw failures[0];
}

/** Sends one row until it has an outcome that is on the disk, or the import is ended. */
async function settle(sending: Sending, row: Row, signal: AbortSignal): Promise<void> {
  const outcome = requestOf(sending.options, sending.inspected, row);
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const verdict =
      'row' in outcome ? ({ kind: 'settled', outcome } as const) : await attemptOf(sending, row, outcome, signal);
    if (verdict.kind === 'stop') throw verdict.error;
    if (verdict.kind === 'settled') return await note(sending, verdict.outcome);
    if (verdict.failed !== undefined && attempt + 1 >= mostFaults) return await note(sending, verdict.failed);
    if (attempt + 1 >= mostAttempts)
      throw new CliError(
        'unavailable',
        `The register does not take rows: ${verdict.reason}.`,
        'Go on later with --resume.',
      );
    await pause(sending, attempt, verdict, signal);
  }
}

async function attemptOf(
  { options }: Sending,
  row: Row,
  { body }: { body: string },
  signal: AbortSignal,
): Promise<Verdict> {
  const kind = importKinds[options.kind];
  try {
    return verdictOf(await options.post(kind.endpoint.path, body, signal), row.number, kind);
  } catch (error) {
    if (!(error instanceof CliError && error.exit === 'unavailable')) throw error;
    return { kind: 'again', reason: error.message, retryAfter: null };
  }
}

async function note(sending: Sending, outcome: Outcome): Promise<void> {
  const { tally, journal } = sending;
  await journal.note(outcome);
  tally['made' in outcome ? 'made' : 'rejected' in outcome ? 'rejected' : 'failed'] += 1;
  sending.options.onProgress?.(progressOf(sending));
}

function progressOf({ tally, journal: { before }, inspected: { rows } }: Sending): ImportProgress {
  const rejected = tally.rejected + tally.failed + before.rejected;
  return { rows, done: tally.made + before.made + rejected, rejected };
}

async function pause(
  sending: Sending,
  attempt: number,
  { reason, retryAfter }: { reason: string; retryAfter: string | null },
  signal: AbortSignal,
): Promise<void> {
  const ms = waitMs(attempt, retryAfter, (sending.options.random ?? Math.random)(), Date.now());
  const waiting = { reason, seconds: Math.ceil(ms / 1000) };
  sending.options.onProgress?.({ ...progressOf(sending), waiting });
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
