import type { BankCaseView, BankFileView, countRunPayments, showBankFile } from '../../contract/bank.ts';
import type { ResultOf } from '../../contract/endpoint.ts';
import { formatEurosFi } from '../../domain/money.ts';
import { caseReasonWords, refusalWords } from './bank-words.ts';
import { formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { list, table } from './table.ts';

const heads = (...names: string[]) =>
  names.map((head) => ({ head, ...(/amount|left/.test(head) && { align: 'right' as const }) }));

/** What became of a file's answers, without what is nothing: `12 applied, 1 cases`. */
const countsOf = ({ counts }: BankFileView): string =>
  Object.entries(counts ?? {})
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');

/** The bank's files, a line each. */
export function renderBankFiles(files: readonly BankFileView[], paint: Paint): string {
  if (files.length === 0) return 'The bank has dropped nothing.';
  const rows = files.map((file) => [
    formatTime(file.receivedAt),
    file.type ?? '',
    printable(file.messageId ?? ''),
    file.refusal === null ? file.state : paint('red', `${file.state} ${file.refusal}`),
    countsOf(file),
    file.fileId,
  ]);
  return table(heads('came', 'type', 'message', 'state', 'answers', 'file'), rows, paint);
}

/** A file with its drops. */
export function renderBankFile({ file, drops }: ResultOf<typeof showBankFile>, paint: Paint): string {
  const facts = list(
    [
      ['state', file.refusal === null ? file.state : `${file.state} ${file.refusal}: ${refusalWords[file.refusal]}`],
      ['type', file.type ?? undefined],
      ['message', file.messageId === null ? undefined : printable(file.messageId)],
      ['made', file.createdAt ?? undefined],
      ['bytes', String(file.bytes)],
      ['came', formatTime(file.receivedAt)],
      ['read', file.readAt === null ? undefined : formatTime(file.readAt)],
      ['answers', countsOf(file) || undefined],
    ],
    paint,
  );
  const rows = drops.map(({ at, objectKey, by }) => [formatTime(at), printable(objectKey), printable(by)]);
  return [paint('bold', file.fileId), facts, '', table(heads('dropped', 'as', 'by'), rows, paint)].join('\n');
}

const amountOf = ({ amountCents, currency }: BankCaseView): string => {
  if (amountCents === null) return '';
  return currency === null || currency === 'EUR' ? formatEurosFi(amountCents) : `${amountCents / 100} ${currency}`;
};

const aboutOf = (one: BankCaseView): string =>
  printable(
    one.about === 'CREDIT'
      ? [one.payerName, one.reference, one.text].filter((word) => word !== null).join(' · ')
      : [one.answer, one.status, one.reasonCode, one.endToEndId].filter((word) => word !== null).join(' '),
  );

/** What waits for a person, a line each. */
export function renderBankCases(cases: readonly BankCaseView[], paint: Paint): string {
  if (cases.length === 0) return 'Nothing waits.';
  const rows = cases.map((one) => [
    one.bookedOn ?? formatTime(one.openedAt),
    one.caseId,
    one.reason,
    amountOf(one),
    one.openCents === null ? '' : formatEurosFi(one.openCents),
    aboutOf(one),
  ]);
  return table(heads('booked', 'case', 'why', 'amount', 'left', 'about'), rows, paint);
}

/** How many payments of a run are in each state, and what the bank said of its files. */
export function renderPaymentStates(
  { states, open, files }: Pick<ResultOf<typeof countRunPayments>, 'states' | 'files'> & { open: number },
  paint: Paint,
): string {
  const rows = Object.entries(states).map(([state, count]) => [state, String(count)]);
  const said = files.map(({ fileNumber, status, reasonCode, at }) => {
    const words = [`file ${fileNumber}:`, printable(status), printable(reasonCode ?? ''), formatTime(at)];
    return words.filter((word) => word !== '').join(' ');
  });
  const end =
    open === 0 ? 'Every payment has its end.' : `${open} without an end: sent and not answered for good, or unknown.`;
  return [table([{ head: 'state' }, { head: 'payments', align: 'right' }], rows, paint), ...said, end].join('\n');
}

/** A case with what was done with it. */
export function renderBankCase(one: BankCaseView, paint: Paint, dryRun = false): string {
  const facts = list(
    [
      ['why', `${one.reason}: ${caseReasonWords[one.reason]}`],
      ['state', one.state],
      ['amount', amountOf(one) || undefined],
      ['left', one.openCents === null ? undefined : formatEurosFi(one.openCents)],
      ['booked', one.bookedOn ?? undefined],
      ['about', aboutOf(one) || undefined],
      ['member', one.memberNumber ?? undefined],
      ['customer', one.customerNumber ?? undefined],
      ["bank's reference", printable(one.entryRef)],
      ['file', one.fileId],
      ['version', String(one.version)],
    ],
    paint,
  );
  const done = one.resolutions.map(({ at, kind, amountCents, memberNumber, reason, evidence, by }) => [
    formatTime(at),
    kind,
    amountCents === null ? '' : formatEurosFi(amountCents),
    memberNumber ?? '',
    printable(reason ?? ''),
    printable(evidence ?? ''),
    by,
  ]);
  return [
    paint('bold', one.caseId),
    facts,
    ...(done.length === 0
      ? []
      : ['', table(heads('when', 'what', 'amount', 'member', 'why', 'evidence', 'by'), done, paint)]),
    ...(dryRun ? [paint('yellow', 'A dry run: nothing was changed.')] : []),
  ].join('\n');
}
