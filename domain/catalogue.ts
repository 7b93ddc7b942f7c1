import { accessEventFacts, historyFacts } from './catalogue/accesses.ts';
import { bankCaseFacts, bankCreditFacts } from './catalogue/bank.ts';
import { customerFacts } from './catalogue/customer-facts.ts';
import type { Facts } from './catalogue/facts.ts';
import {
  accountFacts,
  cardFacts,
  formerHouseholdFacts,
  householdFacts,
  householdHistoryFacts,
  householdInvitationFacts,
  householdMoveFacts,
  householdPersonFacts,
  identifierFacts,
} from './catalogue/households.ts';
import { memberListingFacts, membershipFacts, shareFacts } from './catalogue/memberships.ts';
import { bonusWriteOffFacts, paymentFacts } from './catalogue/payments.ts';
import { benefitFacts, purchaseFacts } from './catalogue/purchases.ts';
import { annualReturnFacts } from './catalogue/returns.ts';
import { customerCodeFacts, discountRightFacts, servicesFacts, staffMembershipFacts } from './catalogue/services.ts';
import { taxCardFacts } from './catalogue/tax-cards.ts';

/**
 * The field catalogue: every attribute that the register keeps of a person, once, by the entity that holds it; with its group, its place in
 * section 5 of the register description or why it is kept beyond it, its lawful basis, its sources, how long it is kept, who sees it, how
 * it is protected and to whom it may be given. A test fails when an attribute is stored that is not here.
 */
export const catalogue = {
  customer: customerFacts,
  history: historyFacts,
  membership: membershipFacts,
  memberListing: memberListingFacts,
  shareEntry: shareFacts,
  household: householdFacts,
  householdPerson: householdPersonFacts,
  householdInvitation: householdInvitationFacts,
  formerHousehold: formerHouseholdFacts,
  householdMove: householdMoveFacts,
  householdHistory: householdHistoryFacts,
  card: cardFacts,
  identifier: identifierFacts,
  benefitAccount: accountFacts,
  purchase: purchaseFacts,
  benefit: benefitFacts,
  payment: paymentFacts,
  bonusWriteOff: bonusWriteOffFacts,
  bankCredit: bankCreditFacts,
  bankCase: bankCaseFacts,
  services: servicesFacts,
  discountRight: discountRightFacts,
  staffMembership: staffMembershipFacts,
  customerCode: customerCodeFacts,
  taxCards: taxCardFacts,
  accessEvent: accessEventFacts,
  annualReturn: annualReturnFacts,
} as const satisfies Record<string, readonly Facts[]>;
export type Entity = keyof typeof catalogue;
