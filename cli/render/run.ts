import type { ResultOf } from '../../contract/endpoint.ts';
import type { listRunFiles, listRunHouseholds, RunView } from '../../contract/runs.ts';
import { formatEurosFi } from '../../domain/money.ts';
import type { RunProblem, RunState, RunWarning } from '../../domain/run.ts';
import type { RunTotals } from '../../domain/run-totals.ts';
import { formatCount, formatLitres, formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { type Column, list, table } from './table.ts';

/**
 * A run for a person to decide on: its state among the steps, its totals beside those of the month and attempt before, what
 * to watch out for, the hash to sign, and who has signed.
 * @param run as the API gives it
 * @returns several lines, without a newline at the end
 */
export function renderRun(run: RunView, paint: Paint): string {
  const { coopId, kind, period, attempt, dryRun, totals } = run;
  const title = `${kind} ${coopId} ${period}, attempt ${attempt}${dryRun ? ' (dry run: nothing is paid)' : ''}`;
  const blocks = [paint('bold', title), renderSteps(run, paint), renderFacts(run, paint)];
  if (totals !== undefined) blocks.push(renderTotals(run, totals, paint));
  if (run.warnings.length > 0) {
    blocks.push(run.warnings.map((warning) => paint('yellow', `! ${warnings[warning]}`)).join('\n'));
  }
  if (run.problem !== undefined) blocks.push(paint('red', `Stopped: ${problems[run.problem]} (${run.problem})`));
  return blocks.join('\n\n');
}

const warnings: Record<RunWarning, string> = {
  PLACEHOLDER_BONUS_TABLE: "The Bonus table is a placeholder: the co-op's own figures are still missing.",
  MONTH_NOT_ENDED: 'The month has not ended: receipts will still come.',
  LATE_MONTHS_NOT_SETTLED: 'Receipts that came late for earlier months are not settled by this run.',
};

const problems: Record<RunProblem, string> = {
  SUMS_DIFFER: "the households' sum and the outlets' sum go on differing; someone must look",
  STEP_FAILED: 'a step failed; someone must look',
};

const steps: readonly RunState[] = [
  'DRAFT',
  'CALCULATED',
  'SUBMITTED',
  'APPROVED',
  'FILES_WRITTEN',
  'RELEASED',
  'CLOSED',
];

/** `DRAFT → [CALCULATED] → SUBMITTED → …`, or how the attempt ended: the brackets say it without colours too. */
function renderSteps(run: RunView, paint: Paint): string {
  const at = steps.indexOf(run.state);
  if (at !== -1) {
    return steps.map((step, index) => paintStep(step, Math.sign(index - at), paint)).join(paint('dim', ' → '));
  }
  const reached = steps.filter(
    (step, index) => index === 0 || (step === 'CALCULATED' && run.hash) || signed(run, step),
  );
  const past = reached.map((step) => paintStep(step, -1, paint));
  return [...past, paint(['bold', 'red'], `[${run.state}]`)].join(paint('dim', ' → '));
}

function paintStep(step: RunState, position: number, paint: Paint): string {
  if (position === 0) return paint(['bold', 'cyan'], `[${step}]`);
  return position < 0 ? paint('green', step) : paint('dim', step);
}

const signed = (run: RunView, step: RunState): boolean => step === 'SUBMITTED' && run.submitted !== undefined;

function renderFacts(run: RunView, paint: Paint): string {
  const signature = (by: { by: string; at: string } | undefined): string | undefined =>
    by === undefined ? undefined : `${formatTime(by.at)} by ${by.by}`;
  return list(
    [
      ['Receipts up to', formatTime(run.cutOff)],
      ['Opened', signature(run.opened)],
      ['Submitted', signature(run.submitted)],
      ['Approved', signature(run.approved)],
      ['Rejected', signature(run.rejected)],
      ['Cancelled', signature(run.cancelled)],
      ['Hash', run.hash],
    ],
    paint,
  );
}

type Figure = { name: string; of: (totals: RunTotals) => number; show: (value: number) => string; bold?: true };
const euros = formatEurosFi;

const figures: readonly Figure[] = [
  { name: 'Households', of: ({ households }) => households, show: formatCount },
  { name: 'Receipts', of: ({ receipts }) => receipts, show: formatCount },
  { name: 'Purchases', of: ({ purchases }) => purchases.bonusCents, show: euros, bold: true },
  { name: '  of these fuel', of: ({ purchases }) => purchases.fuelCents, show: euros },
  { name: '  fuel, litres', of: ({ purchases }) => purchases.fuelMillilitres, show: formatLitres },
  { name: '  of these campaign', of: ({ purchases }) => purchases.campaignCents, show: euros },
  { name: '  for the payment benefit', of: ({ purchases }) => purchases.paymentBenefitCents, show: euros },
  { name: 'Bonus', of: ({ lines }) => lines.bonusCents, show: euros },
  { name: 'Double Bonus, second half', of: ({ lines }) => lines.doubleExtraCents, show: euros },
  { name: 'Fuel bonus', of: ({ lines }) => lines.fuelBonusCents, show: euros },
  { name: 'Payment benefit', of: ({ lines }) => lines.paymentBenefitCents, show: euros },
  { name: 'Amount of the month', of: ({ amountCents }) => amountCents, show: euros, bold: true },
  { name: 'Changes to earlier months', of: ({ lateAmountCents }) => lateAmountCents, show: euros },
  { name: 'Unpaid before', of: ({ openingUnpaidCents }) => openingUnpaidCents, show: euros },
  { name: 'To be paid', of: ({ payableCents }) => payableCents, show: euros, bold: true },
  { name: '  to shares', of: ({ toShareCents }) => toShareCents, show: euros },
  { name: '  to accounts', of: ({ toAccountCents }) => toAccountCents, show: euros },
  { name: '  left unpaid', of: ({ unpaidCents }) => unpaidCents, show: euros },
  { name: 'Payments', of: ({ payments }) => payments, show: formatCount },
  { name: 'Households with a share payment', of: ({ toShareHouseholds }) => toShareHouseholds, show: formatCount },
  { name: 'Households not paid', of: ({ notPaidHouseholds }) => notPaidHouseholds, show: formatCount },
];

/** One line a figure; beside this run's the others', each with what changed since. */
function renderTotals(run: RunView, totals: RunTotals, paint: Paint): string {
  const compared = run.differences.flatMap(({ against, totals: other }) =>
    other === null ? [] : [{ against, other }],
  );
  const columns: Column[] = [
    { head: '' },
    { head: 'This run', align: 'right' },
    ...compared.flatMap(({ against }): Column[] => [
      { head: printable(against), align: 'right' },
      { head: 'Change', align: 'right' },
    ]),
  ];
  const rows = figures.map(({ name, of, show, bold }) => {
    const value = show(of(totals));
    const others = compared.flatMap(({ other }) => [show(of(other)), change(of(totals) - of(other), show, paint)]);
    return [bold ? paint('bold', name) : name, bold ? paint('bold', value) : value, ...others];
  });
  return table(columns, rows, paint);
}

function change(value: number, show: (value: number) => string, paint: Paint): string {
  if (value === 0) return paint('dim', '=');
  return paint(value > 0 ? 'green' : 'magenta', `${value > 0 ? '+' : ''}${show(value)}`);
}

/** Runs in the order that they came, a line each. */
export function renderRuns(runs: readonly RunView[], paint: Paint): string {
  if (runs.length === 0) return 'No runs yet.';
  const columns: Column[] = [
    { head: 'Month' },
    { head: 'Attempt' },
    { head: 'State' },
    { head: 'Opened' },
    { head: 'Households', align: 'right' },
    { head: 'Purchases', align: 'right' },
    { head: 'To be paid', align: 'right' },
    { head: '' },
  ];
  const rows = runs.map(({ period, attempt, state, opened, totals, problem }) => [
    period,
    attempt,
    state,
    formatTime(opened.at),
    totals === undefined ? '' : formatCount(totals.households),
    totals === undefined ? '' : euros(totals.purchases.bonusCents),
    totals === undefined ? '' : euros(totals.payableCents),
    problem === undefined ? '' : paint('red', printable(problem)),
  ]);
  return table(columns, rows, paint);
}

type RunFiles = ResultOf<typeof listRunFiles>['files'];
type RunHouseholds = ResultOf<typeof listRunHouseholds>['households'];

/** A run's payment files: never their addresses, which anyone who has them may use. */
export function renderRunFiles(files: RunFiles, paint: Paint): string {
  if (files.length === 0) return 'No payment files.';
  const columns: Column[] = [
    { head: 'File' },
    { head: 'Payments', align: 'right' },
    { head: 'Sum', align: 'right' },
    { head: 'SHA-256' },
  ];
  const rows = files.map(({ name, count, sumCents, sha256 }) => [
    printable(name),
    formatCount(count),
    euros(sumCents),
    sha256,
  ]);
  return table(columns, rows, paint);
}

/** What a run does for each household. */
export function renderRunHouseholds(households: RunHouseholds, paint: Paint): string {
  if (households.length === 0) return 'No households.';
  const money = ['Purchases', 'Amount', 'Late', 'To share', 'To account', 'Unpaid'];
  const columns: Column[] = [
    { head: 'Household' },
    { head: 'Receipts', align: 'right' },
    ...money.map((head): Column => ({ head, align: 'right' })),
    { head: 'Outcome' },
    { head: 'Reason' },
  ];
  const rows = households.map((household) => [
    household.householdId,
    formatCount(household.receipts),
    euros(household.purchasesCents),
    euros(household.amountCents),
    euros(household.lateAmountCents),
    euros(household.toShareCents),
    euros(household.toAccountCents),
    euros(household.unpaidCents),
    paint(household.outcome === 'NOT_PAID' ? 'yellow' : 'green', household.outcome),
    household.reason ?? '',
  ]);
  return table(columns, rows, paint);
}
