import { approveRun, cancelRun, listRuns, rejectRun, showRun, startRun, submitRun } from '../../../contract/runs.ts';
import { checkSignature, isPosted } from '../../../domain/run.ts';
import { settings } from '../../runtime/env.ts';
import { announceApproval, stopExecution } from '../../runtime/payout-machine.ts';
import { answers } from '../../runtime/serve.ts';
import { register } from '../../table/client.ts';
import type { Run } from '../../table/items.ts';
import { act, runOf, runsOf } from '../../table/runs.ts';
import { startRun as start } from '../../workflow/start-run.ts';
import { viewOfRun } from './run-view.ts';

const viewed = async (run: Run) => viewOfRun(run, await runsOf(register(), run.coopId, run.kind));

export const startRunEndpoint = answers(startRun, async ({ body, caller, nowMs }) =>
  viewed(await start(register(), { ...body, dryRun: body.dryRun === true }, caller.staffId, nowMs, settings())),
);

export const listRunsEndpoint = answers(listRuns, async ({ params }) => {
  const runs = await runsOf(register(), params.coopId, 'BONUS');
  return { runs: runs.toSorted((a, b) => b.opened.atMs - a.opened.atMs).map((run) => viewOfRun(run, runs)) };
});

export const showRunEndpoint = answers(showRun, async ({ params }) => viewed(await runOf(register(), params)));

export const submitRunEndpoint = answers(submitRun, async ({ params, body, caller, nowMs }) => {
  const run = await runOf(register(), params);
  checkSignature(run, 'submit', { by: caller.staffId, hash: body.hash });
  // Sent again by the same person: the signature stands already.
  if (run.state === 'SUBMITTED' && run.submitted?.by === caller.staffId) return await viewed(run);
  return await viewed(await act(register(), run, 'submit', { submitted: { by: caller.staffId, atMs: nowMs } }));
});

/**
 * The approval is first written, then announced to the waiting execution. If the process dies in between, approving again announces
 * again, and so does the wait itself when it is next renewed.
 */
export const approveRunEndpoint = answers(approveRun, async ({ params, body, caller, nowMs }) => {
  const run = await runOf(register(), params);
  checkSignature(run, 'approve', { by: caller.staffId, hash: body.hash });
  const repeated = isPosted(run.state) && run.approved?.by === caller.staffId;
  const approved = repeated
    ? run
    : await act(register(), run, 'approve', { approved: { by: caller.staffId, atMs: nowMs } });
  if (approved.taskToken !== undefined) await announceApproval(approved.taskToken);
  return await viewed(approved);
});

export const rejectRunEndpoint = answers(rejectRun, async ({ params, caller, nowMs }) => {
  const run = await runOf(register(), params);
  const rejected =
    run.state === 'REJECTED'
      ? run
      : await act(register(), run, 'reject', { rejected: { by: caller.staffId, atMs: nowMs } });
  await stopExecution(rejected);
  return await viewed(rejected);
});

export const cancelRunEndpoint = answers(cancelRun, async ({ params, caller, nowMs }) => {
  const run = await runOf(register(), params);
  const cancelled =
    run.state === 'CANCELLED'
      ? run
      : await act(register(), run, 'cancel', { cancelled: { by: caller.staffId, atMs: nowMs } });
  await stopExecution(cancelled);
  return await viewed(cancelled);
});
