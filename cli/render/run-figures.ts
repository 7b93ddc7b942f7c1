import { formatEurosFi } from '../../domain/money.ts';
import type { RunKind } from '../../domain/run.ts';
import type { RunTotals } from '../../domain/run-totals.ts';
import { formatCount, formatLitres } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { type Column, table } from './table.ts';

/** Totals of another run, and what a person calls it: `2026-09`, `attempt 1`. */
export type Compared = { against: string; totals: RunTotals | null };

type Figure = {
  /** What it is called, by kind; a kind that it does not name has no such figure. */
  name: Partial<Record<RunKind, string>>;
  of: (totals: RunTotals) => number;
  show: (value: number) => string;
  bold?: true;
};

const forAll = (name: string): Record<RunKind, string> => ({
  BONUS: name,
  INTEREST: name,
  SURPLUS: name,
  REFUND: name,
  CORRECTION: name,
});
const forHouseholds = (name: string) => ({ BONUS: name, SURPLUS: name });
const euros = formatEurosFi;

const figures: readonly Figure[] = [
  {
    name: {
      BONUS: 'Households',
      INTEREST: 'Members',
      SURPLUS: 'Households',
      REFUND: 'Former members',
      CORRECTION: 'Payments owed',
    },
    of: ({ payees }) => payees,
    show: formatCount,
  },
  { name: { BONUS: 'Receipts' }, of: ({ receipts }) => receipts, show: formatCount },
  { name: { BONUS: 'Purchases' }, of: ({ purchases }) => purchases.bonusCents, show: euros, bold: true },
  { name: { BONUS: '  of these fuel' }, of: ({ purchases }) => purchases.fuelCents, show: euros },
  { name: { BONUS: '  fuel, litres' }, of: ({ purchases }) => purchases.fuelMillilitres, show: formatLitres },
  { name: { BONUS: '  of these campaign' }, of: ({ purchases }) => purchases.campaignCents, show: euros },
  {
    name: { BONUS: '  for the payment benefit' },
    of: ({ purchases }) => purchases.paymentBenefitCents,
    show: euros,
  },
  { name: { BONUS: 'Bonus' }, of: ({ lines }) => lines.bonusCents, show: euros },
  { name: { BONUS: 'Double Bonus, second half' }, of: ({ lines }) => lines.doubleExtraCents, show: euros },
  { name: { BONUS: 'Fuel bonus' }, of: ({ lines }) => lines.fuelBonusCents, show: euros },
  { name: { BONUS: 'Payment benefit' }, of: ({ lines }) => lines.paymentBenefitCents, show: euros },
  {
    name: { INTEREST: 'Paid shares', SURPLUS: 'Purchases of the year', REFUND: 'Paid shares', CORRECTION: 'Owed' },
    of: ({ baseCents }) => baseCents,
    show: euros,
  },
  {
    name: {
      BONUS: 'Amount of the month',
      INTEREST: 'Interest',
      SURPLUS: 'Surplus refund',
      REFUND: 'Shares to refund',
      CORRECTION: 'To pay again',
    },
    of: ({ amountCents }) => amountCents,
    show: euros,
    bold: true,
  },
  { name: { BONUS: 'Changes to earlier months' }, of: ({ lateAmountCents }) => lateAmountCents, show: euros },
  { name: { BONUS: 'Unpaid before' }, of: ({ openingUnpaidCents }) => openingUnpaidCents, show: euros },
  { name: { INTEREST: 'Tax withheld' }, of: ({ withheldCents }) => withheldCents, show: euros },
  { name: forAll('To be paid'), of: ({ payableCents }) => payableCents, show: euros, bold: true },
  { name: forHouseholds('  to shares'), of: ({ toShareCents }) => toShareCents, show: euros },
  { name: forAll('  to accounts'), of: ({ toAccountCents }) => toAccountCents, show: euros },
  { name: forAll('  left unpaid'), of: ({ unpaidCents }) => unpaidCents, show: euros },
  { name: forAll('Payments'), of: ({ payments }) => payments, show: formatCount },
  {
    name: forHouseholds('Households with a share payment'),
    of: ({ toSharePayees }) => toSharePayees,
    show: formatCount,
  },
  { name: forAll('Not paid'), of: ({ notPaidPayees }) => notPaidPayees, show: formatCount },
];

/** One line a figure of the kind; beside this run's the others', each with what changed since. */
export function renderTotals(kind: RunKind, totals: RunTotals, differences: readonly Compared[], paint: Paint): string {
  const compared = differences.flatMap(({ against, totals: other }) => (other === null ? [] : [{ against, other }]));
  const columns: Column[] = [
    { head: '' },
    { head: 'This run', align: 'right' },
    ...compared.flatMap(({ against }): Column[] => [
      { head: printable(against), align: 'right' },
      { head: 'Change', align: 'right' },
    ]),
  ];
  const rows = figures.flatMap(({ name: names, of, show, bold }) => {
    const name = names[kind];
    if (name === undefined) return [];
    const value = show(of(totals));
    const others = compared.flatMap(({ other }) => [show(of(other)), change(of(totals) - of(other), show, paint)]);
    return [[bold ? paint('bold', name) : name, bold ? paint('bold', value) : value, ...others]];
  });
  return table(columns, rows, paint);
}

/** How much more or less, with its sign; nothing is `=`. */
export function change(value: number, show: (value: number) => string, paint: Paint): string {
  if (value === 0) return paint('dim', '=');
  return paint(value > 0 ? 'green' : 'magenta', `${value > 0 ? '+' : ''}${show(value)}`);
}
