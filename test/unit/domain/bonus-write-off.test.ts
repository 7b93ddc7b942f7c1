import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approveBonusWriteOff,
  type BonusWriteOff,
  barredOf,
  bonusWriteOffSchema,
  writtenOffCents,
} from '../../../domain/bonus-write-off.ts';
import { type ChainLink, unpaidByMonth } from '../../../domain/unclaimed.ts';

const unpaid = [
  { period: '2026-01', dueOn: '2026-02-10', amountCents: 100 },
  { period: '2026-02', dueOn: '2026-03-10', amountCents: 250 },
];
const barred = { amountCents: 100, months: [{ period: '2026-01', amountCents: 100 }] };
const proposed: BonusWriteOff = {
  coopId: 'havu',
  householdId: 'H000001',
  period: '2026-02',
  ...barred,
  by: 'anna',
  atMs: 1,
  reason: 'nobody asks',
  version: 1,
};
const refused = (code: string) => expect.objectContaining({ code });

describe('barred Bonus (R60)', () => {
  it('is all whose last day has passed', () => {
    expect(barredOf(unpaid, 3, '2029-02-11')).toEqual(barred);
    expect(barredOf(unpaid, 3, '2029-03-11').amountCents).toBe(350);
    expect(() => barredOf(unpaid, 3, '2029-02-10')).toThrow(refused('paymentNotInState'));
    expect(() => barredOf([], 3, '2029-02-11')).toThrow(refused('paymentNotInState'));
  });

  it('is written off once another person approves just what was proposed', () => {
    expect(bonusWriteOffSchema.parse(proposed)).toEqual(proposed);
    expect([writtenOffCents(undefined), writtenOffCents(proposed)]).toEqual([0, 0]);
    const approved = approveBonusWriteOff(proposed, barred, 'bea');
    expect([approved.approvedBy, writtenOffCents(approved)]).toEqual(['bea', 100]);
    expect(() => approveBonusWriteOff(proposed, barred, 'anna')).toThrow(refused('secondPersonRequired'));
    expect(() => approveBonusWriteOff(undefined, barred, 'bea')).toThrow(refused('paymentNotInState'));
    expect(() => approveBonusWriteOff(approved, barred, 'cilla')).toThrow(refused('paymentNotInState'));
    expect(() => approveBonusWriteOff(proposed, { ...barred, amountCents: 101 }, 'bea')).toThrow(
      refused('paymentNotInState'),
    );
  });

  it('taken from a chain leaves its later months as they were', () => {
    const link = fc.record({ addedCents: fc.integer({ min: -500, max: 1_000 }), paidCents: fc.constant(0) });
    fc.assert(
      fc.property(fc.array(link, { minLength: 1, maxLength: 8 }), fc.nat(8), (links, barredMonths) => {
        const chain = links.map((each, at): ChainLink => ({ ...each, period: `m${at}`, dueOn: `2026-01-1${at}` }));
        const before = unpaidByMonth(chain);
        const old = before.slice(0, barredMonths);
        const cents = old.reduce((sum, { amountCents }) => sum + amountCents, 0);
        const after = unpaidByMonth([...chain, { period: 'm9', dueOn: '2026-01-19', addedCents: 0, paidCents: cents }]);
        expect(after).toEqual(before.slice(barredMonths));
      }),
    );
  });
});
