import { beforeAll, describe, expect, it } from 'vitest';
import { itemsOf, whenRecorded } from '../fixtures/e2e-cloud.ts';
import { anOutlet, aReceipt, cardOf, smallFederation } from '../fixtures/e2e-federation.ts';
import type { RawRequest } from '../fixtures/e2e-http.ts';
import { verdictOf } from '../fixtures/e2e-http.ts';
import { enterStaff, makePerson, type TestPerson } from '../fixtures/e2e-people.ts';
import { type Caller, openWorld, post, receiptsAt, type World } from '../fixtures/e2e-world.ts';

const { names, coop, otherCoop, outlet, otherOutlet, household, stranger, federation } = smallFederation();
const othersOutlet = anOutlet(names.outletId(3), 'havu', otherCoop);
const [own, others] = [aReceipt(outlet, cardOf(household)), aReceipt(othersOutlet, cardOf(stranger))];
let world: World;
/** May everything, for the first co-op only. */
let clerk: TestPerson;
let clerkCaller: Caller;

beforeAll(async () => {
  world = await openWorld({ ...federation, outlets: [...federation.outlets, othersOutlet] });
  clerk = await makePerson(world.cloud, 'clerk', [
    'register.read',
    'register.write',
    'payouts.prepare',
    'payouts.approve',
  ]);
  await enterStaff(world.cloud, { staffId: clerk.staffId, coopIds: [coop.coop.coopId] });
  clerkCaller = world.signIn(clerk);
  await post(world.tills.havu, [own, others]);
  await whenRecorded(world.cloud);
});

const get = (path: string): Omit<RawRequest, 'token'> => ({ method: 'GET', path });
const identityOf = ({ outletId, businessDay, terminalId, receiptId }: typeof own) => ({
  outletId,
  businessDay,
  terminalId,
  receiptId,
});
const explain = (householdId: string) => ({
  path: '/v1/staff/explanations',
  body: { householdId, month: own.purchasedAt.slice(0, 7), purpose: 'customerRequest' },
});
const move = (receipt: typeof own, toHouseholdId: string) => ({
  path: '/v1/staff/receipts/moves',
  body: { receipt: identityOf(receipt), toHouseholdId, reason: 'the wrong card was read' },
});
const conflictsAt = ({ outletId, businessDay }: typeof own) =>
  get(`/v1/staff/receipts/conflicts?${new URLSearchParams({ outletId, businessDay })}`);

describe('staff of one co-op', () => {
  const toOwn = household.household.householdId;
  const toOther = stranger.household.householdId;
  const ask = async (request: Omit<RawRequest, 'token'>): Promise<string> => verdictOf(await clerkCaller.send(request));

  it('see its households, outlets and runs', async () => {
    expect(await ask(explain(toOwn))).toBe('200');
    expect(await ask(conflictsAt(own))).toBe('200');
    expect(await ask(get(`/v1/staff/runs/${coop.coop.coopId}`))).toBe('200');
  });

  it('do not move another’s receipts, nor their own to another’s household', async () => {
    const hidden = [
      [move(others, toOwn), '404 unknownReceipt'],
      [move(own, toOther), '404 unknownHousehold'],
      [move(others, toOther), '404 unknownHousehold'],
    ] as const;
    for (const [request, verdict] of hidden)
      expect([request.path, await ask(request)]).toEqual([request.path, verdict]);
    expect((await receiptsAt(world, othersOutlet)).recorded[0]?.householdId).toBe(toOther);
    expect((await receiptsAt(world, outlet)).recorded[0]?.householdId).toBe(toOwn);
    const looks = (await itemsOf(world.cloud.accessLog)).filter(({ subjectId }) => subjectId === toOther);
    expect(looks, 'nobody looked at the stranger').toEqual([]);
  });

  it('lose everything at the next request once they are disabled, and have it back as soon', async () => {
    const requests = [explain(toOwn), get(`/v1/staff/runs/${coop.coop.coopId}`)];
    const verdicts = () => Promise.all(requests.map(ask));
    const entry = { staffId: clerk.staffId, coopIds: [coop.coop.coopId] };
    expect(await verdicts()).toEqual(['200', '200']);
    await enterStaff(world.cloud, { ...entry, active: false });
    expect(await verdicts()).toEqual(['403 staffNotActive', '403 staffNotActive']);
    await enterStaff(world.cloud, { ...entry, coopIds: [otherCoop.coop.coopId] });
    expect(await verdicts()).toEqual(['404 unknownHousehold', '403 coopNotAllowed']);
    await enterStaff(world.cloud, entry);
    expect(await verdicts()).toEqual(['200', '200']);
  });
});

describe('a till of one retailer', () => {
  const status = (receipt: typeof own) => get(`/v1/receipts/${Object.values(identityOf(receipt)).join('/')}`);
  const dayEnd = ({ outletId, terminalId, businessDay }: typeof own) => ({
    path: '/v1/day-ends',
    body: { outletId, terminalId, businessDay, count: 1, totalCents: 1_250 },
  });
  const ask = async (request: Omit<RawRequest, 'token'>): Promise<string> =>
    verdictOf(await world.tills.havu.send(request));

  it('posts for and asks about its own outlets only', async () => {
    expect([await ask(status(own)), await ask(dayEnd(own))]).toEqual(['200', '200']);
    const forged = aReceipt(otherOutlet, cardOf(household));
    expect(await ask(status(forged))).toBe('403 outletOfAnotherRetailer');
    expect(await ask(dayEnd(forged))).toBe('403 outletOfAnotherRetailer');
    expect(await ask({ path: '/v1/receipts', body: forged })).toBe('400 noValidReceipt');
    expect((await receiptsAt(world, otherOutlet)).recorded).toEqual([]);
  });
});
