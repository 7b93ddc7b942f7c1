import { settings } from '../runtime/env.ts';
import { register } from '../table/client.ts';
import { planRunFiles } from '../workflow/plan-files.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.planFiles, ({ run }) => planRunFiles(register(), run, settings(), Date.now()));
