import { settings } from '../runtime/env.ts';
import { register } from '../table/client.ts';
import { calculateShard } from '../workflow/calculate-shard.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.calculateShard, (page) => calculateShard(register(), page, settings()));
