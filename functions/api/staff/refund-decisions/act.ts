import {
  approveRefundDecision,
  type RefundDecisionView,
  recordRefundDecision,
  withdrawRefundDecision,
} from '../../../../contract/refund-decisions.ts';
import { DomainError } from '../../../../domain/errors.ts';
import {
  approveRefundDecision as approve,
  recordRefundDecision as record,
  withdrawRefundDecision as withdraw,
} from '../../../../domain/refund-decision.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { coopOf } from '../../../table/directory.ts';
import {
  findRefundDecision,
  putRefundDecision,
  refundDecisionOf,
  type StoredRefundDecision,
} from '../../../table/refund-decisions.ts';
import { stale } from '../../../table/transaction.ts';
import { viewOfRefundDecision } from './view.ts';

export const recordRefundDecisionEndpoint = answers(recordRefundDecision, async ({ body, caller, nowMs }) => {
  const { coopId, year, version, terms, dryRun } = body;
  await coopOf(register(), coopId);
  const before = await findRefundDecision(register(), coopId, year);
  checkSeen(before, version);
  const decision = record(before, { year, terms }, { by: caller.staffId, atMs: nowMs });
  return await stored({ ...decision, coopId }, dryRun);
});

export const approveRefundDecisionEndpoint = answers(approveRefundDecision, async ({ params, body, caller, nowMs }) => {
  const { coopId, year } = params;
  const before = await refundDecisionOf(register(), coopId, year);
  checkSeen(before, body.version);
  return await stored({ ...approve(before, { by: caller.staffId, atMs: nowMs }), coopId }, body.dryRun);
});

export const withdrawRefundDecisionEndpoint = answers(
  withdrawRefundDecision,
  async ({ params, body, caller, nowMs }) => {
    const { coopId, year } = params;
    const before = await refundDecisionOf(register(), coopId, year);
    checkSeen(before, body.version);
    const decision = withdraw(before, body.reason, { by: caller.staffId, atMs: nowMs });
    return await stored({ ...decision, coopId }, body.dryRun);
  },
);

function checkSeen(decision: StoredRefundDecision | undefined, version: number): void {
  if ((decision?.version ?? 0) !== version) throw new DomainError(stale.code, stale.detail);
}

async function stored(
  decision: StoredRefundDecision,
  dryRun: boolean | undefined,
): Promise<{ decision: RefundDecisionView; dryRun: boolean }> {
  await putRefundDecision(register(), decision, { dryRun });
  return { decision: viewOfRefundDecision(decision), dryRun: dryRun === true };
}
