import { listRefundDecisions, showRefundDecision } from '../../../../contract/refund-decisions.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { refundDecisionOf, refundDecisionsOf, refundDecisionVersions } from '../../../table/refund-decisions.ts';
import { viewOfRefundDecision } from './view.ts';

export const listRefundDecisionsEndpoint = answers(listRefundDecisions, async ({ params }) => ({
  decisions: (await refundDecisionsOf(register(), params.coopId)).map(viewOfRefundDecision),
}));

export const showRefundDecisionEndpoint = answers(showRefundDecision, async ({ params: { coopId, year } }) => {
  const [decision, versions] = await Promise.all([
    refundDecisionOf(register(), coopId, year),
    refundDecisionVersions(register(), coopId, year),
  ]);
  return { decision: viewOfRefundDecision(decision), versions: versions.map(viewOfRefundDecision) };
});
