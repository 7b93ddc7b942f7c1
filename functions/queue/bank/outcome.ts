import type { BankFileCounts } from '../../table/bank-items.ts';

/** What one answer came to. */
export type Outcome = keyof BankFileCounts;

/** Outcomes as a file's figures. */
export function countsOf(outcomes: readonly Outcome[], ignored: number): BankFileCounts {
  const counts = { applied: 0, known: 0, contradictory: 0, booked: 0, cases: 0, noted: 0, ignored };
  for (const outcome of outcomes) counts[outcome] += 1;
  return counts;
}

/** What the file rests on is not there yet: it is read again later. */
export class ReadAgainLater extends Error {
  constructor(reason: string) {
    super(`the file is to be read again: ${reason}`);
    this.name = 'ReadAgainLater';
  }
}
