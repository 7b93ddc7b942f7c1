import { listDecisions, showDecision } from '../../../../contract/decisions.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { decisionOf, decisionsOf, decisionVersions } from '../../../table/decisions.ts';
import { viewOfDecision } from './view.ts';

export const listDecisionsEndpoint = answers(listDecisions, async ({ params }) => ({
  decisions: (await decisionsOf(register(), params.coopId)).map(viewOfDecision),
}));

export const showDecisionEndpoint = answers(showDecision, async ({ params }) => {
  const [decision, versions] = await Promise.all([
    decisionOf(register(), params),
    decisionVersions(register(), params),
  ]);
  return { decision: viewOfDecision(decision), versions: versions.map(viewOfDecision) };
});
