import { randomUUID } from 'node:crypto';
import { register } from '../table/client.ts';
import { rematchReceipts } from '../workflow/rematch-receipts.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.rematchReceipts, ({ run, cursor }) =>
  rematchReceipts(register(), run, cursor, randomUUID, Date.now()),
);
