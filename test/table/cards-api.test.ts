import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CardView } from '../../contract/cards.ts';
import { addDays, localDateOf, monthOf, startOfDay } from '../../domain/calendar.ts';
import { actOnCardEndpoint } from '../../functions/api/staff/cards/act.ts';
import { orderCardEndpoint } from '../../functions/api/staff/cards/order.ts';
import { showCardEndpoint } from '../../functions/api/staff/cards/show.ts';
import { createHouseholdEndpoint } from '../../functions/api/staff/households/create.ts';
import { recordMessage } from '../../functions/queue/record-message.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { lateMarksThrough } from '../../functions/table/late-marks.ts';
import * as gathering from '../../functions/table/receipt-gathering.ts';
import { findReceipt } from '../../functions/table/receipts.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { cardItems, newNumber, personItems } from '../fixtures/household-people.ts';
import { answerOf, httpEvent, staffClaims } from '../fixtures/http-requests.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { aReceipt, cardOf, day, minute, newOutlet, noon, putItems, unique } from '../fixtures/recording.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import { settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

logLines();
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
    itemOfStaffMember(demoStaffMember({ staffId: 'staff-1', coopIds: ['demo'] })),
    itemOfCompany(demoCompany({ companyId: 'havu' })),
    ...coopItems(coop({ coopId: 'demo' }), []),
  ]);
});
afterAll(() => cloud?.stop());
beforeEach(() => {
  nowMs = noon;
});

const handler = serveStaff(
  [createHouseholdEndpoint, orderCardEndpoint, showCardEndpoint, actOnCardEndpoint],
  () => nowMs,
);
type Body = {
  card: CardView;
  replacement: CardView;
  gathered: number;
  code?: string;
  detail?: string;
  household: { householdId: string };
};
type Said = { status: number; body: Body };
async function post(path: string, body: object): Promise<Said> {
  const asked = JSON.stringify({ purpose: 'customerRequest', ...body });
  const event = httpEvent({ route: `POST /v1/staff/${path}`, body: asked, claims: staffClaims() });
  event.requestContext.requestId = `request-${unique()}`;
  return answerOf(await handler(event, {} as never)) as never;
}
const source = { kind: 'agreement', date: '2026-10-01', version: '1' };
const verdict = ({ status, body }: Said): string => `${status} ${body.code ?? ''}`.trim();
const order = (customerNumber: string, more: object = {}) =>
  post('cards', {
    source,
    coopId: 'demo',
    customerNumber,
    type: 'MEMBER',
    idempotencyKey: `card-key-${unique()}`,
    ...more,
  });
const show = async (cardNumber: string) => (await post('cards/show', { cardNumber })).body.card;
const act = async (cardNumber: string, action: string, more: object = {}) =>
  await post('cards/act', { source, cardNumber, version: (await show(cardNumber)).version, action, ...more });

/** A member in a household of their own, with an ordered card. */
async function memberWithCard(more: object = {}) {
  const head = newNumber();
  await putItems(cloud.register, personItems(head, { memberOf: 'demo' }));
  const founding = { source, coopId: 'demo', headCustomerNumber: head, idempotencyKey: `household-${unique()}` };
  const { householdId } = (await post('households', founding)).body.household;
  const { cardNumber } = (await order(head, more)).body.card;
  return { head, householdId, cardNumber };
}

/** Records a purchase with a card as the queue's consumer does. */
async function bought(cardNumber: string, purchasedAt: number) {
  const receipt = aReceipt({ purchasedAt, outletId: newOutlet(), identifier: { kind: 'card', value: cardNumber } });
  const context = {
    nowMs,
    newToken: () => `t${unique()}`,
    abortSignal: new AbortController().signal,
    parallelWrites: 4,
  };
  await recordMessage(cloud.register, { version: 1, receipts: [receipt] }, context);
  return receipt;
}
type Receipt = Awaited<ReturnType<typeof bought>>;
const householdOf = async (receipt: Receipt) => (await findReceipt(cloud.register, receipt, nowMs))?.householdId;

describe('a card', () => {
  it('is ordered once, under a membership, and shown', async () => {
    const head = newNumber();
    await putItems(cloud.register, personItems(head, { memberOf: 'demo' }));
    const idempotencyKey = `card-key-${unique()}`;
    const ordered = await order(head, { idempotencyKey });
    expect(ordered).toMatchObject({
      status: 201,
      body: { card: { customerNumber: head, status: 'ORDERED', coopId: 'demo', version: 1, links: [] } },
    });
    expect((await order(head, { idempotencyKey })).body.card).toEqual(ordered.body.card);
    expect(await show(ordered.body.card.cardNumber)).toEqual(ordered.body.card);
    const guest = newNumber();
    await putItems(cloud.register, personItems(guest));
    expect(verdict(await order(guest))).toBe('409 cardStateConflict');
    expect(verdict(await order(head, { coopId: 'other' }))).toBe('403 coopNotAllowed');
  });

  it('may have the issuer’s number, unless somebody has it', async () => {
    const [one, two] = [newNumber(), newNumber()];
    await putItems(
      cloud.register,
      [one, two].flatMap((number) => personItems(number, { memberOf: 'demo' })),
    );
    const issuedCardNumber = cardOf(unique()).value;
    expect((await order(one, { issuedCardNumber })).body.card.cardNumber).toBe(issuedCardNumber);
    expect(verdict(await order(two, { issuedCardNumber }))).toBe('409 alreadyRegistered');
  });

  it('gathers nothing before it is activated, and what waited since then afterwards, ended months marked', async () => {
    const { cardNumber, householdId } = await memberWithCard();
    const [before, first, last] = [
      await bought(cardNumber, noon - 32 * day),
      await bought(cardNumber, noon - 20 * day),
      await bought(cardNumber, noon - minute),
    ];
    expect(await householdOf(last)).toBeUndefined();
    const wanted = { linkFrom: addDays(localDateOf(noon), -30) };
    const preview = await act(cardNumber, 'activate', { ...wanted, dryRun: true });
    expect(preview.body).toMatchObject({ gathered: 2, card: { status: 'ACTIVE' } });
    expect(await householdOf(first)).toBeUndefined();
    const activated = await act(cardNumber, 'activate', wanted);
    expect(activated.body).toMatchObject({
      gathered: 2,
      card: { status: 'ACTIVE', gathering: false, links: [{ householdId, coopId: 'demo', until: null }] },
    });
    expect(await Promise.all([before, first, last].map(householdOf))).toEqual([undefined, householdId, householdId]);
    const next = await bought(cardNumber, noon);
    expect(await householdOf(next)).toBe(householdId);
    const marks = await Promise.all(
      [0, 1].map((shard) => lateMarksThrough(cloud.register, 'demo', shard, '2026-10', nowMs + 1)),
    );
    expect(
      marks
        .flat()
        .filter((mark) => mark.householdId === householdId)
        .map(({ month }) => month),
    ).toEqual([monthOf(first.purchasedAt)]);
  });

  it('is linked no further back than the setting says, nor in the future, nor over another link', async () => {
    const { cardNumber } = await memberWithCard();
    for (const [linkFrom, words] of [
      [addDays(localDateOf(noon), -31), /far back/],
      [addDays(localDateOf(noon), 1), /future/],
    ] as const)
      expect((await act(cardNumber, 'activate', { linkFrom })).body.detail).toMatch(words);
    const { head, householdId } = await memberWithCard();
    const other = {
      householdId: 'H1',
      coopId: 'demo',
      shard: 0,
      from: startOfDay('2026-10-01'),
      until: startOfDay('2026-10-10'),
    };
    const { cardNumber: linked, items } = cardItems(head, { links: [other] });
    await putItems(cloud.register, items);
    expect((await act(linked, 'link', { linkFrom: '2026-10-09' })).body.detail).toMatch(/already/);
    expect((await act(linked, 'link', { linkFrom: '2026-10-10' })).body.card.links).toMatchObject([
      { householdId: 'H1' },
      { householdId },
    ]);
  });

  it('takes the beginning of its link further back later, and gathers again', async () => {
    const { cardNumber, householdId } = await memberWithCard();
    const early = await bought(cardNumber, noon - 5 * day);
    await act(cardNumber, 'activate');
    expect(await householdOf(early)).toBeUndefined();
    nowMs += day;
    const linked = await act(cardNumber, 'link', { linkFrom: localDateOf(noon - 6 * day) });
    expect(linked.body).toMatchObject({
      gathered: 1,
      card: { links: [{ until: expect.any(String) }, { until: null }] },
    });
    expect(await householdOf(early)).toBe(householdId);
    expect((await act(cardNumber, 'link')).body.gathered).toBe(0);
  });

  it('says that it is still gathering if the process died, and linked again it finishes', async () => {
    const { cardNumber, householdId } = await memberWithCard();
    const early = await bought(cardNumber, noon - 5 * day);
    vi.spyOn(gathering, 'gatherReceipts').mockRejectedValueOnce(new Error('killed'));
    const linkFrom = localDateOf(noon - 6 * day);
    expect(verdict(await act(cardNumber, 'activate', { linkFrom }))).toBe('500 internal');
    vi.restoreAllMocks();
    expect(await show(cardNumber)).toMatchObject({ status: 'ACTIVE', gathering: true });
    expect(await householdOf(early)).toBeUndefined();
    expect((await act(cardNumber, 'link')).body).toMatchObject({ gathered: 1, card: { gathering: false } });
    expect(await householdOf(early)).toBe(householdId);
  });

  it('is blocked: its link ends at that instant, and later purchases stay unmatched', async () => {
    const { cardNumber, householdId } = await memberWithCard();
    await act(cardNumber, 'activate');
    nowMs += day;
    const blocked = await act(cardNumber, 'block', { blockReason: 'LOST', reason: 'told by phone' });
    expect(blocked.body.card).toMatchObject({
      status: 'BLOCKED',
      blocked: 'LOST',
      links: [{ until: expect.any(String) }],
    });
    nowMs += day;
    const [before, after] = [await bought(cardNumber, noon + day - 1), await bought(cardNumber, noon + day)];
    expect([await householdOf(before), await householdOf(after)]).toEqual([householdId, undefined]);
    for (const [action, more] of [
      ['activate', {}],
      ['block', { blockReason: 'OTHER' }],
      ['link', {}],
    ] as const)
      expect(verdict(await act(cardNumber, action, more))).toBe('409 cardStateConflict');
  });

  it('is replaced: the new number takes over at that instant', async () => {
    const { cardNumber, householdId, head } = await memberWithCard();
    await act(cardNumber, 'activate');
    nowMs += day;
    const { card, replacement } = (await act(cardNumber, 'replace')).body;
    expect(card).toMatchObject({ status: 'REPLACED', replacedBy: replacement.cardNumber });
    expect(replacement).toMatchObject({ status: 'ACTIVE', replaces: cardNumber, customerNumber: head, coopId: 'demo' });
    const [old, fresh] = [await bought(cardNumber, nowMs), await bought(replacement.cardNumber, nowMs)];
    expect([await householdOf(old), await householdOf(fresh)]).toEqual([undefined, householdId]);
    expect(await show(replacement.cardNumber)).toEqual(replacement);
    expect(verdict(await act(cardNumber, 'replace'))).toBe('409 cardStateConflict');
  });

  it('that is a payment card expires by its day, its link with it', async () => {
    const { cardNumber } = await memberWithCard({ type: 'VISA_DEBIT' });
    const { card } = (await act(cardNumber, 'activate')).body;
    expect(card).toMatchObject({ validUntil: '2029-10-31', links: [{ until: '2029-11-01T00:00:00+02:00' }] });
    nowMs = startOfDay('2029-11-01');
    expect((await show(cardNumber)).status).toBe('EXPIRED');
    expect(verdict(await act(cardNumber, 'replace'))).toBe('409 cardStateConflict');
  });

  it('of whom nobody is told by another co-op or of no number, and a stale version is refused', async () => {
    const strange = newNumber();
    const { cardNumber, items } = cardItems(strange, { coopId: 'other' });
    await putItems(cloud.register, [...personItems(strange, { coopId: 'other' }), ...items]);
    for (const number of [cardNumber, cardOf(unique()).value])
      expect(verdict(await post('cards/show', { cardNumber: number }))).toBe('404 unknownCard');
    const own = await memberWithCard();
    const change = { source, cardNumber: own.cardNumber, version: 1, action: 'activate' };
    const both = await Promise.all([post('cards/act', change), post('cards/act', change)]);
    expect(both.map(verdict).toSorted()).toEqual(['200', '409 staleVersion']);
    expect((await show(own.cardNumber)).links).toHaveLength(1);
  });
});
