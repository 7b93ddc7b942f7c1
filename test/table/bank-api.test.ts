import { randomUUID } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BankCaseView } from '../../contract/bank.ts';
import { monthOf } from '../../domain/calendar.ts';
import type { ShareEntry } from '../../domain/share-entry.ts';
import { shareReferenceOf } from '../../domain/share-reference.ts';
import {
  assignBankCreditEndpoint,
  closeBankCaseEndpoint,
  listBankCasesEndpoint,
  showBankCaseEndpoint,
} from '../../functions/api/staff/bank/cases.ts';
import { listBankFilesEndpoint, showBankFileEndpoint } from '../../functions/api/staff/bank/files.ts';
import { readBankFiles } from '../../functions/queue/read-bank-files.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { customerFile } from '../../functions/table/customer-file.ts';
import { journalEntries } from '../../functions/table/journal-entries.ts';
import { accessTable, identifierKey } from '../../functions/table/keys.ts';
import { itemOfCustomer } from '../../scripts/demo/customer.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { demoMembership, itemsOfMembership } from '../../scripts/demo/membership.ts';
import { type Dropped, drop, eventOf, fileIdOf, readerOf } from '../fixtures/bank-drops.ts';
import { type BookedEntry, notificationXml } from '../fixtures/bank-file-xml.ts';
import { answerOf, httpEvent, staffClaims } from '../fixtures/http-requests.ts';
import { noon, putItems, unique } from '../fixtures/recording.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import { s3Of } from '../fixtures/seal-world.ts';
import { settings, settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
const account = coop().debtor.iban;

beforeAll(async () => {
  cloud = await openTables();
  // A file's voucher goes to the bucket of payment files.
  const bucket = `omistaja-test-${randomUUID()}`;
  await s3Of(cloud).send(new CreateBucketCommand({ Bucket: bucket }));
  for (const [name, value] of Object.entries({
    ...cloud.env,
    REGISTER_TABLE: cloud.register.tableName,
    ACCESS_TABLE: cloud.accessLog.tableName,
    SETTINGS: settingsText,
    AWS_ENDPOINT_URL_S3: cloud.env.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    PAYMENT_BUCKET: bucket,
  }))
    vi.stubEnv(name, value);
  await putItems(cloud.register, [
    itemOfStaffMember(demoStaffMember({ staffId: 'staff-1', coopIds: ['demo'] })),
    itemOfCompany(demoCompany({ companyId: 'havu' })),
    ...['demo', 'demo2'].flatMap((coopId) => coopItems(coop({ coopId }), [])),
  ]);
});
afterAll(() => cloud?.stop());

const handler = serveStaff(
  [
    listBankFilesEndpoint,
    showBankFileEndpoint,
    listBankCasesEndpoint,
    showBankCaseEndpoint,
    assignBankCreditEndpoint,
    closeBankCaseEndpoint,
  ],
  () => noon,
);

type Said = { status: number; body: Record<string, unknown> & { case: BankCaseView } };
async function ask(route: string, more: Parameters<typeof httpEvent>[0] extends infer E ? Partial<E> : never) {
  const event = httpEvent({ route, claims: staffClaims('[register.read register.write payouts.prepare]'), ...more });
  event.requestContext.requestId = `request-${unique()}`;
  return answerOf(await handler(event, {} as never)) as never as Said;
}
const post = (path: string, body: object): Promise<Said> =>
  ask(`POST /v1/staff/bank/${path}`, {
    body: JSON.stringify({ purpose: 'payoutControl', coopId: 'demo', ...body }),
  });
const verdict = ({ status, body }: Said): string => `${status} ${body.code ?? ''}`.trim();

/** A member with 20 € paid, who can be found by number. */
async function aMember(coopId = 'demo') {
  const customerNumber = String(1_300_000_000 + unique());
  const memberNumber = String(630_000_000 + unique());
  const customer = { customerNumber, firstNames: 'Aino', lastName: 'Laine' };
  const member = { coopId, memberNumber };
  const entry: ShareEntry = {
    ...member,
    ...{ entryNumber: 1, date: '2025-01-01', sourceId: 'joining', amountCents: 2_000, reason: 'PAYMENT' },
  };
  await putItems(cloud.register, [
    itemOfCustomer(customer, coopId, '2025-01-01'),
    ...itemsOfMembership(customer, demoMembership({ ...member, from: '2025-01-01' }, [entry]), [entry]),
    {
      ...identifierKey({ kind: 'memberNumber', value: memberNumber }),
      links: [],
      holderCustomerNumber: customerNumber,
    },
    {
      ...identifierKey({ kind: 'customerNumber', value: customerNumber }),
      links: [],
      holderCustomerNumber: customerNumber,
    },
  ]);
  return { customerNumber, memberNumber };
}
const shareOf = async (customerNumber: string) => {
  const file = await customerFile(cloud.register, customerNumber);
  return { paidCents: file?.memberships[0]?.paidCents, entries: file?.shareEntries.slice(1) };
};

async function dropped(entries: BookedEntry[], coopId = 'demo'): Promise<Dropped> {
  const messageId = `NTF-${unique()}`;
  const text = notificationXml({ account, messageId, notificationId: `${messageId}-A`, entries });
  const file = drop(text, 'x.xml', coopId);
  const reader = readerOf({ db: cloud.register, files: new Map(), settings }, file, noon);
  expect((await readBankFiles(eventOf(file), reader)).batchItemFailures).toEqual([]);
  return file;
}
const credit = (cents: number, more: Partial<BookedEntry> = {}): BookedEntry => ({
  ...{ cents, bankRef: `REF${unique()}`, bookedOn: '2026-10-30' },
  transactions: [{ payerName: 'Laine Aino', text: 'osuusmaksu' }],
  ...more,
});
async function openCase(cents: number): Promise<BankCaseView> {
  const file = await dropped([credit(cents)]);
  const found = (await allCases()).find(({ fileId }) => fileId === fileIdOf(file));
  if (found === undefined) throw new Error('no case');
  return found;
}
async function allCases(): Promise<BankCaseView[]> {
  const found: BankCaseView[] = [];
  let cursor: unknown;
  do {
    const { body } = await post('cases', cursor === undefined ? {} : { cursor });
    found.push(...(body.cases as BankCaseView[]));
    cursor = body.cursor;
  } while (cursor !== undefined);
  return found;
}
const assign = ({ caseId, version }: BankCaseView, to: object, more: object = {}) =>
  post('cases/assignments', { caseId, version, source: { kind: 'phone' }, ...to, ...more });
const close = ({ caseId, version }: BankCaseView, more: object = {}) =>
  post('cases/closings', {
    ...{ caseId, version, as: 'RETURNED', reason: 'Nobody knows the payer', evidence: 'PAYMENT-118' },
    ...more,
  });

describe('files of the bank', () => {
  it('are listed by co-op, the newest first, and shown with their drops', async () => {
    const { memberNumber } = await aMember();
    const { reference } = shareReferenceOf(memberNumber);
    const file = await dropped([credit(2_000, { transactions: [{ reference }] }), credit(5)]);
    const other = await dropped([], 'demo2');
    const { body } = await ask('GET /v1/staff/bank/files/{coopId}', { params: { coopId: 'demo' } });
    const files = body.files as { fileId: string; counts: object }[];
    expect(files.find(({ fileId }) => fileId === fileIdOf(file))).toMatchObject({
      ...{ state: 'READ', type: 'NOTIFICATION', counts: { booked: 1, cases: 1 } },
    });
    expect(files.map(({ fileId }) => fileId)).not.toContain(fileIdOf(other));
    const path = { coopId: 'demo', fileId: fileIdOf(file) };
    const shown = await ask('GET /v1/staff/bank/files/{coopId}/{fileId}', { params: path });
    expect(shown.body.drops).toMatchObject([{ objectKey: 'demo/x.xml', by: '111122223333' }]);
    const unknown = { coopId: 'demo', fileId: fileIdOf(other) };
    const none = await ask('GET /v1/staff/bank/files/{coopId}/{fileId}', { params: unknown });
    expect(verdict(none)).toBe('404 unknownBankFile');
    const foreign = await ask('GET /v1/staff/bank/files/{coopId}', { params: { coopId: 'demo2' } });
    expect(verdict(foreign)).toBe('403 coopNotAllowed');
  });
});

describe('money that waits', () => {
  it('is booked to a share in parts, until nothing is left, each with the reference of the bank', async () => {
    const [waiting, member] = [await openCase(5_000), await aMember()];
    const dry = await assign(waiting, member, { amountCents: 3_000, dryRun: true });
    expect([dry.body.case.openCents, (await shareOf(member.customerNumber)).paidCents]).toEqual([2_000, 2_000]);
    const { body: first } = await assign(waiting, member, { amountCents: 3_000 });
    expect(first.case).toMatchObject({ state: 'OPEN', openCents: 2_000, version: 2 });
    expect(verdict(await assign(waiting, member))).toBe('409 staleVersion');
    expect(verdict(await assign(first.case, member, { amountCents: 2_001 }))).toBe('409 bankCaseNotOpen');
    const { body: second } = await assign(first.case, member);
    expect(second.case).toMatchObject({ state: 'CLOSED', openCents: 0 });
    const { paidCents, entries = [] } = await shareOf(member.customerNumber);
    expect(paidCents).toBe(7_000);
    expect(entries.map(({ amountCents, date, reason }) => [amountCents, date, reason])).toEqual([
      [3_000, '2026-10-30', 'PAYMENT'],
      [2_000, '2026-10-30', 'PAYMENT'],
    ]);
    expect(entries[1]?.sourceId).toBe(`${entries[0]?.sourceId}-2`);
    expect((await allCases()).map(({ caseId }) => caseId)).not.toContain(waiting.caseId);
    const shown = await post('cases/show', { caseId: waiting.caseId });
    expect(shown.body.case.resolutions.map(({ kind, by }) => [kind, by])).toEqual([
      ['ASSIGNED', 'staff-1'],
      ['ASSIGNED', 'staff-1'],
    ]);
    const lines = await journalEntries(cloud.register, 'demo', monthOf(noon));
    const own = lines.filter(({ voucher }) => voucher.startsWith(`CREDIT-demo-${waiting.caseId.slice(0, 16)}-`));
    expect(own.map(({ account, debitCents, creditCents }) => [account, debitCents, creditCents])).toEqual([
      ['1960', 3_000, 0],
      ['2000', 0, 3_000],
      ['1960', 2_000, 0],
      ['2000', 0, 2_000],
    ]);
  });

  it('goes nowhere that the share does not take it, and to nobody of another co-op', async () => {
    const [waiting, member, stranger] = [await openCase(9_000), await aMember(), await aMember('demo2')];
    expect(verdict(await assign(waiting, member))).toBe('409 shareAmountNotAllowed');
    expect(verdict(await assign(waiting, stranger))).toBe('404 unknownCustomer');
    const wrong = { ...member, memberNumber: stranger.memberNumber };
    expect(verdict(await assign(waiting, wrong, { amountCents: 2_000 }))).toBe('404 unknownMembership');
    const unknown = { caseId: 'f'.repeat(32), version: 1 } as BankCaseView;
    expect(verdict(await assign(unknown, member))).toBe('404 unknownBankCase');
    expect((await shareOf(member.customerNumber)).paidCents).toBe(2_000);
  });

  it('is sent back by hand with reason and document, what was left of it', async () => {
    const [waiting, member] = [await openCase(4_000), await aMember()];
    const { body: part } = await assign(waiting, member, { amountCents: 2_500 });
    expect(verdict(await close(part.case, { evidence: undefined }))).toBe('400 invalidRequest');
    const { body } = await close(part.case);
    expect(body.case).toMatchObject({ state: 'CLOSED', openCents: 0 });
    expect(body.case.resolutions.at(-1)).toMatchObject({
      ...{ kind: 'RETURNED', amountCents: 1_500, reason: 'Nobody knows the payer', evidence: 'PAYMENT-118' },
    });
    expect(verdict(await close(body.case))).toBe('409 bankCaseNotOpen');
    expect(verdict(await assign(body.case, member))).toBe('409 bankCaseNotOpen');
  });

  it('is assigned once by two at the same moment', async () => {
    const [waiting, member] = [await openCase(3_000), await aMember()];
    const said = await Promise.all([assign(waiting, member), assign(waiting, member), close(waiting)]);
    expect(said.filter(({ status }) => status === 200)).toHaveLength(1);
    const { body } = await post('cases/show', { caseId: waiting.caseId });
    const [{ kind } = { kind: '' }] = body.case.resolutions;
    expect((await shareOf(member.customerNumber)).paidCents).toBe(kind === 'ASSIGNED' ? 5_000 : 2_000);
  });

  it('is listed page by page, and every look leaves an access event', async () => {
    const before = (await allCases()).length;
    await dropped(Array.from({ length: 130 }, () => credit(1)));
    expect(await allCases()).toHaveLength(before + 130);
    const events = await cloud.accessLog.client.send(
      new QueryCommand({
        TableName: cloud.accessLog.tableName,
        IndexName: accessTable.byPerson.name,
        KeyConditionExpression: 'person = :person',
        ExpressionAttributeValues: { ':person': 'LISTING/bankCases/demo' },
      }),
    );
    expect(events.Items?.length).toBeGreaterThan(2);
  });
});
