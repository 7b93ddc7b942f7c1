import type { Outcome } from './simulate.ts';

/** What some seeds came to. */
export type Summary = Record<'seeds' | 'receipts' | 'payments' | 'faults' | 'violations', number>;

export const newSummary = (): Summary => ({ seeds: 0, receipts: 0, payments: 0, faults: 0, violations: 0 });

export const taken = (summary: Summary, { receipts, payments, faults, violations }: Outcome): Summary => ({
  seeds: summary.seeds + 1,
  receipts: summary.receipts + receipts,
  payments: summary.payments + payments,
  faults: summary.faults + faults,
  violations: summary.violations + violations.length,
});

/** `seeds 500 receipts … payments … faults … violations 0` */
export const summaryLine = (summary: Summary): string =>
  Object.entries(summary)
    .map(([name, count]) => `${name} ${count}`)
    .join(' ');
