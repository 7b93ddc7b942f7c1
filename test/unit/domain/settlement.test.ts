import { describe, expect, it } from 'vitest';
import { heldForPerson, payoutReasons, type SettlementInput, settle } from '../../../domain/settlement.ts';

function settling(overrides: Partial<SettlementInput>) {
  return settle({
    openingUnpaidCents: 0,
    amounts: [],
    minimumPayoutCents: 1,
    shareMissingCents: 0,
    payee: 'OK',
    ...overrides,
  });
}

describe('settle', () => {
  it.each<[string, Partial<SettlementInput>, ReturnType<typeof settle>]>([
    ['pays a month to the account (R16)', { amounts: [1_880] }, done(1_880, 0, 1_880, 0, 'PAID', null)],
    [
      'adds what was unpaid and late revisions',
      { openingUnpaidCents: 100, amounts: [50, -20] },
      done(130, 0, 130, 0, 'PAID', null),
    ],
    [
      'fills the share first (R16)',
      { amounts: [1_880], shareMissingCents: 8_000 },
      done(1_880, 1_880, 0, 0, 'TO_SHARE', null),
    ],
    [
      'fills the share exactly',
      { amounts: [1_880], shareMissingCents: 1_880 },
      done(1_880, 1_880, 0, 0, 'TO_SHARE', null),
    ],
    [
      'pays the rest (R17)',
      { amounts: [1_880], shareMissingCents: 1_879 },
      done(1_880, 1_879, 1, 0, 'PAID_AND_TO_SHARE', null),
    ],
    ['has nothing due', { amounts: [] }, done(0, 0, 0, 0, 'NOT_PAID', 'NOTHING_DUE')],
    ['has nothing left', { openingUnpaidCents: -70, amounts: [70] }, done(0, 0, 0, 0, 'NOT_PAID', 'NOTHING_DUE')],
    [
      'takes a debt from the next payment',
      { amounts: [-5], shareMissingCents: 10 },
      done(-5, 0, 0, -5, 'NOT_PAID', 'NEGATIVE'),
    ],
    ['pays less by an old debt', { openingUnpaidCents: -5, amounts: [105] }, done(100, 0, 100, 0, 'PAID', null)],
    ['pays the minimum', { amounts: [500], minimumPayoutCents: 500 }, done(500, 0, 500, 0, 'PAID', null)],
    [
      'keeps less than the minimum',
      { amounts: [499], minimumPayoutCents: 500 },
      done(499, 0, 0, 499, 'NOT_PAID', 'BELOW_MINIMUM'),
    ],
    [
      'keeps less than the minimum from the share too',
      { amounts: [499], minimumPayoutCents: 500, shareMissingCents: 8_000 },
      done(499, 0, 0, 499, 'NOT_PAID', 'BELOW_MINIMUM'),
    ],
    [
      'holds without an account',
      { amounts: [100], payee: 'NO_ACCOUNT' },
      done(100, 0, 0, 100, 'NOT_PAID', 'NO_ACCOUNT'),
    ],
    [
      'fills the share without an account and holds the rest',
      { amounts: [100], payee: 'NO_ACCOUNT', shareMissingCents: 60 },
      done(100, 60, 0, 40, 'TO_SHARE', 'NO_ACCOUNT'),
    ],
    [
      'needs no account if the share takes all',
      { amounts: [100], payee: 'NO_ACCOUNT', shareMissingCents: 100 },
      done(100, 100, 0, 0, 'TO_SHARE', null),
    ],
    [
      'holds without a head member',
      { amounts: [100], payee: 'NO_HEAD', shareMissingCents: 60 },
      done(100, 0, 0, 100, 'NOT_PAID', 'NO_HEAD'),
    ],
    [
      'holds for the estate',
      { amounts: [100], payee: 'DECEASED', shareMissingCents: 60 },
      done(100, 0, 0, 100, 'NOT_PAID', 'DECEASED'),
    ],
    [
      'pays no company',
      { amounts: [100], payee: 'COMPANY', shareMissingCents: 60 },
      done(100, 0, 0, 100, 'NOT_PAID', 'COMPANY_MEMBER'),
    ],
    [
      'says of the amount before of the payee',
      { amounts: [-1], payee: 'DECEASED' },
      done(-1, 0, 0, -1, 'NOT_PAID', 'NEGATIVE'),
    ],
  ])('%s', (_, input, expected) => {
    expect(settling(input)).toEqual(expected);
  });

  it.each([
    ['COMPANY', 'COMPANY_MEMBER', 0],
    ['NO_HEAD', 'NO_HEAD', 0],
    ['HOUSEHOLD_ENDED', 'HOUSEHOLD_ENDED', 0],
    ['NON_RESIDENT', 'NON_RESIDENT', 0],
    ['MEMBERSHIP_ENDED', 'MEMBERSHIP_ENDED', 0],
    ['DECEASED', 'DECEASED', 0],
    ['NO_ACCOUNT', 'NO_ACCOUNT', 60],
    ['ACCOUNT_NEW', 'ACCOUNT_NEW', 60],
    ['ACCOUNT_BLOCKED', 'ACCOUNT_BLOCKED', 60],
  ] as const)(
    'holds back from %s as %s, of 100 cents %i fill a share that misses 60',
    (payee, reason, toShareCents) => {
      expect(settling({ amounts: [100], payee, shareMissingCents: 60 })).toEqual(
        done(100, toShareCents, 0, 100 - toShareCents, toShareCents > 0 ? 'TO_SHARE' : 'NOT_PAID', reason),
      );
    },
  );

  it('leaves to a person what no run can pay by itself', () => {
    const left = [...payoutReasons, undefined].filter((reason) => heldForPerson(reason) !== undefined);
    expect(new Set(left)).toEqual(new Set(['NON_RESIDENT', 'MEMBERSHIP_ENDED']));
    expect(heldForPerson('NON_RESIDENT')).toBe('NON_RESIDENT');
  });

  it('says which sum is wrong', () => {
    expect(() => settling({ amounts: [0.5] })).toThrow('the payable amount must be whole cents');
    expect(() => settling({ shareMissingCents: -1 })).toThrow(
      'what the share is missing must be whole cents, at least 0',
    );
  });

  it.each<Partial<SettlementInput>>([
    { amounts: [0.5] },
    { amounts: [Number.MAX_SAFE_INTEGER, 1] },
    { openingUnpaidCents: Number.NaN },
    { shareMissingCents: -1 },
    { shareMissingCents: 0.5 },
  ])('refuses %j', (input) => {
    expect(() => settling(input)).toThrow(RangeError);
  });
});

function done(
  payableCents: number,
  toShareCents: number,
  toAccountCents: number,
  unpaidCents: number,
  outcome: ReturnType<typeof settle>['outcome'],
  reason: ReturnType<typeof settle>['reason'],
): ReturnType<typeof settle> {
  return { payableCents, toShareCents, toAccountCents, unpaidCents, outcome, reason };
}
