import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import {
  coopIdSchema,
  customerNumberSchema,
  householdIdSchema,
  type Identifier,
  identifierKinds,
  memberNumberSchema,
  outletIdSchema,
  receiptIdSchema,
  retailerIdSchema,
  terminalIdSchema,
} from '../../../domain/identifiers.ts';
import { identityText, type ReceiptIdentity } from '../../../domain/receipt.ts';
import * as keys from '../../../functions/table/keys.ts';

/** Few characters and short ids, so that two draws often meet or nearly meet. */
const id = (characters: string, maxLength = 3) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength });
const outletId = id('1U.-_', 3);
const householdId = fc.oneof(id('1U', 3), fc.constantFrom('U', 'c1', '202610'));
const digits = fc.constantFrom('123456', '1234567', '202610', '20261031');
const businessDay = fc.constantFrom('2026-10-31', '2026-11-01', '2026-01-03');
const month = fc.constantFrom('2026-10', '2026-11', '2026-01');
const shard = fc.constantFrom(0, 1, 10, 999);
const time = fc.constantFrom(1, 10, 1_777_777_777_777);
const identity: fc.Arbitrary<ReceiptIdentity> = fc.record({
  outletId,
  businessDay,
  terminalId: id('1_', 2),
  receiptId: id('1.', 3),
});
const identifier: fc.Arbitrary<Identifier> = fc.record({ kind: fc.constantFrom(...identifierKinds), value: digits });
const run: fc.Arbitrary<keys.RunId> = fc.record({
  coopId: id('a1', 2),
  kind: fc.constant('BONUS'),
  period: month,
  attempt: fc.constantFrom('1', '10', '100', 'D1', 'D10'),
});

/** Every key of the table: its family, what it is made of, and the key. */
const family = <T>(name: string, parts: fc.Arbitrary<T>, keyOf: (parts: T) => keys.Key) =>
  parts.map((made) => ({ of: JSON.stringify([name, made]), key: keyOf(made) }));
const families = [
  family('receipt', identity, keys.receiptKey),
  family('conflict', fc.tuple(identity, id('af', 2)), ([of, hash]) => keys.conflictKey(of, hash)),
  family('identifier', identifier, keys.identifierKey),
  family('coop', id('a1'), keys.coopKey),
  family('bonus table', fc.tuple(id('a1'), month), ([coopId, from]) => keys.bonusTableKey(coopId, from)),
  family('decision', fc.tuple(id('a1'), id('AB', 2), id('12', 4)), (parts) => keys.decisionKey(...parts)),
  family('decision version', fc.tuple(id('a1'), id('AB', 2), id('12', 4), fc.nat(999_999)), (parts) =>
    keys.decisionVersionKey(...parts),
  ),
  family('Bonus written off', fc.tuple(id('a1'), month, householdId), ([coopId, period, of]) =>
    keys.bonusWriteOffKey({ coopId, period, householdId: of }),
  ),
  family('refund decision', fc.tuple(id('a1'), id('12', 4)), (parts) => keys.refundDecisionKey(...parts)),
  family('refund decision version', fc.tuple(id('a1'), id('12', 4), fc.nat(999_999)), (parts) =>
    keys.refundDecisionVersionKey(...parts),
  ),
  family('tax cards', digits, keys.taxCardsKey),
  family('bank file', fc.tuple(id('a1'), id('af')), (parts) => keys.bankFileKey(...parts)),
  family('bank credit', fc.tuple(id('a1'), id('af')), (parts) => keys.bankCreditKey(...parts)),
  family('bank case', fc.tuple(id('a1'), id('af')), (parts) => keys.bankCaseKey(...parts)),
  family('bank status', fc.tuple(run, fc.nat(9_999)), (parts) => keys.bankFileStatusKey(...parts)),
  family('outlet', outletId, keys.outletKey),
  family('client', outletId, keys.tillClientKey),
  family('staff', outletId, keys.staffKey),
  family('company', outletId, keys.companyKey),
  family('paper document', outletId, keys.paperDocumentKey),
  family('directory version', fc.tuple(outletId, fc.integer({ min: 1, max: 999_999 })), ([of, version]) =>
    keys.directoryVersionKey(keys.staffKey(of), version),
  ),
  family('services', digits, keys.servicesKey),
  family('discount right', digits, keys.discountRightKey),
  family('staff membership', digits, keys.staffMembershipKey),
  family('customer code', digits, keys.customerCodeKey),
  family('household', householdId, keys.householdKey),
  family('person', fc.tuple(householdId, digits, businessDay), (parts) => keys.householdPersonKey(...parts)),
  family('customer', digits, keys.customerKey),
  family('account', fc.tuple(digits, businessDay), (parts) => keys.benefitAccountKey(...parts)),
  family('membership', fc.tuple(digits, id('a1'), fc.integer({ min: 1, max: 99 })), (parts) =>
    keys.membershipKey(...parts),
  ),
  family('member listing', fc.tuple(digits, id('a1'), fc.integer({ min: 1, max: 99 })), (parts) =>
    keys.memberListingKey(...parts),
  ),
  family('membershipEvent', fc.tuple(digits, fc.integer({ min: 1, max: 999_999 })), (parts) =>
    keys.membershipEventKey(...parts),
  ),
  family('share', fc.tuple(digits, id('a1'), businessDay, id('s-')), (parts) => keys.shareEntryKey(...parts)),
  family('run', run, keys.runKey),
  family(
    'live',
    run.map(({ attempt: _attempt, ...rest }) => rest),
    keys.livePointerKey,
  ),
  family('shard result', fc.tuple(run, shard), (parts) => keys.shardResultKey(...parts)),
  family('file', fc.tuple(run, shard), (parts) => keys.paymentFileKey(...parts)),
  family('payout', fc.tuple(run, shard, householdId), (parts) => keys.payoutKey(...parts)),
  family('control', fc.tuple(month, time, outletId), (parts) => keys.controlKey(...parts)),
  family('late', fc.tuple(id('a1'), shard, month, householdId), (parts) => keys.lateMarkKey(...parts)),
];
/** Two of all, or two of one kind: those nearly meet. */
const twoOf = <T>(kinds: readonly fc.Arbitrary<T>[]): fc.Arbitrary<readonly [T, T]> => {
  const any = fc.oneof(...kinds);
  return fc.oneof(fc.tuple(any, any), ...kinds.map((kind) => fc.tuple(kind, kind)));
};

/** Every partition of an index. */
const partition = <T>(name: string, parts: fc.Arbitrary<T>, textOf: (parts: T) => string) =>
  parts.map((made) => ({ of: JSON.stringify([name, made]), key: textOf(made) }));
const partitions = [
  partition('household month', fc.tuple(householdId, month), (parts) => keys.householdMonthPartition(...parts)),
  partition('unmatched', identifier, keys.unmatchedPartition),
];
const listings = [
  partition('unmatched', month, keys.unmatchedListing),
  partition('households', fc.tuple(id('a1'), shard), (parts) => keys.householdListing(...parts)),
  partition('members', fc.tuple(id('a1'), fc.integer({ min: 0, max: 15 })), (parts) => keys.memberListing(...parts)),
  partition('coops', fc.constant(null), () => keys.coopListing),
  partition('outlets', fc.constant(null), () => keys.outletListing),
];

const many = { numRuns: 4_000 };

describe('keys', () => {
  it.each([
    ['no two things share a key', twoOf<{ of: string; key: unknown }>(families)],
    ['no two share a partition of byHousehold', twoOf<{ of: string; key: unknown }>(partitions)],
    ['no two share a listing', twoOf<{ of: string; key: unknown }>(listings)],
  ] as const)('%s', (_name, two) => {
    fc.assert(
      fc.property(two, ([one, other]) => {
        expect(JSON.stringify(one.key) === JSON.stringify(other.key)).toBe(one.of === other.of);
      }),
      many,
    );
  });

  it('a receipt’s key is read back as its identity', () => {
    fc.assert(
      fc.property(identity, (of) => {
        expect(keys.identityOfKey(keys.receiptKey(of))).toEqual(of);
      }),
    );
  });

  it('two receipts are the same receipt if their identity is the same text', () => {
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        const same = JSON.stringify(keys.receiptKey(one)) === JSON.stringify(keys.receiptKey(other));
        expect(identityText(one) === identityText(other)).toBe(same);
      }),
      many,
    );
  });

  it('a terminal’s receipts begin with it, and no other terminal’s do', () => {
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        expect(keys.receiptKey(other).sk.startsWith(`${one.terminalId}#`)).toBe(one.terminalId === other.terminalId);
      }),
      many,
    );
  });

  it('an identifier is read back from its text', () => {
    fc.assert(
      fc.property(identifier, (of) => {
        expect(keys.identifierOfText(keys.identifierText(of))).toEqual(of);
      }),
    );
    expect(() => keys.identifierOfText('x123')).toThrow(RangeError);
  });

  it('numbers are sorted as numbers: shards, files, attempts', () => {
    fc.assert(
      fc.property(fc.nat(9_999), fc.nat(9_999), (a, b) => {
        const ofRun = { coopId: 'a', kind: 'BONUS', period: '2026-10', attempt: '1' } as const;
        const isLess = (key: (n: number) => string) => key(a) < key(b);
        for (const key of [keys.shardResultKey, keys.paymentFileKey])
          expect(isLess((n) => key(ofRun, n).sk)).toBe(a < b);
        const attemptKey = (n: number) => keys.runKey({ ...ofRun, attempt: String((n % 999) + 1) }).sk;
        expect(isLess(attemptKey)).toBe(a % 999 < b % 999);
      }),
    );
  });
});

describe('the separator', () => {
  const withSeparator = fc.tuple(fc.string(), fc.string()).map(([before, after]) => `${before}#${after}`);

  it('is refused in any part of a key, and so is an empty part', () => {
    fc.assert(
      fc.property(fc.array(id('a1')), withSeparator, fc.array(id('a1')), (before, part, after) => {
        expect(() => keys.joined(...before, part, ...after)).toThrow(RangeError);
        expect(() => keys.joined(...before, '', ...after)).toThrow(RangeError);
        expect(keys.joined(...before, 'x', ...after).split('#')).toEqual([...before, 'x', ...after]);
      }),
    );
  });

  it('naive: parts joined by hand give two receipts one key', () => {
    const byHand = (of: ReceiptIdentity) => `${of.terminalId}#${of.receiptId}`;
    const [one, other] = [
      { outletId: '1', businessDay: '2026-10-31', terminalId: '1', receiptId: '2#3' },
      { outletId: '1', businessDay: '2026-10-31', terminalId: '1#2', receiptId: '3' },
    ];
    expect(byHand(one)).toBe(byHand(other));
    for (const of of [one, other]) expect(() => keys.receiptKey(of)).toThrow(RangeError);
  });

  it.each<[string, z.ZodMiniType]>([
    ['outlet', outletIdSchema],
    ['terminal', terminalIdSchema],
    ['receipt', receiptIdSchema],
    ['co-op', coopIdSchema],
    ['household', householdIdSchema],
    ['customer', customerNumberSchema],
    ['member', memberNumberSchema],
    ['retailer', retailerIdSchema],
  ])('is in no id: %s', (_name, schema) => {
    fc.assert(
      fc.property(withSeparator, (text) => {
        expect(schema.safeParse(text).success).toBe(false);
      }),
    );
    for (const text of ['', ' ', '1 ', '1\n', '\n1', 'ä', '1\u0000', '１', '1/2', '#', `1#`, '#1', 'x'.repeat(25)])
      expect(schema.safeParse(text).success).toBe(false);
  });
});
