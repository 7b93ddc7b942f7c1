import { describe, expect, it } from 'vitest';
import { generalBonusTable } from '../../../domain/bonus-table.ts';
import type { Month } from '../../../domain/calendar.ts';
import type { LiveRun } from '../../../domain/run-order.ts';
import {
  approveProposal,
  monthsTouched,
  type TableProposal,
  withdrawProposal,
} from '../../../domain/table-proposal.ts';

const proposal: TableProposal = {
  number: 1,
  version: 1,
  state: 'PROPOSED',
  table: { ...generalBonusTable, validFrom: '2026-01' },
  replaces: 0,
  reason: 'Väärä rivi',
  proposed: { by: 'anna', atMs: 1 },
};
const pekka = { by: 'pekka', atMs: 2 };

describe('a proposed table', () => {
  it('is put in force by another person', () => {
    expect(approveProposal(proposal, pekka)).toEqual({ ...proposal, version: 2, state: 'APPROVED', approved: pekka });
    expect(() => approveProposal(proposal, { by: 'anna', atMs: 2 })).toThrow('another person must approve it');
  });

  it('is withdrawn with a reason, by anyone', () => {
    const withdrawn = withdrawProposal(proposal, 'Rivi puuttuu', { by: 'anna', atMs: 2 });
    expect(withdrawn).toMatchObject({
      version: 2,
      state: 'WITHDRAWN',
      withdrawn: { by: 'anna', reason: 'Rivi puuttuu' },
    });
  });

  it('is decided on once', () => {
    for (const decided of [approveProposal(proposal, pekka), withdrawProposal(proposal, 'Rivi puuttuu', pekka)]) {
      expect(() => approveProposal(decided, pekka)).toThrow(`The proposal is ${decided.state}`);
      expect(() => withdrawProposal(decided, 'Rivi puuttuu', pekka)).toThrow(`The proposal is ${decided.state}`);
    }
  });
});

describe('monthsTouched', () => {
  const live = (period: Month, state: LiveRun['state'] = 'RELEASED'): LiveRun => ({
    period,
    attempt: '1',
    state,
    posted: state === 'RELEASED',
  });
  const now = Date.parse('2026-06-10T12:00+03:00');
  const table = (validFrom: Month) => ({ ...generalBonusTable, validFrom });
  const months = ['2025-12', '2026-01', '2026-02', '2026-03', '2026-04'];

  it('are those that the table rules, until the next begins', () => {
    const tables = [table('2017-03'), table('2026-03')];
    expect(
      monthsTouched(
        tables,
        table('2026-01'),
        months.map((each) => live(each)),
        now,
      ).recomputed,
    ).toEqual(['2026-01', '2026-02']);
    expect(
      monthsTouched(
        tables,
        table('2026-03'),
        months.map((each) => live(each)),
        now,
      ).recomputed,
    ).toEqual(['2026-03', '2026-04']);
    expect(
      monthsTouched(
        [],
        table('2026-05'),
        months.map((each) => live(each)),
        now,
      ).recomputed,
    ).toEqual([]);
  });

  it('are paid or being paid; a run that was given up is none', () => {
    const runs = [live('2026-01', 'CLOSED'), live('2026-02', 'APPROVED'), live('2026-03', 'CANCELLED')];
    expect(monthsTouched([], table('2026-01'), runs, now).recomputed).toEqual(['2026-01', '2026-02']);
  });

  it('stay as they were paid when their receipts are gone', () => {
    const runs = [live('2024-05'), live('2024-06'), live('2024-07')];
    expect(monthsTouched([], table('2017-03'), runs, now)).toEqual({
      recomputed: ['2024-07'],
      tooOld: ['2024-05', '2024-06'],
    });
  });
});
