import { showCustomer } from '../../../../contract/customers.ts';
import type { ResultOf } from '../../../../contract/endpoint.ts';
import { type LocalDate, localDateOf } from '../../../../domain/calendar.ts';
import { cardStatusOn } from '../../../../domain/card.ts';
import { customerName } from '../../../../domain/customer-name.ts';
import { customershipEnd } from '../../../../domain/customership.ts';
import { linkAt } from '../../../../domain/household-link.ts';
import { shareReferenceOf } from '../../../../domain/share-reference.ts';
import { answers } from '../../../runtime/serve.ts';
import { isOwn } from '../../../runtime/subjects.ts';
import { register } from '../../../table/client.ts';
import type { CustomerFile } from '../../../table/customer-file.ts';
import { householdFile, personsOn } from '../../../table/household-file.ts';
import { linksOf } from '../../../table/identifiers.ts';
import { owedTo } from '../../../table/owed-payments.ts';
import type { StoredPayment } from '../../../table/payments.ts';
import { viewOfAccount } from './account-view.ts';
import { hiddenFrom, shownValues } from './view.ts';

type Page = ResultOf<typeof showCustomer>;

/** Customer, household link, what is owed, household: four requests, the page's whole cost (bench). */
export const showCustomerEndpoint = answers(showCustomer, async ({ subjects, caller, nowMs, seen }) => {
  const db = register();
  const file = subjects.customerNumber;
  const { customer } = file;
  const today = localDateOf(nowMs);
  const identifier = { kind: 'customerNumber', value: customer.customerNumber } as const;
  const [linksByIdentifier, owed] = await Promise.all([linksOf(db, [identifier]), owedTo(db, customer.customerNumber)]);
  const links = [...linksByIdentifier.values()][0] ?? [];
  const link = linkAt(links, nowMs);
  const household = link === undefined ? undefined : await householdFile(db, link.householdId);
  // A person may live in a household of another co-op: then its other persons are not this caller's to see.
  const isOwnHousehold = household !== undefined && isOwn(caller, [household.household.coopId]);
  const persons = (household === undefined ? [] : personsOn(household, today)).filter(
    ({ customerNumber }) => isOwnHousehold || customerNumber === customer.customerNumber,
  );
  // Mates are shown by number only; whoever goes on to look at one is logged for that.
  if (isOwnHousehold)
    await seen({
      kind: 'HOUSEHOLD',
      id: household.household.householdId,
      coopIds: [household.household.coopId],
    });
  return {
    customerNumber: customer.customerNumber,
    version: customer.version,
    kind: customer.kind,
    name: customerName(customer.values),
    coopIds: customer.coopIds,
    from: customer.from,
    until: customershipEnd(
      [...file.memberships, ...(file.services?.orders ?? [])],
      links.map(({ from, until }) => ({
        from: localDateOf(from),
        ...(until === undefined ? {} : { until: localDateOf(until) }),
      })),
    ),
    mergedInto: customer.mergedInto ?? null,
    nonDisclosure: customer.values.nonDisclosureOrder !== undefined || customer.shieldedBy.length > 0,
    values: shownValues(customer.values, hiddenFrom(caller, customer), today),
    household:
      household === undefined
        ? null
        : {
            householdId: household.household.householdId,
            coopId: household.household.coopId,
            headCustomerNumber: isOwnHousehold ? (household.household.headCustomerNumber ?? null) : null,
            persons: persons.map(({ customerNumber, from }) => ({ customerNumber, from })),
          },
    ...partsOf(file, today),
    owedPayments: owed.filter(({ coopId }) => isOwn(caller, [coopId])).map(viewOfOwed),
  };
});

const viewOfOwed = (payment: StoredPayment): Page['owedPayments'][number] => {
  const { coopId, endToEndId, kind, period, amountCents, state, dueOn } = payment;
  return { coopId, endToEndId, kind, period, amountCents, state, reason: payment.reason ?? null, dueOn };
};

function partsOf(file: CustomerFile, today: LocalDate): Pick<Page, 'memberships' | 'cards' | 'benefitAccounts'> {
  return {
    memberships: file.memberships.map(({ coopId, memberNumber, status, version, from, until, paidCents }) => ({
      coopId,
      memberNumber,
      status,
      version,
      from: from ?? null,
      until: until ?? null,
      paidCents,
      shareReference: shareReferenceOf(memberNumber).reference,
    })),
    cards: file.cards.map((card) => ({
      cardNumber: card.cardNumber,
      type: card.type,
      status: cardStatusOn(card, today),
      validUntil: card.validUntil ?? null,
    })),
    benefitAccounts: file.accounts.map(viewOfAccount),
  };
}
