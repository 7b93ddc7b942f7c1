import type { ErrorCode, FieldIssue } from '../domain/errors.ts';
import type { ReceiptIdentity, ReceiptRequest } from '../domain/receipt.ts';
import { auditExamples } from './examples/audit.ts';
import { bankExamples } from './examples/bank.ts';
import { bonusTableExamples } from './examples/bonus-tables.ts';
import { bonusWriteOffExamples } from './examples/bonus-write-offs.ts';
import { coopSettingsExamples } from './examples/coop-settings.ts';
import { customerExamples } from './examples/customers.ts';
import { decisionExamples } from './examples/decisions.ts';
import { directoryExamples } from './examples/directory.ts';
import type { EndpointExamples } from './examples/example.ts';
import { householdExamples } from './examples/households.ts';
import { membershipExamples } from './examples/memberships.ts';
import { paymentSettlementExamples } from './examples/payment-settlements.ts';
import { paymentExamples } from './examples/payments.ts';
import { refundDecisionExamples } from './examples/refund-decisions.ts';
import { returnExamples } from './examples/returns.ts';
import { runReviewExamples } from './examples/run-review.ts';
import { servicesExamples } from './examples/services.ts';
import { taxCardExamples } from './examples/tax-cards.ts';
import type { getReceipt, postAccruals, postDayEnds, postReceipts } from './receipts.ts';
import type { explainMonth, listConflicts, listUnmatchedReceipts, moveReceipt } from './register.ts';
import type {
  approveRun,
  cancelRun,
  closeRun,
  listRunFiles,
  listRunPayees,
  listRuns,
  RunView,
  rejectRun,
  releaseRun,
  showRun,
  startRun,
  submitRun,
} from './runs.ts';

/** The members of the demo federation are made up, and so is every id, name and hash here. */
const card = '924600000000000013';
const otherCard = '924600000000000021';
const household = 'H000042';
const otherHousehold = 'H000043';
const month = '2026-01';
const runHash = '20279fa17cfe4239b7145f086a52234240264c1658ed99ce1e9f1f05e93981d4';
const runParams = { coopId: 'demo', kind: 'BONUS', period: month, attempt: '1' } as const;
const householdsCursor = 'eyJzaGFyZCI6MCwiYWZ0ZXIiOiJIMDAwMDQyIn0';
const receiptsCursor = 'eyJhZnRlciI6IlIjMzE5IzIwMjYwMTAxIzEjMzExOTg3MDUwNDYifQ';

const identity: ReceiptIdentity = {
  outletId: 'DEMO1',
  businessDay: '2026-01-24',
  terminalId: '1',
  receiptId: '26012400017',
};

const receipt: ReceiptRequest = {
  ...identity,
  purchasedAt: '2026-01-24T16:42:10+02:00',
  identifier: { card },
  totalCents: 8_450,
  cardUse: 'account',
  paymentBenefitBaseCents: 8_450,
};

const fuelReceipt: ReceiptRequest = {
  ...identity,
  outletId: 'DEMO2',
  receiptId: '26012400018',
  purchasedAt: '2026-01-24T17:05:31+02:00',
  identifier: { card: otherCard },
  totalCents: 9_190,
  cardUse: 'shown',
  bonusBaseCents: 8_600,
  fuel: { cents: 8_000, millilitres: 43_240 },
  campaignCents: 300,
  lines: [
    { productId: 'FUEL95', quantity: 43.24, totalCents: 8_000 },
    { productId: 'COFFEE500', productGroup: 'coffee', quantity: 1, totalCents: 600 },
    { productId: 'DEPOSIT', totalCents: 590 },
  ],
};

const returned: ReceiptRequest = {
  ...identity,
  businessDay: '2026-01-26',
  receiptId: '26012600003',
  purchasedAt: '2026-01-26T10:12:00+02:00',
  identifier: { card },
  totalCents: -1_250,
  cardUse: 'shown',
  returnOf: identity,
};

const noBases = { bonusCents: 0, fuelCents: 0, fuelMillilitres: 0, campaignCents: 0, paymentBenefitCents: 0 };
const monthBases = {
  bonusCents: 62_345,
  fuelCents: 8_000,
  fuelMillilitres: 43_240,
  campaignCents: 0,
  paymentBenefitCents: 50_000,
};
const monthLines = { bonusCents: 1_902, doubleExtraCents: 0, fuelBonusCents: 151, paymentBenefitCents: 250 };

const totals: RunView['totals'] = {
  payees: 3,
  receipts: 41,
  purchases: {
    bonusCents: 184_320,
    fuelCents: 21_000,
    fuelMillilitres: 112_600,
    campaignCents: 6_000,
    paymentBenefitCents: 120_000,
  },
  lines: { bonusCents: 7_351, doubleExtraCents: 300, fuelBonusCents: 498, paymentBenefitCents: 600 },
  baseCents: 184_320,
  amountCents: 8_749,
  withheldCents: 0,
  lateAmountCents: -120,
  openingUnpaidCents: 300,
  payableCents: 8_929,
  toShareCents: 1_000,
  toAccountCents: 7_629,
  unpaidCents: 300,
  payments: 2,
  toSharePayees: 1,
  notPaidPayees: 1,
};

const decemberTotals: RunView['totals'] = {
  payees: 2,
  receipts: 30,
  purchases: { ...noBases, bonusCents: 140_000, paymentBenefitCents: 80_000 },
  lines: { bonusCents: 5_600, doubleExtraCents: 0, fuelBonusCents: 0, paymentBenefitCents: 400 },
  baseCents: 140_000,
  amountCents: 6_000,
  withheldCents: 0,
  lateAmountCents: 0,
  openingUnpaidCents: 0,
  payableCents: 6_000,
  toShareCents: 0,
  toAccountCents: 5_700,
  unpaidCents: 300,
  payments: 1,
  toSharePayees: 0,
  notPaidPayees: 1,
};

const december: RunView = {
  ...runParams,
  period: '2025-12',
  dryRun: false,
  state: 'CLOSED',
  cutOff: '2026-01-09T05:45:00+02:00',
  opened: { by: 'scheduler', at: '2026-01-09T06:00:00+02:00' },
  submitted: { by: 'staff-0007', at: '2026-01-09T08:10:00+02:00' },
  approved: { by: 'staff-0012', at: '2026-01-09T10:30:00+02:00' },
  released: { by: 'staff-0012', at: '2026-01-09T11:00:00+02:00' },
  postedAt: '2026-01-09T11:02:13+02:00',
  closed: { by: 'staff-0012', at: '2026-01-16T09:00:00+02:00' },
  payOn: '2026-01-09',
  inputs: { bonusTable: '2007-01' },
  held: { count: 0, sumCents: 0 },
  review: { exceptions: [{ reason: 'NO_ACCOUNT', payees: 1, cents: 300 }], newPayees: 2, gonePayees: 0 },
  journal: {
    name: 'JOURNAL-BONUS-demo-202512-1.csv',
    lines: 4,
    sumCents: 11_700,
    sha256: '9f0c3b1c3a5be9d2f4d0c2a6f9c5c3c4f5f3a1a0b8e7d6c5b4a39281706f5e4d',
  },
  hash: '3514bc044376f5de7c181e3818646343284f94fe0dd1de4d61a1b35a50f7500d',
  warnings: [],
  totals: decemberTotals,
  differences: [{ against: '2025-11', totals: null }],
};
const draft: RunView = {
  ...runParams,
  dryRun: false,
  state: 'DRAFT',
  cutOff: '2026-02-10T05:45:00+02:00',
  opened: { by: 'scheduler', at: '2026-02-10T06:00:00+02:00' },
  payOn: '2026-02-10',
  inputs: { bonusTable: '2007-01' },
  warnings: [],
  differences: [{ against: '2025-12', totals: decemberTotals }],
};
const calculated: RunView = {
  ...draft,
  state: 'CALCULATED',
  hash: runHash,
  totals,
  review: { exceptions: [{ reason: 'NO_ACCOUNT', payees: 1, cents: 300 }], newPayees: 1, gonePayees: 0 },
};
const submitted: RunView = {
  ...calculated,
  state: 'SUBMITTED',
  submitted: { by: 'staff-0007', at: '2026-02-10T08:15:20+02:00' },
};
const approved: RunView = {
  ...submitted,
  state: 'APPROVED',
  approved: { by: 'staff-0012', at: '2026-02-10T09:02:41+02:00' },
};
const rejected: RunView = {
  ...submitted,
  state: 'REJECTED',
  rejected: { by: 'staff-0012', at: '2026-02-10T09:02:41+02:00', reason: 'The campaign of January is missing' },
};
const cancelled: RunView = {
  ...draft,
  state: 'CANCELLED',
  cancelled: { by: 'staff-0007', at: '2026-02-10T06:20:05+02:00', reason: 'A shop has not delivered its receipts' },
};
const released: RunView = {
  ...approved,
  state: 'RELEASED',
  held: { count: 0, sumCents: 0 },
  released: { by: 'staff-0012', at: '2026-02-10T09:30:00+02:00' },
};
const closed: RunView = {
  ...released,
  state: 'CLOSED',
  postedAt: '2026-02-10T09:31:12+02:00',
  closed: { by: 'staff-0012', at: '2026-02-17T09:00:00+02:00' },
};

const tillExamples = {
  postReceipts: {
    requests: [
      { name: 'one', summary: 'One receipt, paid with the card', value: receipt },
      {
        name: 'batch',
        summary: 'A batch: fuel and a campaign, and a return',
        value: { receipts: [fuelReceipt, returned] },
      },
    ],
    results: [
      { name: 'accepted', summary: 'Everything is in durable storage', value: { accepted: 2, rejected: [] } },
      {
        name: 'some-rejected',
        summary: 'The second receipt of the batch was refused, the first was kept',
        value: {
          accepted: 1,
          rejected: [
            {
              index: 1,
              code: 'invalidReceipt',
              errors: [
                {
                  pointer: '/receipts/1/identifier/card',
                  code: 'badCheckDigit',
                  message: 'Read the card again: its check digit is wrong.',
                },
              ],
            },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof postReceipts>,

  getReceipt: {
    params: identity,
    results: [
      { name: 'recorded', summary: 'It counts for a household', value: { status: 'recorded' } },
      { name: 'unmatched', summary: 'Its card is not registered yet', value: { status: 'unmatched' } },
    ],
  } satisfies EndpointExamples<typeof getReceipt>,

  postAccruals: {
    requests: [
      { name: 'card', summary: 'By card', value: { identifier: { card } } },
      { name: 'customer-number', summary: 'By customer number', value: { identifier: { customerNumber: '10000042' } } },
    ],
    results: [
      {
        name: 'month-so-far',
        summary: '623.45 € so far: 3.5 %, 23.03 €',
        value: { month, purchasesCents: 62_345, rateBasisPoints: 350, benefitsCents: 2_303, discountRight: false },
      },
    ],
  } satisfies EndpointExamples<typeof postAccruals>,

  postDayEnds: {
    requests: [
      {
        name: 'totals',
        summary: 'Count and total only',
        value: { outletId: 'DEMO1', terminalId: '1', businessDay: '2026-01-24', count: 2, totalCents: 10_450 },
      },
      {
        name: 'with-receipts',
        summary: 'With the list, so that the answer can name what differs',
        value: {
          outletId: 'DEMO1',
          terminalId: '1',
          businessDay: '2026-01-24',
          count: 2,
          totalCents: 10_450,
          receipts: [
            { receiptId: '26012400017', totalCents: 8_450 },
            { receiptId: '26012400019', totalCents: 2_000 },
          ],
        },
      },
    ],
    results: [
      {
        name: 'match',
        summary: 'Both sides agree',
        value: {
          result: 'match',
          till: { count: 2, totalCents: 10_450 },
          register: { count: 2, totalCents: 10_450, unmatched: 0, conflicts: 0 },
          missing: [],
          extra: [],
          different: [],
          alsoOnNeighbouringDay: [],
        },
      },
      {
        name: 'differs',
        summary: 'The register has not got one of the receipts: send it again',
        value: {
          result: 'differs',
          till: { count: 2, totalCents: 10_450 },
          register: { count: 1, totalCents: 8_450, unmatched: 0, conflicts: 0 },
          missing: ['26012400019'],
          extra: [],
          different: [],
          alsoOnNeighbouringDay: [],
        },
      },
    ],
  } satisfies EndpointExamples<typeof postDayEnds>,
};

const runExamples = {
  startRun: {
    requests: [
      { name: 'run', summary: "January's Bonus", value: { coopId: 'demo', kind: 'BONUS', period: month } },
      {
        name: 'dry-run',
        summary: 'Calculate and report only',
        value: { coopId: 'demo', kind: 'BONUS', period: month, dryRun: true },
      },
    ],
    results: [{ name: 'started', summary: 'The run is being calculated', value: draft }],
  } satisfies EndpointExamples<typeof startRun>,

  listRuns: {
    params: { coopId: 'demo' },
    results: [
      {
        name: 'two-months',
        summary: "January is calculated, December's files are written",
        value: { runs: [calculated, december] },
      },
    ],
  } satisfies EndpointExamples<typeof listRuns>,

  showRun: {
    params: runParams,
    results: [
      { name: 'calculated', summary: 'Ready to be submitted', value: calculated },
      { name: 'draft', summary: 'Still being calculated', value: draft },
    ],
  } satisfies EndpointExamples<typeof showRun>,

  submitRun: {
    params: runParams,
    requests: [{ name: 'sign', summary: 'Sign the hash that was shown', value: { hash: runHash } }],
    results: [{ name: 'submitted', summary: 'Waits for another person', value: submitted }],
  } satisfies EndpointExamples<typeof submitRun>,

  approveRun: {
    params: runParams,
    requests: [{ name: 'sign', summary: 'Sign the hash that was shown', value: { hash: runHash } }],
    results: [{ name: 'approved', summary: 'The payment files are being written', value: approved }],
  } satisfies EndpointExamples<typeof approveRun>,

  rejectRun: {
    params: runParams,
    requests: [
      {
        name: 'because',
        summary: 'The next attempt is to be another',
        value: { reason: 'The campaign of January is missing' },
      },
    ],
    results: [{ name: 'rejected', summary: 'The attempt has ended', value: rejected }],
  } satisfies EndpointExamples<typeof rejectRun>,

  cancelRun: {
    params: runParams,
    requests: [
      {
        name: 'because',
        summary: 'It is to be started again',
        value: { reason: 'A shop has not delivered its receipts' },
      },
    ],
    results: [{ name: 'cancelled', summary: 'The attempt has ended', value: cancelled }],
  } satisfies EndpointExamples<typeof cancelRun>,

  releaseRun: {
    params: runParams,
    requests: [{ name: 'sign', summary: 'Sign the hash that was shown', value: { hash: runHash } }],
    results: [{ name: 'released', summary: 'The files can be fetched; all is being booked', value: released }],
  } satisfies EndpointExamples<typeof releaseRun>,

  closeRun: {
    params: runParams,
    results: [{ name: 'closed', summary: 'The bank has answered', value: closed }],
  } satisfies EndpointExamples<typeof closeRun>,

  listRunFiles: {
    params: runParams,
    results: [
      {
        name: 'one-file',
        summary: 'One file of two payments',
        value: {
          files: [
            {
              name: 'BONUS-demo-202601-1-0001.xml',
              count: 2,
              sumCents: 7_629,
              sha256: '3514bc044376f5de7c181e3818646343284f94fe0dd1de4d61a1b35a50f7500d',
              url: 'https://files.omistaja.example/BONUS-demo-202601-1-0001.xml?X-Amz-Expires=300',
            },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof listRunFiles>,

  listRunPayees: {
    params: runParams,
    query: { cursor: householdsCursor },
    results: [
      {
        name: 'last-page',
        summary: 'The last page: there is no cursor',
        value: {
          payees: [
            {
              payeeId: household,
              receipts: 2,
              baseCents: 62_345,
              amountCents: 2_303,
              withheldCents: 0,
              lateAmountCents: 0,
              openingUnpaidCents: 0,
              toShareCents: 0,
              toAccountCents: 2_303,
              unpaidCents: 0,
              outcome: 'PAID',
              reason: null,
            },
            {
              payeeId: otherHousehold,
              receipts: 39,
              baseCents: 121_975,
              amountCents: 6_446,
              withheldCents: 0,
              lateAmountCents: -120,
              openingUnpaidCents: 0,
              toShareCents: 1_000,
              toAccountCents: 5_326,
              unpaidCents: 0,
              outcome: 'PAID_AND_TO_SHARE',
              reason: null,
            },
            {
              payeeId: 'H000044',
              receipts: 0,
              baseCents: 0,
              amountCents: 0,
              withheldCents: 0,
              lateAmountCents: 0,
              openingUnpaidCents: 300,
              toShareCents: 0,
              toAccountCents: 0,
              unpaidCents: 300,
              outcome: 'NOT_PAID',
              reason: 'NO_ACCOUNT',
            },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof listRunPayees>,
};

const receiptRow = {
  ...identity,
  purchasedAt: '2026-01-24T16:42:10+02:00',
  totalCents: 8_450,
};

const registerExamples = {
  explainMonth: {
    requests: [
      {
        name: 'asked-by-customer',
        summary: 'The customer asks why',
        value: { householdId: household, month, purpose: 'customerRequest' },
      },
    ],
    results: [
      {
        name: 'paid',
        summary: '623.45 € of purchases, fuel among them: 23.03 €, paid',
        value: {
          householdId: household,
          month,
          coopId: 'demo',
          receipts: [
            {
              outletId: 'DEMO1',
              businessDay: '2026-01-10',
              terminalId: '1',
              receiptId: '26011000004',
              purchasedAt: '2026-01-10T11:20:00+02:00',
              bases: { ...noBases, bonusCents: 54_345, paymentBenefitCents: 50_000 },
              counted: true,
            },
            {
              outletId: 'DEMO2',
              businessDay: '2026-01-24',
              terminalId: '3',
              receiptId: '26012400018',
              purchasedAt: '2026-01-24T17:05:31+02:00',
              bases: { ...noBases, bonusCents: 8_000, fuelCents: 8_000, fuelMillilitres: 43_240 },
              counted: true,
            },
          ],
          opening: noBases,
          purchases: monthBases,
          total: monthBases,
          ownOutletCents: 54_345,
          tableValidFrom: '2017-03',
          tableVersion: 1,
          row: { fromCents: 60_000, rateBasisPoints: 350, fuelCentsPerHundredLitres: 350 },
          paymentBenefitBasisPoints: 50,
          lines: monthLines,
          amountCents: 2_303,
          carry: noBases,
          standing: 'posted',
          revisions: [
            {
              revision: 0,
              period: month,
              attempt: '1',
              because: [],
              receipts: 2,
              purchasesCents: 62_345,
              rateBasisPoints: 350,
              tableValidFrom: '2017-03',
              tableVersion: 1,
              addedLines: monthLines,
              addedAmountCents: 2_303,
            },
          ],
          payout: {
            period: month,
            attempt: '1',
            openingUnpaidCents: 0,
            lateAmountCents: 0,
            payableCents: 2_303,
            toShareCents: 0,
            toAccountCents: 2_303,
            unpaidCents: 0,
            outcome: 'PAID',
            reason: null,
            endToEndId: 'B202601demo-H000042-0-1',
            payments: [
              { endToEndId: 'B202601demo-H000042-0-1', state: 'CONFIRMED', amountCents: 1_880, dueOn: '2026-02-10' },
            ],
          },
          balance: { coopId: 'demo', period: '2026-02', unpaidCents: -350, reason: 'NEGATIVE' },
        },
      },
    ],
  } satisfies EndpointExamples<typeof explainMonth>,

  listUnmatchedReceipts: {
    query: { month, cursor: receiptsCursor },
    results: [
      {
        name: 'page',
        summary: 'A page with another after it',
        value: { receipts: [receiptRow], cursor: receiptsCursor },
      },
      { name: 'none', summary: 'No receipt waits', value: { receipts: [] } },
    ],
  } satisfies EndpointExamples<typeof listUnmatchedReceipts>,

  listConflicts: {
    query: { outletId: 'DEMO1', businessDay: '2026-01-24' },
    results: [
      {
        name: 'other-total',
        summary: 'The same identity came again with another total',
        value: {
          conflicts: [
            {
              ...receiptRow,
              totalCents: 8_540,
              recordedTotalCents: 8_450,
              receivedAt: '2026-01-24T16:50:02+02:00',
            },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof listConflicts>,

  moveReceipt: {
    requests: [
      {
        name: 'wrong-card',
        summary: 'The wrong card was read',
        value: { receipt: identity, toHouseholdId: otherHousehold, reason: 'The wrong card was read at the till.' },
      },
    ],
    results: [
      { name: 'moved', summary: 'It was moved', value: { moved: true } },
      { name: 'there-already', summary: 'It was there already', value: { moved: false } },
    ],
  } satisfies EndpointExamples<typeof moveReceipt>,
};

/** Examples by the endpoint's name. The tests parse each with the endpoint's schemas. */
export const examples: Readonly<Record<string, EndpointExamples>> = {
  ...tillExamples,
  ...runExamples,
  ...runReviewExamples,
  ...registerExamples,
  ...auditExamples,
  ...bankExamples,
  ...customerExamples,
  ...directoryExamples,
  ...servicesExamples,
  ...householdExamples,
  ...membershipExamples,
  ...returnExamples,
  ...paymentExamples,
  ...paymentSettlementExamples,
  ...bonusWriteOffExamples,
  ...bonusTableExamples,
  ...coopSettingsExamples,
  ...decisionExamples,
  ...refundDecisionExamples,
  ...taxCardExamples,
};

/** What stands in `detail` and `errors` of each error's example; all else comes from contract/problem.ts. */
export const problemExamples: Readonly<Record<ErrorCode, { detail: string; issues?: readonly FieldIssue[] }>> = {
  invalidJson: { detail: 'The body is not valid JSON.' },
  invalidRequest: {
    detail: 'Some fields of the request are faulty; `errors` points at them.',
    issues: [
      { pointer: '/path/period', code: 'badFormat', message: 'Send the field in the format that the API describes.' },
      { pointer: '/hash', code: 'required', message: 'Send this field: it is required.' },
    ],
  },
  bodyTooLarge: { detail: 'The body has more than 900,000 bytes; split the batch.' },
  tooManyReceipts: { detail: 'Send at most 100 receipts in one request.' },
  noValidReceipt: {
    detail: 'No receipt of the request could be taken; nothing was stored.',
    issues: [
      {
        pointer: '/fuel/cents',
        code: 'baseOutsideTotal',
        message: 'fuel.cents must have the sign of bonusBaseCents and be at most its size.',
      },
    ],
  },
  clientNotActive: { detail: 'This till client is not registered or has been disabled.' },
  staffNotActive: { detail: 'You are not in the staff directory, or your access has ended.' },
  staffMandateEnded: { detail: 'Your mandate has not begun or has ended; ask an administrator to enter it anew.' },
  confidentialityMissing: { detail: 'The staff directory has no confidentiality agreement that you have signed.' },
  employerNotValid: { detail: 'Your employer is not a company of the directory today.' },
  accessTokenRequired: { detail: 'Send the access token, not the ID token.' },
  permissionMissing: { detail: 'This needs the permission payouts.approve.' },
  coopNotAllowed: { detail: 'You are not allowed to act for this co-op.' },
  unknownOutlet: { detail: 'The register has no such outlet.' },
  outletOfAnotherRetailer: { detail: 'This outlet belongs to another retailer.' },
  unknownReceipt: { detail: 'The register does not know this receipt; it may still be queued.' },
  unknownIdentifier: { detail: 'No household gathers purchases with this card or number.' },
  unknownHousehold: { detail: 'The household has nothing in this month.' },
  unknownCustomer: { detail: 'There is no such customer at a co-op of yours.' },
  unknownCard: { detail: 'There is no such card at a co-op of yours.' },
  unknownCoop: { detail: 'There is no co-op with this id.' },
  unknownRun: { detail: 'There is no such run.' },
  unknownBankFile: { detail: 'The co-op has no such file of the bank.' },
  unknownBankCase: { detail: 'The co-op has no such case.' },
  bankCaseNotOpen: { detail: 'The case is closed already.' },
  unknownPayment: { detail: 'There is no such payment.' },
  unknownRoute: { detail: 'This endpoint does not exist.' },
  monthNotEnded: { detail: '2026-01 has not ended in Finland yet.' },
  monthTooOld: { detail: 'Receipts of 2023-12 are older than their two years.' },
  runOutOfOrder: { detail: 'Finish or cancel the run of 2025-12 first; it is SUBMITTED.' },
  runNotInState: { detail: 'The run is DRAFT; this is possible only from CALCULATED.' },
  accountNotBlocked: { detail: 'The customer has no account from that day that is blocked.' },
  paymentNotInState: { detail: 'The payment is CONFIRMED; this is possible only from HELD or REJECTED or RETURNED.' },
  handSettlementDiffers: {
    detail: 'What was paid and the tax at source are together 70.00 €, and the payment is 100.00 €.',
  },
  runHashDiffers: {
    detail: 'The run was calculated again since it was shown to you. Look at it again and sign its present hash.',
  },
  runStale: {
    detail: 'Changed since the run was calculated: bonus table. Cancel or reject it and start it again.',
  },
  secondPersonRequired: { detail: 'You submitted this run; another person must approve it.' },
  noBonusTable: { detail: 'The co-op has no Bonus table that is valid in 2026-01.' },
  unknownReturn: { detail: 'There is no such return.' },
  returnYearNotEnded: { detail: '2026 has not ended in Finland yet.' },
  nothingToReport: { detail: 'No released run of the co-op paid surplus that could be drawn in 2026.' },
  payerNotIdentified: { detail: "Enter the business id of the co-op's company in the directory first." },
  returnNotInState: { detail: 'The return is DRAFT; this is possible only from APPROVED.' },
  returnHashDiffers: {
    detail: 'This is not the return that was shown to you. Look at it again and sign its present hash.',
  },
  returnRunsChanged: {
    detail: 'A run of the year was posted after the return was built. Discard the return and open it again.',
  },
  returnMapNotVerified: {
    detail: 'The field codes of the return of 2026 are not verified, so no production file is written.',
  },
  unknownEntry: { detail: 'The directory has no such entry of yours.' },
  ownEntry: { detail: 'Have another administrator change your own entry.' },
  companyNotValid: { detail: 'The directory has no such company on that day; enter the company first.' },
  unknownTableProposal: { detail: 'The co-op has no such proposal.' },
  tableProposalNotInState: { detail: 'The proposal is APPROVED; propose the table anew.' },
  unknownDecision: { detail: 'The co-op has no such decision.' },
  decisionNotInState: { detail: 'The decision is APPROVED; this is possible only from RECORDED.' },
  decisionNotApproved: {
    detail: 'There is no approved decision on the interest of 2025; record it and have it approved.',
  },
  decisionExceeded: { detail: 'The run comes to 1200.00 € and its decision allows 1000.00 €.' },
  taxCardConflict: { detail: 'It is set already on some of these days; end that first.' },
  serviceStateConflict: { detail: 'The service is ordered already on that day.' },
  householdStateConflict: { detail: 'The person is in a household; they must leave it first.' },
  cardStateConflict: { detail: 'A card of this status cannot be treated so.' },
  unknownMembership: { detail: 'The customer has no such membership in this co-op.' },
  unknownShareEntry: { detail: 'The share has no entry under this id that could be corrected.' },
  membershipNotInState: { detail: 'The membership is RESIGNED; this is not possible from it.' },
  membershipDateNotAllowed: { detail: 'The refund is not due yet: see `refundDueOn` (osuuskuntalaki 17:2).' },
  shareAmountNotAllowed: { detail: 'That is more than the share is missing: see `missingCents`.' },
  applicantNotEligible: { detail: 'Enter the birth date of the applicant first.' },
  alreadyMember: { detail: 'The customer is a member of this co-op, or has applied to it.' },
  staleVersion: { detail: 'Somebody changed this after you saw it; look at it again and repeat the change.' },
  idempotencyKeyReused: { detail: 'This idempotencyKey has made something else already; choose a new one.' },
  customerMerged: { detail: 'This customer was merged into another; show it to see into which.' },
  alreadyRegistered: { detail: 'Another customer has this personal identity code; search for it by the code.' },
  customerInUse: { detail: 'The duplicate still has a membership.' },
  mergeIntoItself: { detail: 'Name two different customers.' },
  differentPeople: { detail: 'Each has an identity code of their own, or one is a company: they are two.' },
  notMerged: { detail: 'The first customer is not merged into the second.' },
  busy: { detail: 'Send the same request again after a moment; nothing is counted twice.' },
  internal: { detail: 'Send the same request again; if it stays, give us the request id.' },
};
