import { type Explanation, renderExplanation } from '../../cli/render/explain.ts';
import { formatCount } from '../../cli/render/figures.ts';
import type { Paint } from '../../cli/render/paint.ts';
import { list, table } from '../../cli/render/table.ts';
import { formatEurosFi } from '../../domain/money.ts';
import type { RunTotals } from '../../domain/run-totals.ts';
import { shownPath } from '../local-cloud/paths.ts';
import type { Loaded } from './load.ts';
import { usersFile } from './local-files.ts';
import type { Material } from './material.ts';
import type { PaidRun } from './pay-month.ts';
import type { SavedFile } from './payment-files.ts';
import type { TakenIn } from './take-in.ts';

type Month = { material: Material; taken: TakenIn; runs: readonly PaidRun[]; explanation: Explanation | undefined };

/** What came of it, for a person: receipts, the runs' totals, one household's amount explained, the payment files. */
export function summary({ material, taken, runs, explanation }: Month, paint: Paint): string {
  const blocks = [
    titled('Receipts', receiptsOf(material, taken, paint), paint),
    titled(`Bonus of ${material.month}`, totalsOf(runs, paint), paint),
  ];
  if (explanation !== undefined) blocks.push(titled('Why this amount', renderExplanation(explanation, paint), paint));
  blocks.push(
    titled(
      'Payment files',
      filesOf(
        runs.flatMap(({ files }) => files),
        paint,
      ),
      paint,
    ),
  );
  return `\n${blocks.join('\n\n')}\n`;
}

const titled = (title: string, body: string, paint: Paint): string =>
  `${paint(['bold', 'cyan'], `── ${title} ──`)}\n${body}`;

function receiptsOf({ month, skipped }: Material, { posted, counts }: TakenIn, paint: Paint): string {
  const unlessNone = (count: number, more = ''): string | undefined =>
    count === 0 ? undefined : `${formatCount(count)}${more}`;
  return list(
    [
      ['Posted', formatCount(posted.posted)],
      ['Accepted', formatCount(posted.accepted)],
      ['Rejected', unlessNone(posted.rejected, `: see ${posted.rejectedFiles.map(shownPath).join(', ')}`)],
      ['Recorded', formatCount(counts.recorded)],
      ['Unmatched', formatCount(counts.unmatched)],
      ['Conflicts', formatCount(counts.conflicts)],
      [`Not of ${month}`, unlessNone(skipped, ', not posted')],
    ],
    paint,
  );
}

type Figure = { name: string; of: (totals: RunTotals) => number; show: (value: number) => string };
const euros = formatEurosFi;
const figures: readonly Figure[] = [
  { name: 'Households', of: ({ payees }) => payees, show: formatCount },
  { name: 'Receipts', of: ({ receipts }) => receipts, show: formatCount },
  { name: 'Purchases', of: ({ purchases }) => purchases.bonusCents, show: euros },
  { name: 'Bonus', of: ({ lines }) => lines.bonusCents, show: euros },
  { name: 'Double Bonus, second half', of: ({ lines }) => lines.doubleExtraCents, show: euros },
  { name: 'Fuel bonus', of: ({ lines }) => lines.fuelBonusCents, show: euros },
  { name: 'Payment benefit', of: ({ lines }) => lines.paymentBenefitCents, show: euros },
  { name: 'Amount', of: ({ amountCents }) => amountCents, show: euros },
  { name: '  to accounts', of: ({ toAccountCents }) => toAccountCents, show: euros },
  { name: '  to shares', of: ({ toShareCents }) => toShareCents, show: euros },
  { name: '  not paid', of: ({ unpaidCents }) => unpaidCents, show: euros },
  { name: 'Payments', of: ({ payments }) => payments, show: formatCount },
];

/** The co-ops' totals beside each other; `omistaja run show` has all of one run. */
function totalsOf(runs: readonly PaidRun[], paint: Paint): string {
  const columns = [{ head: '' }, ...runs.map(({ run }) => ({ head: run.coopId, align: 'right' as const }))];
  const rows = figures.map(({ name, of, show }) => [
    name,
    ...runs.map(({ run: { totals } }) => (totals === undefined ? '' : show(of(totals)))),
  ]);
  const warnings = runs.flatMap(({ run }) =>
    run.warnings.map((warning) => paint('yellow', `! ${run.coopId}: ${warning}`)),
  );
  return [table(columns, rows, paint), ...warnings].join('\n');
}

function filesOf(files: readonly SavedFile[], paint: Paint): string {
  if (files.length === 0) return 'None: nobody was paid to an account.';
  const columns = [
    { head: 'File' },
    { head: 'Payments', align: 'right' as const },
    { head: 'Sum', align: 'right' as const },
  ];
  return table(
    columns,
    files.map(({ path, count, sumCents }) => [shownPath(path), formatCount(count), euros(sumCents)]),
    paint,
  );
}

/** Addresses, users and commands to go on with, while the register stays up. */
export function goOn(
  { tills, staff }: Loaded,
  { month }: Material,
  shown: { coopId: string; householdId: string | undefined },
  paint: Paint,
): string {
  const { config } = tills[0];
  const where = list(
    [
      ['API', config.apiUrl],
      ['Sign-in page', config.staff.authorizeUrl],
      ...Object.values(staff).map(({ username, password }) => ['User', `${username}  ${password}`] as const),
      ['Users are also in', shownPath(usersFile)],
    ],
    paint,
  );
  const commands = [
    'npx omistaja login',
    `npx omistaja run show ${shown.coopId} ${month}`,
    ...(shown.householdId === undefined ? [] : [`npx omistaja explain ${shown.householdId} ${month}`]),
    'npx omistaja till send receipts.jsonl',
  ];
  return `\n${titled('Go on', `${where}\n\nIn another terminal:\n${commands.map((command) => `  ${command}`).join('\n')}`, paint)}\n\nThe register stays up until Ctrl-C.`;
}
