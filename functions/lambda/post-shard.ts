import { register } from '../table/client.ts';
import { postShard } from '../workflow/post-shard.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.postShard, ({ run, shard, cursor }) =>
  postShard(register(), run, shard, cursor),
);
