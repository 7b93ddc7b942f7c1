import { createHmac } from 'node:crypto';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  setCustomerCodeEndpoint,
  verifyCustomerCodeEndpoint,
} from '../../functions/api/staff/services/customer-codes.ts';
import {
  changeDiscountRightEndpoint,
  changeStaffMembershipEndpoint,
} from '../../functions/api/staff/services/rights.ts';
import { changePartnerNumberEndpoint, changeServiceEndpoint } from '../../functions/api/staff/services/services.ts';
import { showServicesEndpoint } from '../../functions/api/staff/services/show.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { hasDiscountRight } from '../../functions/table/customer-services.ts';
import { itemOfCustomer } from '../../scripts/demo/customer.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { answerOf, httpEvent, staffClaims, type TestAnswer } from '../fixtures/http-requests.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { noon, putItems } from '../fixtures/recording.ts';
import { settings, settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

const logged = logLines();
const kms = mockClient(KMSClient);
let cloud: TableCloud;
let serial = 1_100_000_100;
let customerNumber: string;
beforeAll(async () => {
  cloud = await openTables();
  for (const [name, value] of Object.entries({
    ...cloud.env,
    REGISTER_TABLE: cloud.register.tableName,
    ACCESS_TABLE: cloud.accessLog.tableName,
    INDEX_KEY_ARN: 'index-key',
    SETTINGS: settingsText,
  }))
    vi.stubEnv(name, value);
  await putItems(cloud.register, [
    itemOfStaffMember(demoStaffMember({ staffId: 'staff-1', coopIds: ['demo'] })),
    itemOfCompany(demoCompany({ companyId: 'havu' })),
    itemOfCompany(demoCompany({ companyId: 'energia', roles: ['partner'], until: '2026-12-31' })),
  ]);
});
beforeEach(async () => {
  serial += 1;
  customerNumber = String(serial);
  await putItems(cloud.register, [
    itemOfCustomer({ customerNumber, firstNames: 'Aino', lastName: 'Laine' }, 'demo', '2020-01-01'),
  ]);
  kms.reset();
  kms.on(GenerateMacCommand).callsFake(({ Message }) => ({
    Mac: createHmac('sha256', 'key').update(Message).digest(),
  }));
});
afterAll(() => cloud?.stop());

const handler = serveStaff(
  [
    showServicesEndpoint,
    changeServiceEndpoint,
    changePartnerNumberEndpoint,
    changeDiscountRightEndpoint,
    changeStaffMembershipEndpoint,
    setCustomerCodeEndpoint,
    verifyCustomerCodeEndpoint,
  ],
  () => noon,
);
let requests = 0;
async function post(path: string, body: object): Promise<TestAnswer> {
  requests += 1;
  const asked = JSON.stringify({ customerNumber, purpose: 'customerRequest', ...body });
  const event = httpEvent({ route: `POST /v1/staff/${path}`, body: asked, claims: staffClaims() });
  event.requestContext.requestId = `request-${requests}`;
  return answerOf(await handler(event, {} as never));
}
const change = (path: string, body: object) => post(path, { source: { kind: 'phone' }, ...body });
const shown = async () => (await post('services/show', {})).body;
const verdict = ({ status, body }: Awaited<ReturnType<typeof post>>) => `${status} ${body.code ?? ''}`.trim();

describe('services', () => {
  const order = { action: 'order', service: 'warrantyReceipts', on: '2026-10-01' };

  it('are ordered, blocked and ended, each over the version that was seen', async () => {
    expect(await change('services/act', { ...order, version: 0 })).toMatchObject({
      status: 200,
      body: {
        version: 1,
        orders: [{ service: 'warrantyReceipts', from: '2026-10-01', until: null, standing: 'ordered' }],
      },
    });
    expect(verdict(await change('services/act', { ...order, version: 0 }))).toBe('409 staleVersion');
    expect(verdict(await change('services/act', { ...order, version: 1 }))).toBe('409 serviceStateConflict');
    expect(await change('services/act', { action: 'block', on: '2026-10-15', version: 1 })).toMatchObject({
      body: { version: 2, orders: [{ standing: 'suspended' }], blocks: [{ service: null, from: '2026-10-15' }] },
    });
    const end = { action: 'end', service: 'warrantyReceipts', on: '2026-10-20', version: 2 };
    expect(await change('services/act', { ...end, dryRun: true })).toMatchObject({ body: { version: 3 } });
    expect(await shown()).toMatchObject({ services: { version: 2 } });
    expect(await change('services/act', end)).toMatchObject({
      body: { version: 3, orders: [{ until: '2026-10-20' }] },
    });
    const again = { ...order, on: '2026-10-25', version: 3 };
    expect(verdict(await change('services/act', again))).toBe('409 serviceStateConflict');
  });

  it('of two changes at once one wins', async () => {
    const answers = await Promise.all(
      settings.services.map((service) => change('services/act', { ...order, service, version: 0 })),
    );
    expect(answers.map(verdict).toSorted()).toEqual(['200', ...Array(answers.length - 1).fill('409 staleVersion')]);
    expect(await shown()).toMatchObject({ services: { version: 1, orders: [{ service: expect.any(String) }] } });
  });

  it('that the register does not have are refused with what it has', async () => {
    const answer = await change('services/act', { ...order, service: 'horoscope', version: 0 });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/service', code: 'notOneOf' }] } });
    expect(JSON.stringify(answer.body)).toContain(settings.services[0]);
  });

  it('go by number to partners that are valid that day only', async () => {
    const give = { action: 'give', companyId: 'energia', on: '2026-10-01', version: 0 };
    for (const wrong of [{ companyId: 'havu' }, { companyId: 'nobody' }, { on: '2027-01-01' }])
      expect(verdict(await change('partner-numbers/act', { ...give, ...wrong }))).toBe('409 companyNotValid');
    expect(await change('partner-numbers/act', give)).toMatchObject({
      body: { partnerNumbers: [{ companyId: 'energia', from: '2026-10-01', until: null }] },
    });
    expect(await change('partner-numbers/act', { ...give, action: 'end', on: '2026-11-01', version: 1 })).toMatchObject(
      {
        body: { partnerNumbers: [{ until: '2026-11-01' }] },
      },
    );
  });
});

describe('rights', () => {
  it('are granted and ended with dates, and the till is told yes or no', async () => {
    const holds = (day: string) => hasDiscountRight(cloud.register, customerNumber, day);
    expect(await holds('2026-10-31')).toBe(false);
    const grant = { action: 'grant', from: '2026-10-01', lastDay: '2026-12-31', version: 0 };
    expect(await change('discount-rights/act', grant)).toMatchObject({ body: { version: 1, holdsToday: true } });
    expect([await holds('2026-09-30'), await holds('2026-12-31'), await holds('2027-01-01')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(verdict(await change('discount-rights/act', { ...grant, version: 1 }))).toBe('409 serviceStateConflict');
    await change('discount-rights/act', { action: 'end', lastDay: '2026-11-15', version: 1 });
    expect([await holds('2026-11-15'), await holds('2026-11-16')]).toEqual([true, false]);
  });

  it('staff membership is one of its own and gives no discount', async () => {
    await change('staff-memberships/act', { action: 'grant', from: '2026-01-01', version: 0 });
    expect(await shown()).toMatchObject({
      staffMembership: { holdsToday: true },
      discountRight: { holdsToday: false },
    });
    expect(await hasDiscountRight(cloud.register, customerNumber, '2026-10-31')).toBe(false);
  });
});

describe('the customer code', () => {
  const set = (code: string, version: number) => change('customer-codes/set', { code, version });
  const tried = async (code: string) => (await post('customer-codes/verify', { code })).body;

  it('is right, wrong, locked after the failures, and opened by a new one', async () => {
    expect(await tried('4071')).toEqual({ result: 'notSet', triesLeft: 0 });
    expect(await set('4071', 0)).toMatchObject({ status: 200, body: { version: 1, isSet: true, locked: false } });
    expect(await tried('4072')).toEqual({ result: 'wrong', triesLeft: 4 });
    expect(await tried('4071')).toEqual({ result: 'right', triesLeft: 5 });
    for (const triesLeft of [4, 3, 2, 1, 0]) expect(await tried('0000')).toEqual({ result: 'wrong', triesLeft });
    expect(await tried('4071')).toEqual({ result: 'locked', triesLeft: 0 });
    const { customerCode } = (await shown()) as { customerCode: { version: number } };
    expect(customerCode).toMatchObject({ isSet: true, locked: true });
    expect(verdict(await set('4071', 1))).toBe('409 staleVersion');
    await set('9999', customerCode.version);
    expect(await tried('9999')).toEqual({ result: 'right', triesLeft: 5 });
  });

  it('of many wrong tries at the same moment tells as many as the limit, each counted', async () => {
    await set('4071', 0);
    const tries = Array.from({ length: 14 }, (_, index) => String(1000 + index));
    const answers = await Promise.all(tries.map((code) => post('customer-codes/verify', { code })));
    for (const answer of answers) expect(['200', '503 busy']).toContain(verdict(answer));
    const left = answers.flatMap(({ body }) => (body.result === 'wrong' ? [Number(body.triesLeft)] : []));
    expect(left.toSorted((a, b) => b - a)).toEqual([4, 3, 2, 1, 0].slice(0, left.length));
    expect(left.length).toBeGreaterThan(0);
    expect((await shown()).customerCode).toMatchObject({ locked: left.length === 5, version: 1 + left.length });
  });

  it('is another hash for another customer, and is told in no answer and no log line', async () => {
    await set('4071', 0);
    const first = kms.commandCalls(GenerateMacCommand).at(-1)?.args[0].input.Message;
    serial += 1;
    const other = String(serial);
    await putItems(cloud.register, [
      itemOfCustomer({ customerNumber: other, firstNames: 'Eino', lastName: 'Laine' }, 'demo', '2020-01-01'),
    ]);
    await change('customer-codes/set', { customerNumber: other, code: '4071', version: 0 });
    expect(kms.commandCalls(GenerateMacCommand).at(-1)?.args[0].input.Message).not.toEqual(first);
    const bad = await post('customer-codes/verify', { code: '40715' });
    expect(bad.status).toBe(400);
    expect(bad.text).not.toContain('40715');
    expect(JSON.stringify(logged)).not.toContain('4071"');
  });
});

it('what is said to somebody who may not is the same for none and for another’s', async () => {
  await putItems(cloud.register, [
    itemOfCustomer({ customerNumber: '1199999999', firstNames: 'Vieras', lastName: 'Muu' }, 'koivu', '2020-01-01'),
  ]);
  const answers = await Promise.all(
    ['1199999999', '1199999998'].map((number) => post('services/show', { customerNumber: number })),
  );
  expect(answers.map(verdict)).toEqual(['404 unknownCustomer', '404 unknownCustomer']);
  const [first, second] = answers.map(({ body: { requestId: _, ...rest } }) => rest);
  expect(first).toEqual(second);
});
