import { settings } from '../runtime/env.ts';
import { register } from '../table/client.ts';
import { calculateShard } from '../workflow/calculate-shard.ts';
import { pagesInTime } from '../workflow/pages.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.calculateShard, ({ cursor, ...shard }, remainingMs) =>
  pagesInTime(cursor, remainingMs, (place) => calculateShard(register(), { ...shard, cursor: place }, settings())),
);
