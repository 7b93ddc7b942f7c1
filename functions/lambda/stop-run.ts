import { register } from '../table/client.ts';
import { step, stepInputs } from '../workflow/state.ts';
import { stopRun } from '../workflow/stop-run.ts';

export const handler = step(stepInputs.stopRun, ({ run, problem }) => stopRun(register(), run, problem));
