import type { ResultOf } from '../../contract/endpoint.ts';
import type { listRunFiles, listRunPayees, RunView } from '../../contract/runs.ts';
import { formatEurosFi } from '../../domain/money.ts';
import type { RunProblem, RunState, RunWarning } from '../../domain/run.ts';
import { formatCount, formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { renderTotals } from './run-figures.ts';
import { renderExceptions } from './run-review.ts';
import { type Column, list, table } from './table.ts';

/**
 * A run for a person to decide on: its state among the steps, its totals beside those of the period and attempt before, what is not
 * paid and why, what to watch out for, the hash to sign, and who has signed.
 * @param run as the API gives it
 * @returns several lines, without a newline at the end
 */
export function renderRun(run: RunView, paint: Paint): string {
  const { coopId, kind, period, attempt, dryRun, totals, review, held } = run;
  const title = `${kind} ${coopId} ${period}, attempt ${attempt}${dryRun ? ' (dry run: nothing is paid)' : ''}`;
  const blocks = [
    paint('bold', title),
    renderSteps(run, paint),
    renderFacts(run, paint),
    totals && renderTotals(kind, totals, run.differences, paint),
    review && renderExceptions(review.exceptions, paint),
    held?.count ? paint('yellow', heldText(held)) : undefined,
    run.warnings.map((warning) => paint('yellow', `! ${warnings[warning]}`)).join('\n'),
    run.problem && paint('red', `Stopped: ${problems[run.problem]} (${run.problem})`),
  ];
  return blocks.filter((block) => block !== undefined && block !== '').join('\n\n');
}

const heldText = ({ count, sumCents }: { count: number; sumCents: number }): string =>
  `! Left out of the files, since the payees have changed: ${formatCount(count)}, ${euros(sumCents)}`;

const warnings: Record<RunWarning, string> = {
  PLACEHOLDER_BONUS_TABLE: "The Bonus table is a placeholder: the co-op's own figures are still missing.",
  MONTH_NOT_ENDED: 'The month has not ended: receipts will still come.',
  LATE_MONTHS_NOT_SETTLED: 'Receipts that came late for earlier months are not settled by this run.',
  DECISION_EXCEEDED: 'It comes to more than its decision allows: it cannot be submitted.',
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

type Signature = { by: string; at: string; reason?: string };

function renderFacts(run: RunView, paint: Paint): string {
  const signature = (signed: Signature | undefined): string | undefined =>
    signed && `${formatTime(signed.at)} by ${signed.by}${signed.reason === undefined ? '' : `: ${signed.reason}`}`;
  return list(
    [
      // Only Bonus counts receipts.
      ['Receipts up to', run.kind === 'BONUS' ? formatTime(run.cutOff) : undefined],
      ['To be paid on', run.payOn],
      ['Rests on', Object.entries(run.inputs).map(inputText).join(', ') || undefined],
      ['Opened', signature(run.opened)],
      ['Submitted', signature(run.submitted)],
      ['Approved', signature(run.approved)],
      ['Rejected', signature(run.rejected)],
      ['Cancelled', signature(run.cancelled)],
      ['Released', signature(run.released)],
      ['Booked', run.postedAt && formatTime(run.postedAt)],
      ['Closed', signature(run.closed)],
      ['New and gone', run.review && newAndGone(run.review)],
      ['Journal', run.journal && `${run.journal.name}, ${euros(run.journal.sumCents)}`],
      ['Hash', run.hash],
    ],
    paint,
  );
}

/** `bonusTables 2017-03/1` as `bonus tables 2017-03/1`. */
const inputText = ([name, version]: [string, string]): string =>
  `${name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${version}`;

const newAndGone = ({ newPayees, gonePayees }: NonNullable<RunView['review']>): string =>
  `${formatCount(newPayees)} new, ${formatCount(gonePayees)} gone since the period before`;

const euros = formatEurosFi;

/** Runs in the order that they came, a line each. */
export function renderRuns(runs: readonly RunView[], paint: Paint): string {
  if (runs.length === 0) return 'No runs yet.';
  const columns: Column[] = [
    { head: 'Kind' },
    { head: 'Period' },
    { head: 'Attempt' },
    { head: 'State' },
    { head: 'Opened' },
    { head: 'Payees', align: 'right' },
    { head: 'From', align: 'right' },
    { head: 'To be paid', align: 'right' },
    { head: '' },
  ];
  const rows = runs.map(({ kind, period, attempt, state, opened, totals, problem }) => [
    kind,
    period,
    attempt,
    state,
    formatTime(opened.at),
    totals === undefined ? '' : formatCount(totals.payees),
    totals === undefined ? '' : euros(totals.baseCents),
    totals === undefined ? '' : euros(totals.payableCents),
    problem === undefined ? '' : paint('red', printable(problem)),
  ]);
  return table(columns, rows, paint);
}

type RunFiles = ResultOf<typeof listRunFiles>['files'];
type RunPayees = ResultOf<typeof listRunPayees>['payees'];

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

type PayeeFigure = {
  head: string;
  of: (payee: RunPayees[number]) => number;
  show?: (value: number) => string;
  always?: true;
};
/** A kind of run that has no receipts or withholds nothing has no column of it. */
const payeeFigures: readonly PayeeFigure[] = [
  { head: 'Receipts', of: ({ receipts }) => receipts, show: formatCount },
  { head: 'From', of: ({ baseCents }) => baseCents, always: true },
  { head: 'Amount', of: ({ amountCents }) => amountCents, always: true },
  { head: 'Withheld', of: ({ withheldCents }) => withheldCents },
  { head: 'Late', of: ({ lateAmountCents }) => lateAmountCents },
  { head: 'Before', of: ({ openingUnpaidCents }) => openingUnpaidCents },
  { head: 'To share', of: ({ toShareCents }) => toShareCents },
  { head: 'To account', of: ({ toAccountCents }) => toAccountCents, always: true },
  { head: 'Unpaid', of: ({ unpaidCents }) => unpaidCents },
];

/** What a run does for each payee: households, members, or payments that are owed. */
export function renderRunPayees(payees: RunPayees, paint: Paint): string {
  if (payees.length === 0) return 'No payees.';
  const figures = payeeFigures.filter(({ of, always }) => always === true || payees.some((payee) => of(payee) !== 0));
  const columns: Column[] = [
    { head: 'Payee' },
    ...figures.map(({ head }): Column => ({ head, align: 'right' })),
    { head: 'Outcome' },
    { head: 'Reason' },
  ];
  const rows = payees.map((payee) => [
    printable(payee.payeeId),
    ...figures.map(({ of, show = euros }) => show(of(payee))),
    paint(payee.outcome === 'NOT_PAID' ? 'yellow' : 'green', payee.outcome),
    payee.reason ?? '',
  ]);
  return table(columns, rows, paint);
}
