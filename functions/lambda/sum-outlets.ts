import { register } from '../table/client.ts';
import { step, stepInputs } from '../workflow/state.ts';
import { sumOutlets } from '../workflow/sum-outlets.ts';

export const handler = step(stepInputs.sumOutlets, ({ run, outletIds }) =>
  sumOutlets(register(), run, outletIds, Date.now()),
);
