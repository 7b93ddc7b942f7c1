import type {
  approveDecision,
  DecisionView,
  listDecisions,
  recordDecision,
  showDecision,
  withdrawDecision,
} from '../decisions.ts';
import type { EndpointExamples } from './example.ts';

const which = { coopId: 'demo', kind: 'INTEREST', year: '2025' } as const;
const terms = {
  authority: { by: 'COUNCIL' },
  decidedOn: '2026-04-20',
  rateBasisPoints: 1_000,
  funds: 'Profit of the financial year 2025',
  payOn: '2026-06-15',
  mostTotalCents: 150_000_000,
} as const;
const byBoard = {
  ...terms,
  authority: { by: 'BOARD', authorisedOn: '2026-04-20', mostTotalCents: 200_000_000, authorisedUntil: '2027-04-30' },
  decidedOn: '2026-05-04',
} as const;
const recorded: DecisionView = {
  ...which,
  version: 1,
  state: 'RECORDED',
  terms,
  recorded: { by: 'staff-anna', at: '2026-04-21T09:15:00+03:00' },
  approved: null,
  releasedAttempt: null,
  withdrawn: null,
};
const approved: DecisionView = {
  ...recorded,
  version: 2,
  state: 'APPROVED',
  approved: { by: 'staff-pekka', at: '2026-04-21T10:02:00+03:00' },
};
const withdrawn: DecisionView = {
  ...approved,
  version: 3,
  state: 'WITHDRAWN',
  withdrawn: { by: 'staff-anna', at: '2026-04-22T08:30:00+03:00', reason: 'The percentage was entered wrong' },
};

/** The examples of decisions on interest and surplus. */
export const decisionExamples = {
  recordDecision: {
    requests: [
      {
        name: 'council',
        summary: 'Interest of 10 % that the council of representatives has decided',
        value: { ...which, version: 0, terms },
      },
      {
        name: 'board',
        summary: 'Decided by the board, within what it was authorised to',
        value: { ...which, version: 0, terms: byBoard, dryRun: true },
      },
    ],
    results: [
      { name: 'recorded', summary: 'It waits for another person', value: { decision: recorded, dryRun: false } },
    ],
  } satisfies EndpointExamples<typeof recordDecision>,

  approveDecision: {
    params: which,
    requests: [{ name: 'approve', summary: 'The version that was looked at', value: { version: 1 } }],
    results: [{ name: 'approved', summary: 'By another person', value: { decision: approved, dryRun: false } }],
  } satisfies EndpointExamples<typeof approveDecision>,

  withdrawDecision: {
    params: which,
    requests: [
      { name: 'withdraw', summary: 'With a reason', value: { version: 2, reason: 'The percentage was entered wrong' } },
    ],
    results: [{ name: 'withdrawn', summary: 'Nothing is paid by it', value: { decision: withdrawn, dryRun: false } }],
  } satisfies EndpointExamples<typeof withdrawDecision>,

  listDecisions: {
    params: { coopId: 'demo' },
    results: [{ name: 'one', summary: 'Interest of a year', value: { decisions: [approved] } }],
  } satisfies EndpointExamples<typeof listDecisions>,

  showDecision: {
    params: which,
    results: [
      {
        name: 'approved',
        summary: 'Recorded by one and approved by another',
        value: { decision: approved, versions: [recorded, approved] },
      },
    ],
  } satisfies EndpointExamples<typeof showDecision>,
};
