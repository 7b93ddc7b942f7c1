import { beforeAll, describe, expect, it } from 'vitest';
import { explainMonth, listConflicts, listUnmatchedReceipts, moveReceipt } from '../../contract/register.ts';
import { listRunFiles, listRunPayees, startRun } from '../../contract/runs.ts';
import { addMonths, monthOf } from '../../domain/calendar.ts';
import { itemsOf, whenRecorded } from '../fixtures/e2e-cloud.ts';
import { aReceipt, cardOf, smallFederation, unknownCard } from '../fixtures/e2e-federation.ts';
import { problemOf } from '../fixtures/e2e-http.ts';
import { inState, paramsOf } from '../fixtures/e2e-payout.ts';
import { enterStaff, makePerson, type TestPerson } from '../fixtures/e2e-people.ts';
import { type Caller, openWorld, post, type World } from '../fixtures/e2e-world.ts';

const { names, coop, outlet, household, neighbour, federation } = smallFederation();
const receipt = aReceipt(outlet, cardOf(household));
const { outletId, businessDay, terminalId, receiptId } = receipt;
const unmatched = aReceipt(outlet, { card: unknownCard(names.firstSerial) });
const month = monthOf(Date.now());
const [from, to] = [household.household.householdId, neighbour.household.householdId];
let world: World;
let looker: TestPerson;
let staff: Caller;

beforeAll(async () => {
  world = await openWorld(federation);
  looker = await makePerson(world.cloud, 'looker', [
    'register.read',
    'register.write',
    'payouts.prepare',
    'payouts.approve',
  ]);
  await enterStaff(world.cloud, { staffId: looker.staffId, coopIds: [coop.coop.coopId] });
  staff = world.signIn(looker);
  await post(world.tills.havu, [receipt, unmatched]);
  await whenRecorded(world.cloud);
  await post(world.tills.havu, [{ ...receipt, totalCents: 1_251 }]);
  await whenRecorded(world.cloud);
});

/** The events of this person since the last time, oldest first. */
let known = 0;
async function newEvents(): Promise<Record<string, unknown>[]> {
  const events = (await itemsOf(world.cloud.accessLog)).filter(({ staffId }) => staffId === looker.staffId);
  const sorted = events.toSorted((a, b) => String(a.at).localeCompare(String(b.at)));
  const added = sorted.slice(known);
  known = sorted.length;
  return added;
}

const ofHouseholds = (events: readonly Record<string, unknown>[]) =>
  events.filter(({ subjectKind }) => subjectKind === 'HOUSEHOLD');

describe('every look of a staff member is written down', () => {
  it('at a household’s month', async () => {
    const began = new Date().toISOString();
    const explained = await staff.call(explainMonth, {
      body: { householdId: from, month, purpose: 'customerRequest' },
    });
    expect(explained).toMatchObject({ standing: 'preview', purchases: { bonusCents: 1_250 } });
    const events = await newEvents();
    const [event, ...more] = events.toSorted((a) => (a.subjectKind === 'HOUSEHOLD' ? -1 : 1));
    // Whoever looks at a household looks at its persons, and each of them can see that.
    const [head] = household.persons;
    expect(more).toMatchObject([
      { subjectKind: 'CUSTOMER', subjectId: head.customer.customerNumber, via: `HOUSEHOLD/${from}` },
    ]);
    expect(event).toMatchObject({
      staffId: looker.staffId,
      permission: 'register.read',
      purpose: 'customerRequest',
      action: 'READ',
      subjectKind: 'HOUSEHOLD',
      subjectId: from,
      fieldGroups: ['purchases', 'benefits'],
      requestId: expect.stringMatching(/^[\w-]{8,}$/),
    });
    expect([String(event?.at) >= began, Number(event?.expiresAt) > Date.now() / 1000 + 86_400]).toEqual([true, true]);
  });

  it('twice if it is asked twice, also where nothing is found', async () => {
    const body = { householdId: to, month: addMonths(month, -1), purpose: 'audit' } as const;
    for (let times = 0; times < 2; times += 1)
      await expect(staff.call(explainMonth, { body })).rejects.toMatchObject({ problem: { code: 'unknownHousehold' } });
    expect(ofHouseholds(await newEvents()).map(({ subjectId, purpose }) => [subjectId, purpose])).toEqual([
      [to, 'audit'],
      [to, 'audit'],
    ]);
  });

  it('at lists of receipts', async () => {
    const { receipts } = await staff.call(listUnmatchedReceipts, { query: { month } });
    expect(receipts.map((one) => one.receiptId)).toContain(unmatched.receiptId);
    const { conflicts } = await staff.call(listConflicts, { query: { outletId, businessDay } });
    expect(conflicts).toMatchObject([{ receiptId, totalCents: 1_251, recordedTotalCents: 1_250 }]);
    expect((await newEvents()).map(({ action, subjectId }) => `${action} ${subjectId}`)).toEqual([
      `READ unmatched/${month}`,
      `READ conflicts/${outletId}/${businessDay}`,
    ]);
  });

  it('at a run’s payees, page by page, and at its files; not at its sums', async () => {
    const period = addMonths(month, -1);
    const dry = await staff.call(startRun, { body: { coopId: coop.coop.coopId, kind: 'BONUS', period, dryRun: true } });
    const params = paramsOf(await inState(staff, dry, 'CALCULATED'));
    expect(await newEvents()).toEqual([]);
    const first = await staff.call(listRunPayees, { params, query: {} });
    const second = await staff.call(listRunPayees, { params, query: { cursor: first.cursor } });
    expect([typeof first.cursor, second.cursor]).toEqual(['string', undefined]);
    // A dry run has none, but the question is written down before it is refused.
    await expect(staff.call(listRunFiles, { params })).rejects.toMatchObject({ problem: { code: 'runNotInState' } });
    const run = `${coop.coop.coopId}/BONUS/${period}/${dry.attempt}`;
    expect((await newEvents()).map(({ action, subjectId }) => `${action} ${subjectId}`)).toEqual([
      `READ ${run}`,
      `READ ${run}`,
      `EXPORT ${run}`,
    ]);
    for (const place of [
      { after: '' },
      { shard: -1 },
      { shard: 0.5 },
      { shard: 1e300 },
      { shard: '0' },
      { shard: null },
    ]) {
      const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
      const path = `/v1/staff/runs/${run}/payees?cursor=${cursor}`;
      problemOf(await staff.send({ method: 'GET', path }), 'invalidRequest');
    }
  });

  it('and every move of a receipt, for both households, with the reason', async () => {
    await newEvents();
    const body = {
      receipt: { outletId, businessDay, terminalId, receiptId },
      toHouseholdId: to,
      reason: 'the wrong card was read',
    };
    expect(await staff.call(moveReceipt, { body })).toEqual({ moved: true });
    const moved = ofHouseholds(await newEvents());
    expect(moved.map(({ action, subjectId, reason }) => [action, subjectId, reason]).toSorted()).toEqual(
      [from, to].map((id) => ['CHANGE', id, body.reason]).toSorted(),
    );
    expect(await staff.call(moveReceipt, { body }), 'again').toEqual({ moved: false });
    await post(world.tills.havu, [receipt]);
    await whenRecorded(world.cloud);
    const now = await staff.call(explainMonth, { body: { householdId: to, month, purpose: 'correction' } });
    expect(now.purchases.bonusCents, 'sent again it stays where it was moved').toBe(1_250);
  });
});
