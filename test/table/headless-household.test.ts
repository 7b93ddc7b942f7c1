import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { linkAt } from '../../domain/household-link.ts';
import { customerFile } from '../../functions/table/customer-file.ts';
import { headlessHousehold } from '../../functions/table/headless-household.ts';
import { householdFile } from '../../functions/table/household-file.ts';
import { linksOf } from '../../functions/table/identifiers.ts';
import { commit } from '../../functions/table/transaction.ts';
import { itemsOfFederation } from '../../scripts/demo/federation-items.ts';
import { madeUpHousehold } from '../../scripts/demo/household.ts';
import { itemsOfMembership } from '../../scripts/demo/membership.ts';
import { demoCard } from '../../scripts/demo/numbers.ts';
import { randomOf } from '../../scripts/demo/random.ts';
import { noon, putItems, unique } from '../fixtures/recording.ts';
import { testSealer } from '../fixtures/sealing.ts';
import { settings, settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
  vi.stubEnv('SETTINGS', settingsText);
});
afterAll(() => cloud?.stop());

const said = { nowMs: noon, source: { kind: 'phone' } as const, reason: 'The head has resigned' };
const dissolved = (customerNumber: string) => headlessHousehold(cloud.register, customerNumber, said, settings);

/** A household of a head and two others, with three cards. */
async function aHousehold() {
  const serial = 5_000 + unique();
  const household = madeUpHousehold(
    randomOf(1, `headless/${serial}`),
    {
      householdId: `HL${serial}`,
      serial,
      coop: { coopId: 'demo', customerPrefix: '17', memberPrefix: '77', shardCount: 1 },
      cards: [0, 1, 2].map((place) => demoCard(serial * 10 + place)),
      linkedFrom: 0,
    },
    { others: 2 },
  );
  await putItems(cloud.register, itemsOfFederation({ coops: [], outlets: [], households: [household] }, testSealer));
  const [head] = household.persons;
  const { customer, membership, shareEntries } = head;
  if (membership === undefined) throw new Error('the head has no membership');
  const resigned = { ...membership, status: 'RESIGNED', until: '2026-10-30' } as const;
  return {
    household,
    head: customer.customerNumber,
    end: () => putItems(cloud.register, itemsOfMembership(customer, resigned, shareEntries)),
  };
}
const linksNow = async ({ cards, persons }: Awaited<ReturnType<typeof aHousehold>>['household']) => {
  const identifiers = [
    ...cards.map((value) => ({ kind: 'card' as const, value })),
    ...persons.map(({ customer }) => ({ kind: 'customerNumber' as const, value: customer.customerNumber })),
  ];
  const links = await linksOf(cloud.register, identifiers, { consistent: true });
  return [...links.values()].filter((one) => linkAt(one, noon) !== undefined).length;
};

it('R33: with its head’s membership a household ends, nobody is in it and no card gathers for it; once', async () => {
  const made = await aHousehold();
  expect(await dissolved(made.head), 'the head is a member still').toBeUndefined();
  await made.end();
  const headless = await dissolved(made.head);
  expect(headless?.concerned.map(({ kind }) => kind).toSorted()).toEqual([
    'CUSTOMER',
    'CUSTOMER',
    'CUSTOMER',
    'HOUSEHOLD',
  ]);
  await commit(cloud.register, headless?.writes ?? []);
  const file = await householdFile(cloud.register, made.household.household.householdId);
  expect(file?.household.endedOn).toBe('2026-10-31');
  expect(await linksNow(made.household)).toBe(0);
  expect(await customerFile(cloud.register, made.head)).toBeDefined();
  expect(await dissolved(made.head), 'again').toBeUndefined();
});

it('somebody who is not the head takes nobody along', async () => {
  const made = await aHousehold();
  await made.end();
  const [, other] = made.household.persons;
  expect(await dissolved(other?.customer.customerNumber ?? '')).toBeUndefined();
  expect(await linksNow(made.household)).toBe(6);
});
