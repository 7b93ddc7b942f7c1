import type { DisclosureView } from '../../contract/disclosures.ts';
import type { ResultOf } from '../../contract/endpoint.ts';
import type { listReturnFiles, listReturnPayees, ReturnView } from '../../contract/returns.ts';
import { formatEurosFi } from '../../domain/money.ts';
import { formatCount, formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { list, table } from './table.ts';

const colours = {
  BUILDING: 'yellow',
  DRAFT: 'yellow',
  APPROVED: 'green',
  DELIVERED: 'green',
  DISCARDED: 'dim',
} as const;

const warningTexts: Record<ReturnView['warnings'][number], string> = {
  PAYEES_BY_HAND:
    'Some payees have no code or are non-residents and have to be reported by hand: tax return payees --only by-hand',
  FEWER_THAN_500_PAYEES:
    'Fewer than 500 payees: if fewer than 500 members have paid their share, discard it and open it with --under-500-members',
  RUNS_CHANGED: 'A run of the year was released since: this return is not whole',
  NOT_DELIVERED_IN_TIME: 'The last day for the return has passed',
};

const signed = (signature: { by: string; at: string } | undefined): string | undefined =>
  signature && `${signature.by}, ${formatTime(signature.at)}`;

export function renderReturns(returns: readonly ReturnView[], paint: Paint): string {
  if (returns.length === 0) return 'No annual return.';
  const money = { align: 'right' } as const;
  return table(
    [
      { head: 'year' },
      { head: 'number', ...money },
      { head: 'state' },
      { head: 'payees', ...money },
      { head: 'surplus', ...money },
      { head: 'withheld', ...money },
      { head: 'due' },
    ],
    returns.map(({ year, number, state, totals, deadlines, warnings }) => [
      year,
      String(number),
      `${paint(colours[state], state)}${warnings.length === 0 ? '' : paint('yellow', ' !')}`,
      totals === undefined ? '' : formatCount(totals.payees),
      totals === undefined ? '' : formatEurosFi(totals.grossCents),
      totals === undefined ? '' : formatEurosFi(totals.withheldCents),
      deadlines.returnBy,
    ]),
    paint,
  );
}

/** A return with all that a person signs. */
export function renderReturn(item: ReturnView, paint: Paint, dryRun = false): string {
  const { coopId, year, number, state, payer, totals, changes, deadlines, delivered, discarded, replaces } = item;
  const head = `Annual return ${year} of ${coopId}, number ${number}`;
  const runs = item.basis.map(
    ({ period, attempt, payouts, amountCents, drawableOn }) =>
      `interest ${period}/${attempt}: ${formatCount(payouts)} payouts, ${formatEurosFi(amountCents)}, from ${drawableOn}`,
  );
  return [
    `${paint('bold', head)}  ${paint(colours[state], state)}`,
    list(
      [
        ['payer', `${payer.name}, ${payer.businessId}`],
        ['distributor', item.distributorType],
        ['corrects', replaces === undefined ? undefined : `number ${replaces}: ${item.reason ?? ''}`],
        ...runs.map((run) => ['run', run] as const),
        ['payees', totals && formatCount(totals.payees)],
        ['surplus', totals && formatEurosFi(totals.grossCents)],
        ['withheld', totals && formatEurosFi(totals.withheldCents)],
        ['by hand', totals && `${formatCount(totals.byHand.payees)}, ${formatEurosFi(totals.byHand.grossCents)}`],
        ['tells', changes && `${changes.REPORT} new, ${changes.REPLACE} other, ${changes.WITHDRAW} withdrawn`],
        ['hash', item.hash],
        ['opened', signed(item.opened)],
        ['approved', signed(item.approved)],
        ['delivered', delivered && `${delivered.on}, ${delivered.reference} (${signed(delivered)})`],
        ['discarded', discarded && `${signed(discarded)}: ${discarded.reason}`],
        [
          'due',
          `${deadlines.returnBy}${deadlines.mustBeElectronic ? ', electronic' : ''}; vouchers ${deadlines.vouchersBy}`,
        ],
      ],
      paint,
    ),
    ...item.warnings.map((warning) => paint('yellow', warningTexts[warning])),
    ...(dryRun ? [paint('yellow', 'A dry run: nothing was changed.')] : []),
  ].join('\n');
}

export function renderReturnPayees(payees: ResultOf<typeof listReturnPayees>['payees'], paint: Paint): string {
  if (payees.length === 0) return 'No payee.';
  return table(
    [
      { head: 'customer' },
      { head: 'name' },
      { head: 'as' },
      { head: 'surplus', align: 'right' },
      { head: 'withheld', align: 'right' },
      { head: 'tells' },
    ],
    payees.map(({ customerNumber, payeeName, payeeKind, grossCents, withheldCents, tells, byHand }) => [
      customerNumber,
      printable(payeeName),
      payeeKind.toLowerCase(),
      formatEurosFi(grossCents),
      formatEurosFi(withheldCents),
      `${tells.join(' ').toLowerCase()}${byHand ? paint('yellow', ' by hand') : ''}`,
    ]),
    paint,
  );
}

export function renderReturnFiles({ files, filesPerKind }: ResultOf<typeof listReturnFiles>, paint: Paint): string {
  if (files.length === 0) return 'No file is written yet: give --write.';
  const rows = files.map(({ kind, name, rows: count, sha256 }) => [kind, name, formatCount(count), sha256]);
  const heads = [{ head: 'kind' }, { head: 'file' }, { head: 'payees', align: 'right' as const }, { head: 'sha-256' }];
  return `${table(heads, rows, paint)}\n${formatCount(filesPerKind)} of each kind when all are written`;
}

export function renderDisclosures(disclosures: readonly DisclosureView[], paint: Paint): string {
  if (disclosures.length === 0) return 'Nothing was given to others.';
  return table(
    ['on', 'co-op', 'to', 'what', 'people', 'by', 'reference'].map((head) => ({ head })),
    disclosures.map(({ on, coopId, recipient, scope, subjects, by, reference }) => [
      on,
      coopId,
      recipient,
      `annual return ${scope.year}/${scope.number}`,
      formatCount(subjects),
      by,
      printable(reference ?? ''),
    ]),
    paint,
  );
}
