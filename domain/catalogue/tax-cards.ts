import { type Facts, shared } from './facts.ts';

/** What the tax administration says of a payee: decides what is withheld from interest (R94, R95). */
export const taxCardFacts: readonly Facts[] = [
  {
    ...shared.plain,
    attributes: ['cards'],
    group: 'tax',
    described: {
      addition:
        'The percentage of a tax card, or that the payee is a non-resident: withholding rests on it (R88, R94, R95).',
    },
    basis: 'legalObligation',
    sources: [...shared.agreed, 'authority'],
    retention: 'voucher',
    disclosedTo: ['taxAuthority', 'authority'],
  },
  { ...shared.versioned, group: 'tax', retention: 'voucher' },
];
