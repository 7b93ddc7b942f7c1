import { generalBonusTable } from '../../domain/bonus-table.ts';
import type { Random } from './random.ts';

const thresholds: readonly number[] = generalBonusTable.rows.map((row) => row.fromCents);

/**
 * What a household buys in the demo's month, cents: nothing, below the first threshold, a cent below and exactly on every
 * threshold, somewhere inside every row, far above. Goes round with the household's place; 5 buys little, since its return
 * makes its month negative.
 * @param index the household's place in the federation, from 0
 */
export function targetCentsOf(random: Random, index: number): number {
  if (index === 5) return 2_000;
  if (index === 8) return 0;
  const place = Math.floor(index / 4) % thresholds.length;
  const threshold = thresholds[place] ?? 0;
  const next = thresholds[place + 1] ?? threshold * 2;
  switch (index % 4) {
    case 0:
      return threshold;
    case 1:
      return threshold - 1;
    case 2:
      return random.whole(threshold, next);
    default:
      return random.chance(10) ? 0 : random.whole(500, 140_000);
  }
}
