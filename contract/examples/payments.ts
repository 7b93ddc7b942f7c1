import type {
  approvePaymentLapse,
  listOwedPayments,
  listUnpaidBonus,
  PaymentView,
  proposePaymentLapse,
  resolvePayment,
  showPayment,
  showPaymentJournal,
} from '../payments.ts';
import type { EndpointExamples } from './example.ts';

const coopId = 'demo';
const customerNumber = '1100000042';
const householdId = 'H000042';
const endToEndId = 'B202601demo-H000042-0-1';
const asked = { purpose: 'payoutControl', coopId } as const;
const one = { ...asked, endToEndId } as const;
const cursor = 'eyJhZnRlciI6IjIwMjYtMDItMTAjQjIwMjYwMWRlbW8tSDAwMDA0Mi0wLTEifQ';

const returned: PaymentView = {
  coopId,
  endToEndId,
  kind: 'BONUS',
  period: '2026-01',
  payeeId: householdId,
  customerNumber,
  amountCents: 1_880,
  state: 'RETURNED',
  isDoubtful: false,
  reason: null,
  dueOn: '2026-02-10',
  claimableUntil: '2029-02-10',
  isBarred: false,
  lapse: null,
  handSettlement: null,
  version: 2,
};
const held: PaymentView = {
  ...returned,
  endToEndId: 'R202512demo-600000042-0-1',
  kind: 'REFUND',
  period: '2025-12',
  payeeId: '600000042',
  amountCents: 10_000,
  state: 'HELD',
  reason: 'DECEASED',
  dueOn: '2026-01-09',
  claimableUntil: '2029-01-09',
  version: 1,
};
const lapse = {
  by: 'f0e1d2c3-0000-4000-8000-000000000001',
  at: '2029-02-12T09:00:00+02:00',
  reason: 'Nobody has asked for it',
  approvedBy: null,
} as const;
const barred: PaymentView = { ...returned, isBarred: true, lapse, version: 3 };
const bank = { reasonCode: null, verdict: null, staffId: null, reference: null, reason: null } as const;

/** The examples of payments. */
export const paymentExamples = {
  listOwedPayments: {
    requests: [
      { name: 'first-page', summary: 'All that the co-op owes', value: asked },
      { name: 'next-page', summary: 'The page after it', value: { ...asked, cursor } },
    ],
    results: [{ name: 'owed', summary: 'One held, one that came back', value: { payments: [held, returned], cursor } }],
  } satisfies EndpointExamples<typeof listOwedPayments>,

  listUnpaidBonus: {
    requests: [
      { name: 'first-page', summary: 'Households that Bonus is owed to', value: asked },
      { name: 'next-page', summary: 'The page after it', value: { ...asked, cursor: 'eyJzaGFyZCI6MX0' } },
    ],
    results: [
      {
        name: 'unpaid',
        summary: 'Two months of a household whose head has no account',
        value: {
          households: [
            {
              householdId,
              customerNumber,
              unpaidCents: 1_250,
              reason: 'NO_ACCOUNT',
              months: [
                {
                  period: '2026-01',
                  amountCents: 750,
                  dueOn: '2026-02-10',
                  claimableUntil: '2029-02-10',
                  isBarred: false,
                },
                {
                  period: '2026-02',
                  amountCents: 500,
                  dueOn: '2026-03-10',
                  claimableUntil: '2029-03-10',
                  isBarred: false,
                },
              ],
            },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof listUnpaidBonus>,

  showPayment: {
    requests: [{ name: 'one', summary: 'By its EndToEndId', value: one }],
    results: [
      {
        name: 'returned',
        summary: 'It was paid and came back',
        value: {
          payment: returned,
          run: { kind: 'BONUS', period: '2026-01', attempt: '1' },
          issue: 1,
          predecessor: null,
          successor: null,
          evidence: [
            {
              ...bank,
              by: 'BANK',
              at: '2026-02-11T06:00:00+02:00',
              answer: 'RETURNED',
              source: 'ACCOUNT_ENTRY',
              reasonCode: 'AC04',
              amountCents: 1_880,
              fileId: '20260211-1',
              entryRef: 'NTF-20260211-1-A.1',
            },
          ],
          interest: null,
        },
      },
    ],
  } satisfies EndpointExamples<typeof showPayment>,

  showPaymentJournal: {
    params: { coopId, month: '2029-02' },
    results: [
      {
        name: 'lapsed',
        summary: 'One claim was written off',
        value: {
          month: '2029-02',
          lines: 2,
          sumCents: 1_880,
          csv: '\uFEFFtosite;päivä;tili;tilin nimi;debet;kredit;selite\r\nLAPSE-demo-20279fa17cfe4239;2029-02-12;2980;Bonusvelat;18,80;;vanhentuneet: Bonus\r\nLAPSE-demo-20279fa17cfe4239;2029-02-12;3980;Vanhentuneet velat;;18,80;vanhentuneet: Bonus\r\n',
        },
      },
    ],
  } satisfies EndpointExamples<typeof showPaymentJournal>,

  resolvePayment: {
    requests: [
      {
        name: 'found-out',
        summary: 'The bank has written that it never left',
        value: {
          ...one,
          version: 3,
          verdict: 'REJECTED',
          reference: 'BANK-LETTER-2026-17',
          reason: 'The bank has written that it was never executed',
        },
      },
    ],
    results: [
      {
        name: 'resolved',
        summary: 'It is owed again',
        value: { payment: { ...returned, state: 'REJECTED', version: 4 }, dryRun: false },
      },
    ],
  } satisfies EndpointExamples<typeof resolvePayment>,

  proposePaymentLapse: {
    requests: [
      {
        name: 'propose',
        summary: 'After the last day on which it could be claimed',
        value: { ...one, version: 2, reason: 'Nobody has asked for it' },
      },
    ],
    results: [{ name: 'proposed', summary: 'It waits for another person', value: { payment: barred, dryRun: false } }],
  } satisfies EndpointExamples<typeof proposePaymentLapse>,

  approvePaymentLapse: {
    requests: [{ name: 'approve', summary: 'By another person', value: { ...one, version: 3 } }],
    results: [
      {
        name: 'lapsed',
        summary: 'It is closed',
        value: {
          payment: {
            ...barred,
            state: 'LAPSED',
            lapse: { ...lapse, approvedBy: 'f0e1d2c3-0000-4000-8000-000000000002' },
            version: 4,
          },
          dryRun: false,
        },
      },
    ],
  } satisfies EndpointExamples<typeof approvePaymentLapse>,
};
