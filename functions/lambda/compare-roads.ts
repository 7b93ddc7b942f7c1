import { register } from '../table/client.ts';
import { compareRoads } from '../workflow/compare-roads.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.compareRoads, ({ run, pass }) => compareRoads(register(), run, pass));
