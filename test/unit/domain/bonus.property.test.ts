import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBases,
  type Bases,
  type BonusInput,
  calculateBonus,
  type Purchase,
  sumOfLines,
  zeroBases,
} from '../../../domain/bonus.ts';
import { generalBonusTable } from '../../../domain/bonus-table.ts';

const baseNames = ['bonusCents', 'fuelCents', 'fuelMillilitres', 'campaignCents', 'paymentBenefitCents'] as const;

function purchasesOf(bases: readonly Bases[]): Purchase[] {
  return bases.map((each, index) => ({ purchasedAt: index, reference: `A1/2026-01-01/1/${index}`, bases: each }));
}

function calculate(bases: readonly Bases[], overrides: Partial<BonusInput> = {}) {
  const purchases = purchasesOf(bases);
  return calculateBonus({
    month: '2026-01',
    memberKind: 'PERSON',
    opening: zeroBases,
    purchases,
    table: generalBonusTable,
    ...overrides,
  });
}

/** What a till can send: parts lie inside the whole and have its sign. */
const tillReceipt: fc.Arbitrary<Bases> = fc
  .tuple(
    fc.integer({ min: 0, max: 60_000 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.boolean(),
    fc.nat(2),
    fc.boolean(),
  )
  .map(([cents, part, isReturn, kind, byCard]) => {
    const sign = isReturn ? -1 : 1;
    const some = Math.floor(cents * part) * sign + 0;
    return {
      bonusCents: cents * sign + 0,
      fuelCents: kind === 1 ? some : 0,
      fuelMillilitres: kind === 1 ? Math.floor(some * 5.7) + 0 : 0,
      campaignCents: kind === 2 ? some : 0,
      paymentBenefitCents: byCard ? some : 0,
    };
  });
/** Anything at all, so that each base can be negative by itself, at small amounts where rounding shows. */
const freeBases: fc.Arbitrary<Bases> = fc.record({
  bonusCents: fc.oneof(fc.integer({ min: -500, max: 2_000 }), fc.integer({ min: -100_000, max: 100_000 })),
  fuelCents: fc.integer({ min: -30_000, max: 30_000 }),
  fuelMillilitres: fc.integer({ min: -200_000, max: 200_000 }),
  campaignCents: fc.integer({ min: -30_000, max: 30_000 }),
  paymentBenefitCents: fc.integer({ min: -30_000, max: 30_000 }),
});
const receipts = fc.array(fc.oneof(tillReceipt, freeBases), { maxLength: 30 });
const opening = fc.oneof(
  fc.constant(zeroBases),
  freeBases.map((bases) => ({ ...bases, bonusCents: -Math.abs(bases.bonusCents) - 1 })),
);

/** Cuts `whole` at `cuts` into parts that add up to it again. */
function split(whole: Bases, cuts: readonly Bases[]): Bases[] {
  const rest = cuts.reduce((left, cut) => mapBases((name) => left[name] - cut[name]), whole);
  return [...cuts, rest];
}

function mapBases(value: (name: (typeof baseNames)[number]) => number): Bases {
  return {
    bonusCents: value('bonusCents'),
    fuelCents: value('fuelCents'),
    fuelMillilitres: value('fuelMillilitres'),
    campaignCents: value('campaignCents'),
    paymentBenefitCents: value('paymentBenefitCents'),
  };
}

/** R5 as published: euros, per cent (in tenths). */
const published = [
  [900n, 50n],
  [800n, 45n],
  [700n, 40n],
  [600n, 35n],
  [500n, 30n],
  [400n, 25n],
  [300n, 20n],
  [200n, 15n],
  [50n, 10n],
] as const;

/** Half away from zero of n / d in exact arithmetic. */
function rounded(n: bigint, d: bigint): number {
  const size = ((n < 0n ? -n : n) * 2n + d) / (2n * d);
  return Number(n < 0n ? -size : size);
}

/** domain.md 4.6's five lines of text, with rationals: the rate is tenths of a per cent, the litres are thousandths. */
function oracle(all: readonly Bases[]) {
  const sum = (name: (typeof baseNames)[number]) => all.reduce((total, bases) => total + BigInt(bases[name]), 0n);
  const total = sum('bonusCents');
  if (total < 0n) return { bonusCents: 0, doubleExtraCents: 0, fuelBonusCents: 0, paymentBenefitCents: 0 };
  const tenths = published.find(([euros]) => total >= euros * 100n)?.[1] ?? 0n;
  return {
    bonusCents: rounded((total - sum('fuelCents')) * tenths, 1_000n),
    doubleExtraCents: rounded(sum('campaignCents') * tenths, 1_000n),
    fuelBonusCents: rounded(sum('fuelMillilitres') * tenths, 10_000n),
    paymentBenefitCents: rounded(sum('paymentBenefitCents') * 5n, 1_000n),
  };
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('calculateBonus', () => {
  it('pays what exact arithmetic over the published table pays', () => {
    fc.assert(
      fc.property(opening, receipts, (carried, bases) => {
        expect(calculate(bases, { opening: carried }).lines).toEqual(oracle([carried, ...bases]));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(generalBonusTable.rows.map((row, index) => ({ ...row, below: generalBonusTable.rows[index - 1] })))(
    'from $fromCents cents inclusive, however the month is split, the whole total earns $rateBasisPoints bp (R4)',
    ({ fromCents, rateBasisPoints, below }) => {
      fc.assert(
        fc.property(fc.array(freeBases, { maxLength: 5 }), fc.constantFrom(-1, 0, 1), (cuts, beside) => {
          const total = fromCents + beside;
          const result = calculate(split({ ...zeroBases, bonusCents: total }, cuts));
          const rate = beside < 0 ? (below?.rateBasisPoints ?? 0) : rateBasisPoints;
          expect(result.row?.rateBasisPoints ?? 0).toBe(rate);
          expect(result.amountCents).toBe(rounded(BigInt(total) * BigInt(rate), 10_000n));
        }),
      );
    },
  );

  it('does not depend on the order of the receipts', () => {
    const shuffled = receipts.chain((bases) =>
      fc.tuple(fc.constant(bases), fc.shuffledSubarray(bases, { minLength: bases.length, maxLength: bases.length })),
    );
    fc.assert(
      fc.property(opening, shuffled, (carried, [bases, again]) => {
        expect(calculate(again, { opening: carried })).toEqual(calculate(bases, { opening: carried }));
      }),
    );
  });

  it('does not depend on how the purchases are split into receipts or joined', () => {
    fc.assert(
      fc.property(
        opening,
        receipts,
        freeBases,
        fc.array(freeBases, { maxLength: 5 }),
        (carried, others, whole, cuts) => {
          const { receiptCount: _, ...asOne } = calculate([...others, whole], { opening: carried });
          const { receiptCount: __, ...asParts } = calculate([...split(whole, cuts), ...others], { opening: carried });
          const joined = calculate([[...others, whole].reduce(addBases, zeroBases)], { opening: carried });
          expect(asParts).toEqual(asOne);
          expect(joined).toEqual({ ...asOne, receiptCount: 1 });
        },
      ),
    );
  });

  it('has lines that sum to the amount, and totals that sum to the total', () => {
    fc.assert(
      fc.property(opening, receipts, (carried, bases) => {
        const result = calculate(bases, { opening: carried });
        const { bonusCents, doubleExtraCents, fuelBonusCents, paymentBenefitCents } = result.lines;
        expect(bonusCents + doubleExtraCents + fuelBonusCents + paymentBenefitCents).toBe(result.amountCents);
        expect(sumOfLines(result.lines)).toBe(result.amountCents);
        expect(addBases(result.opening, result.purchases)).toEqual(result.total);
        expect(result.receiptCount).toBe(bases.length);
      }),
    );
  });

  it('pays a negative month, carried, as if its purchases lay in the month that brings it up', () => {
    const negative = receipts.filter((bases) => bases.reduce((sum, each) => sum + each.bonusCents, 0) < 0);
    fc.assert(
      fc.property(negative, receipts, (first, second) => {
        const before = calculate(first);
        expect(before.amountCents).toBe(0);
        const after = calculate(second, { month: '2026-02', opening: before.carry });
        const together = calculate([...first, ...second], { month: '2026-02' });
        expect(after.lines).toEqual(together.lines);
        expect(after.row).toEqual(together.row);
        expect(after.carry).toEqual(together.carry);
      }),
    );
  });

  it('carries all or nothing', () => {
    fc.assert(
      fc.property(opening, receipts, (carried, bases) => {
        const result = calculate(bases, { opening: carried });
        expect(result.carry).toEqual(result.total.bonusCents < 0 ? result.total : zeroBases);
      }),
    );
  });

  it('gives a company nothing, whatever it buys (R1)', () => {
    fc.assert(
      fc.property(opening, receipts, (carried, bases) => {
        const { amountCents, lines, carry, row } = calculate(bases, { opening: carried, memberKind: 'COMPANY' });
        expect([amountCents, ...Object.values(lines), ...Object.values(carry)]).toEqual(Array(10).fill(0));
        expect(row).toBeNull();
      }),
    );
  });

  it('gives whole numbers and never -0', () => {
    fc.assert(
      fc.property(opening, receipts, (carried, bases) => {
        for (const value of numbersIn(calculate(bases, { opening: carried }))) {
          expect(Number.isSafeInteger(value) && !Object.is(value, -0)).toBe(true);
        }
      }),
    );
  });
});
