import { drawableOn, reportedKinds, type TaxYear, taxYearOf } from '../../../domain/annual-return/reporting.ts';
import type { ReturnBasis } from '../../../domain/annual-return/return-life.ts';
import { localDateOf } from '../../../domain/calendar.ts';
import { isPosted } from '../../../domain/run.ts';
import type { Register } from '../../table/client.ts';
import type { Run } from '../../table/items.ts';
import { runsOf } from '../../table/runs.ts';

/** The released runs of a co-op whose payouts could be drawn in the year (R98), with the sums that the return must come to. */
export async function basisOf(db: Register, coopId: string, year: TaxYear): Promise<ReturnBasis[]> {
  const runs = await Promise.all(reportedKinds.map((kind) => runsOf(db, coopId, kind)));
  return runs
    .flat()
    .filter(({ dryRun, state }) => !dryRun && isPosted(state))
    .map(basisOfRun)
    .filter((basis) => taxYearOf(basis.drawableOn) === year);
}

function basisOfRun({ period, attempt, payOn, released, totals }: Run): ReturnBasis {
  if (released === undefined || totals === undefined) throw new Error('a posted run has no release or no totals');
  return {
    kind: 'INTEREST',
    period,
    attempt,
    drawableOn: drawableOn(payOn, localDateOf(released.atMs)),
    payouts: totals.payees,
    amountCents: totals.amountCents,
    withheldCents: totals.withheldCents,
  };
}
