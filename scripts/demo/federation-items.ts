import * as z from 'zod/mini';
import type { Identifier } from '../../domain/identifiers.ts';
import {
  bonusTableItem,
  cardItem,
  coopItem,
  type Household,
  householdItem,
  householdPersonItem,
  identifierItem,
  outletItem,
  type StoredCard,
} from '../../functions/table/items.ts';
import {
  bonusTableKey,
  cardKey,
  coopKey,
  coopListing,
  householdKey,
  householdListing,
  householdPersonKey,
  identifierKey,
  outletKey,
  outletListing,
} from '../../functions/table/keys.ts';
import { type Hasher, itemOfAccount, itemsOfCustomer, type Sealer } from './customer.ts';
import { companiesOf, itemOfCompany } from './directory.ts';
import type { DemoCoop, DemoOutlet, Federation } from './federation.ts';
import type { DemoHousehold, DemoPerson } from './household.ts';
import { itemsOfMembership } from './membership.ts';
import { listed, type TableItem } from './table-item.ts';

/**
 * The items of a federation, each parsed by its schema.
 * @param seal for what is stored sealed
 * @param hash for what is found by a keyed hash
 * @throws ZodError if one is not what the register would read
 */
export function itemsOfFederation(federation: Federation, seal: Sealer, hash: Hasher = noHash): TableItem[] {
  return [
    ...companiesOf(federation).map(itemOfCompany),
    ...federation.coops.flatMap(itemsOfCoop),
    ...federation.outlets.map(itemOfOutlet),
    ...federation.households.flatMap((household) => itemsOfHousehold(household, { seal, hash })),
  ];
}

function itemsOfCoop({ coop, tables }: DemoCoop): TableItem[] {
  return [
    { ...coopKey(coop.coopId), ...listed(coopListing, coop.coopId), ...z.parse(coopItem, coop) },
    ...tables.map((table) => ({ ...bonusTableKey(coop.coopId, table.validFrom), ...z.parse(bonusTableItem, table) })),
  ];
}

function itemOfOutlet({ outlet }: DemoOutlet): TableItem {
  return { ...outletKey(outlet.outletId), ...listed(outletListing, outlet.outletId), ...z.parse(outletItem, outlet) };
}

/** For federations in which nobody is known by more than a name. */
const noHash: Hasher = () => {
  throw new Error('this federation has values that are found by a keyed hash: give a hasher');
};

type Secrets = { seal: Sealer; hash: Hasher };

function itemsOfHousehold({ household, persons, cards, link }: DemoHousehold, secrets: Secrets): TableItem[] {
  const { householdId, coopId, shard } = household;
  const [head] = persons;
  // A card each, in their order; the head holds what is left.
  const held = cards.map((cardNumber, place) => ({ cardNumber, holder: persons[place] ?? head }));
  const identifiers: { identifier: Identifier; holder: DemoPerson }[] = [
    ...held.map(({ cardNumber, holder }) => ({ identifier: { kind: 'card' as const, value: cardNumber }, holder })),
    ...persons.flatMap((holder) => numbersOf(holder).map((identifier) => ({ identifier, holder }))),
  ];
  return [
    {
      ...householdKey(householdId),
      ...listed(householdListing(coopId, shard), householdId),
      ...z.parse(householdItem, household),
    },
    ...persons.flatMap((person) => itemsOfPerson(household, person, secrets)),
    ...held.map(({ cardNumber, holder }) =>
      itemOfCard(cardNumber, holder, holder === head ? 'MEMBER' : 'PARALLEL', coopId),
    ),
    ...identifiers.map(({ identifier, holder }) => ({
      ...identifierKey(identifier),
      ...z.parse(identifierItem, { links: [link], holderCustomerNumber: holder.customer.customerNumber }),
    })),
  ];
}

/** A card in use since its holder came. */
function itemOfCard(
  cardNumber: string,
  { customer, from }: DemoPerson,
  type: StoredCard['type'],
  coopId: string,
): TableItem {
  const source = { kind: 'agreement', date: from, version: '1' };
  const card = { cardNumber, type, status: 'ACTIVE', coopId, orderedOn: from, activatedOn: from, version: 1, source };
  return { ...cardKey(customer.customerNumber, cardNumber), ...z.parse(cardItem, card) };
}

/** The numbers by which a purchase can name a person. */
function numbersOf({ customer, membership }: DemoPerson): Identifier[] {
  return [
    { kind: 'customerNumber', value: customer.customerNumber },
    ...(membership === undefined ? [] : [{ kind: 'memberNumber' as const, value: membership.memberNumber }]),
  ];
}

function itemsOfPerson(
  { householdId, coopId }: Household,
  { customer, from, membership, shareEntries, account }: DemoPerson,
  { seal, hash }: Secrets,
): TableItem[] {
  const { customerNumber } = customer;
  return [
    ...itemsOfCustomer(customer, coopId, from, { seal, hash }),
    {
      ...householdPersonKey(householdId, customerNumber, from),
      ...z.parse(householdPersonItem, { customerNumber, from }),
    },
    ...(membership === undefined ? [] : itemsOfMembership(customer, membership, shareEntries)),
    ...(account === undefined ? [] : [itemOfAccount(account, customerNumber, coopId, seal)]),
  ];
}
