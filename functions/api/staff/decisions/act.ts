import { approveDecision, recordDecision, withdrawDecision } from '../../../../contract/decisions.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { isEndedWithoutPay, isPosted } from '../../../../domain/run.ts';
import {
  approveDecision as approve,
  type DecisionBefore,
  recordDecision as record,
  withdrawDecision as withdraw,
} from '../../../../domain/surplus-decision.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import {
  type DecisionId,
  decisionOf,
  findDecision,
  putDecision,
  type StoredDecision,
} from '../../../table/decisions.ts';
import { coopOf } from '../../../table/directory.ts';
import { liveRuns } from '../../../table/runs.ts';
import { stale } from '../../../table/transaction.ts';
import { viewOfDecision } from './view.ts';

export const recordDecisionEndpoint = answers(recordDecision, async ({ body, caller, nowMs }) => {
  const { coopId, kind, year, version, terms, dryRun } = body;
  await coopOf(register(), coopId);
  const before = await seen(await findDecision(register(), body), body, version);
  const decision = record(before, { kind, year, terms }, { by: caller.staffId, atMs: nowMs });
  return await stored({ coopId, ...decision }, dryRun);
});

export const approveDecisionEndpoint = answers(approveDecision, async ({ params, body, caller, nowMs }) => {
  const before = await seen(await decisionOf(register(), params), params, body.version);
  const decision = approve(before, { by: caller.staffId, atMs: nowMs });
  return await stored({ ...decision, coopId: params.coopId }, body.dryRun);
});

export const withdrawDecisionEndpoint = answers(withdrawDecision, async ({ params, body, caller, nowMs }) => {
  const before = await seen(await decisionOf(register(), params), params, body.version);
  const decision = withdraw(before, body.reason, { by: caller.staffId, atMs: nowMs });
  return await stored({ ...decision, coopId: params.coopId }, body.dryRun);
});

/** What the act rests on, if it is still the version that the caller saw. */
async function seen(
  decision: StoredDecision | undefined,
  { coopId, kind, year }: DecisionId,
  version: number,
): Promise<DecisionBefore> {
  if ((decision?.version ?? 0) !== version) throw new DomainError(stale.code, stale.detail);
  const live = await liveRuns(register(), coopId, kind);
  const run = live.find(({ period }) => period === year);
  // Noted by an attempt that was not cancelled since: it is released, or will be in a moment.
  const noted = run !== undefined && decision?.handedOver?.attempt === run.attempt && !isEndedWithoutPay(run.state);
  return { decision, released: noted || (run !== undefined && isPosted(run.state)) };
}

async function stored(decision: StoredDecision, dryRun: boolean | undefined) {
  await putDecision(register(), decision, { dryRun });
  return { decision: viewOfDecision(decision), dryRun: dryRun === true };
}
