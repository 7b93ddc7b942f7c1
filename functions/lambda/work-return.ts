import { settings } from '../runtime/env.ts';
import { putReturnFileOnce } from '../runtime/return-bucket.ts';
import { register } from '../table/client.ts';
import { openField } from '../table/sealed-fields.ts';
import { returnWorkInput, workOnReturn } from '../workflow/annual-return/work-return.ts';
import { step } from '../workflow/state.ts';

export const handler = step(returnWorkInput, (input, remainingMs) =>
  workOnReturn(register(), input, {
    nowMs: Date.now,
    remainingMs,
    payeesPerFile: settings().payeesPerReturnFile,
    putFile: putReturnFileOnce,
    // Values are sealed as JSON.
    openIdentityCode: async (customerNumber, sealed) =>
      JSON.parse(await openField({ customerNumber, field: 'identityCode' }, sealed, Date.now())),
  }),
);
