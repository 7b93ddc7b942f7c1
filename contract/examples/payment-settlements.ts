import type {
  approvePaymentSettlement,
  proposePaymentSettlement,
  withdrawPaymentSettlement,
} from '../payment-settlements.ts';
import type { PaymentView } from '../payments.ts';
import type { EndpointExamples } from './example.ts';

const coopId = 'demo';
const endToEndId = 'I2025demo-600000042-0-1';
const one = { purpose: 'payoutControl', coopId, endToEndId } as const;
const settled = {
  paidOn: '2026-06-15',
  paidCents: 7_000,
  taxAtSourceCents: 3_000,
  reference: 'TRANSFER-2026-114',
  reason: 'Lives in Sweden; tax at source by the tax card',
} as const;

const held: PaymentView = {
  coopId,
  endToEndId,
  kind: 'INTEREST',
  period: '2025',
  payeeId: '600000042',
  customerNumber: '1100000042',
  amountCents: 10_000,
  state: 'HELD',
  isDoubtful: false,
  reason: 'NON_RESIDENT',
  dueOn: '2026-06-02',
  claimableUntil: '2029-06-02',
  isBarred: false,
  lapse: null,
  handSettlement: null,
  version: 1,
};
const proposed = {
  ...settled,
  by: 'f0e1d2c3-0000-4000-8000-000000000001',
  at: '2026-06-16T09:00:00+03:00',
  approvedBy: null,
} as const;

/** The examples of settlements by hand. */
export const paymentSettlementExamples = {
  proposePaymentSettlement: {
    requests: [
      {
        name: 'non-resident',
        summary: 'Interest of a non-resident, paid with tax at source',
        value: { ...one, version: 1, ...settled },
      },
    ],
    results: [
      {
        name: 'proposed',
        summary: 'It waits for another person; no run pays it',
        value: { payment: { ...held, handSettlement: proposed, version: 2 }, dryRun: false },
      },
    ],
  } satisfies EndpointExamples<typeof proposePaymentSettlement>,

  approvePaymentSettlement: {
    requests: [{ name: 'approve', summary: 'By another person', value: { ...one, version: 2 } }],
    results: [
      {
        name: 'settled',
        summary: 'It is closed',
        value: {
          payment: {
            ...held,
            state: 'SETTLED_BY_HAND',
            handSettlement: { ...proposed, approvedBy: 'f0e1d2c3-0000-4000-8000-000000000002' },
            version: 3,
          },
          dryRun: false,
        },
      },
    ],
  } satisfies EndpointExamples<typeof approvePaymentSettlement>,

  withdrawPaymentSettlement: {
    requests: [{ name: 'withdraw', summary: 'It was not paid after all', value: { ...one, version: 2 } }],
    results: [
      {
        name: 'withdrawn',
        summary: 'It is owed as before',
        value: { payment: { ...held, version: 3 }, dryRun: false },
      },
    ],
  } satisfies EndpointExamples<typeof withdrawPaymentSettlement>,
};
