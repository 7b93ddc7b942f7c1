import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { readBankFiles } from '../queue/read-bank-files.ts';
import { droppedFile, sentPaymentFile } from '../runtime/bank-inbox.ts';
import { settings } from '../runtime/env.ts';
import { register } from '../table/client.ts';

export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => {
  const rules = settings();
  return readBankFiles(event, {
    db: register(),
    now: Date.now,
    rules,
    chart: rules.chartOfAccounts,
    limits: { mostBytes: rules.bankFileMostBytes, mostEntries: rules.bankFileMostEntries },
    open: droppedFile,
    openSentFile: sentPaymentFile,
  });
};
