import type { LocalDate } from '../../domain/calendar.ts';
import type { RunWarning } from '../../domain/run.ts';
import type { Period } from '../../domain/run-period.ts';
import type { PayoutReason } from '../../domain/settlement.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from '../table/client.ts';
import type { Run } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import type { Payout } from '../table/payout-item.ts';

/** What a run begins with, as its kind decides it. */
export type Opening = {
  warnings: RunWarning[];
  /** The day on which the money should be there. */
  payOn: LocalDate;
};

/** One payee of a page: who, and how to find out what the run does for them. `undefined`: there is nothing to tell. */
export type Work = { payeeId: string; calculate: () => Promise<Payout | undefined> };

export type ShardContext = { db: Register; run: Run; shard: number; pass: number; settings: Settings };

/**
 * A kind of run: who is eligible, what is calculated, where it goes, what the file says. All else (opening, shards, paging, totals,
 * approval, files, answers, close) is the same for every kind and is in the steps beside this file.
 */
export type RunKindDeclaration = {
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
   * One page of a shard's payees, in the order of their ids.
   * @param cursor null at the start
   * @returns `next`: the cursor of the next page, null at the end
   */
  page: (context: ShardContext, cursor: string | null) => Promise<{ work: Work[]; next: string | null }>;
  /** Late marks of the shard that no run can settle; a kind without marks has none. */
  unsettledMarks?: (context: ShardContext) => Promise<number>;
  /**
   * Whether the totals may be signed at all.
   * @throws DomainError decisionNotApproved, decisionExceeded
   */
  checkTotals?: (db: Register, run: Run) => Promise<void>;
  /**
   * Whether the files may still be handed over: the last look before nothing can be taken back.
   * @throws DomainError runStale
   */
  checkRelease?: (db: Register, run: Run) => Promise<void>;
  /** What the payee reads on the statement. */
  paymentText: (period: Period) => string;
  /**
   * Looks at a signed payee again before the money goes.
   * @param day the day of the payment
   * @returns why it is held back, undefined if all is as it was signed
   */
  check: (
    context: { db: Register; run: Run; settings: Settings; day: LocalDate },
    payout: Payout,
  ) => Promise<PayoutReason | undefined>;
  /** What the release does for a payee beside the payment: may be repeated at any point. */
  post: (context: { db: Register; run: Run; settings: Settings }, payout: Payout) => Promise<void>;
  /** After the last payee of a shard is posted. */
  finishShard?: (context: { db: Register; run: Run; shard: number }) => Promise<void>;
};
