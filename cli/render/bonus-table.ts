import type { BonusTableView, TableProposalView } from '../../contract/bonus-tables.ts';
import type { BonusTable } from '../../domain/bonus-table.ts';
import { formatEurosFi } from '../../domain/money.ts';
import { formatCentsPerLitre, formatPercent, formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { list, table } from './table.ts';

const colours = { PROPOSED: 'yellow', APPROVED: 'green', WITHDRAWN: 'dim' } as const;

type Listed = {
  tables: readonly BonusTableView[];
  replaced: readonly BonusTableView[];
  proposals: readonly TableProposalView[];
};

/** What rules when, what ruled before, and what was proposed. */
export function renderBonusTables({ tables, replaced, proposals }: Listed, paint: Paint): string {
  const versions = [
    ...tables.map((one) => [one.validFrom, String(one.version), paint('green', 'in force'), ratesOf(one)]),
    ...replaced.map((one) => [one.validFrom, String(one.version), paint('dim', 'replaced'), ratesOf(one)]),
  ].toSorted(([a = '', b = ''], [c = '', d = '']) => (a === c ? Number(d) - Number(b) : a < c ? -1 : 1));
  const proposed = proposals.map(({ number, version, state, table: { validFrom }, proposed: by, reason }) => [
    String(number),
    String(version),
    paint(colours[state], state),
    validFrom,
    `${by.by}, ${formatTime(by.at)}`,
    printable(reason),
  ]);
  return [
    table([{ head: 'from' }, { head: 'version' }, { head: '' }, { head: 'rates' }], versions, paint),
    ...(proposed.length === 0
      ? []
      : [
          table(
            ['proposal', 'version', 'state', 'from', 'proposed', 'why'].map((head) => ({ head })),
            proposed,
            paint,
          ),
          ...(proposals.some(({ state }) => state === 'PROPOSED')
            ? ['Its rows are shown by `bonus-table approve … --dry-run`.']
            : []),
        ]),
  ].join('\n\n');
}

const ratesOf = ({ rows, placeholder }: BonusTable): string => {
  const rates = rows.map(({ rateBasisPoints }) => rateBasisPoints);
  const range = `${formatPercent(Math.min(...rates))} to ${formatPercent(Math.max(...rates))}, ${rows.length} rows`;
  return placeholder === true ? `${range}, placeholder` : range;
};

type Changed = {
  proposal: TableProposalView;
  recomputed: readonly string[];
  tooOld: readonly string[];
  dryRun: boolean;
};

/** A proposal with its rows, and the paid months that it changes. */
export function renderProposal({ proposal, recomputed, tooOld, dryRun }: Changed, paint: Paint): string {
  const { number, version, state, table: proposed, replaces, reason, approved, withdrawn } = proposal;
  const done = (act: { by: string; at: string }): string => `${act.by}, ${formatTime(act.at)}`;
  const rows = proposed.rows.map(({ fromCents, rateBasisPoints, fuelCentsPerHundredLitres }) => [
    formatEurosFi(fromCents),
    formatPercent(rateBasisPoints),
    formatCentsPerLitre(fuelCentsPerHundredLitres),
  ]);
  return [
    `${paint('bold', `Proposal ${number} of ${proposal.coopId}, version ${version}`)}  ${paint(colours[state], state)}${dryRun ? '  (not stored)' : ''}`,
    list(
      [
        ['valid from', proposed.validFrom],
        ['replaces', replaces === 0 ? 'none' : `version ${replaces}`],
        ['payment benefit', formatPercent(proposed.paymentBenefitBasisPoints)],
        ['why', printable(reason)],
        ['proposed', done(proposal.proposed)],
        ['approved', approved === null ? undefined : done(approved)],
        ['withdrawn', withdrawn === null ? undefined : `${done(withdrawn)}: ${printable(withdrawn.reason)}`],
        ['calculated again', recomputed.length === 0 ? undefined : recomputed.join(' ')],
        ['too old, stay as paid', tooOld.length === 0 ? undefined : tooOld.join(' ')],
      ],
      paint,
    ),
    table(
      [
        { head: 'purchases from', align: 'right' },
        { head: 'rate', align: 'right' },
        { head: 'fuel', align: 'right' },
      ],
      rows,
      paint,
    ),
  ].join('\n');
}
