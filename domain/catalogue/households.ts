import { type Facts, shared } from './facts.ts';

const household = {
  ...shared.plain,
  group: 'household',
  described: { part: 'household' },
  basis: 'contract',
  sources: [...shared.agreed, 'register'],
  retention: 'whileValid',
  disclosedTo: [],
} as const;

/** A mark of the request that made a thing. */
const made = {
  ...household,
  attributes: ['createdBy'],
  described: { addition: 'Knows a creation that is sent again, so that nothing is made twice.' },
  basis: 'legitimateInterest',
  sources: ['register'],
} as const;

/** Section 5, "Asiakasomistajatalouden tiedot". */
export const householdFacts: readonly Facts[] = [
  { ...household, attributes: ['householdId', 'coopId', 'shard', 'headCustomerNumber', 'memberKind'] },
  {
    ...household,
    attributes: ['heads', 'endedOn', 'mergedInto', 'paysLastHead'],
    described: { addition: 'Who was the head when and when the household ended, since benefits are paid to the head.' },
    retention: 'voucher',
  },
  { ...made, group: 'household' },
  { ...shared.versioned, group: 'household' },
];
export const householdPersonFacts: readonly Facts[] = [
  { ...household, attributes: ['customerNumber', 'from', 'until'] },
  {
    ...household,
    attributes: ['joined', 'guardianCustomerNumber'],
    described: { addition: 'Proves by whose word a person came in: an accepted invitation, or a guardian (R43).' },
  },
];
export const householdInvitationFacts: readonly Facts[] = [
  {
    ...household,
    attributes: ['customerNumber', 'invitedAt', 'expiresAt', 'answer', 'answeredAt'],
    described: { addition: 'Nobody is taken into a household without having accepted (R43).' },
  },
];
export const formerHouseholdFacts: readonly Facts[] = [
  {
    ...household,
    attributes: ['coopId', 'shard', 'headCustomerNumber', 'memberKind'],
    described: { addition: 'The co-op that a household has left still pays for the months before the transfer (R34).' },
    retention: 'voucher',
  },
];
export const householdMoveFacts: readonly Facts[] = [
  {
    ...household,
    attributes: ['month', 'from', 'to', 'at'],
    described: { addition: 'Says in which co-op a month of the household counts (R34).' },
    retention: 'voucher',
  },
];
export const householdHistoryFacts: readonly Facts[] = [
  {
    ...household,
    attributes: ['at', 'action', 'persons', 'otherHouseholdId', 'reason', 'source'],
    group: 'history',
    described: { addition: 'Nothing of a household is overwritten: each change is kept with its reason and source.' },
  },
  { ...shared.versioned, group: 'history' },
];

/** Section 5, "Tiedot S-Etukorteista". */
const card = { ...household, group: 'card', described: { part: 'card' } } as const;
export const cardFacts: readonly Facts[] = [
  { ...card, attributes: ['cardNumber', 'type', 'validUntil', 'coopId'] },
  {
    ...card,
    attributes: ['status', 'orderedOn', 'activatedOn', 'endedOn', 'blocked', 'replaces', 'replacedBy', 'source'],
    described: {
      addition: 'Whether purchases with the card are gathered, since when and why not, and which card followed.',
    },
  },
  {
    ...card,
    attributes: ['gathering'],
    described: { addition: 'Waiting receipts of the card are being given to the household; gone when that is done.' },
    basis: 'legitimateInterest',
    sources: ['register'],
  },
  { ...made, group: 'card' },
  { ...shared.versioned, group: 'card' },
];

/** To which household purchases with a card or number go: section 5, "Tiedot S-Etukorteista". */
export const identifierFacts: readonly Facts[] = [
  {
    ...household,
    attributes: ['links', 'holderCustomerNumber'],
    group: 'card',
    described: { part: 'card' },
  },
];

/** Section 5, "Tilitiedot". */
export const accountFacts: readonly Facts[] = [
  {
    attributes: ['iban'],
    group: 'benefitAccount',
    described: { part: 'account' },
    basis: 'contract',
    sources: shared.agreed,
    retention: 'voucher',
    seenWith: 'identity.reveal',
    protection: 'sealed',
    disclosedTo: ['bank'],
  },
  {
    ...household,
    attributes: ['type', 'from', 'until'],
    group: 'benefitAccount',
    described: { part: 'account' },
    disclosedTo: ['bank'],
  },
  {
    ...household,
    attributes: ['blocked'],
    group: 'benefitAccount',
    described: {
      addition: 'A payment came back from the account: nothing is sent there until it is confirmed or replaced (R107).',
    },
    sources: ['register'],
  },
  { ...shared.versioned, group: 'benefitAccount' },
];
