import { beforeEach, describe, expect, it } from 'vitest';
import { postAccrualsEndpoint } from '../../../functions/api/pos/post-accruals.ts';
import { serveTills } from '../../../functions/runtime/serve-tills.ts';
import { tillClientKey } from '../../../functions/table/keys.ts';
import { demoCompany, itemOfCompany } from '../../../scripts/demo/directory.ts';
import { ask, problemOf, tillClaims, withoutNetwork } from '../../fixtures/http-requests.ts';
import { logLines } from '../../fixtures/log-lines.ts';
import { noon } from '../../fixtures/recording.ts';

logLines();
const { put, reset } = withoutNetwork();
beforeEach(reset);
const handler = serveTills([postAccrualsEndpoint], () => noon);

describe('a till that asks what a customer has gathered', () => {
  it.each([
    ['ends today', '2026-10-31', 'unknownIdentifier'],
    ['ended yesterday, though it may still deliver', '2026-10-30', 'clientNotActive'],
  ])('of a company that %s', async (state, until, code) => {
    const retailerId = `r${state.length}`;
    put({ ...tillClientKey(retailerId), clientId: retailerId, retailerId, active: true, version: 1 });
    put(itemOfCompany(demoCompany({ companyId: retailerId, until })));
    const answer = await ask(handler, {
      route: 'POST /v1/accruals',
      body: JSON.stringify({ identifier: { customerNumber: '1100000042' } }),
      claims: { ...tillClaims, client_id: retailerId },
    });
    expect(problemOf(answer).code).toBe(code);
  });
});
