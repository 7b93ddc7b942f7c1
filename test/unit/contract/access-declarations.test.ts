import { describe, expect, it } from 'vitest';
import { api } from '../../../contract/api.ts';
import type { Endpoint } from '../../../contract/endpoint.ts';
import { customerFieldNames } from '../../../domain/catalogue/customer.ts';
import { fieldsIn, formsOf } from '../../fixtures/schema-fields.ts';

/**
 * An endpoint that forgets to say whose data it touches would be neither logged nor held against the caller's co-ops. So silence needs a
 * reason here, and the shapes of requests and answers are held against what is declared.
 */
const staffEndpoints = api.filter(({ audience }) => audience === 'staff');

const totals = 'A run as a whole: totals, states and who signed; no person and no household.';
const directory = 'The directory of those who work with the register, not of customers: each version says who made it.';
const settings = 'What the rules of a co-op say, and who changed it; no customer.';
const tables = 'a table of rates of the co-op, which names nobody';
const bankFiles =
  'A file of the bank as a whole: its ids, its fate and figures, and who dropped it; no payment and nobody in it.';
const decided =
  'What a meeting or board decided to distribute: who of the staff recorded it, and nothing of a customer.';
const annualReturn = 'A return as a whole: states, sums and who signed; no payee.';
/** Staff endpoints that touch no customer, and why. */
const withoutAccess: Readonly<Record<string, string>> = {
  startRun: totals,
  listRuns: totals,
  showRun: totals,
  submitRun: totals,
  approveRun: totals,
  rejectRun: totals,
  cancelRun: totals,
  releaseRun: totals,
  closeRun: totals,
  showPaymentJournal: 'Vouchers for the books: sums and accounts, under numbers that name nobody.',
  showRunJournal: totals,
  showBankJournal: totals,
  showCoopSettings: settings,
  changeCoopSettings: settings,
  listBonusTables: tables,
  proposeBonusTable: tables,
  approveBonusTable: tables,
  withdrawBonusTable: tables,
  listBankFiles: bankFiles,
  showBankFile: bankFiles,
  countRunPayments: totals,
  recordDecision: decided,
  approveDecision: decided,
  withdrawDecision: decided,
  listDecisions: decided,
  showDecision: decided,
  recordRefundDecision: decided,
  approveRefundDecision: decided,
  withdrawRefundDecision: decided,
  listRefundDecisions: decided,
  showRefundDecision: decided,
  openReturn: annualReturn,
  listReturns: annualReturn,
  showReturn: annualReturn,
  approveReturn: annualReturn,
  discardReturn: annualReturn,
  deliverReturn: annualReturn,
  listDisclosures: 'To whom a co-op gave what, by which rule: an entry names nobody whom it concerns.',
  putStaffMember: directory,
  disableStaffMember: directory,
  showStaffMember: directory,
  listStaffMembers: directory,
  putCompany: directory,
  listCompanies: directory,
  putOutlet: directory,
  listOutlets: directory,
  putTillClient: directory,
  listTillClients: directory,
  putPaperDocument: directory,
  listPaperDocuments: directory,
};

/** What says who somebody is. Ids of staff and of companies are not among it, and neither is a company's business id. */
const identifying = new Set<string>([
  ...customerFieldNames.filter((name) => name !== 'businessId'),
  ...[
    'customerNumber',
    'memberNumber',
    'householdId',
    'cardNumber',
    'card',
    'iban',
    'identifier',
    'birthYear',
    'payeeName',
  ],
]);
const isIdentifying = (field: string): boolean =>
  identifying.has(field) || /(customer|member|card)Numbers?$|householdIds?$|ibans?$|identityCodes?$/i.test(field);

/** Fields of bodies that name somebody who is not read before the handler runs, and why that is safe. */
const notNamed: Readonly<Record<string, readonly [fields: readonly string[], why: string]>> = {
  searchCustomers: [
    ['customerNumber', 'memberNumber', 'cardNumber'],
    'What is looked for: only those of own co-ops are found, each told to `seen`.',
  ],
  actOnMembership: [['memberNumber'], 'Says which of the memberships of the customer who is named.'],
  transferMembership: [['memberNumber'], 'Says which of the memberships of the customer who is named.'],
  showShareLedger: [['memberNumber'], 'Says which of the memberships of the customer who is named.'],
  assignBankCredit: [['memberNumber'], 'Says which of the memberships of the customer who is named.'],
  orderCard: [['issuedCardNumber'], 'A number that nobody may have yet; one that is taken is refused, whoever has it.'],
  actOnCard: [['issuedCardNumber'], 'A number that nobody may have yet; one that is taken is refused, whoever has it.'],
  actOnHousehold: [
    ['withCustomerNumbers'],
    'Only persons of the named household go along: they are read and logged with it, and others are refused unread.',
  ],
};
/** A field whose name says that a customer, a household or a card stands in it. */
const subjectField = /(customer|member|card)Numbers?$|householdIds?$/i;

const bodyFieldsNamed = ({ access }: Endpoint): string[] =>
  (access?.named ?? []).filter((named) => named.in === undefined).map(({ at }) => at);

describe.each(staffEndpoints.map((endpoint) => ({ name: endpoint.name, endpoint })))('$name', ({ name, endpoint }) => {
  const { access, body, params, query, result } = endpoint;

  it('says whose data it touches, or there is a reason why it touches nobody’s', () => {
    expect(access === undefined, 'declare `access`, or give the reason in `withoutAccess`').toBe(name in withoutAccess);
    const personal = access === undefined ? [...fieldsIn(body), ...fieldsIn(result)].filter(isIdentifying) : [];
    expect(personal, 'a person is named without `access`').toEqual([]);
  });

  it('has nothing in its path and query that says who somebody is', () => {
    expect([...fieldsIn(params), ...fieldsIn(query)].filter(isIdentifying)).toEqual([]);
  });

  it('finds the subjects that it names where it says, in every form of its request', () => {
    for (const { at, in: place, optional = false } of access?.named ?? []) {
      const forms = formsOf((place === 'query' ? query : body) ?? expect.fail('there is no body'));
      expect(
        forms.some(({ fields }) => fields.includes(at)),
        at,
      ).toBe(true);
      expect(
        forms.every(({ required }) => required.includes(at)),
        `${at} is always there`,
      ).toBe(!optional);
    }
  });

  it('names every customer, household and card that its body names', () => {
    const exempt: readonly string[] = notNamed[name]?.[0] ?? [];
    const stated = new Set([...bodyFieldsNamed(endpoint), ...exempt]);
    const top = body === undefined ? [] : formsOf(body).flatMap(({ fields }) => fields);
    const deep = fieldsIn(body).filter((field) => subjectField.test(field));
    expect(
      deep.filter((field) => !stated.has(field)),
      'declare it in `named`',
    ).toEqual([]);
    expect(
      deep.filter((field) => !top.includes(field) && !exempt.includes(field)),
      'only top fields are read',
    ).toEqual([]);
  });

  it('can say why and is told whom it finds', () => {
    if (access === undefined) return;
    const purposed = body !== undefined && formsOf(body).every(({ required }) => required.includes('purpose'));
    expect(purposed || access.purpose !== undefined, 'a purpose in each request, or one in the declaration').toBe(true);
    const whom = [access.named?.some(({ kind }) => kind !== 'OUTLET'), access.listing, access.found];
    expect(whom.some(Boolean), 'named, listing or found').toBe(true);
    if (access.listing !== undefined)
      expect([...fieldsIn(params), ...fieldsIn(query), ...fieldsIn(body)]).toEqual(
        expect.arrayContaining([...access.listing.by]),
      );
  });
});

it('gives no reason for what is not there', () => {
  const known = new Set(staffEndpoints.map(({ name }) => name));
  expect([...Object.keys(withoutAccess), ...Object.keys(notNamed)].filter((name) => !known.has(name))).toEqual([]);
});
