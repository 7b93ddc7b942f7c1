import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { type Access, endpoint } from '../../contract/endpoint.ts';
import { why } from '../../contract/register-fields.ts';
import { customerNumberSchema } from '../../domain/identifiers.ts';
import { answers, type BoundEndpoint } from '../../functions/runtime/serve.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { itemOfCustomer } from '../../scripts/demo/customer.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { answerOf, httpEvent, staffClaims } from '../fixtures/http-requests.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { noon, putItems, unique } from '../fixtures/recording.ts';
import { settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

const [own, others] = ['1100000042', '1100000059'];
let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
  await putItems(cloud.register, [
    itemOfStaffMember(demoStaffMember({ staffId: 'staff-1', coopIds: ['demo'] })),
    itemOfCompany(demoCompany({ companyId: 'havu' })),
    itemOfCustomer({ customerNumber: own, firstNames: 'Aino', lastName: 'Oma' }, 'demo', '2020-01-01'),
    itemOfCustomer({ customerNumber: others, firstNames: 'Eino', lastName: 'Vieras' }, 'koivu', '2020-01-01'),
  ]);
});
beforeEach(() => {
  const env = { ...cloud.env, REGISTER_TABLE: cloud.register.tableName, ACCESS_TABLE: cloud.accessLog.tableName };
  for (const [name, value] of Object.entries({ ...env, SETTINGS: settingsText })) vi.stubEnv(name, value);
});
afterAll(() => cloud?.stop());
logLines();

const body = z.strictObject({ ...why, customerNumber: customerNumberSchema, dryRun: z.optional(z.boolean()) });
/** An endpoint with such access, whose handler is given. */
function thing(access: Access, handle: Parameters<typeof answers>[1]): BoundEndpoint {
  const declaration = endpoint({
    audience: 'staff',
    function: 'staff-register',
    permission: 'register.read',
    name: 'thing',
    method: 'POST',
    path: '/v1/staff/things',
    summary: '',
    description: '',
    status: 200,
    access,
    body,
    result: z.strictObject({ name: z.string() }),
    fails: [],
  });
  return answers(declaration as never, handle);
}
const named: Access = { action: 'CHANGE', fieldGroups: ['name'], named: [{ kind: 'CUSTOMER', at: 'customerNumber' }] };
const found: Access = { action: 'READ', fieldGroups: ['name'], found: 'unknownCustomer' };
async function asked(bound: BoundEndpoint, customerNumber: string) {
  const event = httpEvent({
    route: 'POST /v1/staff/things',
    body: JSON.stringify({ purpose: 'audit', customerNumber }),
    claims: staffClaims(),
  });
  event.requestContext.requestId = `request-${unique()}`;
  const answer = answerOf(await serveStaff([bound], () => noon)(event, {} as never));
  const { requestId: _requestId, ...body } = answer.body;
  return { ...answer, body };
}
async function events(): Promise<Record<string, unknown>[]> {
  const { client, tableName } = cloud.accessLog;
  return (await client.send(new ScanCommand({ TableName: tableName, ConsistentRead: true }))).Items ?? [];
}

describe('a named subject', () => {
  it('is read and logged before the handler runs, which is given the file', async () => {
    let loggedBefore = 0;
    const answer = await asked(
      thing(named, async ({ subjects }) => {
        loggedBefore = (await events()).filter(({ subjectId }) => subjectId === own).length;
        const { customer } = (subjects as unknown as { customerNumber: { customer: { customerNumber: string } } })
          .customerNumber;
        return { name: customer.customerNumber };
      }),
      own,
    );
    expect([answer.status, answer.body.name, loggedBefore]).toEqual([200, own, 1]);
  });

  it('of another co-op is the same as one that is not there: no handler, no event', async () => {
    const before = (await events()).length;
    const never = thing(named, async () => expect.fail('the handler ran'));
    const [strange, none] = [await asked(never, others), await asked(never, '1199999999')];
    expect(strange.body).toEqual(none.body);
    expect(strange).toMatchObject({ status: 404, body: { code: 'unknownCustomer' } });
    expect((await events()).length).toBe(before);
  });

  it('is not shown if it cannot be logged', async () => {
    vi.stubEnv('ACCESS_TABLE', 'omistaja-no-such-table');
    const answer = await asked(
      thing(named, async () => expect.fail('the handler ran')),
      own,
    );
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('Aino');
  });
});

describe('somebody whom the handler finds', () => {
  it('is withheld if the handler does not tell: naive handlers are found out', async () => {
    const naive = await asked(
      thing(found, async () => ({ name: 'Aino' })),
      own,
    );
    expect(naive.status).toBe(500);
    expect(naive.text).not.toContain('Aino');
  });

  it('is shown once it is told, and refused as unknown if it belongs to others', async () => {
    const telling = (coopId: string) =>
      thing(found, async ({ seen }) => {
        await seen({ kind: 'CUSTOMER', id: own, coopIds: [coopId] });
        return { name: 'Aino' };
      });
    expect((await asked(telling('demo'), own)).status).toBe(200);
    expect(await asked(telling('koivu'), own)).toMatchObject({ status: 404, body: { code: 'unknownCustomer' } });
  });
});
