import type { Facts } from './facts.ts';

const reported = {
  described: { addition: 'What a co-op has reported to the tax authority of a payee (section 7, R96), row by row.' },
  basis: 'legalObligation',
  sources: ['register'],
  retention: 'voucher',
  disclosedTo: ['taxAuthority', 'authority'],
} as const;

/** Rows of annual returns: vouchers, and what tells a person that the tax authority was told (R69). */
export const annualReturnFacts: readonly Facts[] = [
  {
    ...reported,
    attributes: [
      ...['customerNumber', 'memberNumber', 'kind', 'period', 'attempt'],
      ...['grossCents', 'withheldCents', 'capitalCents', 'payeeKind'],
    ],
    group: 'benefits',
    seenWith: 'register.read',
    protection: 'plain',
  },
  { ...reported, attributes: ['payeeName'], group: 'name', seenWith: 'register.read', protection: 'plain' },
  { ...reported, attributes: ['businessId'], group: 'identity', seenWith: 'register.read', protection: 'plain' },
  {
    ...reported,
    attributes: ['sealedIdentityCode'],
    group: 'identity',
    seenWith: 'identity.reveal',
    protection: 'sealed',
  },
  { ...reported, attributes: ['payeeHash'], group: 'identity', seenWith: 'identity.reveal', protection: 'keyedHash' },
];
