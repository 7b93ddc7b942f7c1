import type { ResultOf } from '../../contract/endpoint.ts';
import type { listDueMemberships, MembershipView, showShareLedger } from '../../contract/memberships.ts';
import { formatEurosFi } from '../../domain/money.ts';
import { formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { list, table } from './table.ts';

const known = (text: string | null): string | undefined => text ?? undefined;

/** A membership as it stands, or as it would stand. */
export function renderMembership(
  { membership, dryRun }: { membership: MembershipView; dryRun: boolean },
  paint: Paint,
): string {
  const { memberNumber, coopId, status, version, paidCents, missingCents, due, expulsion, sequence } = membership;
  const isToFill = missingCents > 0 && membership.endedAs === null;
  const lines = list(
    [
      ['status', status],
      ['ended as', known(membership.endedAs)],
      ['membership', sequence === 1 ? undefined : `the ${sequence}. in this co-op`],
      ['applied', known(membership.appliedOn)],
      ['member from', known(membership.from)],
      ['until', known(membership.until)],
      ['paid', formatEurosFi(paidCents)],
      ['missing', isToFill ? formatEurosFi(missingCents) : undefined],
      ['reference', isToFill ? membership.shareReference : undefined],
      ['reference, RF', isToFill ? membership.shareCreditorReference : undefined],
      ['to fill by', known(membership.fillBy)],
      ['refund from', known(membership.refundDueOn)],
      ['by the accounts of', known(membership.refundYear)],
      ['heirs until', known(membership.estateUntil)],
      ['expulsion noticed', expulsion?.noticedOn],
      ['went to', known(membership.transferredTo)],
      ['came from', known(membership.transferredFrom)],
      ['due', due.length === 0 ? undefined : due.map(({ kind, on }) => `${kind} ${on}`).join(', ')],
      ['version', String(version)],
    ],
    paint,
  );
  const head = `${paint('bold', memberNumber)} ${coopId}`;
  return [head, lines, ...(dryRun ? [paint('yellow', 'A dry run: nothing was changed.')] : [])].join('\n');
}

/** A share's entries with the balance after each, and what staff did. */
export function renderLedger({ membership, entries, history }: ResultOf<typeof showShareLedger>, paint: Paint): string {
  const rows = entries.map(({ entryNumber, date, reason, amountCents, balanceCents, corrects, note, sourceId }) => [
    String(entryNumber),
    date,
    reason,
    formatEurosFi(amountCents),
    formatEurosFi(balanceCents),
    sourceId,
    corrects === null ? '' : `of ${corrects}: ${printable(note ?? '')}`,
  ]);
  const heads = ['#', 'day', 'reason', 'amount', 'balance', 'id', ''];
  const columns = heads.map((head) => ({ head, ...(/amount|balance/.test(head) && { align: 'right' as const }) }));
  const done = history.map(({ at, event, status, by, reason, on }) => [
    formatTime(at),
    event,
    on,
    status,
    by,
    printable(reason ?? ''),
  ]);
  return [
    renderMembership({ membership, dryRun: false }, paint),
    rows.length === 0 ? 'The share has no entries.' : table(columns, rows, paint),
    table(
      ['entered', 'what', 'on', 'status', 'by', 'reason'].map((head) => ({ head })),
      done,
      paint,
    ),
  ].join('\n\n');
}

/** What is to be done, one line a membership. */
export function renderDue(
  memberships: ResultOf<typeof listDueMemberships>['memberships'],
  until: string,
  paint: Paint,
): string {
  if (memberships.length === 0) return `Nothing is due by ${until}.`;
  const rows = memberships.map(({ name, membership }) => [
    membership.due
      .filter(({ on }) => on <= until)
      .map(({ kind, on }) => `${on} ${kind}`)
      .join(', '),
    membership.customerNumber,
    membership.memberNumber,
    printable(name),
    membership.status,
    formatEurosFi(membership.paidCents),
  ]);
  return table(
    ['due', 'customer', 'member', 'name', 'status', 'paid'].map((head) => ({ head })),
    rows,
    paint,
  );
}
