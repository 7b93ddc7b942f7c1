import { type Facts, shared } from './facts.ts';

/** Memberships and the share contribution: section 5, "Osuuskauppojen jäsentiedot"; kept by law (R49–R53). */
export const membershipFacts: readonly Facts[] = [
  {
    ...shared.plain,
    attributes: [
      ...['customerNumber', 'memberName', 'coopId', 'memberNumber', 'sequence', 'status', 'appliedOn', 'from', 'until'],
      ...['endedAs', 'expulsion', 'estateUntil', 'transferredTo', 'transferredFrom'],
    ],
    group: 'membership',
    described: { part: 'membership' },
    basis: 'legalObligation',
    sources: [...shared.agreed, 'register'],
    retention: 'memberRegister',
    disclosedTo: ['registerViewer', 'authority', 'taxAuthority'],
  },
  {
    ...shared.plain,
    attributes: ['paidCents', 'fillBy', 'nextReminderOn', 'refundDueOn', 'refundYear'],
    group: 'share',
    described: { part: 'membership' },
    basis: 'legalObligation',
    sources: ['register'],
    retention: 'memberRegister',
    disclosedTo: ['authority', 'taxAuthority'],
  },
  { ...shared.versioned, attributes: ['version', 'createdBy'], group: 'membership', retention: 'memberRegister' },
];

/** By which a run finds the memberships of a part of a co-op. */
export const memberListingFacts: readonly Facts[] = [
  {
    ...shared.plain,
    attributes: ['memberNumber'],
    group: 'membership',
    described: { part: 'membership' },
    basis: 'legalObligation',
    sources: ['register'],
    retention: 'memberRegister',
    disclosedTo: [],
  },
];

/** Payments of the share: vouchers. */
export const shareFacts: readonly Facts[] = [
  {
    ...shared.plain,
    attributes: [
      ...[
        'coopId',
        'memberNumber',
        'entryNumber',
        'date',
        'sourceId',
        'amountCents',
        'reason',
        'corrects',
        'note',
        'source',
      ],
    ],
    group: 'share',
    described: { part: 'membership' },
    basis: 'legalObligation',
    sources: [...shared.agreed, 'register'],
    retention: 'voucher',
    disclosedTo: ['authority', 'taxAuthority'],
  },
];
