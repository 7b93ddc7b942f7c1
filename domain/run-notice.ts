import { formatEurosFi } from './money.ts';
import type { RunKind, RunProblem } from './run.ts';
import type { RunException } from './run-exceptions.ts';
import type { Period } from './run-period.ts';
import type { RunTotals } from './run-totals.ts';

/** On what who approves is told of a run. */
export const noticeOccasions = ['SUBMITTED', 'RELEASED', 'STOPPED'] as const;
export type NoticeOccasion = (typeof noticeOccasions)[number];

/** What a message about a run is made of: sums and counts, and nobody's name, number or account. */
export type NoticedRun = {
  coopId: string;
  coopName: string;
  kind: RunKind;
  period: Period;
  attempt: string;
  problem?: RunProblem | undefined;
  totals?: RunTotals | undefined;
  exceptions: readonly RunException[];
  /** Signed payments that were left out of the files. */
  held?: { count: number; sumCents: number } | undefined;
  /** The run that it is compared with, if there is one. */
  before?: { period: Period; totals: RunTotals } | undefined;
};

type Wording = {
  subject: string;
  /** What the reader should know or do. */
  asks: (run: NoticedRun) => string;
  commands: readonly string[];
};

const wordings: Readonly<Record<NoticeOccasion, Wording>> = {
  SUBMITTED: {
    subject: 'waits for approval',
    asks: () => 'It was submitted. Another person must look at it and approve or reject it.',
    commands: ['show', 'differences', 'approve', 'reject'],
  },
  RELEASED: {
    subject: 'is released',
    asks: () => 'It was released: its payment files are handed over, and its amounts are in the books.',
    commands: ['show', 'files', 'journal'],
  },
  STOPPED: {
    subject: 'has stopped',
    asks: ({ problem }) => `It stopped (${problem ?? 'unknown'}) and waits for a person. Runbook: "A run stopped".`,
    commands: ['show'],
  },
};

type Figure = { name: string; of: (totals: RunTotals) => number; show: (value: number) => string };
const figures: readonly Figure[] = [
  { name: 'Payees', of: ({ payees }) => payees, show: String },
  { name: 'Amount', of: ({ amountCents }) => amountCents, show: formatEurosFi },
  { name: 'Changes to earlier months', of: ({ lateAmountCents }) => lateAmountCents, show: formatEurosFi },
  { name: 'Unpaid before', of: ({ openingUnpaidCents }) => openingUnpaidCents, show: formatEurosFi },
  { name: 'Tax withheld', of: ({ withheldCents }) => withheldCents, show: formatEurosFi },
  { name: 'To be paid', of: ({ payableCents }) => payableCents, show: formatEurosFi },
  { name: 'To shares', of: ({ toShareCents }) => toShareCents, show: formatEurosFi },
  { name: 'To accounts', of: ({ toAccountCents }) => toAccountCents, show: formatEurosFi },
  { name: 'Left unpaid', of: ({ unpaidCents }) => unpaidCents, show: formatEurosFi },
  { name: 'Payments', of: ({ payments }) => payments, show: String },
];

/**
 * The message about a run, as plain text.
 * @returns `subject` of ASCII letters, at most 100 characters, as mail by SNS demands
 */
export function runNotice(occasion: NoticeOccasion, run: NoticedRun): { subject: string; text: string } {
  const { subject, asks, commands } = wordings[occasion];
  const title = `${run.kind} ${run.coopId} ${run.period}, attempt ${run.attempt}`;
  const blocks = [
    `${run.coopName}: ${title} ${subject}.`,
    asks(run),
    ...(run.totals === undefined ? [] : [totalsText(run.totals, run.before)]),
    ...(run.exceptions.length === 0 ? [] : [exceptionsText(run.exceptions)]),
    ...(run.held === undefined || run.held.count === 0 ? [] : [heldText(run.held)]),
    commands.map((command) => `omistaja run ${command} ${argumentsOf(run)}`).join('\n'),
  ];
  return { subject: `Omistaja: ${title} ${subject}`.slice(0, 100), text: `${blocks.join('\n\n')}\n` };
}

const argumentsOf = ({ coopId, period, attempt, kind }: NoticedRun): string =>
  `${coopId} ${period} ${attempt} --kind ${kind.toLowerCase()}`;

/** A figure that is 0 now and before says nothing. */
function totalsText(totals: RunTotals, before: NoticedRun['before']): string {
  const shown = figures.filter(({ of }) => of(totals) !== 0 || (before !== undefined && of(before.totals) !== 0));
  const width = Math.max(...figures.map(({ name }) => name.length));
  return shown
    .map(({ name, of, show }) => {
      const line = `${name.padEnd(width)}  ${show(of(totals))}`;
      return before === undefined ? line : `${line}  (${before.period}: ${show(of(before.totals))})`;
    })
    .join('\n');
}

const exceptionsText = (exceptions: readonly RunException[]): string =>
  ['Not paid, or not all:', ...exceptions.map(exceptionText)].join('\n');
const exceptionText = ({ reason, payees, cents }: RunException): string =>
  `  ${reason}: ${payees}, ${formatEurosFi(cents)}`;

const heldText = ({ count, sumCents }: { count: number; sumCents: number }): string =>
  `Left out of the files at the last look at the payees: ${count}, ${formatEurosFi(sumCents)}`;
