import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MembershipView } from '../../contract/memberships.ts';
import { localDateOf, startOfDay } from '../../domain/calendar.ts';
import { actOnMembershipEndpoint } from '../../functions/api/staff/memberships/act.ts';
import { applyForMembershipEndpoint } from '../../functions/api/staff/memberships/apply.ts';
import { listDueMembershipsEndpoint } from '../../functions/api/staff/memberships/due.ts';
import { showShareLedgerEndpoint } from '../../functions/api/staff/memberships/ledger.ts';
import { transferMembershipEndpoint } from '../../functions/api/staff/memberships/transfer.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { customerFile } from '../../functions/table/customer-file.ts';
import { linksOf } from '../../functions/table/identifiers.ts';
import { identifierKey } from '../../functions/table/keys.ts';
import { itemOfCustomer } from '../../scripts/demo/customer.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { answerOf, httpEvent, staffClaims } from '../fixtures/http-requests.ts';
import { noon, putItems, unique } from '../fixtures/recording.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import { settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
let nowMs = noon;
const today = () => localDateOf(nowMs);

beforeAll(async () => {
  cloud = await openTables();
  for (const [name, value] of Object.entries({
    ...cloud.env,
    REGISTER_TABLE: cloud.register.tableName,
    ACCESS_TABLE: cloud.accessLog.tableName,
    SETTINGS: settingsText,
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
    applyForMembershipEndpoint,
    actOnMembershipEndpoint,
    transferMembershipEndpoint,
    showShareLedgerEndpoint,
    listDueMembershipsEndpoint,
  ],
  () => nowMs,
);
type Said = { status: number; body: Record<string, unknown> & { membership: MembershipView } };
async function post(path: string, body: object): Promise<Said> {
  const asked = JSON.stringify({ purpose: 'membershipHandling', coopId: 'demo', ...body });
  const event = httpEvent({ route: `POST /v1/staff/${path}`, body: asked, claims: staffClaims() });
  event.requestContext.requestId = `request-${unique()}`;
  return answerOf(await handler(event, {} as never)) as never;
}
const verdict = ({ status, body }: Said): string => `${status} ${body.code ?? ''}`.trim();
const source = { kind: 'agreement', date: '2026-10-31', version: '1' };

async function aCustomer(birthDate: string | null = '1980-05-05', coopId = 'demo'): Promise<string> {
  const customerNumber = String(1_200_000_000 + unique());
  const item = itemOfCustomer({ customerNumber, firstNames: 'Aino', lastName: 'Laine' }, coopId, '2020-01-01');
  const born = { value: birthDate, source: { kind: 'phone' }, at: 0 };
  const values = { ...(item.values as object), ...(birthDate !== null && { birthDate: born }) };
  await putItems(cloud.register, [
    { ...item, values },
    {
      ...identifierKey({ kind: 'customerNumber', value: customerNumber }),
      links: [],
      holderCustomerNumber: customerNumber,
    },
  ]);
  return customerNumber;
}
const apply = (customerNumber: string, more: object = {}) =>
  post('memberships/apply', {
    ...{ customerNumber, source, on: today(), idempotencyKey: `apply-${customerNumber}` },
    ...more,
  });

/** Acts on a membership over the version that was seen. */
const act = (of: MembershipView, what: object, more: object = {}) => {
  const { customerNumber, memberNumber, version } = of;
  const acting = { source: { kind: 'phone' }, act: { on: today(), ...what } };
  return post('memberships/act', { customerNumber, memberNumber, version, ...acting, ...more });
};
async function done(answer: Promise<Said>): Promise<MembershipView> {
  const said = await answer;
  if (said.status > 201) throw new Error(`${verdict(said)} ${said.body.detail} ${JSON.stringify(said.body.errors)}`);
  return said.body.membership;
}
const aMember = async (): Promise<MembershipView> => {
  const applied = await done(apply(await aCustomer()));
  return await done(act(applied, { kind: 'accept' }));
};
const ledger = async ({ customerNumber, memberNumber }: MembershipView) =>
  (await post('shares/ledger', { customerNumber, memberNumber })).body as unknown as {
    membership: MembershipView;
    entries: { amountCents: number; balanceCents: number; reason: string; sourceId: string; corrects: string | null }[];
    history: { event: string; by: string; version: number }[];
  };
const paid = (amountCents: number, key = `pay-${unique()}-key`) => ({ kind: 'pay', amountCents, idempotencyKey: key });

describe('a membership', () => {
  it('lives from the application to the refund, every step over the version that was seen', async () => {
    const applied = await done(apply(await aCustomer()));
    expect(applied).toMatchObject({ status: 'APPLIED', sequence: 1, version: 1, appliedOn: '2026-10-31', from: null });
    const member = await done(act(applied, { kind: 'accept' }));
    expect(member).toMatchObject({
      status: 'ACTIVE_UNPAID',
      from: '2026-10-31',
      fillBy: '2028-10-31',
      missingCents: 10_000,
      due: [
        { kind: 'REMINDER', on: '2028-04-30' },
        { kind: 'FILL_TIME_PASSED', on: '2028-11-01' },
      ],
    });
    const part = await done(act(member, paid(2_000)));
    const full = await done(act(part, paid(8_000)));
    expect(full).toMatchObject({ status: 'ACTIVE_PAID', paidCents: 10_000, missingCents: 0, version: 4, due: [] });
    const resigned = await done(act(full, { kind: 'resign' }));
    expect(resigned).toMatchObject({ status: 'RESIGNED', until: '2026-10-31', refundDueOn: '2027-12-31' });
    expect(verdict(await act(resigned, { kind: 'refund' }))).toBe('409 membershipDateNotAllowed');
    expect(verdict(await act(resigned, { kind: 'accept' }))).toBe('409 membershipNotInState');
    const { entries, history } = await ledger(resigned);
    expect(entries.map(({ amountCents, balanceCents }) => [amountCents, balanceCents])).toEqual([
      [2_000, 2_000],
      [8_000, 10_000],
    ]);
    expect(history.map(({ event, by, version }) => `${version} ${event} ${by}`)).toEqual([
      '1 apply staff-1',
      '2 accept staff-1',
      '3 pay staff-1',
      '4 pay staff-1',
      '5 resign staff-1',
    ]);
    nowMs = startOfDay('2027-12-31');
    try {
      const refunded = await done(act(resigned, { kind: 'refund' }));
      expect(refunded).toMatchObject({ status: 'REFUNDED', endedAs: 'RESIGNED', paidCents: 0, refundDueOn: null });
      const again = await done(apply(refunded.customerNumber, { idempotencyKey: 'comes-again-1' }));
      expect(again).toMatchObject({ status: 'APPLIED', sequence: 2 });
      expect(again.memberNumber).not.toBe(refunded.memberNumber);
    } finally {
      nowMs = noon;
    }
  });

  it('is one at a time, made once for a key, and refused to who is too young or not known well enough', async () => {
    const number = await aCustomer();
    const first = await done(apply(number));
    expect(await done(apply(number))).toEqual(first);
    expect(verdict(await apply(number, { idempotencyKey: 'another-key' }))).toBe('409 alreadyMember');
    expect(verdict(await apply(number, { on: '2026-10-30' }))).toBe('409 idempotencyKeyReused');
    const born = async (birthDate: string | null, more = {}) => verdict(await apply(await aCustomer(birthDate), more));
    expect(await born('2008-10-31')).toBe('201');
    expect(await born('2008-11-01')).toBe('409 applicantNotEligible');
    expect(await born('2008-11-01', { guardianConsents: true })).toBe('201');
    expect(await born('2011-11-01', { guardianConsents: true })).toBe('409 applicantNotEligible');
    expect(await born(null)).toBe('409 applicantNotEligible');
    expect(verdict(await apply(number, { coopId: 'demo2' }))).toBe('403 coopNotAllowed');
  });

  it('of two applications at the same moment is one', async () => {
    const number = await aCustomer();
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) => apply(number, { idempotencyKey: `at-once-${index}` })),
    );
    const verdicts = answers.map(verdict).toSorted();
    expect(verdicts[0]).toBe('201');
    for (const other of verdicts.slice(1)) expect(other).toMatch(/^409 (staleVersion|alreadyMember)$/);
    expect((await customerFile(cloud.register, number))?.memberships).toHaveLength(1);
  });

  it('takes one of many payments made on the same version, and each payment once, however often it is sent', async () => {
    const member = await aMember();
    const answers = await Promise.all(Array.from({ length: 6 }, () => act(member, paid(2_000))));
    expect(answers.map(verdict).toSorted()).toEqual(['200', ...Array(5).fill('409 staleVersion')]);
    const now = (await ledger(member)).membership;
    const payment = paid(3_000);
    const once = await done(act(now, payment));
    expect(await done(act(now, payment))).toEqual(once);
    expect(once.paidCents).toBe(5_000);
    expect(verdict(await act(once, { ...payment, amountCents: 3_001 }))).toBe('409 idempotencyKeyReused');
    expect((await ledger(member)).entries.map(({ balanceCents }) => balanceCents)).toEqual([2_000, 5_000]);
  });

  it('is shown as it would be by a dry run, which changes nothing', async () => {
    const member = await aMember();
    const shown = await act(member, paid(2_000), { dryRun: true });
    expect(shown.body).toMatchObject({ dryRun: true, membership: { paidCents: 2_000, version: 3 } });
    expect((await ledger(member)).membership).toEqual(member);
    expect((await ledger(member)).entries).toEqual([]);
  });

  it('is corrected by an entry that names the wrong one and says why', async () => {
    const part = await done(act(await aMember(), paid(5_000)));
    const [wrong] = (await ledger(part)).entries;
    const correction = {
      kind: 'correct',
      corrects: wrong?.sourceId,
      amountCents: -3_000,
      idempotencyKey: 'correct-me',
    };
    const bare = await act(part, correction);
    expect(bare).toMatchObject({ status: 400, body: { errors: [{ pointer: '/reason', code: 'required' }] } });
    const corrected = await done(act(part, correction, { reason: 'two zeros too many' }));
    expect(corrected).toMatchObject({ status: 'ACTIVE_UNPAID', paidCents: 2_000 });
    expect((await ledger(part)).entries).toMatchObject([
      { amountCents: 5_000, reason: 'PAYMENT' },
      { amountCents: -3_000, reason: 'CORRECTION', corrects: wrong?.sourceId, note: 'two zeros too many' },
    ]);
    const other = { ...correction, corrects: 'joining', idempotencyKey: 'another-one' };
    expect(verdict(await act(corrected, other, { reason: 'no such entry' }))).toBe('404 unknownShareEntry');
  });

  it('of somebody else, of another co-op or of nobody is the same answer', async () => {
    const member = await aMember();
    expect(verdict(await act({ ...member, memberNumber: '60000000' }, { kind: 'resign' }))).toBe(
      '404 unknownMembership',
    );
    const stranger = await aCustomer('1980-05-05', 'demo2');
    for (const customerNumber of [stranger, '1999999999'])
      expect(verdict(await act({ ...member, customerNumber }, { kind: 'resign' }))).toBe('404 unknownCustomer');
  });
});

describe('a member’s number', () => {
  const linksNow = async (memberNumber: string) =>
    [
      ...(
        await linksOf(cloud.register, [{ kind: 'memberNumber', value: memberNumber }], { consistent: true })
      ).values(),
    ][0];

  it('gathers purchases for the household from the acceptance to the end of the membership', async () => {
    const number = await aCustomer();
    const link = { householdId: 'H000042', coopId: 'demo', shard: 0, from: noon - 1_000_000 };
    await putItems(cloud.register, [
      { ...identifierKey({ kind: 'customerNumber', value: number }), links: [link], holderCustomerNumber: number },
    ]);
    const applied = await done(apply(number));
    expect(await linksNow(applied.memberNumber)).toEqual([]);
    const member = await done(act(applied, { kind: 'accept' }));
    expect(await linksNow(member.memberNumber)).toEqual([{ ...link, from: noon }]);
    nowMs = noon + 5_000;
    await done(act(member, { kind: 'resign' }));
    nowMs = noon;
    expect(await linksNow(member.memberNumber)).toEqual([{ ...link, from: noon, until: noon + 5_000 }]);
  });
});

describe('a change of co-op', () => {
  it('moves share and time limit at once, and opens the customer to the new co-op', async () => {
    const part = await done(act(await aMember(), paid(2_500)));
    const moving = {
      ...{ customerNumber: part.customerNumber, memberNumber: part.memberNumber, version: part.version },
      ...{ toCoopId: 'demo2', on: today(), source: { kind: 'phone' }, idempotencyKey: `move-${part.memberNumber}` },
    };
    expect(verdict(await post('memberships/transfer', { ...moving, toCoopId: 'nowhere' }))).toBe('404 unknownCoop');
    expect(verdict(await post('memberships/transfer', { ...moving, toCoopId: 'demo' }))).toBe(
      '409 membershipNotInState',
    );
    expect((await post('memberships/transfer', { ...moving, dryRun: true })).status).toBe(200);
    const moved = await post('memberships/transfer', moving);
    expect(moved.body).toMatchObject({
      left: { status: 'TRANSFERRED', paidCents: 0, transferredTo: 'demo2', until: today(), refundDueOn: null },
      joined: { coopId: 'demo2', status: 'ACTIVE_UNPAID', paidCents: 2_500, fillBy: part.fillBy, from: today() },
    });
    const again = await post('memberships/transfer', moving);
    expect(again.body).toEqual(moved.body);
    const file = await customerFile(cloud.register, part.customerNumber);
    expect(file?.customer.coopIds).toEqual(['demo', 'demo2']);
    expect(file?.memberships.map(({ coopId, paidCents }) => [coopId, paidCents])).toEqual([
      ['demo', 0],
      ['demo2', 2_500],
    ]);
    expect(file?.shareEntries.map(({ reason, amountCents }) => [reason, amountCents]).toSorted()).toEqual([
      ['PAYMENT', 2_500],
      ['TRANSFER_IN', 2_500],
      ['TRANSFER_OUT', -2_500],
    ]);
  });

  it('asked for many times at the same moment happens once', async () => {
    const part = await done(act(await aMember(), paid(2_500)));
    const { customerNumber, memberNumber, version } = part;
    const moving = { customerNumber, memberNumber, version, toCoopId: 'demo2', on: today(), source: { kind: 'phone' } };
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        post('memberships/transfer', { ...moving, idempotencyKey: `at-once-${memberNumber}-${index}` }),
      ),
    );
    const verdicts = answers.map(verdict).toSorted();
    expect(verdicts[0]).toBe('200');
    for (const other of verdicts.slice(1)) expect(other).toMatch(/^409 (staleVersion|alreadyMember)$/);
    const file = await customerFile(cloud.register, customerNumber);
    expect(file?.memberships.map(({ paidCents }) => paidCents)).toEqual([0, 2_500]);
  });
});

describe('what is due', () => {
  it('is listed by its day while it is to be done, page by page', async () => {
    const member = await done(
      act(await aMember(), { kind: 'noticeExpulsion', on: '2026-10-31' }, { reason: 'neglect' }),
    );
    const due = async (until: string) => {
      const { body } = await post('memberships/due', { until });
      const rows = (body.memberships as unknown as { membership: MembershipView }[]) ?? [];
      return rows.filter(({ membership }) => membership.memberNumber === member.memberNumber);
    };
    await vi.waitFor(async () => expect(await due('2026-11-30')).toHaveLength(1));
    expect(await due('2026-11-29')).toEqual([]);
    expect((await due('2026-11-30'))[0]?.membership.due).toEqual([{ kind: 'EXPULSION_DECISION', on: '2026-11-30' }]);
    await done(act(member, { kind: 'dropExpulsion' }, { reason: 'set right' }));
    await vi.waitFor(async () => expect(await due('2026-11-30')).toEqual([]));
  });
});
