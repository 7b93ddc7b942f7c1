import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { showCustomerEndpoint } from '../../functions/api/staff/customers/show.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { itemsOfFederation } from '../../scripts/demo/federation-items.ts';
import { madeUpHousehold } from '../../scripts/demo/household.ts';
import { randomOf } from '../../scripts/demo/random.ts';
import { answerOf, httpEvent, staffClaims } from '../fixtures/http-requests.ts';
import { noon, putItems, unique } from '../fixtures/recording.ts';
import { testSealer } from '../fixtures/sealing.ts';
import { settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
const household = madeUpHousehold(
  randomOf(1, 'page'),
  {
    householdId: 'HPAGE1',
    serial: 7_001,
    coop: { coopId: 'koivu', customerPrefix: '17', memberPrefix: '77', shardCount: 1 },
    cards: [],
    linkedFrom: 0,
  },
  { others: 1 },
);
const [head, mate] = household.persons.map(({ customer }) => customer.customerNumber);

beforeAll(async () => {
  cloud = await openTables();
  const tables = { REGISTER_TABLE: cloud.register.tableName, ACCESS_TABLE: cloud.accessLog.tableName };
  for (const [name, value] of Object.entries({ ...cloud.env, ...tables, SETTINGS: settingsText }))
    vi.stubEnv(name, value);
  const items = itemsOfFederation({ coops: [], outlets: [], households: [household] }, testSealer);
  await putItems(cloud.register, [
    // The mate is known to both co-ops, the head and the household to one.
    ...items.map((item) => (item.pk === `CUSTOMER#${mate}` ? { ...item, coopIds: ['koivu', 'demo'] } : item)),
    itemOfCompany(demoCompany({ companyId: 'havu' })),
  ]);
});
afterAll(() => cloud?.stop());

async function shownTo(coopId: string) {
  await putItems(cloud.register, [itemOfStaffMember(demoStaffMember({ staffId: 'staff-1', coopIds: [coopId] }))]);
  const event = httpEvent({
    route: 'POST /v1/staff/customers/show',
    body: JSON.stringify({ purpose: 'customerRequest', customerNumber: mate }),
    claims: staffClaims(),
  });
  event.requestContext.requestId = `request-${unique()}`;
  return answerOf(await serveStaff([showCustomerEndpoint], () => noon)(event, {} as never));
}

it('a household of the caller’s co-op is shown with all its persons', async () => {
  expect((await shownTo('koivu')).body.household).toMatchObject({
    headCustomerNumber: head,
    persons: [{ customerNumber: head }, { customerNumber: mate }],
  });
});

it('one of another co-op is shown without the others, whom the caller may not see', async () => {
  const { body, text } = await shownTo('demo');
  expect(body.household).toMatchObject({
    householdId: 'HPAGE1',
    headCustomerNumber: null,
    persons: [{ customerNumber: mate }],
  });
  expect(text).not.toContain(head);
});
