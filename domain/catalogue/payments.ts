import { type Facts, shared } from './facts.ts';

const payment = {
  ...shared.plain,
  group: 'benefits',
  basis: 'legalObligation',
  sources: ['register'],
  retention: 'voucher',
} as const;

/** What was paid to whom, and what the bank said of it. */
export const paymentFacts: readonly Facts[] = [
  {
    ...payment,
    attributes: [
      'endToEndId',
      'coopId',
      'kind',
      'period',
      'payeeId',
      'revision',
      'issue',
      'run',
      'customerNumber',
      'amountCents',
      'dueOn',
    ],
    described: {
      addition:
        'A payment is the voucher of what was owed and paid, and is found by the id that the bank answers with (R59, R106).',
    },
    disclosedTo: ['bank', 'authority'],
  },
  {
    ...payment,
    attributes: [
      'origin',
      'state',
      'isDoubtful',
      'reason',
      'evidence',
      'taken',
      'closed',
      'successor',
      'predecessor',
      'lapse',
      'handSettlement',
    ],
    described: {
      addition: 'Money that came back stays owed, and is paid anew or written off only on evidence (R60, R107).',
    },
    disclosedTo: ['authority'],
  },
  {
    ...payment,
    attributes: ['sealedIban'],
    group: 'benefitAccount',
    described: { part: 'account' },
    seenWith: 'identity.reveal',
    protection: 'sealed',
    disclosedTo: ['bank'],
  },
  { ...shared.versioned, group: 'benefits' },
];

/** Barred Bonus that two persons have written off. */
export const bonusWriteOffFacts: readonly Facts[] = [
  {
    ...payment,
    attributes: ['coopId', 'householdId', 'period', 'amountCents', 'months', 'by', 'atMs', 'reason', 'approvedBy'],
    described: { addition: 'The voucher of what is owed no more, and of who has said so (R59, R60).' },
    disclosedTo: ['authority'],
  },
  { ...shared.versioned, group: 'benefits' },
];
