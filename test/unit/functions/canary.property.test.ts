import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { getReceiptEndpoint } from '../../../functions/api/pos/get-receipt.ts';
import { postAccrualsEndpoint } from '../../../functions/api/pos/post-accruals.ts';
import { postDayEndsEndpoint } from '../../../functions/api/pos/post-day-ends.ts';
import { postReceiptsEndpoint } from '../../../functions/api/pos/post-receipts.ts';
import { explainMonthEndpoint } from '../../../functions/api/staff/explain-month.ts';
import {
  listConflictsEndpoint,
  listUnmatchedReceiptsEndpoint,
  moveReceiptEndpoint,
} from '../../../functions/api/staff/receipts.ts';
import { serveStaff } from '../../../functions/runtime/serve-staff.ts';
import { ask, staffClaims, type TestRequest, withoutNetwork } from '../../fixtures/http-requests.ts';
import { logLines } from '../../fixtures/log-lines.ts';
import { aRequest, noon } from '../../fixtures/recording.ts';

/**
 * Nothing that a person or a till sent comes back in the text of an error, or stands in the log: a value may be an identity code in the
 * wrong field. Only names of fields come back, as pointers, and cut.
 */
const lines = logLines();
const { reset } = withoutNetwork();
beforeEach(reset);
const handler = serveStaff(
  [
    postReceiptsEndpoint,
    getReceiptEndpoint,
    postAccrualsEndpoint,
    postDayEndsEndpoint,
    explainMonthEndpoint,
    moveReceiptEndpoint,
    listConflictsEndpoint,
    listUnmatchedReceiptsEndpoint,
  ],
  () => noon,
);

/** Values that must not come back: an identity code, an account, a name, a card, an address. */
const canary = fc.constantFrom(
  '131052-308T',
  'FI2112345600000785',
  'Maija Mallikas',
  '2465999999999999',
  'maija@example.fi',
);
const forms = fc.oneof(
  canary,
  canary.map((text) => `${text}#1`),
  canary.map((text) => [text]),
  canary.map((text) => ({ card: text })),
  canary.map((text) => ({ cents: text, millilitres: text })),
);

/** One or more fields of a good body replaced by a canary. */
const spoilt = (good: Record<string, unknown>) =>
  fc.dictionary(fc.constantFrom(...Object.keys(good)), forms, { minKeys: 1 }).map((bad) => ({ ...good, ...bad }));

const receiptBody = spoilt(aRequest({ fuel: { cents: 1, millilitres: 1 }, lines: [] }));
const identity = { outletId: '31782', businessDay: '2026-10-30', terminalId: '1', receiptId: 'x' };
const staff = { claims: staffClaims('[register.read register.write]') };
const request: fc.Arbitrary<TestRequest> = fc.oneof(
  receiptBody.map((body) => ({ route: 'POST /v1/receipts', body: JSON.stringify(body) })),
  fc
    .array(receiptBody, { minLength: 1, maxLength: 3 })
    .map((receipts) => ({ route: 'POST /v1/receipts', body: JSON.stringify({ receipts }) })),
  canary.map((text) => ({ route: 'POST /v1/receipts', body: `{"receipts": ${text}` })),
  spoilt({ identifier: { card: '2465000000000004' } }).map((body) => ({
    route: 'POST /v1/accruals',
    body: JSON.stringify(body),
  })),
  spoilt({ outletId: '31782', terminalId: '1', businessDay: '2026-10-30', count: 0, totalCents: 0 }).map((body) => ({
    route: 'POST /v1/day-ends',
    body: JSON.stringify(body),
  })),
  fc.tuple(fc.constantFrom(...Object.keys(identity)), canary).map(([field, text]) => ({
    route: 'GET /v1/receipts/{outletId}/{businessDay}/{terminalId}/{receiptId}',
    params: { ...identity, [field]: text },
  })),
  spoilt({ householdId: 'H000001', month: '2026-10', purpose: 'audit' }).map((body) => ({
    ...staff,
    route: 'POST /v1/staff/explanations',
    body: JSON.stringify(body),
  })),
  spoilt({ receipt: identity, toHouseholdId: 'H000001', reason: 'asked' }).map((body) => ({
    ...staff,
    route: 'POST /v1/staff/receipts/moves',
    body: JSON.stringify(body),
  })),
  canary.map((text) => ({
    ...staff,
    route: 'GET /v1/staff/receipts/unmatched',
    query: { month: '2026-10', cursor: text },
  })),
  canary.map((text) => ({
    ...staff,
    route: 'GET /v1/staff/receipts/conflicts',
    query: { outletId: text, businessDay: text },
  })),
);

const leaks = (text: string) => /131052|FI2112|Maija|maija|2465999/.exec(text);

describe('a canary in a request', () => {
  it('is in no answer and in no line of the log', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (sent) => {
        lines.length = 0;
        const answer = await ask(handler, sent);
        expect([answer.status, leaks(answer.text), leaks(lines.join('\n'))]).toEqual([answer.status, null, null]);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 600 },
    );
  });

  it('as the name of a field comes back as a pointer only, forty characters of it at most', async () => {
    const name = `${'maija'.repeat(20)}`;
    const answer = await ask(handler, {
      route: 'POST /v1/receipts',
      body: JSON.stringify(aRequest({ [name]: 1 } as never)),
    });
    const [fault] = (answer.body as { errors: { pointer: string; message: string }[] }).errors;
    expect(fault?.pointer).toBe(`/${name.slice(0, 40)}`);
    expect(leaks(String(fault?.message))).toBeNull();
  });

  it('naive: an error that repeats what it was given would be seen', () => {
    expect(leaks(JSON.stringify({ detail: `"131052-308T" is not an outlet` }))).not.toBeNull();
  });
});
