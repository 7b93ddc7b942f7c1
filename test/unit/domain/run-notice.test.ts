import { describe, expect, it } from 'vitest';
import { type NoticedRun, noticeOccasions, runNotice } from '../../../domain/run-notice.ts';
import { zeroTotals } from '../../../domain/run-totals.ts';

const totals = {
  ...zeroTotals,
  payees: 3,
  amountCents: 12_345,
  payableCents: 12_345,
  toAccountCents: 12_045,
  unpaidCents: 300,
  payments: 2,
};

const noticed = (overrides: Partial<NoticedRun> = {}): NoticedRun => ({
  coopId: 'havu',
  coopName: 'Osuuskauppa Havu',
  kind: 'BONUS',
  period: '2026-10',
  attempt: '2',
  totals,
  exceptions: [{ reason: 'NO_ACCOUNT', payees: 1, cents: 300 }],
  before: { period: '2026-09', totals: { ...totals, amountCents: 10_000, toShareCents: 50 } },
  ...overrides,
});

describe('the message about a run', () => {
  it('of one that was submitted: totals beside those of last time, what is not paid, and the commands to look and sign', () => {
    const { subject, text } = runNotice('SUBMITTED', noticed());
    expect(subject).toBe('Omistaja: BONUS havu 2026-10, attempt 2 waits for approval');
    expect(text.replaceAll('\u00a0', ' ')).toBe(`Osuuskauppa Havu: BONUS havu 2026-10, attempt 2 waits for approval.

It was submitted. Another person must look at it and approve or reject it.

Payees                     3  (2026-09: 3)
Amount                     123,45 €  (2026-09: 100,00 €)
To be paid                 123,45 €  (2026-09: 123,45 €)
To shares                  0,00 €  (2026-09: 0,50 €)
To accounts                120,45 €  (2026-09: 120,45 €)
Left unpaid                3,00 €  (2026-09: 3,00 €)
Payments                   2  (2026-09: 2)

Not paid, or not all:
  NO_ACCOUNT: 1, 3,00 €

omistaja run show havu 2026-10 2 --kind bonus
omistaja run differences havu 2026-10 2 --kind bonus
omistaja run approve havu 2026-10 2 --kind bonus
omistaja run reject havu 2026-10 2 --kind bonus
`);
  });

  it('of the first run of its kind compares with nothing', () => {
    const { text } = runNotice('SUBMITTED', noticed({ before: undefined, exceptions: [] }));
    expect(text).not.toContain('(20');
    expect(text).not.toContain('Not paid');
  });

  it('of one that was released tells what was left out at the last look', () => {
    const { text } = runNotice('RELEASED', noticed({ held: { count: 2, sumCents: 4_500 } }));
    expect(text.replaceAll('\u00a0', ' ')).toContain(
      'Left out of the files at the last look at the payees: 2, 45,00 €',
    );
  });

  it('of one that stopped names the problem, also before there are totals', () => {
    const { text } = runNotice('STOPPED', noticed({ totals: undefined, exceptions: [], problem: 'SUMS_DIFFER' }));
    expect(text).toContain('SUMS_DIFFER');
  });

  it.each(noticeOccasions)('has a subject that mail can carry: %s', (occasion) => {
    const longest = { coopId: 'abcdefgh', kind: 'CORRECTION', period: '2026-11-28', attempt: '999' } as const;
    const { subject } = runNotice(occasion, noticed(longest));
    expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
  });
});
