import type { RefundDecisionView } from '../../contract/refund-decisions.ts';
import { formatPercent, formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { list, table } from './table.ts';

const colours = { RECORDED: 'yellow', APPROVED: 'green', WITHDRAWN: 'dim' } as const;

const partText = ({ partBasisPoints, isFinal }: { partBasisPoints: number; isFinal: boolean }): string =>
  `${formatPercent(partBasisPoints)}${isFinal ? ', final' : ''}`;
const inForceText = ({ inForce }: RefundDecisionView): string =>
  inForce === null ? 'the whole share' : partText(inForce);

/** A co-op's decisions on refunds, or the versions of one. */
export function renderRefundDecisions(decisions: readonly RefundDecisionView[], paint: Paint): string {
  if (decisions.length === 0) return 'No decision: whole shares are refunded.';
  return table(
    [{ head: 'year' }, { head: 'version' }, { head: 'state' }, { head: 'part' }, { head: 'in force' }],
    decisions.map((decision) => {
      const { year, version, state, terms } = decision;
      return [year, String(version), paint(colours[state], state), partText(terms), inForceText(decision)];
    }),
    paint,
  );
}

export function renderRefundDecision(decision: RefundDecisionView, paint: Paint, dryRun = false): string {
  const { year, coopId, version, state, terms, recorded, approved, withdrawn } = decision;
  const done = (act: { by: string; at: string } | null) =>
    act === null ? undefined : `${act.by}, ${formatTime(act.at)}`;
  return [
    `${paint('bold', `refunds of ${year} of ${coopId}, version ${version}`)}  ${paint(colours[state], state)}${dryRun ? '  (not stored)' : ''}`,
    list(
      [
        ['part', partText(terms)],
        ['decided on', terms.decidedOn],
        ['rests on', printable(terms.basis)],
        ['in force', inForceText(decision)],
        ['recorded', done(recorded)],
        ['approved', done(approved)],
        ['withdrawn', withdrawn === null ? undefined : `${done(withdrawn)}: ${printable(withdrawn.reason)}`],
      ],
      paint,
    ),
  ].join('\n');
}
