import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlinesOf } from '../../../domain/annual-return/deadlines.ts';
import { byPayee, type PayeeRecord, recordOf, type SurplusLine } from '../../../domain/annual-return/payee-record.ts';
import { drawableOn, reportedKinds, taxYearOf } from '../../../domain/annual-return/reporting.ts';
import { changesOf, movedBy, sideBySide } from '../../../domain/annual-return/return-difference.ts';
import {
  checkApproval,
  isSameBasis,
  type ReturnBasis,
  returnActs,
  returnStateAfter,
  returnStates,
  warningsOf,
} from '../../../domain/annual-return/return-life.ts';
import {
  addReturnTotals,
  addSums,
  assertTotalsAgree,
  sumsOf,
  totalsOf,
  zeroReturnTotals,
  zeroSums,
} from '../../../domain/annual-return/return-totals.ts';
import { itemisationOf, summaryOf } from '../../../domain/annual-return/semantic-record.ts';
import { payeeRecord, recordsArbitrary, returnHead, surplusLine } from '../../fixtures/annual-return.ts';

async function* streamed<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}
async function collected<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe('what is reported, and in which year', () => {
  it('is interest: the refund by own purchases is tax-free, and the rest is no surplus (R87, R96)', () => {
    expect(reportedKinds).toEqual(['INTEREST']);
  });

  it.each([
    ['paid in time', '2026-06-15', '2026-06-10', '2026'],
    ['released after the day', '2026-12-20', '2027-01-04', '2027'],
    ['released before the new year, to be there after it', '2027-01-02', '2026-12-30', '2027'],
    ['on the last day', '2026-12-31', '2026-12-31', '2026'],
  ])('is of the year in which it could be drawn: %s (R98)', (_, payOn, releasedOn, year) => {
    expect(taxYearOf(drawableOn(payOn, releasedOn))).toBe(year);
  });

  it('is due by the end of January, the vouchers by 15 January; five payees make it electronic (R97, R99)', () => {
    expect(deadlinesOf('2026', 4)).toEqual({
      returnBy: '2027-01-31',
      vouchersBy: '2027-01-15',
      mustBeElectronic: false,
    });
    expect(deadlinesOf('2026', 5).mustBeElectronic).toBe(true);
    expect(() => deadlinesOf('1999', 5)).toThrow(/no rule/);
  });
});

describe('a row of the return', () => {
  it('adds up what a person got by two memberships and in two periods; a share counts once', () => {
    const lines = [
      surplusLine({ period: '2024', memberNumber: '1100000001', grossCents: 2_000, withheldCents: 0 }),
      surplusLine({ period: '2025', memberNumber: '1100000001', grossCents: 1_500, withheldCents: 0 }),
      surplusLine({ period: '2025', memberNumber: '1100000099', grossCents: 2_001, withheldCents: 150 }),
    ];
    expect(recordOf(lines)).toEqual(payeeRecord({ grossCents: 5_501, withheldCents: 150, capitalCents: 20_000 }));
  });

  it('is of one payee', () => {
    expect(() => recordOf([])).toThrow(/needs a line/);
    expect(() => recordOf([surplusLine(), surplusLine({ customerNumber: '1100000002' })])).toThrow(/one payee/);
  });

  it('comes from lines in the order of their payees, and from no others', async () => {
    const numbers = ['1', '1', '2', '4', '4', '4'].map((digit) => surplusLine({ customerNumber: `110000000${digit}` }));
    const groups = await collected(byPayee(streamed(numbers)));
    expect(groups.map((group) => group.length)).toEqual([2, 1, 3]);
    expect(await collected(byPayee(streamed<SurplusLine>([])))).toEqual([]);
    await expect(collected(byPayee(streamed(numbers.toReversed())))).rejects.toThrow(/out of order/);
  });
});

describe('totals', () => {
  it('are those of the runs to the cent, or there is no return', () => {
    const runs = [
      { amountCents: 10_000, withheldCents: 750 },
      { amountCents: 2_001, withheldCents: 150 },
    ];
    const totals = { payees: 1, grossCents: 12_001, withheldCents: 900 };
    expect(() => assertTotalsAgree(totals, runs)).not.toThrow();
    expect(() => assertTotalsAgree({ ...totals, grossCents: 12_000 }, runs)).toThrow(/by -1 cents of surplus/);
    expect(() => assertTotalsAgree({ ...totals, withheldCents: 901 }, runs)).toThrow(/by 1 cents of tax/);
    expect(() => assertTotalsAgree(zeroSums, [])).not.toThrow();
  });

  it('keep apart who can be named by no code, and count them among all', () => {
    const totals = [payeeRecord(), payeeRecord({ payeeHash: undefined, grossCents: 500, withheldCents: 0 })]
      .map(totalsOf)
      .reduce(addReturnTotals, zeroReturnTotals);
    expect(totals).toEqual({
      payees: 2,
      grossCents: 10_500,
      withheldCents: 750,
      byHand: { payees: 1, grossCents: 500, withheldCents: 0 },
    });
  });
});

describe('the difference to a return that was delivered', () => {
  const delivered = payeeRecord();

  it.each([
    ['nothing', delivered, payeeRecord(), []],
    ['nothing for another name of the same code', delivered, payeeRecord({ payeeName: 'Virtanen Maija' }), []],
    ['a new payee', undefined, delivered, ['REPORT']],
    ['a payee who got nothing after all', delivered, undefined, ['WITHDRAW']],
    ['another sum', delivered, payeeRecord({ grossCents: 9_999 }), ['REPLACE']],
    ['another tax', delivered, payeeRecord({ withheldCents: 751 }), ['REPLACE']],
    ['another share', delivered, payeeRecord({ capitalCents: 1 }), ['REPLACE']],
    ['an estate', delivered, payeeRecord({ payeeKind: 'ESTATE' }), ['REPLACE']],
    ['another code: the old one is taken back', delivered, payeeRecord({ payeeHash: 'b' }), ['WITHDRAW', 'REPORT']],
    ['a code that was missing', payeeRecord({ payeeHash: undefined }), delivered, ['WITHDRAW', 'REPORT']],
    [
      'a non-resident, who stands in another record',
      delivered,
      payeeRecord({ payeeKind: 'NON_RESIDENT' }),
      ['WITHDRAW', 'REPORT'],
    ],
    ['none at all', undefined, undefined, []],
  ])('tells %s', (_, before, after, actions) => {
    expect(changesOf(before, after).map(({ action }) => action)).toEqual(actions);
  });

  it('withdraws what was told, and reports what is so', () => {
    const after = payeeRecord({ payeeHash: 'b', grossCents: 5 });
    expect(changesOf(delivered, after).map(({ record }) => record)).toEqual([delivered, after]);
  });

  it('applied to what was delivered gives the new return, and moves the sums by exactly its amounts', async () => {
    await fc.assert(
      fc.asyncProperty(recordsArbitrary, recordsArbitrary, async (before, after) => {
        const pairs = await collected(sideBySide(streamed(before), streamed(after)));
        const told = new Map(before.map((record) => [record.customerNumber, record]));
        let sums = before.map(sumsOf).reduce(addSums, zeroSums);
        for (const pair of pairs) {
          for (const { action, record } of changesOf(pair.before, pair.after)) {
            if (action === 'WITHDRAW') told.delete(record.customerNumber);
            else told.set(record.customerNumber, record);
          }
          sums = addSums(sums, movedBy(pair.before, pair.after));
        }
        const meant = (record: PayeeRecord): PayeeRecord =>
          record.payeeHash === undefined ? record : { ...record, payeeName: '' };
        expect([...told.values()].map(meant).toSorted(byNumber)).toEqual(after.map(meant));
        expect(sums).toEqual(after.map(sumsOf).reduce(addSums, zeroSums));
        expect(pairs.every(({ before: a, after: b }) => a !== undefined || b !== undefined)).toBe(true);
      }),
    );
  });

  it('of a return to itself is nothing', async () => {
    await fc.assert(
      fc.asyncProperty(recordsArbitrary, async (records) => {
        const pairs = await collected(sideBySide(streamed(records), streamed(records)));
        expect(pairs.flatMap(({ before, after }) => changesOf(before, after))).toEqual([]);
        expect(pairs).toHaveLength(records.length);
      }),
    );
  });

  it('is refused where payees are out of order, since some would be missed', async () => {
    const two = [payeeRecord({ customerNumber: '2' }), payeeRecord({ customerNumber: '1' })];
    await expect(collected(sideBySide(streamed(two), streamed([])))).rejects.toThrow(/out of order/);
  });
});
const byNumber = (a: { customerNumber: string }, b: { customerNumber: string }): number =>
  a.customerNumber < b.customerNumber ? -1 : 1;

describe('the semantic record', () => {
  it.each([
    // domain.md 4.7: gross, withheld
    [1_000, 0],
    [2_000, 0],
    [2_001, 150],
    [10_000, 750],
    [600_000, 63_000],
  ])('carries %i cents and the %i withheld, payment type 05', (grossCents, withheldCents) => {
    const change = { action: 'REPORT', record: payeeRecord({ grossCents, withheldCents }) } as const;
    const record = itemisationOf(returnHead(), change, { id: '010190-900P', name: 'Mallikas Maija' });
    expect(record).toMatchObject({ paymentType: '05', grossCents, withheldCents, payeeId: '010190-900P' });
  });

  it('tells the share only of co-ops with under 500 members (R96)', () => {
    const change = { action: 'REPORT', record: payeeRecord() } as const;
    const payee = { id: '010190-900P', name: 'Mallikas Maija' };
    expect(itemisationOf(returnHead({ distributorType: 'S' }), change, payee).capitalCents).toBe(10_000);
    expect(itemisationOf(returnHead({ distributorType: 'M' }), change, payee).capitalCents).toBeUndefined();
    expect(itemisationOf(returnHead({ distributorType: 'J' }), change, payee).capitalCents).toBeUndefined();
  });

  it('is summed up by payer and year', () => {
    expect(summaryOf(returnHead(), { payees: 2, grossCents: 5, withheldCents: 1 })).toEqual({
      payer: { businessId: '1234567-1', name: 'Osuuskauppa Havu' },
      year: '2026',
      payees: 2,
      grossCents: 5,
      withheldCents: 1,
    });
  });
});

describe('the life of a return', () => {
  const basis: ReturnBasis = {
    kind: 'INTEREST',
    period: '2025',
    attempt: '1',
    drawableOn: '2026-06-15',
    payouts: 3,
    amountCents: 10_000,
    withheldCents: 750,
  };
  const draft = { state: 'DRAFT', hash: 'h', opened: { by: 'anna' }, basis: [basis] } as const;

  it('goes from state to state by these acts alone', () => {
    const table = returnStates.map((state) => [
      state,
      ...returnActs.filter((act) => {
        try {
          returnStateAfter(state, act);
          return true;
        } catch {
          return false;
        }
      }),
    ]);
    expect(table).toEqual([
      ['BUILDING', 'conclude', 'discard'],
      ['DRAFT', 'approve', 'discard'],
      ['APPROVED', 'deliver', 'discard'],
      ['DELIVERED'],
      ['DISCARDED'],
    ]);
  });

  it('takes two people, over what both saw, while the runs are the same', () => {
    expect(() => checkApproval(draft, { by: 'bo', hash: 'h' }, [basis])).not.toThrow();
    const codeOf = (act: () => void): string | undefined => {
      try {
        act();
        return undefined;
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    expect(codeOf(() => checkApproval(draft, { by: 'anna', hash: 'h' }, [basis]))).toBe('secondPersonRequired');
    expect(codeOf(() => checkApproval(draft, { by: 'bo', hash: 'x' }, [basis]))).toBe('returnHashDiffers');
    expect(codeOf(() => checkApproval(draft, { by: 'bo', hash: 'h' }, []))).toBe('returnRunsChanged');
    expect(codeOf(() => checkApproval({ ...draft, state: 'BUILDING' }, { by: 'bo', hash: 'h' }, [basis]))).toBe(
      'returnNotInState',
    );
  });

  it('knows the same runs in any order, and another attempt from the same', () => {
    const other = { ...basis, period: '2024' };
    expect(isSameBasis([basis, other], [other, basis])).toBe(true);
    expect(isSameBasis([basis], [{ ...basis, attempt: '2' }])).toBe(false);
  });

  it('warns before it is signed', () => {
    const usual = {
      state: 'DRAFT',
      payees: 650_000,
      byHand: 0,
      underFiveHundred: false,
      runsChanged: false,
      today: '2027-01-31',
      returnBy: '2027-01-31',
    } as const;
    expect(warningsOf(usual)).toEqual([]);
    expect(warningsOf({ ...usual, payees: 499 })).toEqual(['FEWER_THAN_500_PAYEES']);
    expect(warningsOf({ ...usual, payees: 499, underFiveHundred: true })).toEqual([]);
    expect(warningsOf({ ...usual, byHand: 1, runsChanged: true, today: '2027-02-01' })).toEqual([
      'PAYEES_BY_HAND',
      'RUNS_CHANGED',
      'NOT_DELIVERED_IN_TIME',
    ]);
    expect(warningsOf({ ...usual, state: 'DELIVERED', today: '2027-02-01' })).toEqual([]);
  });
});
