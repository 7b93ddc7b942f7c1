import { countRunPayments, listBankFiles, showBankFile } from '../../../../contract/bank.ts';
import { DomainError } from '../../../../domain/errors.ts';
import type { PaymentState } from '../../../../domain/payment.ts';
import { cursorOf, textOfCursor } from '../../../runtime/cursor.ts';
import { answers } from '../../../runtime/serve.ts';
import { bankFileOf, bankFilesPage, fileStatusesOf } from '../../../table/bank-files.ts';
import { register } from '../../../table/client.ts';
import { paymentsOf } from '../../../table/payments.ts';
import { payoutPage } from '../../../table/payouts.ts';
import { runOf } from '../../../table/runs.ts';
import { runTermsOf } from '../../../workflow/terms/all.ts';
import { viewOfBankFile } from './view.ts';

const pageSize = 100;

export const listBankFilesEndpoint = answers(listBankFiles, async ({ params, query }) => {
  const after = query.cursor === undefined ? undefined : cursorOf(query.cursor, '/query/cursor').after;
  const { files, last } = await bankFilesPage(register(), params.coopId, after, pageSize);
  return { files: files.map(viewOfBankFile), ...(last === undefined ? {} : { cursor: textOfCursor({ after: last }) }) };
});

export const showBankFileEndpoint = answers(showBankFile, async ({ params }) => {
  const file = await bankFileOf(register(), params.coopId, params.fileId);
  if (file === undefined) throw new DomainError('unknownBankFile', 'The co-op has no such file of the bank.');
  const drops = Object.entries(file.drops).map(([versionId, { objectKey, by, atMs }]) => ({
    ...{ objectKey, versionId, by },
    at: new Date(atMs).toISOString(),
  }));
  return { file: viewOfBankFile(file), drops: drops.toSorted((a, b) => (a.at < b.at ? -1 : 1)) };
});

/** Payees a page: each is a payout and a payment to read. */
const payeesPerPage = 1_000;

/** How a run's payments stand, shard by shard. Its files' statuses come with the first page. */
export const countRunPaymentsEndpoint = answers(countRunPayments, async ({ params, query }) => {
  const db = register();
  const run = await runOf(db, params);
  if (run.postedAtMs === undefined)
    throw new DomainError('runNotInState', 'The run has no payments before its release is booked completely.');
  const { shard = 0, after } = query.cursor === undefined ? {} : cursorOf(query.cursor, '/query/cursor');
  const shards = await runTermsOf(run.kind).shards(db, run.coopId);
  const { payouts, last } = await payoutPage(db, params, shard, after, payeesPerPage);
  const payments = await paymentsOf(
    db,
    payouts.flatMap(({ endToEndId, toAccountCents }) =>
      endToEndId === undefined || toAccountCents === 0 ? [] : [endToEndId],
    ),
  );
  const states: Partial<Record<PaymentState, number>> = {};
  for (const { state } of payments) states[state] = (states[state] ?? 0) + 1;
  const statuses = query.cursor === undefined ? await fileStatusesOf(db, params) : [];
  const next =
    last !== undefined ? { shard, after: last } : shard + 1 < shards.length ? { shard: shard + 1 } : undefined;
  return {
    states,
    files: statuses.map(({ fileNumber, status, reasonCode, atMs }) => ({
      ...{ fileNumber, status, reasonCode: reasonCode ?? null },
      at: new Date(atMs).toISOString(),
    })),
    ...(next === undefined ? {} : { cursor: textOfCursor(next) }),
  };
});
