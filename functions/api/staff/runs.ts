import {
  approveRun,
  cancelRun,
  closeRun,
  listRuns,
  rejectRun,
  releaseRun,
  showRun,
  startRun,
  submitRun,
} from '../../../contract/runs.ts';
import { DomainError } from '../../../domain/errors.ts';
import { checkSignature, type RunState, runKinds } from '../../../domain/run.ts';
import { checkInputs } from '../../../domain/run-inputs.ts';
import { settings } from '../../runtime/env.ts';
import { announceSignature, stopExecution } from '../../runtime/payout-machine.ts';
import { answers } from '../../runtime/serve.ts';
import { register } from '../../table/client.ts';
import type { Run } from '../../table/items.ts';
import { act, runIdOf, runOf, runsOf } from '../../table/runs.ts';
import { runInputs } from '../../workflow/run-inputs.ts';
import { startRun as start, withExecution } from '../../workflow/start-run.ts';
import { runTermsOf } from '../../workflow/terms/all.ts';
import { viewOfRun } from './run-view.ts';

const viewed = async (run: Run) => viewOfRun(run, await runsOf(register(), run.coopId, run.kind));

export const startRunEndpoint = answers(startRun, async ({ body, caller, nowMs }) =>
  viewed(await start(register(), { ...body, dryRun: body.dryRun === true }, caller.staffId, nowMs, settings())),
);

export const listRunsEndpoint = answers(listRuns, async ({ params }) => {
  const byKind = await Promise.all(runKinds.map((kind) => runsOf(register(), params.coopId, kind)));
  const views = byKind.flatMap((runs) => runs.map((run) => ({ atMs: run.opened.atMs, view: viewOfRun(run, runs) })));
  return { runs: views.toSorted((a, b) => b.atMs - a.atMs).map(({ view }) => view) };
});

export const showRunEndpoint = answers(showRun, async ({ params }) => viewed(await runOf(register(), params)));

export const submitRunEndpoint = answers(submitRun, async ({ params, body, caller, nowMs }) => {
  const run = await runOf(register(), params);
  checkSignature(run, 'submit', { by: caller.staffId, hash: body.hash });
  // Sent again by the same person: the signature stands already.
  const repeated = run.state === 'SUBMITTED' && run.submitted?.by === caller.staffId;
  if (!repeated) {
    await checkNothingChanged(run);
    await runTermsOf(run.kind).checkTotals?.(register(), run);
  }
  const submitted = repeated
    ? run
    : await act(register(), run, 'submit', { submitted: { by: caller.staffId, atMs: nowMs } });
  // Wakes the execution up, so that it tells who approves; if that fails, its next look does.
  if (submitted.taskToken !== undefined) await announceSignature(submitted.taskToken);
  return await viewed(submitted);
});

/** Nobody signs what rests on a table, a decision or an account that is another one by now. */
const checkNothingChanged = async (run: Run): Promise<void> =>
  checkInputs(run.inputs, await runInputs(register(), runIdOf(run), settings()));

/** The files name the account that pays: the bank would refuse them if it is another one by now. */
async function checkPayer({ inputs: { payingAccount = '' }, ...run }: Run): Promise<void> {
  const now = await runInputs(register(), runIdOf({ ...run, inputs: {} }), settings());
  checkInputs({ payingAccount }, { payingAccount: now.payingAccount ?? '' });
}

const afterApproval: readonly RunState[] = ['APPROVED', 'FILES_WRITTEN', 'RELEASED', 'CLOSED'];

/**
 * The approval is first written, then announced to the waiting execution. If the process dies in between, approving again announces
 * again, and so does the wait itself when it is next renewed.
 */
export const approveRunEndpoint = answers(approveRun, async ({ params, body, caller, nowMs }) => {
  const run = await runOf(register(), params);
  checkSignature(run, 'approve', { by: caller.staffId, hash: body.hash });
  const repeated = afterApproval.includes(run.state) && run.approved?.by === caller.staffId;
  if (!repeated) await checkNothingChanged(run);
  const approved = repeated
    ? run
    : await act(register(), run, 'approve', { approved: { by: caller.staffId, atMs: nowMs } });
  if (approved.taskToken !== undefined) await announceSignature(approved.taskToken);
  return await viewed(approved);
});

export const rejectRunEndpoint = answers(rejectRun, async ({ params, body, caller, nowMs }) => {
  const run = await runOf(register(), params);
  const rejected =
    run.state === 'REJECTED'
      ? run
      : await act(register(), run, 'reject', { rejected: { by: caller.staffId, atMs: nowMs, reason: body.reason } });
  await stopExecution(rejected);
  return await viewed(rejected);
});

export const cancelRunEndpoint = answers(cancelRun, async ({ params, body, caller, nowMs }) => {
  const run = await runOf(register(), params);
  const cancelled =
    run.state === 'CANCELLED'
      ? run
      : await act(register(), run, 'cancel', { cancelled: { by: caller.staffId, atMs: nowMs, reason: body.reason } });
  await stopExecution(cancelled);
  return await viewed(cancelled);
});

/**
 * The release is the evidence that files were handed over: written before anybody can fetch one. The execution that books it all is the
 * next; if the process dies in between, releasing again starts it.
 */
export const releaseRunEndpoint = answers(releaseRun, async ({ params, body, caller, nowMs }) => {
  const run = await runOf(register(), params);
  checkSignature(run, 'release', { by: caller.staffId, hash: body.hash });
  const repeated = run.state === 'RELEASED' && run.released?.by === caller.staffId;
  if (!repeated) {
    await checkPayer(run);
    await runTermsOf(run.kind).checkRelease?.(register(), run, nowMs);
  }
  const released = repeated
    ? run
    : await act(
        register(),
        run,
        'release',
        { released: { by: caller.staffId, atMs: nowMs }, execution: run.execution + 1 },
        { execution: run.execution },
      );
  return await viewed(await withExecution(register(), released));
});

export const closeRunEndpoint = answers(closeRun, async ({ params, caller, nowMs }) => {
  const run = await runOf(register(), params);
  if (run.state === 'CLOSED') return await viewed(run);
  if (run.postedAtMs === undefined)
    throw new DomainError('runNotInState', 'The run is not booked completely yet; wait until it is posted.');
  return await viewed(await act(register(), run, 'close', { closed: { by: caller.staffId, atMs: nowMs } }));
});
