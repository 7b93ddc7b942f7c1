import type { LocalDate } from '../../domain/calendar.ts';
import type { RunWarning } from '../../domain/run.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from '../table/client.ts';
import type { Run } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';

/** What a run begins with, as its kind decides it. */
export type Opening = {
  warnings: RunWarning[];
  /** The day on which the money should be there. */
  payOn: LocalDate;
};

/**
 * On what terms a kind of run begins and is signed: the half of its declaration that needs no payee (the other is run-kind.ts). Who starts,
 * signs and releases runs carries this half alone.
 */
export type RunTerms = {
  /**
   * Bonus is added up by a second road as well, since receipts come through an index that lags. The others rest on what has stood for
   * long, read strongly.
   */
  control: 'TWO_ROADS' | 'NONE';
  /**
   * Whether a run may be opened now, and what it begins with.
   * @throws DomainError with the sentence that says what is missing
   */
  open: (
    db: Register,
    start: Omit<RunId, 'attempt'> & { dryRun: boolean },
    at: { nowMs: number; cutOffMs: number },
    settings: Settings,
  ) => Promise<Opening>;
  /** What the amounts rest on beside the payees, each with its version: changed after the calculation, nobody can sign any more. */
  inputs: (db: Register, id: RunId, settings: Settings) => Promise<Record<string, string>>;
  /** The co-op's parts that are read side by side. */
  shards: (db: Register, coopId: string) => Promise<number[]>;
  /**
   * Whether the totals may be signed at all.
   * @throws DomainError decisionNotApproved, decisionExceeded
   */
  checkTotals?: (db: Register, run: Run) => Promise<void>;
  /**
   * Whether the files may still be handed over: the last look before nothing can be taken back.
   * @throws DomainError runStale
   */
  checkRelease?: (db: Register, run: Run, nowMs: number) => Promise<void>;
};
