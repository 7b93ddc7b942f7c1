import { beforeAll, describe, expect, it } from 'vitest';
import { actOnCard, orderCard, showCard } from '../../contract/cards.ts';
import { createCustomer, showCustomer } from '../../contract/customers.ts';
import type { BodyOf } from '../../contract/endpoint.ts';
import { actOnHousehold, createHousehold, moveHousehold, showHousehold } from '../../contract/households.ts';
import {
  actOnMembership,
  applyForMembership,
  type MembershipView,
  transferMembership,
} from '../../contract/memberships.ts';
import { explainMonth } from '../../contract/register.ts';
import { addDays, localDateOf, localTimeOf, monthOf } from '../../domain/calendar.ts';
import { itemsOf, whenRecorded } from '../fixtures/e2e-cloud.ts';
import { aReceipt, smallFederation } from '../fixtures/e2e-federation.ts';
import { verdictOf } from '../fixtures/e2e-http.ts';
import { enterStaff, makePerson } from '../fixtures/e2e-people.ts';
import { type Caller, openWorld, post, type World } from '../fixtures/e2e-world.ts';

const { coop, otherCoop, outlet, stranger, federation } = smallFederation();
const { coopId } = coop.coop;
const toCoopId = otherCoop.coop.coopId;
const today = localDateOf(Date.now());
const month = monthOf(Date.now());
let world: World;
let clerk: Caller;
let clerkId: string;
let colleague: Caller;

beforeAll(async () => {
  world = await openWorld(federation);
  const person = async (name: string, of: string) => {
    const made = await makePerson(world.cloud, name, ['register.read', 'register.write']);
    await enterStaff(world.cloud, { staffId: made.staffId, coopIds: [of] });
    return { staffId: made.staffId, caller: world.signIn(made) };
  };
  ({ caller: clerk, staffId: clerkId } = await person('clerk', coopId));
  ({ caller: colleague } = await person('colleague', toCoopId));
});

const why = { purpose: 'customerRequest' } as const;
const source = { kind: 'phone' } as const;
let keys = 0;
const newKey = (): string => {
  keys += 1;
  return `e2e-${Date.now().toString(36)}-${keys}`;
};
const address = { lines: ['Testikatu 1'], postalCode: '40100', town: 'Jyväskylä', country: 'FI' };

async function aCustomer(more: object = {}): Promise<string> {
  const set = { firstNames: 'Kokeeksi', lastName: 'Talous', birthDate: '1985-06-07', ...more };
  const body = { ...why, source, idempotencyKey: newKey(), coopId, kind: 'PERSON' as const, set };
  return (await clerk.call(createCustomer, { body })).customerNumber;
}
async function aMember(): Promise<MembershipView> {
  const customerNumber = await aCustomer({ address });
  const application = { ...why, source, customerNumber, coopId, on: today, idempotencyKey: newKey() };
  const { membership } = await clerk.call(applyForMembership, { body: application });
  const { memberNumber, version } = membership;
  const body = {
    ...why,
    source,
    customerNumber,
    coopId,
    memberNumber,
    version,
    act: { kind: 'accept' as const, on: today },
  };
  return (await clerk.call(actOnMembership, { body })).membership;
}
const show = async (householdId: string, by = clerk) => await by.call(showHousehold, { body: { ...why, householdId } });
type Act = BodyOf<typeof actOnHousehold>;
async function act(householdId: string, what: Partial<Act>) {
  const { version } = (await show(householdId)).household;
  return await clerk.call(actOnHousehold, { body: { ...why, source, householdId, version, ...what } as Act });
}
async function actOn(cardNumber: string, what: object) {
  const { version } = (await clerk.call(showCard, { body: { ...why, cardNumber } })).card;
  return await clerk.call(actOnCard, {
    body: { ...why, source, cardNumber, version, ...what } as BodyOf<typeof actOnCard>,
  });
}
/** Tills tell whole seconds: what is bought after an instant of now is bought some seconds later, which their clocks may be ahead. */
async function bought(card: string): Promise<void> {
  const purchasedAt = localTimeOf(Date.now() + 5_000);
  await post(world.tills.havu, [aReceipt(outlet, { card }, { purchasedAt })]);
  await whenRecorded(world.cloud);
}
const purchases = async (householdId: string, by = clerk, of = month): Promise<number> =>
  (await by.call(explainMonth, { body: { ...why, householdId, month: of } })).purchases.bonusCents;

describe('a household from its founding to another co-op', () => {
  let member: MembershipView;
  let householdId: string;
  let cardNumber: string;

  it('is founded by a new member', async () => {
    member = await aMember();
    const body = { ...why, source, coopId, headCustomerNumber: member.customerNumber, idempotencyKey: newKey() };
    const { household } = await clerk.call(createHousehold, { body });
    ({ householdId } = household);
    expect((await clerk.call(createHousehold, { body })).household).toEqual(household);
    const page = await clerk.call(showCustomer, { body: { ...why, customerNumber: member.customerNumber } });
    expect(page.household).toMatchObject({ householdId, headCustomerNumber: member.customerNumber });
  });

  it('gathers with a card from some days ago on what waited for it', async () => {
    const { customerNumber } = member;
    const order = { ...why, source, customerNumber, coopId, type: 'MEMBER' as const, idempotencyKey: newKey() };
    ({ cardNumber } = (await clerk.call(orderCard, { body: order })).card);
    await bought(cardNumber);
    expect(await clerk.send({ path: explainMonth.path, body: { ...why, householdId, month } }).then(verdictOf)).toBe(
      '404 unknownHousehold',
    );
    await expect
      .poll(
        async () =>
          (await actOn(cardNumber, { action: 'activate', linkFrom: addDays(today, -3), dryRun: true })).gathered,
      )
      .toBe(1);
    expect(await actOn(cardNumber, { action: 'activate', linkFrom: addDays(today, -3) })).toMatchObject({
      gathered: 1,
      card: { status: 'ACTIVE', gathering: false },
    });
    await expect.poll(() => purchases(householdId)).toBe(1_250);
    await bought(cardNumber);
    await expect.poll(() => purchases(householdId)).toBe(2_500);
  });

  it('takes in who accepts; a protected person hides the address of the others', async () => {
    const customerNumber = await aCustomer({ address, nonDisclosureOrder: { from: today } });
    await act(householdId, { action: 'invite', customerNumber });
    const { household } = await act(householdId, { action: 'accept', customerNumber });
    expect(household.persons.map((person) => person.customerNumber)).toContain(customerNumber);
    const page = await clerk.call(showCustomer, { body: { ...why, customerNumber: member.customerNumber } });
    expect([page.nonDisclosure, page.values.address]).toEqual([true, { hidden: true }]);
    await act(householdId, { action: 'leave', customerNumber, reason: 'has moved out' });
    expect(
      (await clerk.call(showCustomer, { body: { ...why, customerNumber: member.customerNumber } })).nonDisclosure,
    ).toBe(false);
    const events = (await itemsOf(world.cloud.accessLog)).filter(
      (event) => event.staffId === clerkId && event.reason === 'has moved out',
    );
    expect(events.map(({ person }) => person).toSorted()).toEqual(
      [`CUSTOMER/${customerNumber}`, `CUSTOMER/${member.customerNumber}`, `HOUSEHOLD/${householdId}`].toSorted(),
    );
  });

  it('gathers with a replaced card no more, and with the new one from that instant', async () => {
    const { replacement } = await actOn(cardNumber, { action: 'replace' });
    await bought(cardNumber);
    const fresh = replacement?.cardNumber ?? '';
    await bought(fresh);
    await expect.poll(() => purchases(householdId)).toBe(3_750);
    await actOn(fresh, { action: 'block', blockReason: 'LOST' });
    await bought(fresh);
    expect(await purchases(householdId)).toBe(3_750);
  });

  it('follows its head to another co-op, with all of the month', async () => {
    const { customerNumber, memberNumber, version } = member;
    const transfer = { ...why, source, customerNumber, coopId, memberNumber, version, toCoopId, on: today };
    await clerk.call(transferMembership, { body: { ...transfer, idempotencyKey: newKey() } });
    const seen = (await show(householdId)).household.version;
    const moved = await clerk.call(moveHousehold, { body: { ...why, source, householdId, version: seen, toCoopId } });
    expect(moved).toMatchObject({
      receipts: 3,
      household: { coopId: toCoopId, moves: [{ fromCoopId: coopId, toCoopId }] },
    });
    expect((await show(householdId, colleague)).household).toEqual(moved.household);
    expect(await purchases(householdId, colleague)).toBe(3_750);
    for (const path of [showHousehold.path, explainMonth.path]) {
      const body = { ...why, householdId, ...(path === explainMonth.path && { month }) };
      expect(verdictOf(await clerk.send({ path, body }))).toBe('404 unknownHousehold');
    }
  });
});

describe('a household of another co-op', () => {
  it('is the same as none, whatever is asked', async () => {
    const { householdId } = stranger.household;
    for (const id of [householdId, 'H999999999999']) {
      expect(verdictOf(await clerk.send({ path: showHousehold.path, body: { ...why, householdId: id } }))).toBe(
        '404 unknownHousehold',
      );
      const dissolve = { ...why, source, householdId: id, version: 1, action: 'dissolve' };
      expect(verdictOf(await clerk.send({ path: actOnHousehold.path, body: dissolve }))).toBe('404 unknownHousehold');
    }
    const [card = ''] = stranger.cards;
    expect(verdictOf(await clerk.send({ path: showCard.path, body: { ...why, cardNumber: card } }))).toBe(
      '404 unknownCard',
    );
  });
});
