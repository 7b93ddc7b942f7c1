import * as z from 'zod/mini';
import { bankFileIdSchema } from '../domain/bank/bank-file-id.ts';
import { coopIdSchema } from '../domain/identifiers.ts';
import { endpoint } from './endpoint.ts';
import { runParams, runPath } from './runs.ts';

/** A voucher for the books of a co-op: sums and accounts, and nobody's data. */
const journal = z.strictObject({
  name: z.string(),
  lines: z.int(),
  sumCents: z.int(),
  sha256: z.string(),
  url: z.string(),
});
const form =
  'double entry, Σ debit = Σ credit, as CSV with semicolons and decimal commas, and an address that serves it for five minutes. It holds sums ' +
  'and accounts and nobody’s data.';

const shared = {
  audience: 'staff',
  function: 'staff-run-results',
  method: 'GET',
  permission: 'payouts.prepare',
  coopIn: 'path',
  status: 200,
} as const;

export const showRunJournal = endpoint({
  ...shared,
  name: 'showRunJournal',
  path: `${runPath}/journal`,
  summary: 'The journal of a released run',
  description: `A voucher for the books of the co-op: ${form}`,
  params: runParams,
  result: journal,
  fails: ['unknownRun', 'runNotInState'],
});

export const showBankJournal = endpoint({
  ...shared,
  name: 'showBankJournal',
  path: '/v1/staff/bank/files/{coopId}/{fileId}/journal',
  summary: 'The journal of a file of the bank',
  description: `Payments that came back and contributions that came in, of a file that moved any: ${form}`,
  params: z.strictObject({ coopId: coopIdSchema, fileId: bankFileIdSchema }),
  result: z.strictObject({ journal: z.nullable(journal) }),
  fails: ['unknownBankFile'],
});
