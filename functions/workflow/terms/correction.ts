import { localDateOf } from '../../../domain/calendar.ts';
import { DomainError } from '../../../domain/errors.ts';
import { coopOf } from '../../table/directory.ts';
import { runIdOf } from '../../table/runs.ts';
import { contradictedPayments } from '../contradicted-payments.ts';
import type { RunTerms } from '../run-terms.ts';

/** A correction: on its day or later, as long as the bank does not contradict that the money is owed. */
export const correctionTerms: RunTerms = {
  control: 'NONE',

  async open(db, { coopId, period }, { nowMs }) {
    await coopOf(db, coopId);
    if (period > localDateOf(nowMs))
      throw new DomainError(
        'monthNotEnded',
        `${period} has not come yet; a correction is of the day on which it is made.`,
      );
    return { warnings: [], payOn: period };
  },

  inputs: async (db, id) => ({ contradictedPayments: String(await contradictedPayments(db, id)) }),

  async checkRelease(db, run) {
    if ((await contradictedPayments(db, runIdOf(run))) === 0) return;
    throw new DomainError(
      'runStale',
      'The bank has answered otherwise of a payment that this run pays anew, so it may be with the payee already. Cancel the run and start it again.',
    );
  },

  shards: async () => [0],
};
