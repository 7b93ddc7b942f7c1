import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bases, calculateBonus, type Purchase, sumOfLines, zeroBases } from '../../../domain/bonus.ts';
import { generalBonusTable } from '../../../domain/bonus-table.ts';
import { addMonths, type Month } from '../../../domain/calendar.ts';
import {
  canSettle,
  type MonthNow,
  mustRevise,
  nothingPosted,
  type PostedMonth,
  revisionOf,
  wasSettledBy,
} from '../../../domain/late-revision.ts';

const first: Month = '2026-01';
const purchase = (bonusCents: number): Purchase => ({
  purchasedAt: 0,
  reference: 'R',
  bases: { ...zeroBases, bonusCents },
});
const calculated = (month: Month, opening: Bases, cents: readonly number[], ownOutletCents = 0): MonthNow => ({
  ...calculateBonus({
    month,
    memberKind: 'PERSON',
    opening,
    purchases: cents.map(purchase),
    table: generalBonusTable,
  }),
  ownOutletCents,
  tableVersion: 1,
});
const postedOf = (bonus: MonthNow, revision = 0): PostedMonth => ({
  ...bonus,
  revision,
  receipts: bonus.receiptCount,
});

/** Months as runs have posted them, with all that they were paid; a run then recalculates from a marked month on. */
type History = { months: PostedMonth[]; paidCents: number };
type Recalculate = (history: History, cents: readonly (readonly number[])[], marked: number) => void;

function posted(cents: readonly (readonly number[])[]): History {
  let opening = zeroBases;
  const months = cents.map((each, index) => {
    const bonus = calculated(addMonths(first, index), opening, each);
    opening = bonus.carry;
    return postedOf(bonus);
  });
  return { months, paidCents: months.reduce((sum, { lines }) => sum + sumOfLines(lines), 0) };
}

/** As `lateMonths` of the workflow goes: from the marked month on, as long as the carry changes. */
const recalculate: Recalculate = (history, cents, marked) => {
  let carry = history.months[marked - 1]?.carry ?? zeroBases;
  for (let index = marked; index < history.months.length; index += 1) {
    const before = history.months[index] ?? nothingPosted;
    if (mustRevise(index === marked, before, carry)) {
      const now = calculated(addMonths(first, index), carry, cents[index] ?? []);
      const revision = revisionOf(before, now);
      if (revision !== undefined) {
        history.months[index] = revision;
        history.paidCents += revision.addedAmountCents;
      }
      carry = now.carry;
    } else carry = before.carry;
  }
};

/** Pays what the month now comes to, beside what it has paid. */
const payWhole: Recalculate = (history, cents, marked) => {
  const now = calculated(addMonths(first, marked), history.months[marked - 1]?.carry ?? zeroBases, cents[marked] ?? []);
  history.paidCents += now.amountCents;
};

/** Looks at the marked month alone. */
const withoutChain: Recalculate = (history, cents, marked) => {
  const now = calculated(addMonths(first, marked), history.months[marked - 1]?.carry ?? zeroBases, cents[marked] ?? []);
  history.paidCents += revisionOf(history.months[marked] ?? nothingPosted, now)?.addedAmountCents ?? 0;
};

const months = fc.array(fc.array(fc.integer({ min: -40_000, max: 60_000 }), { maxLength: 4 }), {
  minLength: 4,
  maxLength: 8,
});
const lates = fc.array(fc.record({ month: fc.nat(7), cents: fc.integer({ min: -60_000, max: 60_000 }) }), {
  minLength: 1,
  maxLength: 5,
});

/** After all late receipts: paid is what the months come to, each recalculated from all receipts. */
const conserves = (how: Recalculate) =>
  fc.property(months, lates, (cents, late) => {
    const history = posted(cents);
    const all = cents.map((each) => [...each]);
    for (const { month, cents: amount } of late) {
      const index = month % all.length;
      all[index]?.push(amount);
      how(history, all, index);
    }
    expect(history.paidCents).toBe(posted(all).paidCents);
  });

describe('late months', () => {
  it('naive: paid again in full, a household gets too much', () =>
    expect(() => fc.assert(conserves(payWhole))).toThrow());
  it('naive: without the months after, a carry that has changed is lost', () =>
    expect(() => fc.assert(conserves(withoutChain))).toThrow());
  it('posted as differences along the chain of carries, they come to what all receipts come to', () =>
    fc.assert(conserves(recalculate)));

  it('count their revisions up and leave what has not changed alone', () => {
    const history = posted([[10_000], [30_000], [30_000]]);
    recalculate(history, [[10_000, -20_000], [30_000], [30_000]], 0);
    // −100 € go into February: 200 € there are 1.5 %, 3.00 € instead of 6.00 €. March begins as before.
    expect(history.months.map(({ revision, carry, lines }) => [revision, carry.bonusCents, lines.bonusCents])).toEqual([
      [1, -10_000, 0],
      [1, 0, 300],
      [0, 0, 600],
    ]);
    recalculate(history, [[10_000, -20_000, 15_000], [30_000], [30_000]], 0);
    expect(history.months.map(({ revision }) => revision)).toEqual([2, 2, 0]);
    const before = structuredClone(history);
    recalculate(history, [[10_000, -20_000, 15_000], [30_000], [30_000]], 0);
    expect(history).toEqual(before);
  });
});

describe('revisionOf', () => {
  it('is nothing if the month stands as posted', () => {
    const bonus = calculated(first, zeroBases, [30_000]);
    expect(revisionOf(postedOf(bonus), bonus)).toBeUndefined();
    expect(revisionOf(nothingPosted, calculated(first, zeroBases, []))).toBeUndefined();
  });

  it('tells lines that changed although receipts and bases did not: another table, another rate (R3)', () => {
    const bonus = calculated(first, zeroBases, [30_000]);
    const before = postedOf({ ...bonus, lines: { ...bonus.lines, fuelBonusCents: 70 } });
    expect(revisionOf(before, bonus)).toMatchObject({ receipts: 1, addedAmountCents: -70, rateBasisPoints: 200 });
    expect(revisionOf(postedOf(bonus), calculated(first, zeroBases, [1_000]))).toMatchObject({ rateBasisPoints: 0 });
    const elsewhere = { ...postedOf(bonus), ownOutletCents: 500 };
    expect(revisionOf(elsewhere, bonus)).toMatchObject({ revision: 1, addedAmountCents: 0 });
  });

  it('tells a receipt that changes no amount, so that its bases are the explanation’s', () => {
    const before = postedOf(calculated(first, zeroBases, [1_000]));
    expect(revisionOf(before, calculated(first, zeroBases, [1_000, 500]))).toMatchObject({
      revision: 1,
      receipts: 2,
      addedAmountCents: 0,
    });
    expect(revisionOf(before, calculated(first, zeroBases, [1_000, 0]))).toMatchObject({
      receipts: 2,
      addedAmountCents: 0,
    });
  });
});

describe('mustRevise', () => {
  it('is for a marked month, and for one into which something else is carried', () => {
    const opening = { ...zeroBases, bonusCents: -10_000 };
    expect(mustRevise(true, nothingPosted, zeroBases)).toBe(true);
    expect(mustRevise(false, nothingPosted, zeroBases)).toBe(false);
    expect(mustRevise(false, nothingPosted, opening)).toBe(true);
    expect(mustRevise(false, { ...nothingPosted, opening }, { ...opening })).toBe(false);
  });
});

describe('which marks a run can settle', () => {
  const opened = (iso: string): number => Date.parse(iso);

  it('those from the co-op’s first run on, while all receipts live', () => {
    const now = opened('2026-07-02T06:00:00+03:00');
    expect(canSettle('2026-01', '2026-01', now)).toBe(true);
    expect(canSettle('2025-12', '2026-01', now)).toBe(false);
    expect(canSettle('2026-01', undefined, now)).toBe(false);
    expect(canSettle('2026-01', '2026-01', opened('2027-12-31T23:59:59+02:00'))).toBe(true);
    expect(canSettle('2026-01', '2026-01', opened('2028-01-01T00:00:00+02:00'))).toBe(false);
  });

  it('were settled by a run that was opened after them and went as far as their month', () => {
    const run = { period: '2026-03', cutOffMs: 1_000, opened: { atMs: opened('2026-04-02T06:00:00+03:00') } };
    const settled = (month: Month, markedAtMs: number): boolean => wasSettledBy(run, { month, markedAtMs }, '2026-02');
    expect([settled('2026-02', 999), settled('2026-03', 999)]).toEqual([true, false]);
    expect([settled('2026-02', 1_000), settled('2026-04', 999), settled('2026-01', 999)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(wasSettledBy(undefined, { month: '2026-02', markedAtMs: 0 }, '2026-02')).toBe(false);
  });
});
