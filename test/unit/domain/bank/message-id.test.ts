import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchPartsOf, messagePartsOf } from '../../../../domain/bank/message-id.ts';
import { messageId, paymentInformationId, paymentKinds } from '../../../../domain/payment-ids.ts';

const two = (most: number) => fc.integer({ min: 1, max: most }).map((number) => String(number).padStart(2, '0'));
/** How many parts the periods of a kind have. */
const partsOf = { BONUS: 2, INTEREST: 1, SURPLUS: 1, REFUND: 2, CORRECTION: 3 } as const;
const kindAndPeriod = fc
  .tuple(fc.constantFrom(...paymentKinds), fc.integer({ min: 2000, max: 2099 }), two(12), two(28))
  .map(([kind, ...day]) => ({ kind, period: day.slice(0, partsOf[kind]).join('-') }));
const more = fc.record({
  coopId: fc.stringMatching(/^[a-z0-9]{1,8}$/),
  attempt: fc.integer({ min: 1, max: 99 }),
  fileNumber: fc.integer({ min: 1, max: 9_999 }),
});
const parts = fc.tuple(kindAndPeriod, more).map(([a, b]) => ({ ...a, ...b }));

describe('an id of a message that the bank repeats', () => {
  it('tells its parts again', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 9 }), (made, batchNumber) => {
        expect(messagePartsOf(messageId(made))).toEqual(made);
        expect(batchPartsOf(paymentInformationId({ ...made, batchNumber }))).toEqual({ ...made, batchNumber });
      }),
    );
  });

  it('is none of ours if it is anything else', () => {
    for (const id of ['', 'BONUS-hok-202610-01-0001', 'BONUS-hok-202613-1-0001', 'NTF-1', 'BONUS-hok-202610-1-1'])
      expect(messagePartsOf(id), id).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(batchPartsOf(id)).toBeUndefined();
      }),
    );
  });
});
