import type { ResultOf } from '../../contract/endpoint.ts';
import type { explainMonth } from '../../contract/register.ts';
import type { Bases } from '../../domain/bonus.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { formatEurosFi } from '../../domain/money.ts';
import { formatCentsPerLitre, formatLitres, formatPercent, formatTime } from './figures.ts';
import type { Paint } from './paint.ts';
import { type Column, list, table } from './table.ts';

export type Explanation = ResultOf<typeof explainMonth>;
type Balance = NonNullable<Explanation['balance']>;

const euros = formatEurosFi;

/**
 * Why a household gets what it gets, each figure from the one before: receipts → bases → total → row of the table → lines →
 * amount → payout.
 * @param explanation as the API gives it
 * @returns several lines, without a newline at the end
 */
export function renderExplanation(explanation: Explanation, paint: Paint): string {
  const { householdId, month, coopId, standing } = explanation;
  const note = standing === 'preview' ? ' — a preview: no run of the month is approved yet' : '';
  const blocks = [
    paint('bold', `Household ${householdId}, ${month}, co-op ${coopId}${note}`),
    section('Receipts', receiptsOf(explanation, paint), paint),
    section('What counts', basesOf(explanation, paint), paint),
    section('Rate', rateOf(explanation), paint),
    section('Lines', linesOf(explanation, paint), paint),
  ];
  if (explanation.revisions.length > 1)
    blocks.push(section('How it came about', revisionsOf(explanation, paint), paint));
  blocks.push(section('Payout', payoutOf(explanation, paint), paint));
  if (explanation.balance !== null) blocks.push(section('Open', renderBalance(explanation.balance), paint));
  return blocks.join('\n\n');
}

const section = (title: string, body: string, paint: Paint): string => `${paint('underline', title)}\n${body}`;

/** The bases of a purchase in the order of the calculation; a column is shown if any row has something in it. */
const parts: readonly { head: string; of: (bases: Bases) => number; show: (value: number) => string }[] = [
  { head: 'For Bonus', of: ({ bonusCents }) => bonusCents, show: euros },
  { head: 'of it fuel', of: ({ fuelCents }) => fuelCents, show: euros },
  { head: 'litres', of: ({ fuelMillilitres }) => fuelMillilitres, show: formatLitres },
  { head: 'of it campaign', of: ({ campaignCents }) => campaignCents, show: euros },
  { head: 'For payment benefit', of: ({ paymentBenefitCents }) => paymentBenefitCents, show: euros },
];

const partsIn = (bases: readonly Bases[]) =>
  parts.filter(({ of }, index) => index === 0 || bases.some((one) => of(one) !== 0));

/** A return that lowers the month of its purchase was made in a later one. */
const noteOf = ({ purchasedAt, counted }: Explanation['receipts'][number], month: string, paint: Paint): string =>
  [
    localDateOf(Date.parse(purchasedAt)).startsWith(month) ? '' : 'returned later',
    counted ? '' : paint('yellow', 'not counted by a run yet'),
  ]
    .filter((note) => note !== '')
    .join(', ');

function receiptsOf({ receipts, month }: Explanation, paint: Paint): string {
  if (receipts.length === 0) return 'None, or no longer kept: receipts are erased after 24 months, sums stay.';
  const shown = partsIn(receipts.map(({ bases }) => bases));
  const columns: Column[] = [
    { head: 'Purchased' },
    { head: 'Outlet' },
    { head: 'Business day' },
    { head: 'Till' },
    { head: 'Receipt' },
    ...shown.map(({ head }): Column => ({ head, align: 'right' })),
    { head: '' },
  ];
  const rows = receipts.map((receipt) => [
    formatTime(receipt.purchasedAt),
    receipt.outletId,
    receipt.businessDay,
    receipt.terminalId,
    receipt.receiptId,
    ...shown.map(({ of, show }) => show(of(receipt.bases))),
    noteOf(receipt, month, paint),
  ]);
  return table(columns, rows, paint);
}

/** The receipts' sum, what the month before left over, and the total that decides. */
function basesOf({ opening, purchases, total, carry }: Explanation, paint: Paint): string {
  const isOpen = Object.values(opening).some((value) => value !== 0);
  const isCarried = Object.values(carry).some((value) => value !== 0);
  const shown = partsIn([opening, purchases, total]);
  const row = (name: string, bases: Bases): string[] => [name, ...shown.map(({ of, show }) => show(of(bases)))];
  const columns: Column[] = [{ head: '' }, ...shown.map(({ head }): Column => ({ head, align: 'right' }))];
  const rows = [
    ...(isOpen ? [row('Carried from the month before', opening)] : []),
    row(isOpen ? 'Receipts of the month' : 'Receipts', purchases),
    row('Total', total).map((cell) => paint('bold', cell)),
    ...(isCarried ? [row('Carried into the next month', carry)] : []),
  ];
  return table(columns, rows, paint);
}

function rateOf({ total, row, tableValidFrom, tableVersion }: Explanation): string {
  const purchases = euros(total.bonusCents);
  const by = tableText(tableValidFrom, tableVersion);
  if (row === null) return `${purchases} earns no Bonus by the ${by}.`;
  const fuel = total.fuelMillilitres === 0 ? '' : `, fuel ${formatCentsPerLitre(row.fuelCentsPerHundredLitres)}`;
  const { fromCents, rateBasisPoints } = row;
  return `${purchases} reaches ${euros(fromCents)} in the ${by}: ${formatPercent(rateBasisPoints)}${fuel}.`;
}

const tableText = (validFrom: string, version: number): string =>
  `table of ${validFrom}${version === 1 ? '' : `, version ${version}`}`;

/** Each line with the figures that it is made of; a line of 0 is left out. */
function linesOf({ total, row, lines, amountCents, paymentBenefitBasisPoints }: Explanation, paint: Paint): string {
  const rate = formatPercent(row?.rateBasisPoints ?? 0);
  const perLitre = formatCentsPerLitre(row?.fuelCentsPerHundredLitres ?? 0);
  const fuel = total.fuelCents === 0 ? '' : ` (${euros(total.bonusCents)} without fuel ${euros(total.fuelCents)})`;
  const all: [name: string, how: string, cents: number][] = [
    ['Bonus', `${euros(total.bonusCents - total.fuelCents)}${fuel} × ${rate}`, lines.bonusCents],
    ['Double Bonus, second half', `${euros(total.campaignCents)} × ${rate}`, lines.doubleExtraCents],
    ['Fuel bonus', `${formatLitres(total.fuelMillilitres)} × ${perLitre}`, lines.fuelBonusCents],
    [
      'Payment benefit',
      `${euros(total.paymentBenefitCents)} × ${formatPercent(paymentBenefitBasisPoints)}`,
      lines.paymentBenefitCents,
    ],
  ];
  const rows = all.filter(([, , cents]) => cents !== 0).map(([name, how, cents]) => [name, how, euros(cents)]);
  rows.push(['Amount', '', euros(amountCents)].map((cell) => paint('bold', cell)));
  return table([{ head: '' }, { head: 'From' }, { head: 'Euros', align: 'right' }], rows, paint);
}

const causeTexts: Record<Explanation['revisions'][number]['because'][number], string> = {
  RECEIPTS: 'receipts',
  TABLE: 'another table',
  CARRY: 'what the month before carries',
  OUTLETS: 'what is known of outlets',
};

/** Which run added what and why: the month's own run, then what came late, was moved or taken back, or was put right. */
function revisionsOf({ revisions }: Explanation, paint: Paint): string {
  const columns: Column[] = [
    { head: 'Revision' },
    { head: 'By the run of' },
    { head: 'Because of' },
    { head: 'Receipts', align: 'right' },
    { head: 'Purchases', align: 'right' },
    { head: 'Rate', align: 'right' },
    { head: 'Added', align: 'right' },
  ];
  const rows = revisions.map((one) => [
    String(one.revision),
    `${one.period}, attempt ${one.attempt}`,
    one.because.map((cause) => causeTexts[cause]).join(', '),
    String(one.receipts),
    euros(one.purchasesCents),
    formatPercent(one.rateBasisPoints),
    euros(one.addedAmountCents),
  ]);
  return table(columns, rows, paint);
}

/** What is open between the household and the co-op, as a sentence. */
export function renderBalance({ coopId, period, unpaidCents, reason }: Balance): string {
  const after = `after the run of ${period} of co-op ${coopId}`;
  return unpaidCents < 0
    ? `${euros(-unpaidCents)} ${after} are taken from the next payments.`
    : `${euros(unpaidCents)} ${after} are still owed${reason === null ? '' : ` (${reason})`}.`;
}

function payoutOf({ payout }: Explanation, paint: Paint): string {
  if (payout === null) return 'Nothing has been paid for it yet.';
  const { period, attempt, openingUnpaidCents, lateAmountCents, toShareCents, unpaidCents, outcome, reason } = payout;
  const unlessZero = (cents: number): string | undefined => (cents === 0 ? undefined : euros(cents));
  return list(
    [
      ['By the run of', `${period}, attempt ${attempt}`],
      ['Unpaid before', unlessZero(openingUnpaidCents)],
      ['Changes to earlier months', unlessZero(lateAmountCents)],
      ['To be paid', euros(payout.payableCents)],
      ['To the share', unlessZero(toShareCents)],
      ['To the account', unlessZero(payout.toAccountCents)],
      ['Left unpaid', unlessZero(unpaidCents)],
      ['Outcome', reason === null ? outcome : `${outcome} (${reason})`],
      ['End-to-end id', payout.endToEndId ?? undefined],
      ...payout.payments.map(({ endToEndId, state, dueOn }) => ['Payment', `${endToEndId} ${state} ${dueOn}`] as const),
    ],
    paint,
  );
}
