import type { ResultOf } from '../../../contract/endpoint.ts';
import { getReceipt } from '../../../contract/receipts.ts';
import { DomainError } from '../../../domain/errors.ts';
import { answers } from '../../runtime/serve.ts';
import { register } from '../../table/client.ts';
import { findReceipt, hasConflict } from '../../table/receipts.ts';
import { ownOutlet } from './outlets.ts';

/** What became of a receipt: the question to ask instead of guessing, when an answer was lost. */
export const getReceiptEndpoint = answers(
  getReceipt,
  async ({ params, caller, nowMs }): Promise<ResultOf<typeof getReceipt>> => {
    await ownOutlet(params.outletId, caller.retailerId, nowMs);
    const db = register();
    const receipt = await findReceipt(db, params, nowMs);
    if (receipt === undefined)
      throw new DomainError('unknownReceipt', 'The register does not know this receipt; it may still be queued.');
    if (await hasConflict(db, params, nowMs)) return { status: 'conflict' };
    return { status: receipt.householdId === undefined ? 'unmatched' : 'recorded' };
  },
);
