import { putDecision } from '../../functions/table/decisions.ts';
import type { RunId } from '../../functions/table/keys.ts';
import { aDecision } from '../fixtures/decisions.ts';
import { openingOf } from '../fixtures/run-scene.ts';
import { helsinkiDate } from './helsinki.ts';
import type { Sim } from './sim.ts';

/** Runs beside the months' Bonus: which there are in this seed's story, and after which month's Bonus they come. */
export type OtherRun = Omit<RunId, 'attempt'> & { after: string };

/**
 * Decides on the interest of the year before, and on the surplus of the year that ends in the story; shares of who has left are refunded each
 * month.
 */
export async function planOtherRuns(sim: Sim): Promise<OtherRun[]> {
  const { random, cast, world } = sim;
  const all: OtherRun[] = [];
  const paid = [...cast.months, ...cast.quietMonths];
  const [first] = cast.months;
  for (const coopId of cast.coopIds) {
    if (random.chance(35)) {
      const year = String(Number(first.slice(0, 4)) - 1);
      const after = random.pick(cast.months);
      await decide(sim, { coopId, kind: 'INTEREST', year }, random.pick([500, 733, 1_500, 2_000, 2_001, 3_333]), after);
      all.push({ coopId, kind: 'INTEREST', period: year, after });
    }
    // Of a year that is not over in the story there is nothing to refund.
    const last = paid.at(-1) ?? first;
    if (first.slice(0, 4) < last.slice(0, 4) && random.chance(60)) {
      const year = first.slice(0, 4);
      await decide(sim, { coopId, kind: 'SURPLUS', year }, random.pick([100, 250, 333]), last);
      all.push({ coopId, kind: 'SURPLUS', period: year, after: last });
    }
    if (world.settings.shareRefundMonths < 6)
      all.push(...paid.slice(1).map((period): OtherRun => ({ coopId, kind: 'REFUND', period, after: period })));
  }
  return all;
}

async function decide(
  { world }: Sim,
  id: { coopId: string; kind: 'INTEREST' | 'SURPLUS'; year: string },
  rateBasisPoints: number,
  after: string,
): Promise<void> {
  const payOn = helsinkiDate(openingOf(after) + 20 * 86_400_000);
  const terms = {
    ...aDecision().terms,
    decidedOn: helsinkiDate(openingOf(after) - 90 * 86_400_000),
    rateBasisPoints,
    payOn,
  };
  await putDecision(world.others, aDecision({ ...id, terms }));
}
