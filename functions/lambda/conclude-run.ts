import { settings } from '../runtime/env.ts';
import { register } from '../table/client.ts';
import { concludeRun } from '../workflow/conclude-run.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.concludeRun, ({ run }) => concludeRun(register(), run, settings()));
