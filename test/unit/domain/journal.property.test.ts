import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type AccountRole, chartOfAccountsSchema, defaultChartOfAccounts } from '../../../domain/chart-of-accounts.ts';
import {
  assertBalanced,
  type CentsByKind,
  creditOf,
  type JournalLine,
  type JournalSums,
  journalOfCorrection,
  journalOfLapse,
  journalOfReturns,
  journalOfRun,
  journalOfSharePayments,
  liabilityOf,
  sidesOf,
  voucherOfRun,
} from '../../../domain/journal.ts';
import { journalCsv } from '../../../domain/journal-csv.ts';
import { owedKinds } from '../../../domain/payment-ids.ts';

const chart = defaultChartOfAccounts;
const run = { coopId: 'havu', kind: 'BONUS', period: '2026-10', attempt: '1', on: '2026-11-10' } as const;
const cents = fc.integer({ min: -100_000_000, max: 100_000_000 });
const above = fc.nat(100_000_000);

/** What a run can come to: any sign of what was earned, nothing below zero of what is paid. */
const sums: fc.Arbitrary<JournalSums> = fc.record({
  amountCents: cents,
  lateAmountCents: cents,
  withheldCents: above,
  toShareCents: above,
  sentCents: above,
});
const byKind: fc.Arbitrary<CentsByKind> = fc.record(
  { BONUS: above, INTEREST: above, SURPLUS: above, REFUND: above },
  { requiredKeys: [] },
);

describe('the journal of a run', () => {
  it.each(owedKinds)('balances and moves the liability by exactly what stays owed: %s', (kind) => {
    fc.assert(
      fc.property(sums, (given) => {
        const lines = journalOfRun({ ...run, kind }, given, chart);
        const { debitCents, creditCents } = sidesOf(lines);
        expect(debitCents).toBe(creditCents);
        expect(lines.every((line) => line.debitCents >= 0 && line.creditCents >= 0)).toBe(true);
        expect(creditOf(lines, chart, liabilityOf[kind])).toBe(
          given.amountCents + given.lateAmountCents - given.withheldCents - given.toShareCents - given.sentCents,
        );
        expect(creditOf(lines, chart, 'withheldTax')).toBe(given.withheldCents);
        expect(creditOf(lines, chart, 'bankClearing')).toBe(given.sentCents);
      }),
    );
  });

  it('of Bonus: an expense of what was earned and revised, share capital of what filled shares', () => {
    const given = { amountCents: 1_880, lateAmountCents: -120, withheldCents: 0, toShareCents: 300, sentCents: 1_460 };
    const lines = journalOfRun(run, given, chart);
    expect(creditOf(lines, chart, 'bonusExpense')).toBe(-1_760);
    expect(creditOf(lines, chart, 'shareCapital')).toBe(300);
    expect(creditOf(lines, chart, 'bonusLiability')).toBe(0);
    // A revision below zero is booked with its sides changed, never with a minus.
    expect(lines.filter(({ text }) => text.endsWith('oikaisut'))).toMatchObject([
      { account: chart.bonusLiability.number, debitCents: 120, creditCents: 0 },
      { account: chart.bonusExpense.number, debitCents: 0, creditCents: 120 },
    ]);
  });

  it('of interest: surplus to a liability in full, the tax and the rest out of it', () => {
    const given = { amountCents: 10_000, lateAmountCents: 0, withheldCents: 750, toShareCents: 0, sentCents: 8_250 };
    const lines = journalOfRun({ ...run, kind: 'INTEREST', period: '2025' }, given, chart);
    expect(creditOf(lines, chart, 'surplus')).toBe(-10_000);
    expect(creditOf(lines, chart, 'interestLiability')).toBe(1_000);
  });

  it('of a share refund: out of the share capital', () => {
    const given = { amountCents: 30_000, lateAmountCents: 0, withheldCents: 0, toShareCents: 0, sentCents: 20_000 };
    const lines = journalOfRun({ ...run, kind: 'REFUND' }, given, chart);
    expect(creditOf(lines, chart, 'shareCapital')).toBe(-30_000);
    expect(creditOf(lines, chart, 'shareRefundLiability')).toBe(10_000);
  });

  it('of a run without anything to post is empty', () => {
    const nothing = { amountCents: 0, lateAmountCents: 0, withheldCents: 0, toShareCents: 0, sentCents: 0 };
    expect(journalOfRun(run, nothing, chart)).toEqual([]);
  });

  it('refuses fractions of a cent', () => {
    const given = { amountCents: 0.5, lateAmountCents: 0, withheldCents: 0, toShareCents: 0, sentCents: 0 };
    expect(() => journalOfRun(run, given, chart)).toThrow(RangeError);
  });
});

/** What is beside the runs moves each kind's own liability, and nothing else of what is owed. */
const others: [string, (given: CentsByKind) => JournalLine[], AccountRole, 1 | -1][] = [
  [
    'a correction',
    (given) => journalOfCorrection({ ...run, kind: 'CORRECTION', period: '2026-11-28' }, given, chart),
    'bankClearing',
    -1,
  ],
  [
    'returned payments',
    (given) => journalOfReturns({ voucher: 'BANK-havu-1', on: run.on, text: 'NTF-1' }, given, chart),
    'bankClearing',
    1,
  ],
  [
    'lapsed claims',
    (given) => journalOfLapse({ voucher: 'LAPSE-havu-1', on: run.on, text: '2026' }, given, chart),
    'lapsedClaims',
    -1,
  ],
];

describe.each(others)('the journal of %s', (_, journal, other, sign) => {
  it('moves the liability of each kind by its own cents', () => {
    fc.assert(
      fc.property(byKind, (given) => {
        const lines = journal(given);
        for (const kind of owedKinds)
          expect(creditOf(lines, chart, liabilityOf[kind])).toBe(0 + sign * (given[kind] ?? 0));
        const total = Object.values(given).reduce((sum, each) => sum + each, 0);
        expect(creditOf(lines, chart, other)).toBe(0 - sign * total);
      }),
    );
  });
});

it('share contributions that came in are share capital', () => {
  const lines = journalOfSharePayments({ voucher: 'BANK-havu-2', on: run.on, text: 'NTF-2' }, 2_000, chart);
  expect(creditOf(lines, chart, 'shareCapital')).toBe(2_000);
  expect(creditOf(lines, chart, 'bankClearing')).toBe(-2_000);
});

/** A month of a household chain in sums: what is earned, how much of what is payable goes where, what comes back later. */
const month = fc.record({
  amount: cents,
  late: cents,
  shareOf: fc.nat(100),
  sentOf: fc.nat(100),
  heldOf: fc.nat(100),
  returnedOf: fc.nat(100),
  paidAgainOf: fc.nat(100),
});

it('month after month, the Bonus liability in the books is what runs left unpaid and what came back or was held', () => {
  fc.assert(
    fc.property(fc.array(month, { minLength: 1, maxLength: 24 }), (months) => {
      let unpaidCents = 0;
      let owedCents = 0;
      let liabilityCents = 0;
      for (const { amount, late, shareOf, sentOf, heldOf, returnedOf, paidAgainOf } of months) {
        const payable = unpaidCents + amount + late;
        const toShareCents = Math.floor((Math.max(0, payable) * shareOf) / 100);
        const toAccount = Math.floor((Math.max(0, payable - toShareCents) * sentOf) / 100);
        const held = Math.floor((toAccount * heldOf) / 100);
        const sentCents = toAccount - held;
        const given = { amountCents: amount, lateAmountCents: late, withheldCents: 0, toShareCents, sentCents };
        const returned = Math.floor((sentCents * returnedOf) / 100);
        const paidAgain = Math.floor(((owedCents + held + returned) * paidAgainOf) / 100);
        const lines = [
          ...journalOfRun(run, given, chart),
          ...journalOfReturns({ voucher: 'b', on: run.on, text: 'b' }, { BONUS: returned }, chart),
          ...journalOfCorrection({ ...run, kind: 'CORRECTION', period: run.on }, { BONUS: paidAgain }, chart),
        ];
        assertBalanced(lines);
        liabilityCents += creditOf(lines, chart, 'bonusLiability');
        unpaidCents = payable - toShareCents - toAccount;
        owedCents += held + returned - paidAgain;
        expect(liabilityCents).toBe(unpaidCents + owedCents);
      }
    }),
  );
});

describe('a journal that does not balance is refused', () => {
  const [first, second] = journalOfSharePayments({ voucher: 'v', on: run.on, text: 't' }, 100, chart);
  const lines = [first, second].filter((line) => line !== undefined);
  it.each<[string, JournalLine[]]>([
    ['a side is missing', lines.slice(0, 1)],
    ['a cent is missing', lines.map((line) => ({ ...line, debitCents: line.debitCents && 99 }))],
    ['both sides in one line', lines.map((line) => ({ ...line, debitCents: 100, creditCents: 100 }))],
    ['below zero', lines.map((line) => ({ ...line, debitCents: -line.creditCents, creditCents: -line.debitCents }))],
    [
      'fractions',
      lines.map((line) => ({ ...line, debitCents: line.debitCents / 8, creditCents: line.creditCents / 8 })),
    ],
  ])('%s', (_, wrong) => {
    expect(() => assertBalanced(lines)).not.toThrow();
    expect(() => assertBalanced(wrong)).toThrow(RangeError);
  });
});

describe('the file for the books', () => {
  it('has semicolons, decimal commas and empty sides, and its voucher is a function of the run', () => {
    const given = { amountCents: 123_456, lateAmountCents: 0, withheldCents: 0, toShareCents: 0, sentCents: 0 };
    expect(journalCsv(journalOfRun(run, given, chart))).toBe(
      '\uFEFFtosite;päivä;tili;tilin nimi;debet;kredit;selite\r\n' +
        `${voucherOfRun(run)};2026-11-10;3590;Bonus ja maksutapaetu (myynnin oikaisuerä);1234,56;;Bonus 10/2026, kauden erät\r\n` +
        `${voucherOfRun(run)};2026-11-10;2961;Bonusvelka;;1234,56;Bonus 10/2026, kauden erät\r\n`,
    );
    expect(voucherOfRun(run)).toBe('BONUS-havu-202610-1');
  });

  it('read back, it has the same sums', () => {
    fc.assert(
      fc.property(sums, (given) => {
        const lines = journalOfRun(run, given, chart);
        const rows = journalCsv(lines).trimEnd().split('\r\n').slice(1);
        const total = (column: number): number =>
          rows.reduce((sum, row) => sum + Number((row.split(';')[column] ?? '').replace(',', '')), 0);
        expect([total(4), total(5)]).toEqual(Object.values(sidesOf(lines)));
      }),
    );
  });
});

describe('the chart of accounts', () => {
  it('has an account for each role, and the defaults are one', () => {
    expect(z.parse(chartOfAccountsSchema, chart)).toEqual(chart);
  });

  it.each([
    ['a number twice', { ...chart, withheldTax: chart.shareCapital }],
    ['a role missing', { ...chart, withheldTax: undefined }],
    ['letters in a number', { ...chart, withheldTax: { number: '29A0', name: 'x' } }],
  ])('is refused with %s', (_, wrong) => {
    expect(z.safeParse(chartOfAccountsSchema, wrong).success).toBe(false);
  });
});

describe('the texts of the books', () => {
  const given = { amountCents: 1, lateAmountCents: 2, withheldCents: 3, toShareCents: 4, sentCents: 5 };
  const textsOf = (lines: readonly JournalLine[]): string[] => [...new Set(lines.map(({ text }) => text))];
  const other = { voucher: 'V', on: '2026-11-10', text: 'Pankin aineisto 1' };

  it.each([
    ['BONUS', '2026-10', 'Bonus 10/2026'],
    ['INTEREST', '2026', 'Osuuspääoman korko 2026'],
    ['SURPLUS', '2026', 'Ylijäämänpalautus 2026'],
    ['REFUND', '2026-10', 'Osuusmaksujen palautus 10/2026'],
  ] as const)('say what each line of a run is: %s', (kind, period, head) => {
    expect(textsOf(journalOfRun({ ...run, kind, period }, given, chart))).toEqual(
      ['kauden erät', 'aiempien kausien oikaisut', 'ennakonpidätys', 'osuusmaksuihin', 'tileille maksuun'].map(
        (text) => `${head}, ${text}`,
      ),
    );
  });

  it('name the kind of money of what is paid anew, came back, or has lapsed', () => {
    const correction = { ...run, kind: 'CORRECTION', period: '2026-11-28' } as const;
    expect(textsOf(journalOfCorrection(correction, { BONUS: 1, REFUND: 2 }, chart))).toEqual([
      'Uudelleen maksetut 28.11.2026, tileille maksuun: Bonus',
      'Uudelleen maksetut 28.11.2026, tileille maksuun: Osuusmaksujen palautus',
    ]);
    expect(textsOf(journalOfReturns(other, { INTEREST: 1 }, chart))).toEqual([
      'Pankin aineisto 1, palautuneet maksut: Osuuspääoman korko',
    ]);
    expect(textsOf(journalOfLapse(other, { SURPLUS: 1 }, chart))).toEqual([
      'Pankin aineisto 1, vanhentuneet: Ylijäämänpalautus',
    ]);
    expect(textsOf(journalOfSharePayments(other, 1, chart))).toEqual(['Pankin aineisto 1, jäsenten osuusmaksut']);
  });

  it('say why there are none', () => {
    expect(() => journalOfRun(run, { ...given, amountCents: 0.5 }, chart)).toThrow(
      'what is booked must be whole cents',
    );
    const most = Number.MAX_SAFE_INTEGER;
    expect(() => journalOfRun(run, { ...given, amountCents: most, lateAmountCents: most }, chart)).toThrow(
      'a journal does not balance: debit ',
    );
  });
});
