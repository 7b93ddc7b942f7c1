import type { RunView } from '../../contract/runs.ts';
import type { RunPayee } from './month-run.ts';
import type { SavedFile } from './payment-files.ts';

/** Seconds that each step took. The wait for the cut-off's margin is in none of them. */
export type Seconds = { start: number; deploy: number; seed: number; post: number; record: number; run: number };

/** The figures of `--result FILE`. */
export type StartResult = {
  receiptsPosted: number;
  accepted: number;
  recorded: number;
  unmatched: number;
  conflicts: number;
  /** Households in the register. */
  households: number;
  /** Σ bonusBaseCents of the households' receipts. */
  purchasesTotalCents: number;
  bonusTotalCents: number;
  /** Households in payment files. */
  householdsPaid: number;
  paymentFiles: { path: string; count: number; sumCents: number }[];
  /** Every household with at least one recorded receipt of the month, also at 0. */
  byHousehold: Record<string, { purchasesCents: number; bonusCents: number }>;
  seconds: Seconds;
};

type Counts = Pick<StartResult, 'receiptsPosted' | 'accepted' | 'recorded' | 'unmatched' | 'conflicts' | 'households'>;

/** Puts the figures together from what the runs say. */
export function resultOf(
  counts: Counts,
  runs: readonly { run: RunView; households: readonly RunPayee[]; files: readonly SavedFile[] }[],
  seconds: Seconds,
): StartResult {
  const total = (figure: (totals: NonNullable<RunView['totals']>) => number): number =>
    runs.reduce((sum, { run: { totals } }) => sum + (totals === undefined ? 0 : figure(totals)), 0);
  const households = runs.flatMap((run) => run.households);
  const withReceipts = households.filter(({ receipts }) => receipts > 0);
  return {
    ...counts,
    purchasesTotalCents: total(({ purchases }) => purchases.bonusCents),
    bonusTotalCents: total(({ amountCents }) => amountCents),
    householdsPaid: households.filter(({ toAccountCents }) => toAccountCents > 0).length,
    paymentFiles: runs.flatMap(({ files }) => files.map(({ path, count, sumCents }) => ({ path, count, sumCents }))),
    byHousehold: Object.fromEntries(
      withReceipts
        .map(
          ({ payeeId, baseCents, amountCents }) =>
            [payeeId, { purchasesCents: baseCents, bonusCents: amountCents }] as const,
        )
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    seconds,
  };
}
