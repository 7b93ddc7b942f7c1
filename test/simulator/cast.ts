import { addMonths, type Month } from '../../domain/calendar.ts';
import type { Random } from '../../scripts/demo/random.ts';
import { fullShareCents, household, type TestHousehold } from '../fixtures/run-coop.ts';

/** Who takes part in a seed's story, and when it plays. */
export type Cast = {
  coopIds: readonly [string, string];
  shardCount: number;
  outletIds: readonly [string, string];
  households: readonly [TestHousehold, ...TestHousehold[]];
  /** Persons without a membership, each in a household, with a card of their own: their serials. */
  mates: readonly { serial: number; householdId: string }[];
  /** The first month that is paid, and those after it in which something is bought. */
  months: readonly [Month, ...Month[]];
  /** Months without purchases, so that what came late is settled by two runs. */
  quietMonths: readonly [Month, Month];
};

/** Turns of the year, leap days and both changes of the clocks. */
const firstMonths = ['2025-12', '2026-02', '2026-03', '2026-09', '2027-01', '2028-02'] as const;

export function castOf(random: Random): Cast {
  const first = random.pick(firstMonths);
  const count = random.whole(2, 3);
  const shardCount = random.whole(2, 3);
  const months = Array.from({ length: count }, (_, index) => addMonths(first, index));
  const serials = Array.from({ length: random.whole(4, 8) }, (_, index) => index + 1);
  const households = serials.map((serial) => householdBy(random, serial, shardCount));
  return {
    coopIds: ['havu', 'koivu'],
    shardCount,
    outletIds: ['101', '102'],
    households: households as unknown as Cast['households'],
    mates: serials
      .filter(() => random.chance(40))
      .map((serial) => ({ serial: 100 + serial, householdId: household(serial).householdId })),
    months: months as unknown as Cast['months'],
    quietMonths: [addMonths(first, count), addMonths(first, count + 1)],
  };
}

function householdBy(random: Random, serial: number, shardCount: number): TestHousehold {
  return household(serial, {
    coopId: random.chance(65) ? 'havu' : 'koivu',
    shard: serial % shardCount,
    memberKind: random.chance(8) ? 'COMPANY' : 'PERSON',
    sharePaidCents: random.pick([
      fullShareCents,
      fullShareCents,
      fullShareCents,
      0,
      2_000,
      fullShareCents - random.whole(1, 900),
    ]),
    cardKnown: !random.chance(15),
    ...(random.chance(10) ? { iban: undefined } : {}),
    ...(random.chance(6) ? { head: undefined } : {}),
  });
}
