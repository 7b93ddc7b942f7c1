import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion } from '../../../domain/apportion.ts';

const amount = fc.maxSafeInteger();
const weights = fc
  .array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 12 })
  .filter((some) => some.some((weight) => weight > 0));

describe('apportion', () => {
  it('divides to the cent: Σ parts = whole', () => {
    fc.assert(
      fc.property(amount, weights, (cents, some) => {
        // As big integers, for the running sum of extreme parts may leave the safe ones.
        const sum = apportion(cents, some).reduce((total, part) => total + BigInt(part), 0n);
        expect(sum).toBe(BigInt(cents));
      }),
    );
  });

  it('gives each part its exact share, less than a cent beside it', () => {
    fc.assert(
      fc.property(amount, weights, (cents, some) => {
        const whole = BigInt(some.reduce((sum, weight) => sum + weight, 0));
        apportion(cents, some).forEach((part, index) => {
          const off = BigInt(part) * whole - BigInt(cents) * BigInt(some[index] ?? 0);
          expect(off < whole && off > -whole).toBe(true);
        });
      }),
    );
  });

  it('gives no weight nothing, and the greater weight never less', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), weights, (cents, some) => {
        const parts = apportion(cents, some);
        parts.forEach((part, index) => {
          if (some[index] === 0) expect(part).toBe(0);
          parts.forEach((other, at) => {
            if ((some[index] ?? 0) > (some[at] ?? 0)) expect(part).toBeGreaterThanOrEqual(other);
          });
        });
      }),
    );
  });

  it('is the same for a negative amount, with its sign', () => {
    fc.assert(
      fc.property(amount, weights, (cents, some) => {
        expect(apportion(-cents, some)).toEqual(apportion(cents, some).map((part) => 0 - part));
      }),
    );
  });
});
