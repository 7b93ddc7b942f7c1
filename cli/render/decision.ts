import type { DecisionView } from '../../contract/decisions.ts';
import { formatEurosFi } from '../../domain/money.ts';
import { formatPercent, formatTime } from './figures.ts';
import type { Paint } from './paint.ts';
import { list, table } from './table.ts';

const colours = { RECORDED: 'yellow', APPROVED: 'green', WITHDRAWN: 'dim' } as const;
const whom = { MEETING: 'general meeting', COUNCIL: 'council of representatives', BOARD: 'board' } as const;

export function renderDecisions(decisions: readonly DecisionView[], paint: Paint): string {
  if (decisions.length === 0) return 'No decision.';
  return table(
    [{ head: 'year' }, { head: 'kind' }, { head: 'state' }, { head: 'rate', align: 'right' }, { head: 'paid on' }],
    decisions.map(({ year, kind, state, terms }) => [
      year,
      kind,
      paint(colours[state], state),
      formatPercent(terms.rateBasisPoints),
      terms.payOn,
    ]),
    paint,
  );
}

export function renderDecision(decision: DecisionView, paint: Paint, dryRun = false): string {
  const { terms, state, version, recorded, approved, withdrawn, releasedAttempt } = decision;
  const { authority } = terms;
  const head = `${decision.kind} ${decision.year} of ${decision.coopId}, version ${version}`;
  const done = (act: { by: string; at: string } | null) =>
    act === null ? undefined : `${act.by}, ${formatTime(act.at)}`;
  return [
    `${paint('bold', head)}  ${paint(colours[state], state)}${dryRun ? '  (not stored)' : ''}`,
    list(
      [
        ['decided by', `${whom[authority.by]}, ${terms.decidedOn}`],
        [
          'authorised',
          authority.by === 'BOARD'
            ? `${authority.authorisedOn} until ${authority.authorisedUntil}, at most ${formatEurosFi(authority.mostTotalCents)}`
            : undefined,
        ],
        ['rate', formatPercent(terms.rateBasisPoints)],
        ['at most', formatEurosFi(terms.mostTotalCents)],
        ['funds', terms.funds],
        ['paid on', terms.payOn],
        ['recorded', done(recorded)],
        ['approved', done(approved)],
        ['withdrawn', withdrawn === null ? undefined : `${done(withdrawn)}: ${withdrawn.reason}`],
        ['released', releasedAttempt === null ? undefined : `attempt ${releasedAttempt}`],
      ],
      paint,
    ),
  ].join('\n');
}

/** What every act has left. */
export function renderVersions(versions: readonly DecisionView[], paint: Paint): string {
  return table(
    [{ head: 'version' }, { head: 'state' }, { head: 'rate', align: 'right' }, { head: 'by' }, { head: 'when' }],
    versions.map(({ version, state, terms, recorded, approved, withdrawn }) => {
      const { by, at } = withdrawn ?? approved ?? recorded;
      return [String(version), state, formatPercent(terms.rateBasisPoints), by, formatTime(at)];
    }),
    paint,
  );
}
