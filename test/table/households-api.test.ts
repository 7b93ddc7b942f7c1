import { KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HouseholdView } from '../../contract/households.ts';
import { startOfDay } from '../../domain/calendar.ts';
import type { HouseholdLink } from '../../domain/household-link.ts';
import { explainMonthEndpoint } from '../../functions/api/staff/explain-month.ts';
import { actOnHouseholdEndpoint } from '../../functions/api/staff/households/act.ts';
import { createHouseholdEndpoint } from '../../functions/api/staff/households/create.ts';
import { moveHouseholdEndpoint } from '../../functions/api/staff/households/move.ts';
import { showHouseholdEndpoint } from '../../functions/api/staff/households/show.ts';
import { recordMessage } from '../../functions/queue/record-message.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { findCustomer } from '../../functions/table/customers.ts';
import { linksOf } from '../../functions/table/identifiers.ts';
import { identifierText } from '../../functions/table/keys.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { itemsOf } from '../fixtures/e2e-cloud.ts';
import { cardItems, memberItems, memberNumberOf, newNumber, personItems } from '../fixtures/household-people.ts';
import { answerOf, httpEvent, staffClaims } from '../fixtures/http-requests.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { aReceipt, day, minute, newOutlet, noon, putItems, unique } from '../fixtures/recording.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import { settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

logLines();
const kms = mockClient(KMSClient);
let cloud: TableCloud;
let nowMs = noon;
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
    ...['demo', 'other'].map((coopId, place) =>
      itemOfStaffMember(demoStaffMember({ staffId: `staff-${place + 1}`, coopIds: [coopId] })),
    ),
    itemOfCompany(demoCompany({ companyId: 'havu' })),
    ...['demo', 'other'].flatMap((coopId) => coopItems(coop({ coopId }))),
  ]);
});
afterAll(() => cloud?.stop());
beforeEach(() => {
  nowMs = noon;
  kms.reset();
});

const handler = serveStaff(
  [createHouseholdEndpoint, showHouseholdEndpoint, actOnHouseholdEndpoint, moveHouseholdEndpoint, explainMonthEndpoint],
  () => nowMs,
);
type Said = {
  status: number;
  body: { receipts: number; household: HouseholdView; other: HouseholdView; code?: string; detail?: string };
};
let requests = 0;
async function post(path: string, body: object, by = 'staff-1'): Promise<Said> {
  requests += 1;
  const asked = JSON.stringify({ purpose: 'customerRequest', ...body });
  const event = httpEvent({ route: `POST /v1/staff/${path}`, body: asked, claims: { ...staffClaims(), sub: by } });
  event.requestContext.requestId = `request-${requests}`;
  return answerOf(await handler(event, {} as never)) as never;
}
const source = { kind: 'email' };
const verdict = ({ status, body }: Said): string => `${status} ${body.code ?? ''}`.trim();
const create = (headCustomerNumber: string, more: object = {}) =>
  post('households', { source, coopId: 'demo', headCustomerNumber, idempotencyKey: `household-${unique()}`, ...more });
const show = async (householdId: string) => (await post('households/show', { householdId })).body;

/** Acts on a household as it is now. */
async function act(householdId: string, action: string, more: object = {}): Promise<Said> {
  const { household } = await show(householdId);
  return await post('households/act', { source, householdId, version: household.version, action, ...more });
}
const entered = async (...people: ReturnType<typeof personItems>[]) => await putItems(cloud.register, people.flat());

/** A member with a card, in a household of their own. */
async function household(memberOf = 'demo') {
  const head = newNumber();
  const card = cardItems(head);
  await entered(personItems(head, { memberOf }), card.items);
  const { body } = await create(head);
  return { head, card: card.cardNumber, id: body.household.householdId };
}
/** Another person with a card, taken in. */
async function joined(householdId: string, memberOf?: string) {
  const customerNumber = newNumber();
  const card = cardItems(customerNumber);
  await entered(personItems(customerNumber, memberOf === undefined ? {} : { memberOf }), card.items);
  await act(householdId, 'invite', { customerNumber });
  expect(verdict(await act(householdId, 'accept', { customerNumber }))).toBe('200');
  return { customerNumber, card: card.cardNumber };
}
async function links(
  kind: 'card' | 'customerNumber' | 'memberNumber',
  value: string,
): Promise<readonly HouseholdLink[]> {
  const found = await linksOf(cloud.register, [{ kind, value }], { consistent: true });
  return found.get(identifierText({ kind, value })) ?? [];
}
const present = ({ persons }: HouseholdView) =>
  persons
    .filter(({ until }) => until === null)
    .map(({ customerNumber }) => customerNumber)
    .toSorted();
const events = async (requestId: string) =>
  (await itemsOf(cloud.accessLog))
    .filter((event) => event.requestId === requestId)
    .map(({ person, action }) => `${action} ${person}`)
    .toSorted();

describe('a household', () => {
  it('is founded once by a member, and all that the head is known by is linked from now on', async () => {
    const head = newNumber();
    const card = cardItems(head);
    await entered(personItems(head, { memberOf: 'demo' }), card.items);
    const key = { idempotencyKey: `household-${unique()}` };
    const made = await create(head, key);
    expect(made).toMatchObject({
      status: 201,
      body: {
        household: { version: 1, coopId: 'demo', headCustomerNumber: head, persons: [{ customerNumber: head }] },
      },
    });
    const { householdId } = made.body.household;
    expect((await create(head, key)).body.household).toEqual(made.body.household);
    expect(verdict(await create(head))).toBe('409 householdStateConflict');
    const link = { householdId, coopId: 'demo', from: noon };
    for (const [kind, value] of [
      ['card', card.cardNumber],
      ['customerNumber', head],
      ['memberNumber', memberNumberOf(head)],
    ] as const)
      expect(await links(kind, value)).toMatchObject([link]);
    expect(await show(householdId)).toMatchObject({
      cards: [{ cardNumber: card.cardNumber, status: 'ACTIVE' }],
      history: [{ version: 1, action: 'create', reason: null }],
    });
  });

  it('is not founded by who is no member, nor for another co-op, nor in a dry run', async () => {
    const [guest, member] = [newNumber(), newNumber()];
    await entered(personItems(guest), personItems(member, { memberOf: 'demo' }));
    expect((await create(guest)).body).toMatchObject({ code: 'householdStateConflict' });
    expect(verdict(await create(member, { coopId: 'other' }))).toBe('403 coopNotAllowed');
    expect(verdict(await create(member, { dryRun: true }))).toBe('201');
    expect(await links('customerNumber', member)).toEqual([]);
  });

  it('takes in who was invited and accepts in time', async () => {
    const { id } = await household();
    const customerNumber = newNumber();
    await entered(personItems(customerNumber, { coopId: 'demo' }));
    expect(verdict(await act(id, 'accept', { customerNumber }))).toBe('409 householdStateConflict');
    await act(id, 'invite', { customerNumber });
    nowMs = startOfDay('2026-11-15');
    expect((await act(id, 'accept', { customerNumber })).body.detail).toMatch(/expired/);
    await act(id, 'invite', { customerNumber, reason: 'once more' });
    nowMs += minute;
    const accepted = await act(id, 'accept', { customerNumber });
    expect(accepted.body.household).toMatchObject({
      version: 4,
      invitations: [{ customerNumber, state: 'ACCEPTED' }],
      persons: expect.arrayContaining([{ customerNumber, from: '2026-11-15', until: null, joined: 'INVITED' }]),
    });
    expect((await show(id)).household).toEqual(accepted.body.household);
    expect(await links('customerNumber', customerNumber)).toMatchObject([{ householdId: id, from: nowMs }]);
  });

  it('takes in a minor by the word of a guardian only', async () => {
    const { id, head } = await household();
    const child = newNumber();
    await entered(personItems(child, { values: { birthDate: '2015-05-05' } }));
    const guardian = { guardianCustomerNumber: head };
    expect(verdict(await act(id, 'invite', { customerNumber: child }))).toBe('409 householdStateConflict');
    expect(verdict(await act(id, 'addMinor', { customerNumber: child, ...guardian }))).toBe('200');
    expect(present((await show(id)).household)).toEqual([head, child].toSorted());
  });

  it('lets a person go, whose purchases from then on are nobody’s, and who may be taken in elsewhere', async () => {
    const [first, second] = [await household(), await household()];
    const { customerNumber, card } = await joined(first.id);
    expect(verdict(await act(second.id, 'invite', { customerNumber }))).toBe('409 householdStateConflict');
    nowMs += 10 * day;
    expect(verdict(await act(first.id, 'leave', { customerNumber }))).toBe('200');
    expect(await links('card', card)).toMatchObject([{ householdId: first.id, from: noon, until: nowMs }]);
    nowMs += day;
    await act(second.id, 'invite', { customerNumber });
    await act(second.id, 'accept', { customerNumber });
    expect(await links('card', card)).toMatchObject([
      { householdId: first.id, until: noon + 10 * day },
      { householdId: second.id, from: nowMs },
    ]);
    expect((await act(first.id, 'leave', { customerNumber: first.head })).body.detail).toMatch(/head/);
  });

  it('gets a new head, who must be a member', async () => {
    const { id, head } = await household();
    const guest = await joined(id);
    const member = await joined(id, 'demo');
    expect(verdict(await act(id, 'nameHead', { customerNumber: guest.customerNumber }))).toBe(
      '409 householdStateConflict',
    );
    nowMs += day;
    const named = await act(id, 'nameHead', { customerNumber: member.customerNumber });
    expect(named.body.household).toMatchObject({
      headCustomerNumber: member.customerNumber,
      heads: [
        { customerNumber: head, from: '2026-10-31', until: '2026-11-01' },
        { customerNumber: member.customerNumber, from: '2026-11-01', until: null },
      ],
    });
    expect(verdict(await act(id, 'leave', { customerNumber: head }))).toBe('200');
  });

  it('splits, and merges with another', async () => {
    const { id, head, card } = await household();
    const founder = await joined(id, 'demo');
    const along = await joined(id);
    const staying = await joined(id);
    nowMs += day;
    const split = await act(id, 'split', {
      customerNumber: founder.customerNumber,
      withCustomerNumbers: [along.customerNumber],
      idempotencyKey: `split-${unique()}`,
    });
    const made = split.body.other;
    expect([present(split.body.household), present(made)]).toEqual([
      [head, staying.customerNumber].toSorted(),
      [founder.customerNumber, along.customerNumber].toSorted(),
    ]);
    expect((await show(made.householdId)).household).toEqual(made);
    nowMs += day;
    const merged = await act(id, 'merge', { intoHouseholdId: made.householdId });
    expect(merged.body).toMatchObject({
      household: { endedOn: '2026-11-02', mergedInto: made.householdId, headCustomerNumber: head },
      other: { headCustomerNumber: founder.customerNumber, version: 2 },
    });
    expect(present(merged.body.other)).toHaveLength(4);
    expect(await links('card', card)).toMatchObject([
      { householdId: id, until: nowMs },
      { householdId: made.householdId, from: nowMs },
    ]);
    expect(verdict(await act(id, 'invite', { customerNumber: newNumber() }))).toBe('404 unknownCustomer');
  });

  it('dissolves when the membership of its head has ended; payment cards end with it (R33)', async () => {
    const { id, head, card } = await household();
    const visa = cardItems(head, { type: 'VISA_DEBIT' });
    await putItems(cloud.register, visa.items);
    expect(verdict(await act(id, 'dissolve'))).toBe('409 householdStateConflict');
    const [membership, ...rest] = memberItems(head, 'demo');
    await putItems(cloud.register, [
      { ...membership, status: 'RESIGNED', endedAs: 'RESIGNED', until: '2026-10-30' },
      ...rest,
    ]);
    nowMs += minute;
    expect(await act(id, 'dissolve', { reason: 'has resigned' })).toMatchObject({
      status: 200,
      body: { household: { endedOn: '2026-10-31', headCustomerNumber: head } },
    });
    expect(await links('card', card)).toMatchObject([{ until: nowMs }]);
    const cards = (await itemsOf(cloud.register)).filter(
      ({ pk, sk }) => pk === `CUSTOMER#${head}` && String(sk).startsWith('CARD#'),
    );
    expect(cards.map(({ type, status }) => `${type} ${status}`).toSorted()).toEqual([
      'MEMBER ACTIVE',
      'VISA_DEBIT CANCELLED',
    ]);
  });
});

describe('a change of a household', () => {
  it('is refused if it was decided on an old version, and two at once are one too many', async () => {
    const { id } = await household();
    const [one, two] = [newNumber(), newNumber()];
    await entered(personItems(one), personItems(two));
    const invite = (customerNumber: string) =>
      post('households/act', { source, householdId: id, version: 1, action: 'invite', customerNumber });
    const both = await Promise.all([invite(one), invite(two)]);
    expect(both.map(verdict).toSorted()).toEqual(['200', '409 staleVersion']);
    expect((await show(id)).household.invitations).toHaveLength(1);
  });

  it('takes a person into one household only, though two take them in at once', async () => {
    const homes = [await household(), await household()];
    const customerNumber = newNumber();
    await entered(personItems(customerNumber));
    for (const { id } of homes) await act(id, 'invite', { customerNumber });
    const both = await Promise.all(
      homes.map(({ id }) =>
        post('households/act', { source, householdId: id, version: 2, action: 'accept', customerNumber }),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const shown = await Promise.all(homes.map(({ id }) => show(id)));
    expect(shown.filter(({ household: one }) => present(one).includes(customerNumber))).toHaveLength(1);
    expect(await links('customerNumber', customerNumber)).toHaveLength(1);
  });

  it('is logged for the household and everyone in it', async () => {
    const { id, head } = await household();
    const { customerNumber } = await joined(id);
    await act(id, 'leave', { customerNumber, reason: 'has moved out' });
    expect(await events(`request-${requests}`)).toEqual(
      [`CHANGE CUSTOMER/${customerNumber}`, `CHANGE CUSTOMER/${head}`, `CHANGE HOUSEHOLD/${id}`].toSorted(),
    );
  });

  it('of another co-op is the same as of none', async () => {
    const strange = newNumber();
    await entered(personItems(strange, { coopId: 'other', memberOf: 'other' }));
    const { id } = await household();
    expect(verdict(await act(id, 'invite', { customerNumber: strange }))).toBe('404 unknownCustomer');
    const { household: one } = await show(id);
    const of = (householdId: string) =>
      post('households/act', { source, householdId, version: one.version, action: 'merge', intoHouseholdId: 'H999' });
    expect(verdict(await of(id))).toBe('404 unknownHousehold');
    expect(verdict(await of('H998'))).toBe('404 unknownHousehold');
  });

  it('lets the co-op see the person from then on, and no longer when they have left', async () => {
    const { id } = await household();
    const customerNumber = newNumber();
    const [item, ...rest] = personItems(customerNumber, { coopId: 'other' });
    await entered([{ ...item, coopIds: ['other', 'demo'] } as never, ...rest]);
    await act(id, 'invite', { customerNumber });
    await act(id, 'accept', { customerNumber });
    expect((await findCustomer(cloud.register, customerNumber))?.coopIds).toEqual(['other', 'demo']);
    await act(id, 'leave', { customerNumber });
    expect((await findCustomer(cloud.register, customerNumber))?.coopIds).toEqual(['other']);
  });

  it('hides the addresses of who moves in with a protected person, and shows them when they part (R82)', async () => {
    vi.spyOn(await import('../../functions/table/data-keys.ts'), 'openingKey').mockResolvedValue({
      keyId: 'demo.1',
      bytes: Buffer.alloc(32, 7),
    });
    const address = { lines: ['Kuusikatu 1'], postalCode: '00100', town: 'HELSINKI', country: 'FI' };
    const [head, other] = [newNumber(), newNumber()];
    await entered(
      personItems(head, { memberOf: 'demo', values: { address, nonDisclosureOrder: { from: '2026-01-01' } } }),
      personItems(other, { values: { address } }),
    );
    const { body } = await create(head);
    const id = body.household.householdId;
    await act(id, 'invite', { customerNumber: other });
    await act(id, 'accept', { customerNumber: other });
    expect((await findCustomer(cloud.register, other))?.shieldedBy).toEqual([head]);
    await act(id, 'leave', { customerNumber: other });
    expect((await findCustomer(cloud.register, other))?.shieldedBy).toEqual([]);
    vi.restoreAllMocks();
  });
});

describe('a change of co-op', () => {
  async function bought(cardNumber: string, purchasedAt: number): Promise<void> {
    const receipt = aReceipt({ purchasedAt, outletId: newOutlet(), identifier: { kind: 'card', value: cardNumber } });
    const context = { nowMs, newToken: () => 'token', abortSignal: new AbortController().signal, parallelWrites: 4 };
    await recordMessage(cloud.register, { version: 1, receipts: [receipt] }, context);
  }
  const explain = async (householdId: string, month: string, by: string) =>
    verdict(await post('explanations', { householdId, month }, by));

  it('follows the membership of the head, takes this month along and leaves the one before (R34)', async () => {
    const { id, head, card } = await household();
    await bought(card, noon);
    nowMs = startOfDay('2026-11-03');
    await bought(card, nowMs - minute);
    const move = async (more: object = {}) => {
      const { household: one } = await show(id);
      return await post('households/move', {
        source,
        householdId: id,
        version: one.version,
        toCoopId: 'other',
        ...more,
      });
    };
    expect((await move()).body.detail).toMatch(/member/);
    await putItems(cloud.register, memberItems(head, 'other', '8'));
    expect(verdict(await move({ toCoopId: 'nowhere' }))).toBe('404 unknownCoop');
    expect((await move({ toCoopId: 'demo' })).body.detail).toMatch(/already/);
    const seen = await show(id);
    expect((await move({ dryRun: true })).body).toMatchObject({ receipts: 1, household: { coopId: 'other' } });
    expect(await show(id)).toEqual(seen);
    expect((await move()).body).toMatchObject({
      receipts: 1,
      household: { coopId: 'other', moves: [{ month: '2026-11', fromCoopId: 'demo', toCoopId: 'other' }] },
    });
    expect(await links('card', card)).toMatchObject([
      { coopId: 'demo', from: noon, until: startOfDay('2026-11-01') },
      { coopId: 'other', from: startOfDay('2026-11-01') },
    ]);
    // The co-op that it left still explains its own months, and may change nothing.
    expect(await explain(id, '2026-10', 'staff-1')).toBe('200');
    expect(await explain(id, '2026-11', 'staff-1')).toBe('404 unknownHousehold');
    expect(await explain(id, '2026-11', 'staff-2')).toBe('200');
    expect(verdict(await post('households/show', { householdId: id }))).toBe('404 unknownHousehold');
    const { version } = (await post('households/show', { householdId: id }, 'staff-2')).body.household;
    const back = { source, householdId: id, version, toCoopId: 'demo' };
    expect(verdict(await post('households/move', back))).toBe('404 unknownHousehold');
    expect((await post('households/move', back, 'staff-2')).body.detail).toMatch(/next month/);
  });
});
