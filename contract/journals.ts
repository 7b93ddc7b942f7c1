import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { runParams, runPath } from './runs.ts';

export const showRunJournal = endpoint({
  audience: 'staff',
  function: 'staff-run-results',
  name: 'showRunJournal',
  method: 'GET',
  path: `${runPath}/journal`,
  permission: 'payouts.prepare',
  coopIn: 'path',
  summary: 'The journal of a released run',
  description:
    'A voucher for the books of the co-op: double entry, Σ debit = Σ credit, as CSV with semicolons and decimal commas, and an address that ' +
    'serves it for five minutes. It holds sums and accounts and nobody’s data.',
  status: 200,
  params: runParams,
  result: z.strictObject({
    name: z.string(),
    lines: z.int(),
    sumCents: z.int(),
    sha256: z.string(),
    url: z.string(),
  }),
  fails: ['unknownRun', 'runNotInState'],
});
