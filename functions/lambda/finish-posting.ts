import { settings } from '../runtime/env.ts';
import { register } from '../table/client.ts';
import { finishPosting } from '../workflow/finish-posting.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.finishPosting, ({ run }) =>
  finishPosting(register(), run, settings().chartOfAccounts, Date.now()),
);
