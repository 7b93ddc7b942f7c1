import { settings } from '../runtime/env.ts';
import { register } from '../table/client.ts';
import { openField } from '../table/sealed-fields.ts';
import { step, stepInputs } from '../workflow/state.ts';
import { writeFile } from '../workflow/write-file.ts';

export const handler = step(stepInputs.writeFile, ({ run, ...planned }) =>
  writeFile(register(), run, planned, settings(), (customerNumber, sealedIban) =>
    openField({ customerNumber, field: 'iban' }, sealedIban, Date.now()),
  ),
);
