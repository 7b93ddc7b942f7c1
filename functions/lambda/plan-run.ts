import { register } from '../table/client.ts';
import { planRun } from '../workflow/plan-run.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.planRun, ({ run }) => planRun(register(), run));
