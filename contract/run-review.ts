import * as z from 'zod/mini';
import { payeeDifferenceSchema } from '../domain/run-exceptions.ts';
import { endpoint } from './endpoint.ts';
import { ofRun, runParams, runPath } from './runs.ts';

export const listRunDifferences = endpoint({
  audience: 'staff',
  function: 'staff-run-results',
  name: 'listRunDifferences',
  method: 'GET',
  path: `${runPath}/differences`,
  permission: 'payouts.prepare',
  coopIn: 'path',
  access: { action: 'READ', fieldGroups: ['benefits'], listing: ofRun, purpose: 'payoutControl' },
  summary: 'The greatest differences to the run before',
  description:
    'At most twenty payees whose amount differs most from what the run of the period before gave them, the greatest first: for who approves. ' +
    'Households and members stand there by their ids, payments of a correction by their EndToEndIds; asking is logged.',
  status: 200,
  params: runParams,
  result: z.strictObject({ differences: z.array(payeeDifferenceSchema) }),
  fails: ['unknownRun'],
});
