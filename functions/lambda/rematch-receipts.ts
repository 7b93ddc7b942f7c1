import { randomUUID } from 'node:crypto';
import { register } from '../table/client.ts';
import { pagesInTime } from '../workflow/pages.ts';
import { rematchReceipts } from '../workflow/rematch-receipts.ts';
import { step, stepInputs } from '../workflow/state.ts';

export const handler = step(stepInputs.rematchReceipts, ({ run, cursor }, remainingMs) =>
  pagesInTime(cursor, remainingMs, (place) => rematchReceipts(register(), run, place, randomUUID, Date.now())),
);
