import type { ResultOf } from '../../contract/endpoint.ts';
import type { listUnpaidBonus, PaymentView, showPayment } from '../../contract/payments.ts';
import { formatEurosFi } from '../../domain/money.ts';
import { formatPercent, formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { type Column, list, table } from './table.ts';

const heads = (...names: string[]): Column[] =>
  names.map((head) => ({ head, ...(head === 'amount' && { align: 'right' as const }) }));

const stateOf = ({ state, isDoubtful, reason }: PaymentView): string =>
  [state, reason ?? '', isDoubtful ? 'DOUBTFUL' : ''].filter((word) => word !== '').join(' ');

const untilOf = ({ claimableUntil, isBarred }: { claimableUntil: string; isBarred: boolean }): string =>
  isBarred ? `${claimableUntil} (barred)` : claimableUntil;

/** What a co-op owes, one line a payment. */
export function renderOwed(payments: readonly PaymentView[], paint: Paint): string {
  if (payments.length === 0) return 'Nothing is owed.';
  const rows = payments.map((payment) => [
    payment.dueOn,
    payment.endToEndId,
    payment.customerNumber ?? '',
    formatEurosFi(payment.amountCents),
    stateOf(payment),
    untilOf(payment),
  ]);
  const sum = payments.reduce((cents, { amountCents }) => cents + amountCents, 0);
  return [
    table(heads('due', 'payment', 'customer', 'amount', 'state', 'claimable until'), rows, paint),
    `${payments.length} payments, ${formatEurosFi(sum)}`,
  ].join('\n');
}

/** Bonus that no run has paid yet, one line a household and month. */
export function renderUnpaidBonus(households: ResultOf<typeof listUnpaidBonus>['households'], paint: Paint): string {
  if (households.length === 0) return 'No Bonus is unpaid.';
  const rows = households.flatMap(({ householdId, customerNumber, reason, months }) =>
    months.map((month) => [
      householdId,
      customerNumber ?? '',
      month.period,
      formatEurosFi(month.amountCents),
      reason ?? '',
      untilOf(month),
    ]),
  );
  return table(heads('household', 'customer', 'month', 'amount', 'why', 'claimable until'), rows, paint);
}

/** A payment after a change. */
export function renderPaymentLine(
  { payment, dryRun }: { payment: PaymentView; dryRun: boolean },
  paint: Paint,
): string {
  const line = `${paint('bold', payment.endToEndId)} ${stateOf(payment)} ${formatEurosFi(payment.amountCents)}, version ${payment.version}`;
  const { lapse, handSettlement } = payment;
  const waits = [
    ...(lapse !== null && lapse.approvedBy === null ? ['Proposed to be written off; another person approves it.'] : []),
    ...(handSettlement !== null && handSettlement.approvedBy === null
      ? ['Proposed as settled by hand; another person approves it.']
      : []),
  ];
  return [line, ...waits, ...(dryRun ? [paint('yellow', 'A dry run: nothing was changed.')] : [])].join('\n');
}

const settledText = (told: NonNullable<PaymentView['handSettlement']>): string => {
  const { paidCents, taxAtSourceCents, paidOn, reference, reason, by, at, approvedBy } = told;
  const parts = `${formatEurosFi(paidCents)} paid and ${formatEurosFi(taxAtSourceCents)} tax at source on ${paidOn}`;
  return `${parts}, ${reference}: ${printable(reason)} (${by}, ${formatTime(at)}; ${approvedBy ?? 'not approved'})`;
};

type Interest = NonNullable<ResultOf<typeof showPayment>['interest']>;
const grossText = ({ grossCents, rateBasisPoints }: Interest): string =>
  `${formatEurosFi(grossCents)}, ${formatPercent(rateBasisPoints)} of the share`;
const grounds: Record<Interest['withholding']['ground'], string> = {
  NOT_SUBJECT: 'nothing is withheld from this payee',
  SMALL_PAYMENT: 'a payment this small is paid whole',
  LAW: 'by law',
  TAX_CARD: 'by the tax card',
};
function withheldText({ withholding: { ground, parts, withheldCents, ruleFrom } }: Interest): string {
  const bands = parts
    .filter(({ rateBasisPoints }) => rateBasisPoints > 0)
    .map(({ baseCents, rateBasisPoints }) => `${formatPercent(rateBasisPoints)} of ${formatEurosFi(baseCents)}`);
  return [formatEurosFi(withheldCents), grounds[ground], ...bands, `rule of ${ruleFrom}`].join(', ');
}

/** A payment with all that is known of it. */
export function renderPayment(
  { payment, run, issue, predecessor, successor, evidence, interest }: ResultOf<typeof showPayment>,
  paint: Paint,
): string {
  const { lapse, handSettlement } = payment;
  const facts = list(
    [
      ['state', stateOf(payment)],
      ['amount', formatEurosFi(payment.amountCents)],
      ['owed for', `${payment.kind} ${payment.period} ${payment.payeeId}`],
      ['before tax', interest === null ? undefined : grossText(interest)],
      ['withheld', interest === null ? undefined : withheldText(interest)],
      ['customer', payment.customerNumber ?? undefined],
      ['due', payment.dueOn],
      ['claimable until', untilOf(payment)],
      ['made by', `${run.kind} ${run.period} ${run.attempt}, issue ${issue}`],
      ['follows', predecessor ?? undefined],
      ['followed by', successor ?? undefined],
      ['to be written off', lapse === null ? undefined : `${lapse.reason} (${lapse.by}, ${formatTime(lapse.at)})`],
      ['settled by hand', handSettlement === null ? undefined : settledText(handSettlement)],
      ['version', String(payment.version)],
    ],
    paint,
  );
  const rows = evidence.map((one) => [
    formatTime(one.at),
    one.by === 'BANK' ? (one.source ?? '') : (one.staffId ?? ''),
    one.answer ?? one.verdict ?? '',
    one.reasonCode ?? one.reference ?? '',
    printable(one.reason ?? one.entryRef ?? ''),
  ]);
  const silence = payment.state === 'SENT' ? 'The bank has not answered.' : 'It was never sent to the bank.';
  const known = rows.length === 0 ? silence : table(heads('when', 'by', 'what', 'code', ''), rows, paint);
  return [paint('bold', payment.endToEndId), facts, known].join('\n');
}
