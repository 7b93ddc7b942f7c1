import { settings } from '../runtime/env.ts';
import { register } from '../table/client.ts';
import { pagesInTime } from '../workflow/pages.ts';
import { postShard } from '../workflow/post-shard.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.postShard, ({ run, shard, cursor }, remainingMs) =>
  pagesInTime(cursor, remainingMs, (place) => postShard(register(), run, shard, place, settings())),
);
