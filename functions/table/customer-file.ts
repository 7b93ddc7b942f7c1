import * as z from 'zod/mini';
import { sharesAgree } from '../../domain/share-entry.ts';
import type { Register } from './client.ts';
import { type Customer, customerItem } from './customer-item.ts';
import { customerCodeItem, rightItem, servicesItem } from './customer-services.ts';
import { benefitAccountItem, cardItem, membershipItem, shareEntryItem } from './items.ts';
import { customerKey } from './keys.ts';
import { memberListingItem } from './member-listing.ts';
import { queryAll, withoutKeys } from './read.ts';
import { taxCardsItem } from './tax-cards.ts';

/** The kinds of items in a customer's partition, by the first part of their sort key. An item of another kind is a fault of ours. */
const parts = {
  CUSTOMER: customerItem,
  ACCOUNT: benefitAccountItem,
  MEMBERSHIP: membershipItem,
  LISTED: memberListingItem,
  SHARE: shareEntryItem,
  SERVICES: servicesItem,
  DISCOUNTRIGHT: rightItem,
  STAFFMEMBERSHIP: rightItem,
  CUSTOMERCODE: customerCodeItem,
  TAXCARDS: taxCardsItem,
  CARD: cardItem,
} as const;
type Part = keyof typeof parts;
type PartOf<P extends Part> = z.infer<(typeof parts)[P]>;

/** All that the register keeps of a customer in one place, but receipts and history. */
export type CustomerFile = {
  customer: Customer;
  accounts: PartOf<'ACCOUNT'>[];
  memberships: PartOf<'MEMBERSHIP'>[];
  shareEntries: PartOf<'SHARE'>[];
  cards: PartOf<'CARD'>[];
  services: PartOf<'SERVICES'> | undefined;
  discountRight: PartOf<'DISCOUNTRIGHT'> | undefined;
  staffMembership: PartOf<'STAFFMEMBERSHIP'> | undefined;
  customerCode: PartOf<'CUSTOMERCODE'> | undefined;
  taxCards: PartOf<'TAXCARDS'> | undefined;
};

/**
 * Reads a customer's partition: one strongly consistent Query. Each membership's balance is held against its share entries.
 * @returns undefined if there is no such customer
 * @throws Error if a balance is not the sum of the entries
 */
export async function customerFile(db: Register, customerNumber: string): Promise<CustomerFile | undefined> {
  for (let reading = 1; ; reading += 1) {
    const items = await queryAll(db, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': customerKey(customerNumber).pk },
      ConsistentRead: true,
    });
    if (items.length === 0) return undefined;
    const file = fileOfItems(items);
    if (sharesAgree(file.memberships, file.shareEntries)) return file;
    // A query can see one half of a transaction that is being done; what still differs after a moment is a fault.
    if (reading === readings) throw new Error('the balance of a membership is not the sum of its share entries');
    await new Promise((resolve) => setTimeout(resolve, 20 * reading));
  }
}
const readings = 4;

/**
 * The items of a partition as one file.
 * @throws Error if one is of no known kind, or there is no customer among them
 */
export function fileOfItems(items: readonly Record<string, unknown>[]): CustomerFile {
  const found = new Map<Part, unknown[]>();
  for (const item of items) {
    const part = String(item.sk).split('#')[0] as Part;
    const schema = parts[part];
    if (schema === undefined) throw new Error(`a customer's partition holds an item of no known kind: ${part}`);
    found.set(part, [...(found.get(part) ?? []), z.parse(schema, withoutKeys(item))]);
  }
  const all = <P extends Part>(part: P): PartOf<P>[] => (found.get(part) ?? []) as PartOf<P>[];
  const [customer] = all('CUSTOMER');
  if (customer === undefined) throw new Error("a customer's partition has no customer");
  return {
    customer,
    accounts: all('ACCOUNT'),
    memberships: all('MEMBERSHIP'),
    shareEntries: all('SHARE'),
    cards: all('CARD'),
    services: all('SERVICES')[0],
    discountRight: all('DISCOUNTRIGHT')[0],
    staffMembership: all('STAFFMEMBERSHIP')[0],
    customerCode: all('CUSTOMERCODE')[0],
    taxCards: all('TAXCARDS')[0],
  };
}
