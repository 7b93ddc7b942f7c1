const cents = 'Integer cents';

/** What the fields of settlements by hand mean. */
export const paymentSettlementFieldTexts = {
  'PaymentView.handSettlement':
    'What was done with the money outside of the runs; null if nothing was proposed. While nobody has approved it, no run pays the payment.',
  paidOn: 'The day on which it was paid outside.',
  paidCents: `${cents}. What the payee got.`,
  taxAtSourceCents: `${cents}. Tax at source that the co-op pays of it; above zero only for a non-resident (R95).`,
  'ProposePaymentSettlementRequest.reference': 'The document that shows it: its number, not its text.',
  'PaymentView.reference': 'The document that shows what was settled by hand.',
} as const;
