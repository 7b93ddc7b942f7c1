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

/** Section 5, "Asiakasomistajatalouden tiedot". */
export const householdFacts: readonly Facts[] = [
  { ...household, attributes: ['householdId', 'coopId', 'shard', 'headCustomerNumber', 'memberKind'] },
  { ...shared.versioned, group: 'household' },
];
export const householdPersonFacts: readonly Facts[] = [
  { ...household, attributes: ['customerNumber', 'from', 'until'] },
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
  { ...shared.versioned, group: 'benefitAccount' },
];
