import { register } from '../table/client.ts';
import { finishRun } from '../workflow/finish-run.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.finishRun, ({ run }) => finishRun(register(), run));
