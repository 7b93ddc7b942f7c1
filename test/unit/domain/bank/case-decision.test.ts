import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterAssignment, closedCents } from '../../../../domain/bank/case-decision.ts';

const credit = { about: 'CREDIT', state: 'OPEN', openCents: 1_000 } as const;
const answer = { about: 'PAYMENT', state: 'OPEN' } as const;

describe('a case', () => {
  it('is closed when nothing of its money is left, and never gives more than there is', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(amounts, (parts) => {
        let left: Parameters<typeof afterAssignment>[0] & { openCents: number } = credit;
        let given = 0;
        for (const part of parts) {
          if (part > left.openCents || left.state === 'CLOSED') {
            expect(() => afterAssignment(left, part)).toThrow();
            continue;
          }
          left = { ...left, ...afterAssignment(left, part) };
          given += part;
        }
        expect(given + left.openCents).toBe(1_000);
        expect(left.state).toBe(left.openCents === 0 ? 'CLOSED' : 'OPEN');
      }),
    );
  });

  it('gives only money that came in', () => {
    expect(() => afterAssignment(answer, 1)).toThrow('not about money');
    expect(() => closedCents(answer, 'RETURNED')).toThrow('Only money');
    expect(closedCents(answer, 'NOTED')).toBeUndefined();
    expect([closedCents(credit, 'RETURNED'), closedCents(credit, 'NOTED')]).toEqual([1_000, 1_000]);
  });

  it('is closed once', () => {
    const closed = { ...credit, state: 'CLOSED', openCents: 0 } as const;
    expect(() => closedCents(closed, 'NOTED')).toThrow('closed already');
    expect(() => afterAssignment(closed, 0)).toThrow('closed already');
  });
});
