import type { showCustomer } from '../../contract/customers.ts';
import type { ResultOf } from '../../contract/endpoint.ts';
import { formatEurosFi } from '../../domain/money.ts';
import { type Paint, printable } from './paint.ts';
import { renderValues } from './shown-value.ts';
import { list, table } from './table.ts';

type Page = ResultOf<typeof showCustomer>;
const heads = (...names: string[]) => names.map((head) => ({ head }));

/** A customer's page in sections; first what nobody may overlook. */
export function renderCustomerPage(page: Page, paint: Paint): string {
  const title = `${paint('bold', printable(page.name))}  ${page.customerNumber}  version ${page.version}`;
  const section = (name: string, text: string): string => `${paint(['bold', 'underline'], name)}\n${text}`;
  return [
    [title, ...warningsOf(page, paint)].join('\n'),
    list(
      [
        ['Kind', page.kind === 'PERSON' ? 'person' : 'company'],
        ['Co-ops', page.coopIds.join(', ')],
        ['Customer', `${page.from} – ${page.until ?? ''}`.trim()],
      ],
      paint,
    ),
    section('Values', renderValues(page.values, paint)),
    section('Memberships', renderMemberships(page.memberships, paint)),
    section('Household', renderHousehold(page.household, paint)),
    section('Cards', renderCards(page.cards, paint)),
    section('Accounts', renderAccounts(page.benefitAccounts, paint)),
    ...(page.owedPayments.length === 0 ? [] : [section('Owed still', renderOwedPayments(page.owedPayments, paint))]),
  ].join('\n\n');
}

function warningsOf({ nonDisclosure, mergedInto, until }: Page, paint: Paint): string[] {
  return [
    ...(nonDisclosure ? ['NON-DISCLOSURE ORDER: tell nobody where this person is to be found.'] : []),
    ...(mergedInto === null ? [] : [`MERGED into ${mergedInto}: act there.`]),
    ...(until === null ? [] : [`The customership ended on ${until}.`]),
  ].map((text) => paint(['bold', 'red'], text));
}

function renderMemberships(memberships: Page['memberships'], paint: Paint): string {
  if (memberships.length === 0) return 'None.';
  const rows = memberships.map(({ coopId, memberNumber, status, from, until, paidCents, version, shareReference }) => [
    coopId,
    memberNumber,
    status,
    from ?? '',
    until ?? '',
    formatEurosFi(paidCents),
    shareReference,
    String(version),
  ]);
  return table(heads('co-op', 'member', 'status', 'from', 'until', 'share paid', 'reference', 'version'), rows, paint);
}

function renderHousehold(household: Page['household'], paint: Paint): string {
  if (household === null) return 'None.';
  const { householdId, coopId, headCustomerNumber, persons } = household;
  const rows = persons.map(({ customerNumber, from }) => [
    customerNumber,
    from,
    customerNumber === headCustomerNumber ? 'head' : '',
  ]);
  return [`${householdId}, co-op ${coopId}`, table(heads('person', 'from', ''), rows, paint)].join('\n');
}

function renderCards(cards: Page['cards'], paint: Paint): string {
  if (cards.length === 0) return 'None.';
  const rows = cards.map(({ cardNumber, type, status, validUntil }) => [cardNumber, type, status, validUntil ?? '']);
  return table(heads('card', 'type', 'status', 'valid until'), rows, paint);
}

/** Accounts by the day from which each is used; one that waits stands after the one that is used until then. */
export function renderAccounts(accounts: Page['benefitAccounts'], paint: Paint): string {
  if (accounts.length === 0) return 'None.';
  const rows = accounts.map(({ iban, type, from, until, blocked }) => [
    iban,
    type,
    from,
    until ?? '',
    blocked === null ? '' : `${blocked.code} ${blocked.since}`,
  ]);
  return table(heads('account', 'type', 'from', 'until', 'blocked'), rows, paint);
}

function renderOwedPayments(owed: Page['owedPayments'], paint: Paint): string {
  const rows = owed.map(({ dueOn, endToEndId, amountCents, state, reason }) => [
    dueOn,
    endToEndId,
    formatEurosFi(amountCents),
    [state, reason ?? ''].join(' ').trim(),
  ]);
  return table(heads('due', 'payment', 'amount', 'state'), rows, paint);
}
