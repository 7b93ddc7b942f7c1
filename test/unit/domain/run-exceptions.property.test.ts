import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addReviews,
  emptyReview,
  mostDifferences,
  newAndGone,
  type ReviewedPayee,
  reviewOf,
} from '../../../domain/run-exceptions.ts';
import { payoutReasons } from '../../../domain/settlement.ts';

const cents = fc.integer({ min: -1_000, max: 1_000 });
const payees: fc.Arbitrary<ReviewedPayee[]> = fc
  .array(
    fc.record({
      amountCents: cents,
      unpaidCents: cents,
      reason: fc.constantFrom(null, ...payoutReasons),
      beforeCents: fc.option(cents, { nil: undefined }),
    }),
    { maxLength: 80 },
  )
  .map((all) => all.map((one, index) => ({ ...one, payeeId: `H${String(index).padStart(4, '0')}` })));

const reviewed = (all: readonly ReviewedPayee[]) => all.map(reviewOf).reduce(addReviews, emptyReview);
const sizeOf = (one: { amountCents: number; beforeCents?: number | null | undefined }) =>
  Math.abs(one.amountCents - (one.beforeCents ?? 0));

describe('the review of a run', () => {
  it('is the same however the payees are cut into shards, and in which order these are added', () => {
    fc.assert(
      fc.property(payees, fc.nat(80), (all, cut) => {
        const [one, other] = [reviewed(all.slice(0, cut)), reviewed(all.slice(cut))];
        expect(addReviews(one, other)).toEqual(reviewed(all));
        expect(addReviews(other, one)).toEqual(reviewed(all));
      }),
    );
  });

  it('counts every payee with a reason, and every cent that is held back', () => {
    fc.assert(
      fc.property(payees, (all) => {
        const { exceptions, payeesAsBefore } = reviewed(all);
        const held = all.filter(({ reason }) => reason !== null);
        expect(exceptions.reduce((total, one) => total + one.payees, 0)).toBe(held.length);
        expect(exceptions.reduce((total, one) => total + one.cents, 0)).toBe(
          held.reduce((total, one) => total + one.unpaidCents, 0),
        );
        expect(payeesAsBefore).toBe(all.filter(({ beforeCents }) => beforeCents !== undefined).length);
      }),
    );
  });

  it('shows the greatest differences, up or down, and none that is smaller than one left out', () => {
    fc.assert(
      fc.property(payees, (all) => {
        const { top } = reviewed(all);
        const sizes = all
          .map(sizeOf)
          .filter((size) => size > 0)
          .toSorted((a, b) => b - a);
        expect(top.map(sizeOf)).toEqual(sizes.slice(0, mostDifferences));
      }),
    );
  });
});

it('new are those whom the run before did not have, gone those of it who are not here', () => {
  expect(newAndGone(10, 7, 9)).toEqual({ newPayees: 3, gonePayees: 2 });
  expect(newAndGone(10, 0, 0)).toEqual({ newPayees: 10, gonePayees: 0 });
});
