import { postReceipts } from '../../../contract/receipts.ts';
import { DomainError } from '../../../domain/errors.ts';
import { companyOf } from '../../runtime/companies.ts';
import { settings } from '../../runtime/env.ts';
import { enqueueReceipts } from '../../runtime/receipt-queue.ts';
import { answers } from '../../runtime/serve.ts';
import { checkBatch } from './check-batch.ts';
import { outletOf } from './outlets.ts';

/** 202 is said only after the queue has taken the receipts; nothing is written to the table here. */
export const postReceiptsEndpoint = answers(postReceipts, async ({ body, caller, nowMs }) => {
  const { accepted, rejected } = await checkBatch(body, {
    ...settings(),
    nowMs,
    retailerId: caller.retailerId,
    company: await companyOf(caller.retailerId, nowMs),
    outletOf: (outletId) => outletOf(outletId, nowMs),
  });
  if (accepted.length === 0) {
    throw new DomainError(
      'noValidReceipt',
      'No receipt of the request could be taken; nothing was stored.',
      rejected.flatMap(({ errors }) => errors),
    );
  }
  await enqueueReceipts({ version: 1, receipts: accepted });
  return { accepted: accepted.length, rejected };
});
