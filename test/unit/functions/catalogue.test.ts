import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { permissions } from '../../../contract/permissions.ts';
import { bonusWriteOffSchema } from '../../../domain/bonus-write-off.ts';
import { customerFields } from '../../../domain/catalogue/customer.ts';
import { catalogue, type Entity } from '../../../domain/catalogue.ts';
import { fieldGroups } from '../../../domain/field-groups.ts';
import { returnLineItem } from '../../../functions/table/annual-return-items.ts';
import { bankCaseItem, bankCreditItem } from '../../../functions/table/bank-items.ts';
import { historyItem } from '../../../functions/table/customer-history.ts';
import { customerItem } from '../../../functions/table/customer-item.ts';
import { customerCodeItem, rightItem, servicesItem } from '../../../functions/table/customer-services.ts';
import {
  benefitAccountItem,
  cardItem,
  formerHouseholdItem,
  householdHistoryItem,
  householdInvitationItem,
  householdItem,
  householdMoveItem,
  householdPersonItem,
  identifierItem,
  membershipItem,
  shareEntryItem,
} from '../../../functions/table/items.ts';
import { memberListingItem } from '../../../functions/table/member-listing.ts';
import { paymentItem } from '../../../functions/table/payment-item.ts';
import { payoutItem } from '../../../functions/table/payout-item.ts';
import { taxCardsItem } from '../../../functions/table/tax-cards.ts';
import { formsOf } from '../../fixtures/schema-fields.ts';

/** The schema of every item that holds a person's data. What is put into the table is parsed by it, so its attributes are all there are. */
const items: Partial<Record<Entity, z.ZodMiniType>> = {
  customer: customerItem,
  history: historyItem,
  membership: membershipItem,
  memberListing: memberListingItem,
  shareEntry: shareEntryItem,
  household: householdItem,
  householdPerson: householdPersonItem,
  householdInvitation: householdInvitationItem,
  formerHousehold: formerHouseholdItem,
  householdMove: householdMoveItem,
  householdHistory: householdHistoryItem,
  card: cardItem,
  identifier: identifierItem,
  benefitAccount: benefitAccountItem,
  benefit: payoutItem,
  payment: paymentItem,
  bonusWriteOff: bonusWriteOffSchema,
  services: servicesItem,
  discountRight: rightItem,
  staffMembership: rightItem,
  customerCode: customerCodeItem,
  annualReturn: returnLineItem,
  bankCredit: bankCreditItem,
  bankCase: bankCaseItem,
  taxCards: taxCardsItem,
};

const attributesOf = (entity: Entity): string[] => catalogue[entity].flatMap(({ attributes }) => [...attributes]);

describe.each(Object.entries(items))('%s', (name, item) => {
  const entity = name as Entity;

  it('stores nothing that the catalogue does not know, and the catalogue nothing that is not stored', () => {
    const values = entity === 'customer' ? Object.keys(customerFields).map((field) => `values.${field}`) : [];
    const attributes = new Set(formsOf(item).flatMap(({ fields }) => fields));
    const stored = [...[...attributes].filter((key) => key !== 'values'), ...values];
    expect(attributesOf(entity).toSorted()).toEqual(stored.toSorted());
  });
});

describe('the catalogue', () => {
  const all = Object.values(catalogue).flat();

  it('names each attribute of an entity once', () => {
    for (const entity of Object.keys(catalogue) as Entity[])
      expect(new Set(attributesOf(entity)).size, entity).toBe(attributesOf(entity).length);
  });

  it('gives a reason for whatever is kept beyond the register description', () => {
    for (const { described } of all) if ('addition' in described) expect(described.addition.length).toBeGreaterThan(20);
  });

  it('shows in full by a permission that there is, and what is sealed never by reading alone', () => {
    for (const { seenWith, protection } of all) {
      expect(permissions).toContain(seenWith);
      if (protection === 'sealed') expect(seenWith).not.toBe('register.read');
    }
  });

  it('seals identity codes, accounts and contact data', () => {
    const sealed = Object.entries(customerFields).filter(([, { protection }]) => protection === 'sealed');
    expect(sealed.map(([name]) => name).toSorted()).toEqual(
      ['address', 'contactAddress', 'email', 'identityCode', 'phoneNumbers'].toSorted(),
    );
    for (const { group, protection, attributes } of all)
      if (attributes.some((name) => /iban/i.test(name)))
        expect([group, protection]).toEqual(['benefitAccount', 'sealed']);
  });

  it('says where each field comes from, and has all groups that are seen', () => {
    for (const { sources } of all) expect(sources.length).toBeGreaterThan(0);
    for (const { group } of all) expect(fieldGroups).toContain(group);
  });
});
