import type { approveBonusWriteOff, BonusWriteOffView, proposeBonusWriteOff } from '../bonus-write-offs.ts';
import type { EndpointExamples } from './example.ts';

const one = { purpose: 'payoutControl', coopId: 'demo', householdId: 'H000042' } as const;
const proposed: BonusWriteOffView = {
  coopId: 'demo',
  householdId: 'H000042',
  period: '2029-02',
  amountCents: 750,
  months: [{ period: '2026-01', amountCents: 750 }],
  by: 'f0e1d2c3-0000-4000-8000-000000000001',
  at: '2029-03-12T09:00:00+02:00',
  reason: 'Nobody has asked for it',
  approvedBy: null,
  version: 1,
};

/** The examples of barred Bonus that is written off. */
export const bonusWriteOffExamples = {
  proposeBonusWriteOff: {
    requests: [
      {
        name: 'propose',
        summary: 'After the last day on which it could be claimed',
        value: { ...one, reason: 'Nobody has asked for it' },
      },
    ],
    results: [
      { name: 'proposed', summary: 'It waits for another person', value: { writeOff: proposed, dryRun: false } },
    ],
  } satisfies EndpointExamples<typeof proposeBonusWriteOff>,

  approveBonusWriteOff: {
    requests: [{ name: 'approve', summary: 'By another person', value: { ...one, version: 1 } }],
    results: [
      {
        name: 'written-off',
        summary: 'The next run begins without it',
        value: {
          writeOff: { ...proposed, approvedBy: 'f0e1d2c3-0000-4000-8000-000000000002', version: 2 },
          dryRun: false,
        },
      },
    ],
  } satisfies EndpointExamples<typeof approveBonusWriteOff>,
};
