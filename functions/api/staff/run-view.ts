import type { RunView } from '../../../contract/runs.ts';
import { localTimeOf } from '../../../domain/calendar.ts';
import { isEndedWithoutPay } from '../../../domain/run.ts';
import { newAndGone } from '../../../domain/run-exceptions.ts';
import { periodBefore } from '../../../domain/run-period.ts';
import { fileName } from '../../runtime/file-address.ts';
import type { JournalFile, Run } from '../../table/items.ts';

type Signature = { by: string; atMs: number; reason?: string } | undefined;
function signature(name: string, signed: Signature) {
  if (signed === undefined) return {};
  const { atMs, ...rest } = signed;
  return { [name]: { ...rest, at: localTimeOf(atMs) } };
}

/**
 * A run as staff see it. Beside its totals stand those of the period before (its attempt that was not ended without pay) and of
 * the attempt before.
 * @param others all runs of the co-op and kind
 */
export function viewOfRun(run: Run, others: readonly Run[]): RunView {
  const before = periodBefore(run.kind, run.period);
  const previous = others
    .filter((other) => other.period === before && !other.dryRun && !isEndedWithoutPay(other.state))
    .at(-1);
  const number = Number(run.attempt.replace('D', ''));
  const previousAttempt = others.find(
    (other) => other.period === run.period && !other.dryRun && other.attempt === String(number - 1) && !run.dryRun,
  );
  return {
    coopId: run.coopId,
    kind: run.kind,
    period: run.period,
    attempt: run.attempt,
    dryRun: run.dryRun,
    state: run.state,
    cutOff: localTimeOf(run.cutOffMs),
    opened: { by: run.opened.by, at: localTimeOf(run.opened.atMs) },
    ...signature('submitted', run.submitted),
    ...signature('approved', run.approved),
    ...signature('rejected', run.rejected),
    ...signature('cancelled', run.cancelled),
    ...signature('released', run.released),
    ...signature('closed', run.closed),
    ...(run.postedAtMs === undefined ? {} : { postedAt: localTimeOf(run.postedAtMs) }),
    payOn: run.payOn,
    inputs: run.inputs,
    ...(run.held === undefined ? {} : { held: run.held }),
    ...reviewOf(run, previous),
    ...(run.journal === undefined ? {} : { journal: journalOf(run.journal) }),
    ...(run.hash === undefined ? {} : { hash: run.hash }),
    warnings: run.warnings,
    ...(run.problem === undefined ? {} : { problem: run.problem }),
    ...(run.totals === undefined ? {} : { totals: run.totals }),
    differences: [
      ...(before === undefined ? [] : [{ against: before, totals: previous?.totals ?? null }]),
      ...(previousAttempt === undefined
        ? []
        : [{ against: `attempt ${previousAttempt.attempt}`, totals: previousAttempt.totals ?? null }]),
    ],
  };
}

/** What is not paid, and who is new and gone, from what the run stores of its payees. */
function reviewOf({ review, totals }: Run, previous: Run | undefined): Pick<RunView, 'review'> {
  if (review === undefined || totals === undefined) return {};
  const { exceptions, payeesAsBefore } = review;
  return { review: { exceptions, ...newAndGone(totals.payees, payeesAsBefore, previous?.totals?.payees ?? 0) } };
}

const journalOf = ({ key, ...rest }: JournalFile): RunView['journal'] => ({ name: fileName(key), ...rest });
