import { DomainError } from '../../domain/errors.ts';
import { isEndedWithoutPay } from '../../domain/run.ts';
import { type NoticeOccasion, runNotice } from '../../domain/run-notice.ts';
import { periodBefore } from '../../domain/run-period.ts';
import type { Register } from '../table/client.ts';
import { coopOf } from '../table/directory.ts';
import type { Run } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import { changeRun, runOf, runsOf } from '../table/runs.ts';

/** Hands a message over to the co-op's approvers. */
export type Publish = (coopId: string, notice: { subject: string; text: string }) => Promise<void>;

/**
 * Tells who approves what they have not been told of the run: that it waits for them, was released, or has stopped. Whether they have
 * been told follows from the run and its mark, so nothing is forgotten: published first and marked after, a message may come twice when the
 * process dies in between, but never not at all.
 */
export async function tellApprovers(db: Register, id: RunId, publish: Publish): Promise<void> {
  const run = await runOf(db, id);
  const occasion = occasionOf(run);
  if (occasion === undefined) return;
  // One message a stop: a run that was started again may stop once more.
  const told = occasion === 'STOPPED' ? `${occasion}-${run.execution}` : occasion;
  if (run.told === told) return;
  await publish(run.coopId, await noticeOf(db, run, occasion));
  await changeRun(db, id, [run.state], { told }).catch((error: unknown) => {
    // Signed or cancelled meanwhile: it is told all the same.
    if (!(error instanceof DomainError)) throw error;
  });
}

function occasionOf(run: Run): NoticeOccasion | undefined {
  if (run.dryRun) return undefined;
  if (run.problem !== undefined) return 'STOPPED';
  if (run.state === 'SUBMITTED') return 'SUBMITTED';
  return run.state === 'RELEASED' && run.postedAtMs !== undefined ? 'RELEASED' : undefined;
}

async function noticeOf(db: Register, run: Run, occasion: NoticeOccasion) {
  const [coop, before] = await Promise.all([coopOf(db, run.coopId), runBefore(db, run)]);
  const { coopId, kind, period, attempt, problem, totals, held } = run;
  return runNotice(occasion, {
    ...{ coopId, kind, period, attempt, problem, totals, held, before },
    coopName: coop.name,
    exceptions: run.review?.exceptions ?? [],
  });
}

/** What the run is compared with: that of the period before. */
async function runBefore(db: Register, run: Run) {
  const period = periodBefore(run.kind, run.period);
  if (period === undefined) return undefined;
  const runs = await runsOf(db, run.coopId, run.kind, period);
  const totals = runs.filter((other) => !other.dryRun && !isEndedWithoutPay(other.state)).at(-1)?.totals;
  return totals === undefined ? undefined : { period, totals };
}
