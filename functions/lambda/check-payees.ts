import { settings } from '../runtime/env.ts';
import { register } from '../table/client.ts';
import { checkPayees } from '../workflow/check-payees.ts';
import { pagesInTime } from '../workflow/pages.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.checkPayees, ({ run, shard, cursor }, remainingMs) =>
  pagesInTime(cursor, remainingMs, (place) => checkPayees(register(), run, shard, place, settings())),
);
