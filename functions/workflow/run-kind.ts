import type { LocalDate } from '../../domain/calendar.ts';
import type { PayoutReason } from '../../domain/settlement.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from '../table/client.ts';
import type { Run } from '../table/items.ts';
import type { Payout } from '../table/payout-item.ts';

/** One payee of a page: who, and how to find out what the run does for them. `undefined`: there is nothing to tell. */
export type Work = { payeeId: string; calculate: () => Promise<Payout | undefined> };

export type ShardContext = { db: Register; run: Run; shard: number; pass: number; settings: Settings };

/**
 * A kind of run: who is eligible, what is calculated, where it goes. On what terms it begins and is signed is in run-terms.ts, what its
 * payees read in domain/payment-text.ts. All else (opening, shards, paging, totals, approval, files, answers, close) is the same for
 * every kind and is in the steps beside this file.
 */
export type RunKindDeclaration = {
  /**
   * One page of a shard's payees, in the order of their ids.
   * @param cursor null at the start
   * @returns `next`: the cursor of the next page, null at the end
   */
  page: (context: ShardContext, cursor: string | null) => Promise<{ work: Work[]; next: string | null }>;
  /** Late marks of the shard that no run can settle; a kind without marks has none. */
  unsettledMarks?: (context: ShardContext) => Promise<number>;
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
