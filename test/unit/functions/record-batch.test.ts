import { BatchGetCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { recordBatch } from '../../../functions/queue/record-receipts.ts';
import type { Register } from '../../../functions/table/client.ts';
import { logLines } from '../../fixtures/log-lines.ts';
import { aReceipt, aRecorder, bodyOf, failedIds, queueEvent } from '../../fixtures/recording.ts';

const lines = logLines();
const table = mockClient(DynamoDBDocumentClient);
const db: Register = { client: table as unknown as DynamoDBDocumentClient, tableName: 'register' };
beforeEach(() => {
  table.reset();
  lines.length = 0;
  table.on(BatchGetCommand).resolves({ Responses: {} });
  table.on(PutCommand).callsFake(({ Item: item }) => {
    if (String(item.sk).includes('fails')) throw new Error('of 131052-308T');
    return {};
  });
});

const message = fc.constantFrom('good', 'fails', 'poison');
const bodies = {
  good: () => bodyOf([aReceipt(), aReceipt()]),
  fails: () => bodyOf([aReceipt(), aReceipt({ receiptId: 'fails' })]),
  poison: () => '{"131052-308T"',
};

describe('what the recorder answers to the queue', () => {
  it('is exactly the ids of the messages that failed, each once, none empty, whatever the batch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 50 }), async (kinds) => {
        const event = queueEvent(kinds.map((kind) => bodies[kind]()));
        const answer = await recordBatch(event, () => 60_000, aRecorder(db));
        expect(Object.keys(answer)).toEqual(['batchItemFailures']);
        for (const failure of answer.batchItemFailures)
          expect(failure).toEqual({ itemIdentifier: expect.stringMatching(/^m\d+$/) });
        const wanted = kinds.flatMap((kind, index) => (kind === 'good' ? [] : [`m${index}`])).toSorted();
        expect(failedIds(answer)).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  it('and to the log: id and kind of the fault, no value of it', async () => {
    await recordBatch(queueEvent([bodies.fails(), bodies.poison()]), () => 60_000, aRecorder(db));
    expect(lines.toSorted()).toEqual([
      'error ["message not recorded",{"messageId":"m0","reason":"Error"}]',
      'error ["message not recorded",{"messageId":"m1","reason":"SyntaxError"}]',
    ]);
  });

  it('takes what was thrown that is no error for a failure too', async () => {
    table.on(PutCommand).callsFake(() => Promise.reject('131052-308T'));
    const answer = await recordBatch(queueEvent([bodies.good()]), () => 60_000, aRecorder(db));
    expect(failedIds(answer)).toEqual(['m0']);
    expect(lines).toEqual(['error ["message not recorded",{"messageId":"m0","reason":"unknown"}]']);
  });

  it('is that nothing failed for an empty batch', async () => {
    expect(await recordBatch(queueEvent([]), () => 60_000, aRecorder(db))).toEqual({ batchItemFailures: [] });
  });
});
