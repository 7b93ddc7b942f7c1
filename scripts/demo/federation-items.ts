import * as z from 'zod/mini';
import type { Identifier } from '../../domain/identifiers.ts';
import {
  benefitAccountItem,
  bonusTableItem,
  coopItem,
  customerItem,
  householdItem,
  identifierItem,
  membershipItem,
  outletItem,
  shareEntryItem,
} from '../../functions/table/items.ts';
import {
  benefitAccountKey,
  bonusTableKey,
  coopKey,
  coopListing,
  customerKey,
  householdKey,
  householdListing,
  householdPersonKey,
  identifierKey,
  membershipKey,
  outletKey,
  outletListing,
  shareEntryKey,
} from '../../functions/table/keys.ts';
import { companiesOf, itemOfCompany } from './directory.ts';
import type { DemoCoop, DemoOutlet, Federation } from './federation.ts';
import type { DemoHousehold, DemoPerson } from './household.ts';
import { listed, type TableItem } from './table-item.ts';

/** No step reads a household's persons yet, so their schema is only here: the number and since when stand in the key as well. */
const householdPersonItem = z.strictObject({ customerNumber: z.string(), from: z.iso.date() });

/**
 * The items of a federation, each parsed by its schema.
 * @throws ZodError if one is not what the register would read
 */
export function itemsOfFederation(federation: Federation): TableItem[] {
  return [
    ...companiesOf(federation).map(itemOfCompany),
    ...federation.coops.flatMap(itemsOfCoop),
    ...federation.outlets.map(itemOfOutlet),
    ...federation.households.flatMap(itemsOfHousehold),
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

function itemsOfHousehold({ household, persons, cards, link }: DemoHousehold): TableItem[] {
  const { householdId, coopId, shard } = household;
  const identifiers: Identifier[] = [
    ...cards.map((value): Identifier => ({ kind: 'card', value })),
    ...persons.flatMap(({ customer, membership }): Identifier[] => [
      { kind: 'customerNumber', value: customer.customerNumber },
      ...(membership === undefined ? [] : [{ kind: 'memberNumber' as const, value: membership.memberNumber }]),
    ]),
  ];
  return [
    {
      ...householdKey(householdId),
      ...listed(householdListing(coopId, shard), householdId),
      ...z.parse(householdItem, household),
    },
    ...persons.flatMap((person) => itemsOfPerson(householdId, person)),
    ...identifiers.map((identifier) => ({
      ...identifierKey(identifier),
      ...z.parse(identifierItem, { links: [link] }),
    })),
  ];
}

function itemsOfPerson(
  householdId: string,
  { customer, from, membership, shareEntries, account }: DemoPerson,
): TableItem[] {
  const { customerNumber } = customer;
  return [
    { ...customerKey(customerNumber), ...z.parse(customerItem, customer) },
    {
      ...householdPersonKey(householdId, customerNumber, from),
      ...z.parse(householdPersonItem, { customerNumber, from }),
    },
    ...(membership === undefined
      ? []
      : [{ ...membershipKey(customerNumber, membership.coopId), ...z.parse(membershipItem, membership) }]),
    ...shareEntries.map((entry) => ({
      ...shareEntryKey(customerNumber, entry.coopId, entry.date, entry.sourceId),
      ...z.parse(shareEntryItem, entry),
    })),
    ...(account === undefined
      ? []
      : [{ ...benefitAccountKey(customerNumber, account.from), ...z.parse(benefitAccountItem, account) }]),
  ];
}
