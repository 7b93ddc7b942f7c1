import { withholdingRules } from '../../../domain/withholding.ts';
import { decisionForRun, decisionInput } from '../../table/decisions.ts';
import { memberShardCount } from '../../table/member-listing.ts';
import { checkDecidedTotal } from '../decided-total.ts';
import { handOverDecision } from '../hand-over-decision.ts';
import { checkPaymentYear } from '../pay-day.ts';
import type { RunTerms } from '../run-terms.ts';

/** A year's interest on shares: by an approved decision, up to the most that it allows (R37). */
export const interestTerms: RunTerms = {
  control: 'NONE',

  async open(db, { coopId, period, dryRun }) {
    const decision = await decisionForRun(db, { coopId, kind: 'INTEREST', year: period }, dryRun);
    return { warnings: [], payOn: decision.terms.payOn };
  },

  async inputs(db, { coopId, period }, settings) {
    const { interestFormer, interestEstate, interestMovedShare, interestProration, shareContributionCents } = settings;
    return {
      decision: await decisionInput(db, { coopId, kind: 'INTEREST', year: period }),
      interestRules: [
        interestFormer,
        interestEstate,
        interestMovedShare,
        interestProration,
        shareContributionCents,
      ].join('/'),
      withholdingRules: withholdingRules.map(({ from }) => from).join('/'),
    };
  },

  checkTotals: (db, run) => checkDecidedTotal(db, run, 'INTEREST'),

  async checkRelease(db, run, nowMs) {
    checkPaymentYear(run, nowMs);
    await handOverDecision(db, run, 'INTEREST');
  },

  shards: async () => Array.from({ length: memberShardCount }, (_, shard) => shard),
};
