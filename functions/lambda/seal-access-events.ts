import { settings } from '../runtime/env.ts';
import { sealStore } from '../runtime/seal-bucket.ts';
import { sealAccessEvents } from '../schedule/seal-access-events.ts';
import { accessLog } from '../table/client.ts';

export const handler = (_event: unknown, context: { getRemainingTimeInMillis: () => number }) =>
  sealAccessEvents({
    log: accessLog(),
    blocks: sealStore(),
    nowMs: Date.now(),
    remainingMs: () => context.getRemainingTimeInMillis(),
    settings: settings(),
  });
