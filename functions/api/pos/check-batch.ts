import * as z from 'zod/mini';
import { receiptLimits } from '../../../contract/receipts.ts';
import { localDateOf } from '../../../domain/calendar.ts';
import { type Dated, isValidOn } from '../../../domain/company.ts';
import { DomainError, type FieldIssue } from '../../../domain/errors.ts';
import {
  identityText,
  issuesOfReceipt,
  type Receipt,
  type ReceiptWindow,
  receiptOf,
  receiptRequestSchema,
} from '../../../domain/receipt.ts';
import { fieldIssues, mostIssues, unknownFields } from '../../runtime/field-issues.ts';
import type { Outlet } from '../../table/items.ts';

type Rejection = { index: number; code: 'invalidReceipt' | FieldIssue['code']; errors: FieldIssue[] };
type Entry = { index: number; pointer: string; receipt: Receipt };

/**
 * The entries of a body: one receipt, or the list of a batch.
 * @throws DomainError invalidRequest, tooManyReceipts
 */
export function entriesOf(body: unknown): { pointer: string; value: unknown }[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new DomainError('invalidRequest', 'Send one receipt, or {"receipts": […]}.', [
      { pointer: '', code: 'wrongType', message: 'Send an object.' },
    ]);
  }
  if (!('receipts' in body)) return [{ pointer: '', value: body }];
  const { receipts, ...others } = body;
  const strangers = unknownFields(Object.keys(others), '').slice(0, mostIssues);
  if (strangers.length > 0)
    throw new DomainError('invalidRequest', 'The batch has fields that the endpoint does not know.', strangers);
  if (!Array.isArray(receipts) || receipts.length === 0) {
    throw new DomainError('invalidRequest', 'Send a list of 1 to 100 receipts.', [
      {
        pointer: '/receipts',
        code: Array.isArray(receipts) ? 'outOfRange' : 'wrongType',
        message: 'Send a list of 1 to 100 receipts.',
      },
    ]);
  }
  if (receipts.length > receiptLimits.receipts)
    throw new DomainError('tooManyReceipts', 'Send at most 100 receipts in one request.');
  return receipts.map((value: unknown, index) => ({ pointer: `/receipts/${index}`, value }));
}

/**
 * Sorts a batch into receipts to record and rejections. Each receipt stands alone; of one that stands twice the first
 * counts.
 * @param context with the retailer's company, and how an outlet is looked up
 */
export async function checkBatch(
  body: unknown,
  context: ReceiptWindow & {
    nowMs: number;
    retailerId: string;
    company: Dated | undefined;
    outletOf: (outletId: string) => Promise<Outlet | undefined>;
  },
): Promise<{ accepted: Receipt[]; rejected: Rejection[] }> {
  const rejected: Rejection[] = [];
  const wellFormed: Entry[] = [];
  for (const [index, { pointer, value }] of entriesOf(body).entries()) {
    const parsed = z.safeParse(receiptRequestSchema, value, { reportInput: true });
    if (parsed.success) wellFormed.push({ index, pointer, receipt: receiptOf(parsed.data) });
    else rejected.push({ index, code: 'invalidReceipt', errors: fieldIssues(parsed.error, pointer) });
  }

  const seen = new Set<string>();
  const accepted: Receipt[] = [];
  for (const entry of wellFormed) {
    const issues = [
      ...issuesOfReceipt(entry.receipt, context, context.nowMs),
      ...outletIssues(entry.receipt, await context.outletOf(entry.receipt.outletId), context),
    ];
    const identity = identityText(entry.receipt);
    if (issues.length === 0 && seen.has(identity)) {
      issues.push({
        pointer: '/receiptId',
        code: 'duplicateInBatch',
        message: 'Send each receipt once: this one stands earlier in the batch.',
      });
    }
    const [first] = issues;
    if (first === undefined) {
      seen.add(identity);
      accepted.push(entry.receipt);
    } else {
      rejected.push({
        index: entry.index,
        code: first.code,
        errors: issues.map((issue) => ({ ...issue, pointer: `${entry.pointer}${issue.pointer}` })),
      });
    }
  }
  return { accepted, rejected: rejected.toSorted((a, b) => a.index - b.index) };
}

function outletIssues(
  receipt: Receipt,
  outlet: Outlet | undefined,
  { retailerId, company }: { retailerId: string; company: Dated | undefined },
): FieldIssue[] {
  const day = localDateOf(receipt.purchasedAt);
  if (outlet === undefined || day < outlet.validFrom || (outlet.validUntil !== undefined && day > outlet.validUntil)) {
    return [
      {
        pointer: '/outletId',
        code: 'unknownOutlet',
        message: 'The register has no such outlet on the day of the purchase.',
      },
    ];
  }
  if (outlet.retailerId !== retailerId) {
    return [
      { pointer: '/outletId', code: 'outletOfAnotherRetailer', message: 'Send receipts of your own outlets only.' },
    ];
  }
  if (company === undefined || !isValidOn(company, day)) {
    const message = "The outlet's company was not in the directory on the day of the purchase.";
    return [{ pointer: '/outletId', code: 'companyNotValid', message }];
  }
  return [];
}
