import { randomUUID } from 'node:crypto';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { recordBatch } from '../queue/record-receipts.ts';
import { settings } from '../runtime/env.ts';
import { register } from '../table/client.ts';

export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  recordBatch(event, () => context.getRemainingTimeInMillis(), {
    db: register(),
    now: Date.now,
    newToken: randomUUID,
    messageDeadlineSeconds: settings().messageDeadlineSeconds,
  });
