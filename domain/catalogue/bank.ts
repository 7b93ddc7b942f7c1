import { type Facts, shared } from './facts.ts';

const voucher = {
  ...shared.plain,
  group: 'share',
  basis: 'legalObligation',
  sources: ['register', 'other'],
  retention: 'voucher',
  disclosedTo: ['authority'],
} as const;

/** Money that came in, under the reference of the bank: the voucher of a share's payment. */
export const bankCreditFacts: readonly Facts[] = [
  {
    ...voucher,
    attributes: [
      ...['coopId', 'creditId', 'fingerprint', 'fileId', 'amountCents', 'bookedOn', 'outcome', 'customerNumber'],
      ...['memberNumber', 'sourceId', 'atMs'],
    ],
    described: {
      addition: 'The same money told twice by the bank is known by its reference, and goes to the share once (R59).',
    },
  },
];

/** What the bank said and a person has to look at. */
export const bankCaseFacts: readonly Facts[] = [
  {
    ...voucher,
    attributes: [
      ...['caseId', 'coopId', 'about', 'reason', 'state', 'fileId', 'entryRef', 'kind', 'status', 'reasonCode'],
      ...['endToEndId', 'amountCents', 'currency', 'bookedOn', 'openCents', 'creditId', 'customerNumber'],
      ...['memberNumber', 'openedAtMs', 'resolutions'],
    ],
    described: {
      addition:
        'Money and answers that no rule takes in are kept until a person has dealt with them, and how (R59, R107).',
    },
  },
  {
    ...voucher,
    attributes: ['reference', 'payerName', 'text'],
    group: 'name',
    described: {
      addition: 'Who paid and what for, as the bank tells it: without it nobody could find whose money it is.',
    },
  },
  { ...shared.versioned, group: 'share' },
];
