import { randomUUID } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DisclosureView } from '../../contract/disclosures.ts';
import type { ReturnView } from '../../contract/returns.ts';
import * as disclosures from '../../functions/api/staff/disclosures/list.ts';
import * as files from '../../functions/api/staff/returns/files.ts';
import * as open from '../../functions/api/staff/returns/open.ts';
import * as payees from '../../functions/api/staff/returns/payees.ts';
import * as sign from '../../functions/api/staff/returns/sign.ts';
import * as vouchers from '../../functions/api/staff/returns/voucher.ts';
import * as writing from '../../functions/api/staff/returns/write.ts';
import { putReturnFileOnce } from '../../functions/runtime/return-bucket.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { returnWorkInput, workOnReturn } from '../../functions/workflow/annual-return/work-return.ts';
import { demoStaffMember, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { answerOf, httpEvent, staffClaims, type TestAnswer } from '../fixtures/http-requests.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { putItems, unique } from '../fixtures/recording.ts';
import { itemsUnder } from '../fixtures/recording-journal.ts';
import {
  customerItems,
  customerNumberOf,
  interestRunItems,
  openedAtMs,
  openTestCode,
  person,
  sceneItems,
  type TestPayee,
} from '../fixtures/return-scene.ts';
import { s3Of } from '../fixtures/seal-world.ts';
import { settings, settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

const people: TestPayee[] = [
  { serial: 1, grossCents: 1_000, withheldCents: 0, values: person(1, { language: 'sv' }) },
  { serial: 2, grossCents: 10_000, withheldCents: 750 },
  { serial: 3, grossCents: 700, withheldCents: 0, values: { firstNames: 'Ei', lastName: 'Tunnusta' } },
];
const lines = logLines();
const machine = mockClient(SFNClient);
let cloud: TableCloud;
let nowMs = openedAtMs;

beforeAll(async () => {
  cloud = await openTables();
  const bucket = `omistaja-test-${randomUUID()}`;
  await s3Of(cloud).send(new CreateBucketCommand({ Bucket: bucket }));
  for (const [name, value] of Object.entries({
    ...cloud.env,
    AWS_ENDPOINT_URL_S3: cloud.env.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    ACCESS_TABLE: cloud.accessLog.tableName,
    SETTINGS: settingsText,
    RETURN_BUCKET: bucket,
    RETURN_WORK_ARN: 'arn:aws:states:eu-north-1:000000000000:stateMachine:annual-return',
  }))
    vi.stubEnv(name, value);
});
afterAll(() => cloud?.stop());

let register: TableCloud['register'];
beforeEach(async () => {
  nowMs = openedAtMs;
  machine.reset();
  machine.on(StartExecutionCommand).resolves({});
  register = await cloud.newRegister();
  vi.stubEnv('REGISTER_TABLE', register.tableName);
  await putItems(register, [
    ...sceneItems(people),
    itemOfStaffMember(demoStaffMember({ staffId: 'staff-1', employerCompanyId: 'havu', coopIds: ['havu'] })),
    itemOfStaffMember(demoStaffMember({ staffId: 'staff-2', employerCompanyId: 'havu', coopIds: ['havu'] })),
  ]);
});

const handler = serveStaff(
  [
    open.openReturnEndpoint,
    open.listReturnsEndpoint,
    open.showReturnEndpoint,
    payees.listReturnPayeesEndpoint,
    sign.approveReturnEndpoint,
    sign.discardReturnEndpoint,
    sign.deliverReturnEndpoint,
    writing.writeReturnFilesEndpoint,
    files.listReturnFilesEndpoint,
    vouchers.showVoucherEndpoint,
    disclosures.listDisclosuresEndpoint,
    disclosures.disclosuresByCustomerEndpoint,
  ],
  () => nowMs,
);
const groups = '[payouts.prepare payouts.approve privacy register.read]';
async function asked(
  route: string,
  more: { body?: object; params?: Record<string, string>; query?: Record<string, string> } = {},
  staffId = 'staff-1',
): Promise<TestAnswer> {
  const { body, ...rest } = more;
  const event = httpEvent({
    route,
    ...rest,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    claims: { ...staffClaims(groups), sub: staffId },
  });
  event.requestContext.requestId = `request-${unique()}`;
  return answerOf(await handler(event, {} as never));
}
const path = 'v1/staff/returns/{coopId}/{year}/{number}';
const params = { coopId: 'havu', year: '2026', number: '1' };
const openIt = async (more: object = {}): Promise<TestAnswer> =>
  await asked('POST /v1/staff/returns', { body: { coopId: 'havu', year: '2026', ...more } });
const show = async (number = '1'): Promise<ReturnView> =>
  (await asked(`GET /${path}`, { params: { ...params, number } })).body as ReturnView;
const verdict = ({ status, body }: TestAnswer): string => `${status} ${body.code ?? body.state ?? ''}`.trim();

/** What the state machine does with what was started. */
async function work(): Promise<void> {
  const started = machine.commandCalls(StartExecutionCommand).map((call) => JSON.parse(call.args[0].input.input ?? ''));
  machine.resetHistory();
  for (const input of started) {
    await workOnReturn(register, returnWorkInput.parse(input), {
      nowMs: () => nowMs,
      remainingMs: () => 300_000,
      payeesPerFile: settings.payeesPerReturnFile,
      putFile: putReturnFileOnce,
      openIdentityCode: openTestCode,
    });
  }
}
async function approve(number = '1', staffId = 'staff-2'): Promise<TestAnswer> {
  const { hash } = await show(number);
  return await asked(`POST /${path}/approvals`, { params: { ...params, number }, body: { hash } }, staffId);
}
const write = (kind: string, number = '1') =>
  asked(`POST /${path}/files`, { params: { ...params, number }, body: { kind } }, 'staff-2');
const deliver = (body: object, number = '1') =>
  asked(
    `POST /${path}/deliveries`,
    { params: { ...params, number }, body: { on: '2027-01-05', reference: 'VERO-1', fileKind: 'CSV', ...body } },
    'staff-2',
  );
const givenOf = async (serial: number): Promise<DisclosureView[]> =>
  (
    await asked('POST /v1/staff/customers/disclosures', {
      body: { customerNumber: customerNumberOf(serial), purpose: 'dataSubjectRequest' },
    })
  ).body.disclosures as DisclosureView[];

describe('an annual return through the API', () => {
  it('is opened, built, signed by two, written, delivered and corrected, and each payee can be told', async () => {
    expect(verdict(await openIt())).toBe('202 BUILDING');
    expect(verdict(await asked(`POST /${path}/approvals`, { params, body: { hash: 'a'.repeat(64) } }))).toBe(
      '409 returnNotInState',
    );
    await work();
    const draft = await show();
    expect(draft).toMatchObject({
      state: 'DRAFT',
      totals: { payees: 3, grossCents: 11_700, withheldCents: 750, byHand: { payees: 1, grossCents: 700 } },
      warnings: ['PAYEES_BY_HAND', 'FEWER_THAN_500_PAYEES'],
      deadlines: { returnBy: '2027-01-31', vouchersBy: '2027-01-15', mustBeElectronic: false },
    });
    expect(verdict(await write('CSV'))).toBe('409 returnNotInState');
    expect(verdict(await approve('1', 'staff-1'))).toBe('403 secondPersonRequired');
    expect(verdict(await approve())).toBe('200 APPROVED');
    expect(verdict(await approve())).toBe('200 APPROVED');

    expect(verdict(await write('PRODUCTION'))).toBe('409 returnMapNotVerified');
    expect(verdict(await deliver({}))).toBe('409 returnNotInState');
    expect(verdict(await write('CSV'))).toBe('202 APPROVED');
    await work();
    const listed = (await asked(`GET /${path}/files`, { params }, 'staff-2')).body as {
      filesPerKind: number;
      files: { name: string; url: string; rows: number; sha256: string }[];
    };
    expect(listed.filesPerKind).toBe(1);
    expect(listed.files).toMatchObject([{ name: 'ylijaama-havu-2026-1-001.csv', rows: 3 }]);
    const fetched = await (await fetch(listed.files[0]?.url ?? '')).text();
    expect(fetched).toContain('010190-902P;Mallikas Maija C;M;05;100,00;7,50');

    expect(await givenOf(1)).toEqual([]);
    expect(verdict(await deliver({ on: '2027-01-06' }))).toBe('400 invalidRequest');
    expect(verdict(await deliver({}))).toBe('200 DELIVERED');
    expect(verdict(await deliver({}))).toBe('200 DELIVERED');
    expect(verdict(await asked(`POST /${path}/discards`, { params, body: { reason: 'Too late' } }))).toBe(
      '409 returnNotInState',
    );
    const [entry, ...none] = await givenOf(1);
    expect(none).toEqual([]);
    expect(entry).toMatchObject({
      recipient: 'taxAuthority',
      by: 'staff-2',
      subjects: 3,
      reference: 'VERO-1',
      scope: { kind: 'ANNUAL_RETURN', year: '2026', number: 1 },
      files: [{ name: 'ylijaama-havu-2026-1-001.csv', sha256: listed.files[0]?.sha256 }],
    });
    const log = await asked('GET /v1/staff/disclosures/{coopId}', { params: { coopId: 'havu' } });
    expect(log.body).toEqual({ disclosures: [entry] });

    await putItems(register, customerItems({ serial: 2, values: person(2, { identityCode: '010190-901R' }) }));
    expect(verdict(await openIt())).toBe('400 invalidRequest');
    expect((await openIt({ reason: 'A wrong code' })).body).toMatchObject({ number: 2, replaces: 1 });
    await work();
    expect(await show('2')).toMatchObject({ changes: { REPORT: 1, REPLACE: 0, WITHDRAW: 1 } });
    const told = await asked(`GET /${path}/payees`, { params: { ...params, number: '2' }, query: { only: 'changes' } });
    expect(JSON.stringify(told.body)).not.toMatch(/010190/);
    await approve('2');
    await write('CSV', '2');
    await work();
    await deliver({ reference: 'VERO-2' }, '2');
    expect((await givenOf(2)).map(({ scope }) => scope.number)).toEqual([2, 1]);
    expect((await givenOf(1)).map(({ scope }) => scope.number)).toEqual([1]);
    const all = (await asked('GET /v1/staff/returns/{coopId}', { params: { coopId: 'havu' } })).body;
    expect((all.returns as ReturnView[]).map(({ number, state }) => [number, state])).toEqual([
      [2, 'DELIVERED'],
      [1, 'DELIVERED'],
    ]);
  });

  it('is not signed after another run of the year was released, and is opened anew', async () => {
    await openIt();
    await work();
    await putItems(register, interestRunItems([{ serial: 1, grossCents: 100, withheldCents: 0 }], { period: '2024' }));
    expect((await show()).warnings).toContain('RUNS_CHANGED');
    expect(verdict(await approve())).toBe('409 returnRunsChanged');
    expect(verdict(await asked(`POST /${path}/discards`, { params, body: { reason: 'A run is missing' } }))).toBe(
      '200 DISCARDED',
    );
    expect((await openIt()).body).toMatchObject({ number: 2, state: 'BUILDING' });
    await work();
    expect((await show('2')).totals?.grossCents).toBe(11_800);
  });

  it('starts its building again when it is opened again, and a dry run starts nothing', async () => {
    expect(verdict(await openIt({ dryRun: true }))).toBe('202 BUILDING');
    expect(machine.commandCalls(StartExecutionCommand)).toEqual([]);
    expect(verdict(await asked(`GET /${path}`, { params }))).toBe('404 unknownReturn');
    await openIt();
    machine.resetHistory();
    nowMs += 1;
    await openIt();
    const [call] = machine.commandCalls(StartExecutionCommand);
    expect(call?.args[0].input).toEqual({
      stateMachineArn: process.env.RETURN_WORK_ARN,
      name: `havu-2026-1-BUILD-${nowMs}`,
      input: '{"return":{"coopId":"havu","year":"2026","number":1},"job":"BUILD"}',
    });
  });

  it('shows its payees to the last page, each look in the access log, and nothing in the logs', async () => {
    await openIt();
    await work();
    const found: { payeeName: string; byHand: boolean }[] = [];
    let cursor: string | undefined;
    do {
      const page = await asked(`GET /${path}/payees`, {
        params,
        ...(cursor === undefined ? {} : { query: { cursor } }),
      });
      found.push(...(page.body.payees as typeof found));
      cursor = page.body.cursor as string | undefined;
    } while (cursor !== undefined);
    expect(found.map(({ payeeName, byHand }) => `${payeeName} ${byHand}`).toSorted()).toEqual([
      'Mallikas Maija B false',
      'Mallikas Maija C false',
      'Tunnusta Ei true',
    ]);
    const events = await itemsUnder(cloud.accessLog, 'MINUTE#');
    expect(events).toContainEqual(
      expect.objectContaining({ subjectKind: 'LISTING', subjectId: 'annualReturn/havu/2026/1', action: 'READ' }),
    );
    expect(lines.filter((line) => /Mallikas|010190|1100000001/.test(line))).toEqual([]);
  });

  it('gives each payee a voucher once it is signed, in the payee’s language and without the code', async () => {
    await openIt();
    await work();
    const voucher = (serial: number, more: object = {}) =>
      asked('POST /v1/staff/vouchers', {
        body: {
          customerNumber: customerNumberOf(serial),
          coopId: 'havu',
          year: '2026',
          purpose: 'customerRequest',
          ...more,
        },
      });
    expect(verdict(await voucher(1))).toBe('404 unknownReturn');
    await approve();
    const { body } = await voucher(1);
    expect(body).toMatchObject({ language: 'sv', dueBy: '2027-01-15', returnNumber: 1 });
    expect(body.text).toMatch(/Mottagare\s+Mallikas Maija B\n[\s\S]*Ränta på andelskapital\s+10,00/);
    expect(body.html).toMatch(/<html lang="sv">/);
    expect(JSON.stringify(body)).not.toMatch(/010190/);
    expect((await voucher(2, { language: 'en' })).body.text).toMatch(/Tax withheld\s+7,50/);
    await putItems(register, customerItems({ serial: 9 }));
    expect(verdict(await voucher(9))).toBe('404 unknownReturn');
    expect(verdict(await voucher(1, { year: '2025' }))).toBe('404 unknownReturn');
  });

  it('pages through more payees than a page holds, none twice', async () => {
    const many = Array.from({ length: 450 }, (_, index) => ({ serial: index + 1, grossCents: 10, withheldCents: 0 }));
    await putItems(register, sceneItems(many));
    await openIt();
    await work();
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await asked(`GET /${path}/payees`, { params, ...(cursor && { query: { cursor } }) });
      pages.push((page.body.payees as { customerNumber: string }[]).map(({ customerNumber }) => customerNumber));
      cursor = page.body.cursor as string | undefined;
    } while (cursor !== undefined);
    expect(pages.map((page) => page.length)).toEqual([200, 200, 50]);
    expect(new Set(pages.flat()).size).toBe(450);
  });

  it('is nobody else’s: another co-op’s staff are refused', async () => {
    await openIt();
    const strange = { coopId: 'koivu', year: '2026', number: '1' };
    expect(verdict(await asked(`GET /${path}`, { params: strange }))).toBe('403 coopNotAllowed');
    expect(verdict(await asked('GET /v1/staff/disclosures/{coopId}', { params: { coopId: 'koivu' } }))).toBe(
      '403 coopNotAllowed',
    );
  });
});
