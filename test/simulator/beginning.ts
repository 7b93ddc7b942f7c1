import { startOfDay } from '../../domain/calendar.ts';
import { cardKey, householdPersonKey, identifierKey } from '../../functions/table/keys.ts';
import { itemOfCustomer } from '../../scripts/demo/customer.ts';
import { cardOf, coop, coopItems, householdItems, linkOf, outletItems } from '../fixtures/run-coop.ts';
import { load } from '../fixtures/run-driver.ts';
import { itemsToMove } from '../fixtures/run-moves.ts';
import { numberOf, since, storedCard } from './cards.ts';
import type { Sim } from './sim.ts';

/** Puts the cast into the register and the journal, as they have stood for long. */
export async function begin({ cast, world, journal }: Sim): Promise<void> {
  const { coopIds, shardCount, outletIds, households, mates } = cast;
  await load(world, [
    ...coopIds.flatMap((coopId) => coopItems(coop({ coopId, shardCount }))),
    ...outletIds.flatMap((outletId, place) => outletOf(outletId, coopIds[place] ?? coopIds[0])),
  ]);
  for (const household of households) {
    const others = coopIds.filter((coopId) => coopId !== household.coopId);
    await load(world, householdItems(household));
    const toMove = household.head === undefined ? [] : itemsToMove(household, others);
    // A card that nobody knows yet has neither an item nor links.
    await load(
      world,
      toMove.filter(({ pk, sk }) => household.cardKnown || (!pk.startsWith('CARD#') && !sk.startsWith('CARD#'))),
    );
    if (household.head !== undefined) await load(world, [memberLookup(numberOf(household.serial))]);
    journal.countsIn(household.householdId, household.coopId, '2000-01');
    if (household.cardKnown) journal.link(cardOf(household.serial), household.householdId, startOfDay(since));
  }
  for (const { serial, householdId } of mates) {
    const household = households.find((one) => one.householdId === householdId);
    if (household === undefined) continue;
    await load(world, personItems(serial, household));
    journal.link(cardOf(serial), householdId, startOfDay(since));
  }
}

const outletOf = (outletId: string, coopId: string) => outletItems(outletId, { coopId, retailerId: coopId });

/** By which the bank's references find whose share they pay. */
const memberLookup = (value: string) => ({
  ...identifierKey({ kind: 'memberNumber', value }),
  links: [],
  holderCustomerNumber: value,
});

function personItems(serial: number, household: Parameters<typeof linkOf>[0]): Parameters<typeof load>[1][number][] {
  const [customerNumber, cardNumber] = [numberOf(serial), cardOf(serial)];
  const links = [linkOf(household)];
  const { coopId, householdId } = household;
  return [
    itemOfCustomer({ customerNumber, firstNames: 'Aino', lastName: 'Laine' }, coopId, since),
    { ...householdPersonKey(householdId, customerNumber, since), customerNumber, from: since },
    {
      ...identifierKey({ kind: 'customerNumber', value: customerNumber }),
      links,
      holderCustomerNumber: customerNumber,
    },
    { ...identifierKey({ kind: 'card', value: cardNumber }), links, holderCustomerNumber: customerNumber },
    { ...cardKey(customerNumber, cardNumber), ...storedCard(serial, coopId) },
  ];
}
