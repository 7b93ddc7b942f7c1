import type { AccountRole, ChartOfAccounts } from './chart-of-accounts.ts';
import { type OwedKind, owedKinds } from './payment-ids.ts';
import type { RunKind } from './run.ts';
import { type Period, periodText } from './run-period.ts';

/**
 * The books of what is owed and paid, by double entry. Each posted run is one voucher (kirjanpitolaki 2:5): what was earned becomes a
 * liability, and the liability goes to shares, to the tax authority and to accounts; what stays unpaid or is held stays in it.
 *
 * What leaves for the bank, comes back from it, or comes in, goes over one clearing account. The bookkeeping of the co-op's bank statement
 * books the other side there, so its balance is what is under way.
 */

/** What a run of one kind of money has decided; all cents, of the whole run. */
export type JournalSums = {
  amountCents: number;
  /** Changes to earlier months, either sign. */
  lateAmountCents: number;
  withheldCents: number;
  toShareCents: number;
  /** What went into the payment files: what was signed for accounts less what was held at the last look. */
  sentCents: number;
};

/** A line of the books. One side is 0; neither is ever below. */
export type JournalLine = {
  /** Local date of the posting. */
  on: string;
  account: string;
  accountName: string;
  debitCents: number;
  creditCents: number;
  text: string;
  voucher: string;
};

/** Which run posts, and on which local date: that of its release. */
export type PostedRun<K extends RunKind = RunKind> = {
  coopId: string;
  kind: K;
  period: Period;
  attempt: string;
  on: string;
};

type Movement<S> = { text: string; debit: AccountRole; credit: AccountRole; cents: (sums: S) => number };

/** The account that says what members are owed of each kind of money. */
export const liabilityOf = {
  BONUS: 'bonusLiability',
  INTEREST: 'interestLiability',
  SURPLUS: 'surplusRefundLiability',
  REFUND: 'shareRefundLiability',
} as const satisfies Record<OwedKind, AccountRole>;

/** Where the money comes from: Bonus lessens sales, interest and surplus refund use surplus (OKL 16:1), a refund uses the share. */
const sourceOf = {
  BONUS: 'bonusExpense',
  INTEREST: 'surplus',
  SURPLUS: 'surplus',
  REFUND: 'shareCapital',
} as const satisfies Record<OwedKind, AccountRole>;

/** The books are kept in Finnish, so their texts are. */
const nameOf: Readonly<Record<RunKind, string>> = {
  BONUS: 'Bonus',
  INTEREST: 'Osuuspääoman korko',
  SURPLUS: 'Ylijäämänpalautus',
  REFUND: 'Osuusmaksujen palautus',
  CORRECTION: 'Uudelleen maksetut',
};

const movementsOf = (kind: OwedKind): readonly Movement<JournalSums>[] => [
  { text: 'kauden erät', debit: sourceOf[kind], credit: liabilityOf[kind], cents: (sums) => sums.amountCents },
  {
    text: 'aiempien kausien oikaisut',
    debit: sourceOf[kind],
    credit: liabilityOf[kind],
    cents: (sums) => sums.lateAmountCents,
  },
  { text: 'ennakonpidätys', debit: liabilityOf[kind], credit: 'withheldTax', cents: (sums) => sums.withheldCents },
  { text: 'osuusmaksuihin', debit: liabilityOf[kind], credit: 'shareCapital', cents: (sums) => sums.toShareCents },
  { text: 'tileille maksuun', debit: liabilityOf[kind], credit: 'bankClearing', cents: (sums) => sums.sentCents },
];

/** What a run or a file of the bank moves for each kind of money; a kind that is not named is 0. */
export type CentsByKind = Partial<Record<OwedKind, number>>;

/** What was settled by hand of one payment. */
type HandSettled = { kind: OwedKind; paidCents: number; taxAtSourceCents: number };

const movementByKind = (
  text: string,
  kind: OwedKind,
  sides: { debit: AccountRole; credit: AccountRole },
): Movement<CentsByKind> => ({ text: `${text}: ${nameOf[kind]}`, ...sides, cents: (sums) => sums[kind] ?? 0 });

const corrections = owedKinds.map((kind) =>
  movementByKind('tileille maksuun', kind, { debit: liabilityOf[kind], credit: 'bankClearing' }),
);
const cameBack = owedKinds.map((kind) =>
  movementByKind('palautuneet maksut', kind, { debit: 'bankClearing', credit: liabilityOf[kind] }),
);
const lapsed = owedKinds.map((kind) =>
  movementByKind('vanhentuneet', kind, { debit: liabilityOf[kind], credit: 'lapsedClaims' }),
);

const settledByHand = owedKinds.flatMap((kind) =>
  (
    [
      ['paidCents', 'maksettu erikseen', 'bankClearing'],
      ['taxAtSourceCents', 'lähdevero', 'taxAtSource'],
    ] as const
  ).map(
    ([part, text, credit]): Movement<HandSettled> => ({
      text: `${text}: ${nameOf[kind]}`,
      debit: liabilityOf[kind],
      credit,
      cents: (settled) => (settled.kind === kind ? settled[part] : 0),
    }),
  ),
);

/** A voucher's number is a function of the run, so the same run never has two: `BONUS-havu-202610-1`. */
export const voucherOfRun = ({ coopId, kind, period, attempt }: Omit<PostedRun, 'on'>): string =>
  `${kind}-${coopId}-${period.replaceAll('-', '')}-${attempt}`;

/**
 * The journal of a posted run that earns and pays one kind of money. A sum below zero changes sides.
 * @throws RangeError if a sum is no whole number of cents
 */
export function journalOfRun(run: PostedRun<OwedKind>, sums: JournalSums, chart: ChartOfAccounts): JournalLine[] {
  return linesOf(movementsOf(run.kind), sums, headOf(run), chart);
}

/**
 * The journal of a correction: it earns nothing, and pays what earlier runs owe, each out of the liability of its kind.
 * @param sentCents what went into the payment files, by the kind of the money
 */
export function journalOfCorrection(
  run: PostedRun<'CORRECTION'>,
  sentCents: CentsByKind,
  chart: ChartOfAccounts,
): JournalLine[] {
  return linesOf(corrections, sentCents, headOf(run), chart);
}

/** What is booked beside the runs: its voucher's number, its local date and a text, such as the bank's message. */
export type OtherVoucher = { voucher: string; on: string; text: string };

/** Payments that the bank rejected or returned: owed again, by the kind of the money. */
export function journalOfReturns(of: OtherVoucher, returnedCents: CentsByKind, chart: ChartOfAccounts): JournalLine[] {
  return linesOf(cameBack, returnedCents, of, chart);
}

/** Claims that lapsed (R60) and are owed no more. */
export function journalOfLapse(of: OtherVoucher, lapsedCents: CentsByKind, chart: ChartOfAccounts): JournalLine[] {
  return linesOf(lapsed, lapsedCents, of, chart);
}

/** Money that was owed and is settled outside of the runs: what the payee got, and tax at source that the co-op owes for it (R95). */
export function journalOfHandSettlement(of: OtherVoucher, settled: HandSettled, chart: ChartOfAccounts): JournalLine[] {
  return linesOf(settledByHand, settled, of, chart);
}

/** Share contributions that members paid to the co-op's account. */
export function journalOfSharePayments(of: OtherVoucher, paidCents: number, chart: ChartOfAccounts): JournalLine[] {
  const paid: Movement<number> = {
    text: 'jäsenten osuusmaksut',
    debit: 'bankClearing',
    credit: 'shareCapital',
    cents: (cents) => cents,
  };
  return linesOf([paid], paidCents, of, chart);
}

/** What a final decision does not refund of a share (R30): it stays in the co-op's equity. */
export function journalOfShareRest(of: OtherVoucher, restCents: number, chart: ChartOfAccounts): JournalLine[] {
  const rest: Movement<number> = {
    text: 'palauttamatta jäävä osuusmaksu',
    debit: 'shareCapital',
    credit: 'unrefundedShares',
    cents: (cents) => cents,
  };
  return linesOf([rest], restCents, of, chart);
}

/**
 * What an account has changed by in these lines: credit less debit, so a liability that grew is above zero.
 * @param role of the account
 */
export function creditOf(lines: readonly JournalLine[], chart: ChartOfAccounts, role: AccountRole): number {
  return lines
    .filter(({ account }) => account === chart[role].number)
    .reduce((sum, { debitCents, creditCents }) => sum + creditCents - debitCents, 0);
}

/** Σ debit and Σ credit of a journal. */
export function sidesOf(lines: readonly JournalLine[]): { debitCents: number; creditCents: number } {
  return {
    debitCents: lines.reduce((sum, { debitCents }) => sum + debitCents, 0),
    creditCents: lines.reduce((sum, { creditCents }) => sum + creditCents, 0),
  };
}

/**
 * A journal is whole: every line has one side above zero, and both sides are the same.
 * @throws RangeError if not: it must not be written
 */
export function assertBalanced(lines: readonly JournalLine[]): void {
  const oneSided = lines.every(
    ({ debitCents, creditCents }) =>
      (debitCents === 0 || creditCents === 0) && isWholeCents(debitCents) && isWholeCents(creditCents),
  );
  const { debitCents, creditCents } = sidesOf(lines);
  if (!oneSided || debitCents !== creditCents || !Number.isSafeInteger(debitCents))
    throw new RangeError(`a journal does not balance: debit ${debitCents}, credit ${creditCents}`);
}

const isWholeCents = (cents: number): boolean => Number.isSafeInteger(cents) && cents >= 0;

const headOf = (run: PostedRun): OtherVoucher => ({
  voucher: voucherOfRun(run),
  on: run.on,
  text: `${nameOf[run.kind]} ${periodText(run.period)}`,
});

/** Two lines a movement: nothing can be booked on one side alone. What is 0 is left out. */
function linesOf<S>(movements: readonly Movement<S>[], sums: S, head: OtherVoucher, chart: ChartOfAccounts) {
  const lines = movements.flatMap(({ text, debit, credit, cents }): JournalLine[] => {
    const moved = cents(sums);
    if (!Number.isSafeInteger(moved)) throw new RangeError('what is booked must be whole cents');
    if (moved === 0) return [];
    // Stryker disable next-line EqualityOperator: what moves nothing has left above
    const [from, to] = moved > 0 ? [debit, credit] : [credit, debit];
    const side = (role: AccountRole, debitCents: number, creditCents: number): JournalLine => ({
      on: head.on,
      account: chart[role].number,
      accountName: chart[role].name,
      debitCents,
      creditCents,
      text: `${head.text}, ${text}`,
      voucher: head.voucher,
    });
    return [side(from, Math.abs(moved), 0), side(to, 0, Math.abs(moved))];
  });
  assertBalanced(lines);
  return lines;
}
