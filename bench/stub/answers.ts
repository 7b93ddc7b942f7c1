import { createHash } from 'node:crypto';
import type { StubTable, WireItem } from './table.ts';

type Body = Record<string, never> & {
  TableName?: string;
  Key?: WireItem;
  Item?: WireItem;
  RequestItems?: Record<string, { Keys: WireItem[] }>;
  Statements?: unknown[];
  MessageBody?: string;
};

/** What the stub says to one operation, as the text of its body. Writes succeed; a changed item is given back unchanged. */
const answers: Record<string, (table: StubTable, body: Body, text: string) => string> = {
  'DynamoDB_20120810.GetItem': (table, body) => JSON.stringify({ Item: table.get(body.Key ?? {}) }),
  'DynamoDB_20120810.Query': (table, body, text) => table.query(body as never, text),
  'DynamoDB_20120810.PutItem': (table, body) => {
    // Receipts are only taken: a million of them would fill the stub's memory and nobody reads them.
    const isReceipt = body.Item?.pk?.S?.startsWith('R#') === true;
    if (body.Item !== undefined && !isReceipt) table.put(body.Item);
    return '{}';
  },
  'DynamoDB_20120810.UpdateItem': (table, body) => JSON.stringify({ Attributes: table.get(body.Key ?? {}) }),
  'DynamoDB_20120810.DeleteItem': () => '{}',
  'DynamoDB_20120810.TransactWriteItems': () => '{}',
  'DynamoDB_20120810.BatchGetItem': (table, { RequestItems = {} }) =>
    JSON.stringify({
      Responses: Object.fromEntries(
        Object.entries(RequestItems).map(([name, { Keys }]) => [
          name,
          Keys.map((key) => table.get(key)).filter(Boolean),
        ]),
      ),
      UnprocessedKeys: {},
    }),
  'DynamoDB_20120810.BatchExecuteStatement': (_table, { Statements = [] }) =>
    JSON.stringify({ Responses: Statements.map(() => ({ TableName: 'Register' })) }),
  // The data key of bench/sealing.ts, so that what it sealed opens.
  'TrentService.Decrypt': () => JSON.stringify({ Plaintext: Buffer.alloc(32, 7).toString('base64') }),
  'TrentService.GenerateDataKey': () =>
    JSON.stringify({ Plaintext: Buffer.alloc(32, 7).toString('base64'), CiphertextBlob: 'AAAA' }),
  'TrentService.GenerateMac': () => JSON.stringify({ Mac: Buffer.alloc(32, 1).toString('base64') }),
  'AmazonSQS.SendMessage': (_table, { MessageBody = '' }) =>
    JSON.stringify({
      // The SDK compares it with what it has sent.
      MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
      MessageId: '5fea7756-0ea4-451a-a703-a558b933e274',
    }),
  'AmazonSQS.GetQueueAttributes': () => JSON.stringify({ Attributes: { ApproximateNumberOfMessages: '0' } }),
  'AWSStepFunctions.StartExecution': () =>
    JSON.stringify({ executionArn: 'arn:aws:states:eu-north-1:000000000000:execution:payout:1', startDate: 1 }),
  'AWSStepFunctions.DescribeExecution': () => JSON.stringify({ status: 'RUNNING', startDate: 1 }),
  'AWSStepFunctions.StopExecution': () => JSON.stringify({ stopDate: 1 }),
  'AWSStepFunctions.SendTaskSuccess': () => '{}',
};

/** @returns undefined if the stub does not know the operation */
export function answerTo(operation: string, table: StubTable, text: string): string | undefined {
  return answers[operation]?.(table, JSON.parse(text) as Body, text);
}
