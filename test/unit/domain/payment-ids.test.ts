import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EndToEndParts,
  endToEndId,
  instructionId,
  type MessageParts,
  messageId,
  paymentInformationId,
} from '../../../domain/payment-ids.ts';

const message: MessageParts = { kind: 'BONUS', coopId: 'hok', period: '2026-10', attempt: 1, fileNumber: 1 };
const payment: EndToEndParts = {
  kind: 'BONUS',
  coopId: 'hok',
  period: '2026-10',
  payeeId: 'H0000001',
  revision: 1,
  issue: 1,
};

// Few different characters and numbers, so that parts that could run into each other do.
const coopId = fc.string({ unit: fc.constantFrom('1', '2', 'b', 'h'), minLength: 1, maxLength: 8 });
const payeeId = fc.string({ unit: fc.constantFrom('1', '2', 'b', 'H'), minLength: 1, maxLength: 14 });
/** Each kind has periods of one shape. */
const owed = fc.oneof(
  fc.record({ kind: fc.constantFrom('BONUS', 'REFUND'), period: fc.constantFrom('2026-01', '2026-11', '2012-02') }),
  fc.record({ kind: fc.constantFrom('INTEREST', 'SURPLUS'), period: fc.constantFrom('2026', '2011', '2012') }),
);
const small = fc.integer({ min: 1, max: 12 });
const run = fc.oneof(
  owed,
  fc.record({ kind: fc.constant('CORRECTION'), period: fc.constantFrom('2026-01-11', '2026-11-01', '2012-02-03') }),
);
const messageParts = fc
  .tuple(run, fc.record({ coopId, attempt: small, fileNumber: fc.constantFrom(1, 11, 9_999, 10_000) }))
  .map(([of, rest]): MessageParts => ({ ...of, ...rest }) as MessageParts);
const endToEndParts = fc
  .tuple(
    owed,
    fc.record({ coopId, payeeId, revision: fc.integer({ min: 0, max: 12 }), issue: fc.integer({ min: 0, max: 9 }) }),
  )
  .map(([of, rest]): EndToEndParts => ({ ...of, ...rest }) as EndToEndParts);

/** What a payment id may be made of, and where `/` may not stand (domain.md 5.1). */
const sepaIdentifier = /^(?!\/)(?!.*\/\/)[A-Za-z0-9/?:().,'+ -]{1,35}(?<!\/)$/;

/** Every id is as SEPA wants it, and two inputs have the same id only if they are the same. */
function expectInjective<Parts>(parts: fc.Arbitrary<Parts>, idOf: (parts: Parts) => string): void {
  fc.assert(
    fc.property(fc.array(parts, { minLength: 2, maxLength: 200 }), (list) => {
      const inputOfId = new Map<string, string>();
      for (const each of list) {
        const id = idOf(each);
        const input = JSON.stringify(each);
        expect(id).toMatch(sepaIdentifier);
        expect(inputOfId.get(id) ?? input).toBe(input);
        inputOfId.set(id, input);
      }
    }),
  );
}

describe('payment ids', () => {
  it('are functions of what is paid', () => {
    expect(messageId(message)).toBe('BONUS-hok-202610-1-0001');
    expect(paymentInformationId({ ...message, batchNumber: 1 })).toBe('BONUS-hok-202610-1-0001-1');
    expect(instructionId({ ...message, transactionNumber: 1 })).toBe('B-hok-202610-1-0001-000001');
    expect(endToEndId(payment)).toBe('B202610hok-H0000001-1-1');
    expect(endToEndId({ ...payment, kind: 'INTEREST', period: '2026' })).toBe('I2026hok-H0000001-1-1');
    expect(endToEndId({ ...payment, kind: 'SURPLUS', period: '2026', revision: 12, issue: 3 })).toBe(
      'S2026hok-H0000001-12-3',
    );
    expect(messageId({ ...message, kind: 'CORRECTION', period: '2026-11-28' })).toBe('CORR-hok-20261128-1-0001');
  });

  it('of messages are injective and fit', () => expectInjective(messageParts, messageId));
  it('of batches are injective and fit', () => {
    // The longest kind and co-op leave three digits to attempt and batch with files up to 9999.
    const parts = fc
      .tuple(messageParts, fc.integer({ min: 1, max: 9 }), fc.constantFrom(1, 11, 9_999), small)
      .map(([each, attempt, fileNumber, batchNumber]) => ({ ...each, attempt, fileNumber, batchNumber }));
    expectInjective(parts, paymentInformationId);
  });
  it('of instructions are injective and fit', () => {
    const parts = fc
      .tuple(messageParts, fc.constantFrom(1, 11, 999_999))
      .map(([each, transactionNumber]) => ({ ...each, transactionNumber }));
    expectInjective(parts, instructionId);
  });
  it('of payments are injective and fit', () => expectInjective(endToEndParts, endToEndId));

  it('of messages, batches and instructions are never the same', () => {
    fc.assert(
      fc.property(messageParts, messageParts, fc.integer({ min: 1, max: 9 }), (one, other, number) => {
        const batch = paymentInformationId({ ...other, coopId: 'h', batchNumber: number });
        const instruction = instructionId({ ...one, transactionNumber: number });
        expect(new Set([messageId(one), batch, instruction]).size).toBe(3);
      }),
    );
  });

  it('of the longest parts still have room', () => {
    const longest = { kind: 'CORRECTION', coopId: 'abcdefgh', period: '2026-10-31' } as const;
    const owedLongest = { kind: 'REFUND', coopId: 'abcdefgh', period: '2026-10' } as const;
    expect(messageId({ ...longest, attempt: 999, fileNumber: 9_999 })).toHaveLength(31);
    expect(paymentInformationId({ ...longest, attempt: 99, fileNumber: 9_999, batchNumber: 99 })).toHaveLength(33);
    expect(instructionId({ ...longest, attempt: 99, fileNumber: 9_999, transactionNumber: 50_000 })).toHaveLength(34);
    expect(endToEndId({ ...owedLongest, payeeId: 'A'.repeat(14), revision: 99, issue: 9 })).toHaveLength(35);
  });

  it.each([
    [
      'attempt and file too long',
      () => messageId({ ...message, coopId: 'abcdefgh', attempt: 99_999_999, fileNumber: 99_999 }),
    ],
    [
      'attempt and batch too long',
      () => paymentInformationId({ ...message, coopId: 'abcdefgh', attempt: 99_999, batchNumber: 999_999 }),
    ],
    [
      'revision and issue too long',
      () => endToEndId({ ...payment, coopId: 'abcdefgh', payeeId: 'A'.repeat(14), revision: 99, issue: 10 }),
    ],
    ['a kind that is none', () => messageId({ ...message, kind: 'DIVIDEND' as 'BONUS' })],
    ['a co-op in capitals', () => messageId({ ...message, coopId: 'HOK' })],
    ['a co-op with a hyphen', () => endToEndId({ ...payment, coopId: 'h-k' })],
    ['a co-op of nine', () => endToEndId({ ...payment, coopId: 'abcdefghi' })],
    ['a year for a period', () => messageId({ ...message, period: '2026' })],
    ['a month for a year', () => endToEndId({ ...payment, kind: 'INTEREST' })],
    ['a correction that owes', () => endToEndId({ ...payment, kind: 'CORRECTION' as 'BONUS' })],
    ['a thirteenth month', () => endToEndId({ ...payment, period: '2026-13' })],
    ['no attempt', () => messageId({ ...message, attempt: 0 })],
    ['half a file', () => messageId({ ...message, fileNumber: 1.5 })],
    ['no batch', () => paymentInformationId({ ...message, batchNumber: 0 })],
    ['no place in the file', () => instructionId({ ...message, transactionNumber: 0 })],
    ['no payee', () => endToEndId({ ...payment, payeeId: '' })],
    ['a payee of fifteen', () => endToEndId({ ...payment, payeeId: 'A'.repeat(15) })],
    ['a payee with a hyphen', () => endToEndId({ ...payment, payeeId: 'H-1' })],
    ['a revision below zero', () => endToEndId({ ...payment, revision: -1 })],
    ['half an issue', () => endToEndId({ ...payment, issue: 0.5 })],
  ])('refuse %s', (_, make) => {
    expect(make).toThrow(RangeError);
  });

  it.each([
    [
      'kind',
      () => messageId({ ...message, kind: 'X' as 'BONUS' }),
      'kind must be one of BONUS, INTEREST, SURPLUS, REFUND, CORRECTION',
    ],
    [
      'owed kind',
      () => endToEndId({ ...payment, kind: 'CORRECTION' as 'BONUS' }),
      'kind must be one of BONUS, INTEREST, SURPLUS, REFUND',
    ],
    ['co-op', () => messageId({ ...message, coopId: 'HOK' }), 'coopId must be 1 to 8 small letters or digits'],
    ['attempt', () => messageId({ ...message, attempt: 0 }), 'attempt must be at least 1'],
    ['file', () => messageId({ ...message, fileNumber: 1.5 }), 'fileNumber must be a whole number'],
    ['revision', () => endToEndId({ ...payment, revision: -1 }), 'revision must be at least 0'],
    ['issue', () => endToEndId({ ...payment, issue: 0.5 }), 'issue must be a whole number'],
    ['payee', () => endToEndId({ ...payment, payeeId: '' }), 'payeeId must be 1 to 14 letters or digits'],
    ['period', () => endToEndId({ ...payment, period: '2026' }), 'period is not of the shape that its kind has'],
    [
      'length',
      () => endToEndId({ ...payment, coopId: 'abcdefgh', payeeId: 'A'.repeat(14), revision: 99, issue: 10 }),
      'The parts are too long for a payment id of at most 35 characters.',
    ],
  ])('name the %s when they refuse it', (_, make, sentence) => {
    expect(make).toThrow(sentence);
  });

  it.each([
    ['BONUS', '12026-10'],
    ['BONUS', '2026-101'],
    ['REFUND', '2026'],
    ['INTEREST', '2026-10'],
    ['INTEREST', '12026'],
    ['SURPLUS', '20261'],
    ['CORRECTION', '12026-10-31'],
    ['CORRECTION', '2026-10-311'],
    ['CORRECTION', '2026-10'],
  ] as const)('of %s are not made of the period %s', (of, wrong) => {
    expect(() => messageId({ ...message, kind: of, period: wrong })).toThrow('period is not of the shape');
  });

  it('of messages name the kind in a few letters', () => {
    const of = (kind: MessageParts['kind'], period: string) => messageId({ ...message, kind, period });
    expect([
      of('INTEREST', '2026'),
      of('SURPLUS', '2026'),
      of('REFUND', '2026-10'),
      of('CORRECTION', '2026-11-28'),
    ]).toEqual([
      'INTEREST-hok-2026-1-0001',
      'SURPLUS-hok-2026-1-0001',
      'REFUND-hok-202610-1-0001',
      'CORR-hok-20261128-1-0001',
    ]);
  });

  it('do not name the payee when they refuse', () => {
    expect(() => endToEndId({ ...payment, payeeId: 'H-SECRET-1' })).toThrow(/^(?!.*SECRET)/);
  });
});
