import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitMs } from '../../../cli/till/backoff.ts';

const now = Date.parse('2026-11-01T12:00:00Z');

describe('waitMs', () => {
  it('doubles its ceiling up to a minute and spreads over all of it', () => {
    const ceilings = [0, 1, 2, 3, 7, 20, 1000].map((attempt) => waitMs(attempt, null, 1, now));
    expect(ceilings).toEqual([500, 1000, 2000, 4000, 60_000, 60_000, 60_000]);
    expect(waitMs(3, null, 0, now)).toBe(0);
    expect(waitMs(3, null, 0.5, now)).toBe(2000);
  });

  it('waits at least as long as the register asks for: seconds or a date', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.nat(3600),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, seconds, random) => {
          expect(waitMs(attempt, String(seconds), random, now)).toBeGreaterThanOrEqual(seconds * 1000);
        },
      ),
    );
    expect(waitMs(0, 'Sun, 01 Nov 2026 12:00:30 GMT', 0, now)).toBe(30_000);
  });

  it.each(['', 'soon', '-5', 'Sun, 01 Nov 2026 11:00:00 GMT'])('is not misled by %j', (retryAfter) => {
    expect(waitMs(0, retryAfter, 0.5, now)).toBe(250);
  });

  it('asks again after an hour even if more was asked for', () => {
    expect(waitMs(0, '999999999', 0, now)).toBe(3_600_000);
  });
});
