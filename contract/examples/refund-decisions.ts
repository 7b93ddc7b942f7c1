import type {
  approveRefundDecision,
  listRefundDecisions,
  RefundDecisionView,
  recordRefundDecision,
  showRefundDecision,
  withdrawRefundDecision,
} from '../refund-decisions.ts';
import type { EndpointExamples } from './example.ts';

const which = { coopId: 'demo', year: '2025' } as const;
const terms = {
  decidedOn: '2026-04-20',
  partBasisPoints: 5_000,
  isFinal: false,
  basis: 'Accounts of 2025: equity covers half of the share capital',
} as const;
const recorded: RefundDecisionView = {
  ...which,
  version: 1,
  state: 'RECORDED',
  terms,
  recorded: { by: 'staff-anna', at: '2026-04-21T09:15:00+03:00' },
  approved: null,
  withdrawn: null,
  inForce: null,
};
const approved: RefundDecisionView = {
  ...recorded,
  version: 2,
  state: 'APPROVED',
  approved: { by: 'staff-pekka', at: '2026-04-21T10:02:00+03:00' },
  inForce: { version: 2, partBasisPoints: 5_000, isFinal: false },
};
const withdrawn: RefundDecisionView = {
  ...recorded,
  version: 2,
  state: 'WITHDRAWN',
  withdrawn: { by: 'staff-anna', at: '2026-04-22T08:30:00+03:00', reason: 'The part was entered wrong' },
};

/** The examples of decisions on refunds. */
export const refundDecisionExamples = {
  recordRefundDecision: {
    requests: [
      { name: 'half', summary: 'Half of each share', value: { ...which, version: 0, terms } },
      {
        name: 'final',
        summary: 'Later: 80 % in all, and no more',
        value: { ...which, version: 2, terms: { ...terms, partBasisPoints: 8_000, isFinal: true }, dryRun: true },
      },
    ],
    results: [
      { name: 'recorded', summary: 'It waits for another person', value: { decision: recorded, dryRun: false } },
    ],
  } satisfies EndpointExamples<typeof recordRefundDecision>,

  approveRefundDecision: {
    params: which,
    requests: [{ name: 'approve', summary: 'By another person', value: { version: 1 } }],
    results: [{ name: 'approved', summary: 'It is in force', value: { decision: approved, dryRun: false } }],
  } satisfies EndpointExamples<typeof approveRefundDecision>,

  withdrawRefundDecision: {
    params: which,
    requests: [
      {
        name: 'withdraw',
        summary: 'It was entered wrong',
        value: { version: 1, reason: 'The part was entered wrong' },
      },
    ],
    results: [{ name: 'withdrawn', summary: 'It counts for nothing', value: { decision: withdrawn, dryRun: false } }],
  } satisfies EndpointExamples<typeof withdrawRefundDecision>,

  listRefundDecisions: {
    params: { coopId: 'demo' },
    results: [{ name: 'list', summary: 'One financial year', value: { decisions: [approved] } }],
  } satisfies EndpointExamples<typeof listRefundDecisions>,

  showRefundDecision: {
    params: which,
    results: [
      {
        name: 'versions',
        summary: 'Recorded and approved',
        value: { decision: approved, versions: [recorded, approved] },
      },
    ],
  } satisfies EndpointExamples<typeof showRefundDecision>,
};
