import { type Facts, shared } from './facts.ts';

const fromTills = ['groupTill', 'partnerTill'] as const;

/** Section 5, "Ostotiedot": the names that one letter each stands for on disk (functions/table/receipt-item.ts). */
export const purchaseFacts: readonly Facts[] = [
  {
    ...shared.plain,
    attributes: [
      'outletId',
      'businessDay',
      'terminalId',
      'receiptId',
      'purchasedAt',
      'identifier',
      'totalCents',
      'cardUse',
      'householdId',
      'coopId',
    ],
    group: 'purchases',
    described: { part: 'purchase' },
    basis: 'contract',
    sources: fromTills,
    retention: 'purchase',
    disclosedTo: [],
  },
  {
    ...shared.plain,
    attributes: [
      'bonusBaseCents',
      'paymentBenefitBaseCents',
      'fuelCents',
      'fuelMillilitres',
      'campaignCents',
      'returnOf',
      'contentHash',
      'assignedAtMs',
    ],
    group: 'purchases',
    described: {
      addition:
        'Fuel, campaign and payment bases and returns are what benefits are counted from; the hash finds a receipt that was sent twice.',
    },
    basis: 'contract',
    sources: [...fromTills, 'register'],
    retention: 'purchase',
    disclosedTo: [],
  },
];

/** What a payee's month or year came to and what was paid of it: the voucher that stays when the receipts have gone. */
export const benefitFacts: readonly Facts[] = [
  {
    ...shared.plain,
    attributes: [
      'kind',
      'payeeId',
      'shard',
      'pass',
      'baseCents',
      'receipts',
      'opening',
      'purchases',
      'tableValidFrom',
      'rateBasisPoints',
      'lines',
      'amountCents',
      'withheldCents',
      'beforeCents',
      'paidInYearCents',
      'refundDueOn',
      'isExcess',
      'owed',
      'carry',
      'late',
      'openingUnpaidCents',
      'payableCents',
      'toShareCents',
      'toAccountCents',
      'unpaidCents',
      'outcome',
      'reason',
      'customerNumber',
      'endToEndId',
      'payeeName',
    ],
    group: 'benefits',
    described: {
      addition: 'Monthly sums are the voucher of a payment, and outlive the receipts (R59; tension 1 of domain.md 6).',
    },
    basis: 'legalObligation',
    sources: ['register'],
    retention: 'voucher',
    disclosedTo: ['bank', 'authority'],
  },
  {
    attributes: ['sealedIban'],
    group: 'benefitAccount',
    described: { part: 'account' },
    basis: 'legalObligation',
    sources: ['register'],
    retention: 'voucher',
    seenWith: 'identity.reveal',
    protection: 'sealed',
    disclosedTo: ['bank'],
  },
];
