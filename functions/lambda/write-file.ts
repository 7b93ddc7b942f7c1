import { settings } from '../runtime/env.ts';
import { register } from '../table/client.ts';
import { step, stepInputs } from '../workflow/state.ts';
import { writeFile } from '../workflow/write-file.ts';

export const handler = step(stepInputs.writeFile, ({ run, ...planned }) =>
  writeFile(register(), run, planned, settings()),
);
