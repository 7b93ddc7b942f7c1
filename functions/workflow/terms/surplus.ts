import { DomainError } from '../../../domain/errors.ts';
import { firstUnpaidMonth } from '../../../domain/surplus-refund.ts';
import { decisionForRun, decisionInput } from '../../table/decisions.ts';
import { coopOf } from '../../table/directory.ts';
import { checkDecidedTotal } from '../decided-total.ts';
import { handOverDecision } from '../hand-over-decision.ts';
import type { RunTerms } from '../run-terms.ts';
import { monthsPosted } from '../year-aggregates.ts';

/** A year's surplus refund: by an approved decision, once every month of the year is paid. */
export const surplusTerms: RunTerms = {
  control: 'NONE',

  async open(db, { coopId, period, dryRun }, { nowMs }) {
    const decision = await decisionForRun(db, { coopId, kind: 'SURPLUS', year: period }, dryRun);
    const missing = firstUnpaidMonth(period, [...(await monthsPosted(db, coopId, nowMs)).keys()]);
    if (missing !== undefined)
      throw new DomainError('runOutOfOrder', `Pay the Bonus of ${missing} first: the refund is of the whole year.`);
    return { warnings: [], payOn: decision.terms.payOn };
  },

  async inputs(db, { coopId, period }) {
    const [decision, coop] = await Promise.all([
      decisionInput(db, { coopId, kind: 'SURPLUS', year: period }),
      coopOf(db, coopId),
    ]);
    return { decision, surplusFillsShare: String(fillsShare(coop)) };
  },

  checkTotals: (db, run) => checkDecidedTotal(db, run, 'SURPLUS'),

  checkRelease: (db, run) => handOverDecision(db, run, 'SURPLUS'),

  shards: async (db, coopId) => Array.from({ length: (await coopOf(db, coopId)).shardCount }, (_, shard) => shard),
};

/** Whether half of it fills a share that is not paid yet (R42); the co-op's rules may say otherwise. */
export const fillsShare = ({ surplusFillsShare = true }: { surplusFillsShare?: boolean | undefined }): boolean =>
  surplusFillsShare;
