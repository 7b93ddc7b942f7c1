import { customerFields } from './customer.ts';
import { type Facts, shared } from './facts.ts';

const kept = {
  ...shared.plain,
  basis: 'contract',
  sources: ['register'],
  retention: 'customership',
  disclosedTo: [],
} as const;

/** What is kept of a customer beside the values. */
const own: readonly Facts[] = [
  {
    ...kept,
    attributes: ['customerNumber', 'from'],
    group: 'basic',
    described: { part: 'basic' },
    disclosedTo: ['partner', 'authority'],
  },
  {
    ...kept,
    attributes: ['kind', 'homeCoopId', 'coopIds', 'mergedInto', 'createdBy'],
    group: 'basic',
    described: { addition: 'Whose staff may see the customer, and which entries are the same person.' },
  },
  {
    ...kept,
    attributes: ['shieldedBy'],
    group: 'nonDisclosure',
    described: { part: 'basic' },
    basis: 'legalObligation',
    seenWith: 'privacy',
  },
  {
    ...kept,
    attributes: ['foundBy'],
    group: 'identity',
    described: { addition: 'Keyed hashes by which a customer is found without the values lying open (design.md 10).' },
    protection: 'keyedHash',
  },
  { ...shared.versioned, group: 'basic' },
];

/** The values, each by its name under `values.`; their schemas are in customer.ts. */
export const customerFacts: readonly Facts[] = [
  ...own,
  ...Object.entries(customerFields).map(([name, { schema: _schema, ...facts }]) => ({
    attributes: [`values.${name}`],
    ...facts,
  })),
];
