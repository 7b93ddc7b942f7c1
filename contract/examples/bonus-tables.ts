import type {
  approveBonusTable,
  BonusTableView,
  listBonusTables,
  proposeBonusTable,
  TableProposalView,
  withdrawBonusTable,
} from '../bonus-tables.ts';
import type { EndpointExamples } from './example.ts';

const coopId = 'demo';
const which = { coopId, number: '4' };

const table = {
  validFrom: '2026-01',
  rows: [
    { fromCents: 5_000, rateBasisPoints: 100, fuelCentsPerHundredLitres: 100 },
    { fromCents: 90_000, rateBasisPoints: 500, fuelCentsPerHundredLitres: 500 },
  ],
  paymentBenefitBasisPoints: 50,
};
const wrong: BonusTableView = {
  ...table,
  rows: table.rows.map((row) => ({ ...row, rateBasisPoints: 100 })),
  version: 1,
};

const proposed: TableProposalView = {
  coopId,
  number: 4,
  version: 1,
  state: 'PROPOSED',
  table,
  replaces: 1,
  reason: 'The highest row had the rate of the lowest',
  proposed: { by: 'staff-anna', at: '2026-03-10T09:15:00+02:00' },
  approved: null,
  withdrawn: null,
};
const approved: TableProposalView = {
  ...proposed,
  version: 2,
  state: 'APPROVED',
  approved: { by: 'staff-pekka', at: '2026-03-10T10:02:00+02:00' },
};
const withdrawn: TableProposalView = {
  ...proposed,
  version: 2,
  state: 'WITHDRAWN',
  withdrawn: { by: 'staff-anna', at: '2026-03-10T09:40:00+02:00', reason: 'A row was missing' },
};
const touched = { recomputed: ['2026-01', '2026-02'], tooOld: [] };

/** The examples of Bonus tables. */
export const bonusTableExamples = {
  listBonusTables: {
    params: { coopId },
    results: [
      {
        name: 'replaced',
        summary: 'One that replaced a wrong one',
        value: { tables: [{ ...table, version: 2 }], replaced: [wrong], proposals: [approved] },
      },
    ],
  } satisfies EndpointExamples<typeof listBonusTables>,

  proposeBonusTable: {
    requests: [
      {
        name: 'replace',
        summary: 'In place of a wrong one',
        value: { coopId, version: 1, table, reason: 'The highest row had the rate of the lowest' },
      },
    ],
    results: [
      {
        name: 'proposed',
        summary: 'It waits for another person',
        value: { proposal: proposed, ...touched, dryRun: false },
      },
    ],
  } satisfies EndpointExamples<typeof proposeBonusTable>,

  approveBonusTable: {
    params: which,
    requests: [{ name: 'approve', summary: 'The version that was looked at', value: { version: 1 } }],
    results: [
      {
        name: 'in-force',
        summary: 'Two paid months are calculated again',
        value: { proposal: approved, ...touched, dryRun: false },
      },
    ],
  } satisfies EndpointExamples<typeof approveBonusTable>,

  withdrawBonusTable: {
    params: which,
    requests: [{ name: 'withdraw', summary: 'With a reason', value: { version: 1, reason: 'A row was missing' } }],
    results: [
      {
        name: 'withdrawn',
        summary: 'Nothing has changed',
        value: { proposal: withdrawn, recomputed: [], tooOld: [], dryRun: false },
      },
    ],
  } satisfies EndpointExamples<typeof withdrawBonusTable>,
};
