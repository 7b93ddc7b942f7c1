import { listReturns, openReturn, showReturn } from '../../../../contract/returns.ts';
import { startReturnWork } from '../../../runtime/return-machine.ts';
import { answers } from '../../../runtime/serve.ts';
import { returnIdOf, returnOf, returnsOf } from '../../../table/annual-returns.ts';
import { register } from '../../../table/client.ts';
import { openAnnualReturn } from '../../../workflow/annual-return/open-return.ts';
import { idIn } from './return-id.ts';
import { viewed } from './view.ts';

/**
 * The return is first entered, then its building is started. If the process dies in between, or the building has stopped, opening again starts
 * it again, and it goes on where it was.
 */
export const openReturnEndpoint = answers(openReturn, async ({ body, caller, nowMs }) => {
  const db = register();
  const item = await openAnnualReturn(db, body, caller.staffId, nowMs);
  if (item.state === 'BUILDING' && body.dryRun !== true) await startReturnWork(returnIdOf(item), 'BUILD', nowMs);
  return await viewed(db, item, nowMs);
});

export const listReturnsEndpoint = answers(listReturns, async ({ params, nowMs }) => {
  const db = register();
  const returns = await returnsOf(db, params.coopId);
  return { returns: await Promise.all(returns.toReversed().map((item) => viewed(db, item, nowMs))) };
});

export const showReturnEndpoint = answers(showReturn, async ({ params, nowMs }) => {
  const db = register();
  return await viewed(db, await returnOf(db, idIn(params)), nowMs);
});
