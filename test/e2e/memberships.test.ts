import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createCustomer, searchCustomers, showCustomer } from '../../contract/customers.ts';
import { listMemberRegister, listMemberRegisterForAuthority } from '../../contract/member-registers.ts';
import {
  actOnMembership,
  applyForMembership,
  listDueMemberships,
  type MembershipAct,
  type MembershipView,
  showShareLedger,
  transferMembership,
} from '../../contract/memberships.ts';
import type { Permission } from '../../contract/permissions.ts';
import { addDays, localDateOf } from '../../domain/calendar.ts';
import { itemsOf } from '../fixtures/e2e-cloud.ts';
import { smallFederation } from '../fixtures/e2e-federation.ts';
import { verdictOf } from '../fixtures/e2e-http.ts';
import { enterStaff, makePerson } from '../fixtures/e2e-people.ts';
import { type Caller, openWorld, type World } from '../fixtures/e2e-world.ts';

const { coop, otherCoop, federation } = smallFederation();
const { coopId } = coop.coop;
const today = localDateOf(Date.now());
let world: World;
let clerk: Caller;
let clerkId: string;
let officer: Caller;
let stranger: Caller;

beforeAll(async () => {
  world = await openWorld(federation);
  const person = async (name: string, permissions: readonly Permission[], of: string) => {
    const made = await makePerson(world.cloud, name, permissions);
    await enterStaff(world.cloud, { staffId: made.staffId, coopIds: [of] });
    return { staffId: made.staffId, caller: world.signIn(made) };
  };
  ({ caller: clerk, staffId: clerkId } = await person('clerk', ['register.read', 'register.write'], coopId));
  ({ caller: officer } = await person('officer', ['register.read', 'privacy'], coopId));
  ({ caller: stranger } = await person('stranger', ['register.read', 'register.write'], otherCoop.coop.coopId));
});

const why = { purpose: 'membershipHandling' } as const;
const source = { kind: 'agreement', date: '2026-01-15', version: '1' } as const;
let keys = 0;
const newKey = (): string => {
  keys += 1;
  return `e2e-${Date.now().toString(36)}-${keys}`;
};

async function aCustomer(lastName: string, more: object = {}): Promise<string> {
  const set = { firstNames: 'Kokeeksi', lastName, birthDate: '1985-06-07', homeMunicipality: '179', ...more };
  const body = { ...why, source, idempotencyKey: newKey(), coopId, kind: 'PERSON' as const, set };
  return (await clerk.call(createCustomer, { body })).customerNumber;
}
const apply = async (customerNumber: string) =>
  (
    await clerk.call(applyForMembership, {
      body: { ...why, source, customerNumber, coopId, on: today, idempotencyKey: newKey() },
    })
  ).membership;
const bodyOf = ({ customerNumber, memberNumber, version }: MembershipView, act: MembershipAct, reason?: string) => ({
  ...{ ...why, source, customerNumber, coopId, memberNumber, version, act },
  ...(reason !== undefined && { reason }),
});
const act = async (of: MembershipView, what: MembershipAct, reason?: string): Promise<MembershipView> =>
  (await clerk.call(actOnMembership, { body: bodyOf(of, what, reason) })).membership;
const aMember = async (lastName: string, more: object = {}): Promise<MembershipView> =>
  await act(await apply(await aCustomer(lastName, more)), { kind: 'accept', on: today });
const pay = (amountCents: number): MembershipAct => ({ kind: 'pay', on: today, amountCents, idempotencyKey: newKey() });

describe('a membership', () => {
  it('goes from the application to a full share and a resignation, each step on the page and in the ledger', async () => {
    const member = await aMember('Jäsenyys');
    const part = await act(member, pay(2_000));
    const full = await act(part, pay(8_000));
    expect(full).toMatchObject({ status: 'ACTIVE_PAID', paidCents: 10_000, due: [] });
    const { customerNumber, memberNumber } = full;
    const resigned = await act(full, { kind: 'resign', on: today });
    expect(resigned).toMatchObject({ status: 'RESIGNED', until: today });
    expect(resigned.refundDueOn).toMatch(/-12-31$/);
    const page = await clerk.call(showCustomer, { body: { ...why, customerNumber } });
    expect(page.memberships).toMatchObject([
      { coopId, memberNumber, status: 'RESIGNED', version: 5, from: today, until: today, paidCents: 10_000 },
    ]);
    const body = { ...why, customerNumber, coopId, memberNumber };
    const { entries, history } = await clerk.call(showShareLedger, { body });
    expect(entries.map(({ balanceCents }) => balanceCents)).toEqual([2_000, 10_000]);
    expect(history.map(({ event, by }) => [event, by])).toEqual(
      ['apply', 'accept', 'pay', 'pay', 'resign'].map((event) => [event, clerkId]),
    );
    const found = await clerk.call(searchCustomers, { body: { ...why, by: { memberNumber } } });
    expect(found.customers).toMatchObject([{ customerNumber }]);
  });

  it('changes once for a version: the second gets 409, and nothing is lost', async () => {
    const member = await aMember('Kilpailu');
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        clerk.send({ path: '/v1/staff/memberships/act', body: bodyOf(member, pay(2_500)) }),
      ),
    );
    expect(answers.map(verdictOf).toSorted()).toEqual(['200', ...Array(3).fill('409 staleVersion')]);
  });

  it('moves with its share to another co-op, whose staff see the customer from then on', async () => {
    const part = await act(await aMember('Muuttaja'), pay(3_000));
    const { customerNumber, memberNumber, version } = part;
    const page = { path: '/v1/staff/customers/show', body: { ...why, customerNumber } };
    expect(verdictOf(await stranger.send(page))).toBe('404 unknownCustomer');
    const { left, joined } = await clerk.call(transferMembership, {
      body: {
        ...{ ...why, source, customerNumber, coopId, memberNumber, version, on: today },
        ...{ toCoopId: otherCoop.coop.coopId, idempotencyKey: newKey() },
      },
    });
    expect([left.status, left.paidCents, joined.status, joined.paidCents]).toEqual([
      ...['TRANSFERRED', 0, 'ACTIVE_UNPAID', 3_000],
    ]);
    expect(verdictOf(await stranger.send(page))).toBe('200');
  });

  it('is due for what is to be done with it, from its day on', async () => {
    const noticed = await act(await aMember('Erotettava'), { kind: 'noticeExpulsion', on: today }, 'does not pay');
    const due = async (until: string) => {
      const page = await clerk.call(listDueMemberships, { body: { ...why, coopId, until } });
      return page.memberships.filter(({ membership }) => membership.memberNumber === noticed.memberNumber);
    };
    const [decision] = noticed.due;
    expect(decision?.kind).toBe('EXPULSION_DECISION');
    await vi.waitFor(async () => expect(await due(decision?.on ?? '')).toHaveLength(1), { timeout: 10_000 });
    expect(await due(addDays(decision?.on ?? '', -1))).toEqual([]);
  });
});

describe('the member register', () => {
  it('shows each view what the law gives it, and every list is logged', async () => {
    const order = { nonDisclosureOrder: { from: '2026-01-01' } };
    const member = await aMember('Ääkkönen', order);
    const asked = { ...why, coopId, on: today, reason: 'asked at the head office' };
    const rows = async (view: 'anyone' | 'entitled') => {
      const { members } = await clerk.call(listMemberRegister, { body: { ...asked, view } });
      return members.filter(({ name }) => name === 'Ääkkönen Kokeeksi');
    };
    const line = { name: 'Ääkkönen Kokeeksi', standing: 'PRESENT', from: today, until: null };
    await vi.waitFor(async () => expect(await rows('anyone')).toEqual([line]), { timeout: 10_000 });
    const { memberNumber } = member;
    const more = { memberNumber, birthDate: '1985-06-07', homeMunicipality: null, shares: 1 };
    expect(await rows('entitled')).toEqual([{ ...line, ...more }]);
    const path = '/v1/staff/member-registers/list-for-authority';
    expect(verdictOf(await clerk.send({ path, body: asked }))).toBe('403 permissionMissing');
    const { members } = await officer.call(listMemberRegisterForAuthority, { body: asked });
    expect(members.find((row) => row.memberNumber === memberNumber)).toEqual({
      ...{ ...line, ...more, homeMunicipality: '179', nonDisclosure: true },
    });
    const events = (await itemsOf(world.cloud.accessLog)).filter(({ staffId }) => staffId === clerkId);
    expect(events).toContainEqual(
      expect.objectContaining({
        ...{ action: 'EXPORT', subjectKind: 'LISTING', subjectId: `memberRegister/${coopId}/entitled/${today}` },
        reason: 'asked at the head office',
      }),
    );
  });
});
