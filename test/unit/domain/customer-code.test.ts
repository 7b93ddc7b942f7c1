import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CustomerCodeState, customerCodeSchema, isLocked, judgeTry } from '../../../domain/customer-code.ts';

const fresh: CustomerCodeState = { hash: 'a'.repeat(64), failures: 0, setAt: 0, source: { kind: 'phone' } };

describe('a customer code', () => {
  it.each(['0000', '9876'])('has four digits: %s', (code) => {
    expect(customerCodeSchema.safeParse(code).success).toBe(true);
  });
  it.each(['', '123', '12345', '12 4', '１２３４', '12a4', '1234\n', ' 1234'])('is nothing else: %j', (code) => {
    expect(customerCodeSchema.safeParse(code).success).toBe(false);
  });

  it('that was never set is never right', () => {
    expect(judgeTry(undefined, true, 5)).toEqual({ result: 'notSet', triesLeft: 0 });
  });

  it('is locked by the failure that reaches the limit, and then answers the right one as the wrong one', () => {
    expect(judgeTry({ ...fresh, failures: 3 }, false, 5)).toMatchObject({ result: 'wrong', triesLeft: 1 });
    expect(judgeTry({ ...fresh, failures: 4 }, false, 5)).toMatchObject({
      result: 'wrong',
      triesLeft: 0,
      store: { failures: 5 },
    });
    for (const matches of [true, false])
      expect(judgeTry({ ...fresh, failures: 5 }, matches, 5)).toEqual({ result: 'locked', triesLeft: 0 });
  });

  it('is told right or wrong in any row of tries as a plain count says', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 30 }), fc.integer({ min: 1, max: 8 }), (tries, most) => {
        let state = fresh;
        let wrongInARow = 0;
        for (const matches of tries) {
          const locked = wrongInARow >= most;
          const judged = judgeTry(state, matches, most);
          expect(judged.result).toBe(locked ? 'locked' : matches ? 'right' : 'wrong');
          if (!locked) wrongInARow = matches ? 0 : wrongInARow + 1;
          state = judged.store ?? state;
          expect(isLocked(state, most)).toBe(wrongInARow >= most);
          expect(judged.triesLeft).toBe(locked ? 0 : most - wrongInARow);
        }
      }),
    );
  });

  it('takes nothing from the state but the count', () => {
    expect(judgeTry({ ...fresh, failures: 2 }, true, 5).store).toEqual(fresh);
  });
});
