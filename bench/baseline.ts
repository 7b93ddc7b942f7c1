import type { SdkUse } from './sdk-use.ts';

/** Document commands of lib-dynamodb and what to send with each; the stub answers anything. */
const key = "{ pk: 'COOP#havu', sk: 'COOP' }";
const query = "{ TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': 'COOP#havu' } }";
const documentInputs: Record<string, string> = {
  GetItemCommand: `new GetCommand({ TableName, Key: ${key} })`,
  QueryCommand: `new QueryCommand(${query})`,
  BatchGetItemCommand: `new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [${key}] } } })`,
  PutItemCommand: `new PutCommand({ TableName, Item: { pk: 'BASE', sk: 'LINE' }, ConditionExpression: 'attribute_not_exists(pk)' })`,
  UpdateItemCommand: `new UpdateCommand({ TableName, Key: ${key}, UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': 1 } })`,
  DeleteItemCommand: `new DeleteCommand({ TableName, Key: ${key} })`,
  TransactWriteItemsCommand: `new TransactWriteCommand({ TransactItems: [{ Put: { TableName, Item: { pk: 'BASE', sk: 'LINE' } } }] })`,
};

/** The other clients: how each is made in functions/runtime, and what to send with each command. */
const clients: Record<string, { make: string; inputs: Record<string, string> }> = {
  'client-sqs': {
    make: 'new SQSClient({ maxAttempts: 4, requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 } })',
    inputs: {
      SendMessageCommand: "new SendMessageCommand({ QueueUrl: process.env.RECEIPT_QUEUE_URL, MessageBody: '{}' })",
      GetQueueAttributesCommand:
        "new GetQueueAttributesCommand({ QueueUrl: process.env.RECEIPT_QUEUE_URL, AttributeNames: ['ApproximateNumberOfMessages'] })",
    },
  },
  'client-sfn': {
    make: 'new SFNClient({ maxAttempts: 5 })',
    inputs: {
      StartExecutionCommand:
        "new StartExecutionCommand({ stateMachineArn: process.env.PAYOUT_STATE_MACHINE_ARN, name: 'baseline', input: '{}' })",
      DescribeExecutionCommand: 'new DescribeExecutionCommand({ executionArn: process.env.PAYOUT_STATE_MACHINE_ARN })',
      StopExecutionCommand: 'new StopExecutionCommand({ executionArn: process.env.PAYOUT_STATE_MACHINE_ARN })',
      SendTaskSuccessCommand: "new SendTaskSuccessCommand({ taskToken: 'token', output: '{}' })",
    },
  },
  'client-kms': {
    make: 'new KMSClient({ maxAttempts: 4, requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 } })',
    inputs: {
      DecryptCommand: "new DecryptCommand({ KeyId: process.env.FIELD_KEY_ARN, CiphertextBlob: Buffer.from('AA==') })",
      GenerateDataKeyCommand: "new GenerateDataKeyCommand({ KeyId: process.env.FIELD_KEY_ARN, KeySpec: 'AES_256' })",
      GenerateMacCommand:
        "new GenerateMacCommand({ KeyId: process.env.INDEX_KEY_ARN, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from('a') })",
    },
  },
  'client-sns': {
    make: 'new SNSClient({ maxAttempts: 5 })',
    inputs: {
      PublishCommand: "new PublishCommand({ TopicArn: process.env.APPROVAL_TOPIC_ARN, Subject: 'a', Message: 'a' })",
    },
  },
  'client-s3': {
    make: 'new S3Client({ maxAttempts: 5, forcePathStyle: true })',
    inputs: {
      PutObjectCommand: "new PutObjectCommand({ Bucket: 'payment-files', Key: 'baseline', Body: '' })",
      GetObjectCommand: "new GetObjectCommand({ Bucket: 'payment-files', Key: 'baseline' })",
    },
  },
};

const client = `DynamoDBDocumentClient.from(
  new DynamoDBClient({ maxAttempts: 6, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } }),
  { marshallOptions: { removeUndefinedValues: true } },
)`;

const nameOfClass = (expression: string): string => /new (\w+)/.exec(expression)?.[1] ?? '';

/**
 * The source of a function that only imports the same clients and commands as another and calls, once each, the operations that the other
 * called on its way to its first answer: the floor that the SDK itself sets.
 * @param called operations as the stub tells them, such as `DynamoDB_20120810.GetItem` or `S3.PUT`
 */
export function baselineSource(use: SdkUse, presigner: boolean, called: ReadonlySet<string>): string {
  const imports: string[] = [];
  const kept: string[] = [];
  const sends: string[] = [];
  const add = (from: string, names: readonly string[]): void => {
    imports.push(`import { ${names.join(', ')} } from '@aws-sdk/${from}';`);
    kept.push(...names);
  };
  for (const [name, commands] of use) {
    const known = name === 'client-dynamodb' ? { make: client, inputs: documentInputs } : clients[name];
    if (known === undefined) throw new Error(`bench/baseline.ts knows no ${name}`);
    const expressions = commands.map((command) => {
      const expression = known.inputs[command];
      if (expression === undefined) throw new Error(`bench/baseline.ts knows no ${command} of ${name}`);
      return { operation: command.replace(/Command$/, ''), expression };
    });
    const classes = expressions.map(({ expression }) => nameOfClass(expression));
    if (name === 'client-dynamodb') {
      add(name, ['DynamoDBClient', 'ConditionalCheckFailedException']);
      add('lib-dynamodb', ['DynamoDBDocumentClient', ...classes]);
    } else add(name, [nameOfClass(known.make), ...classes]);
    for (const { operation, expression } of expressions) {
      if (wasCalled(operation, called)) sends.push(`await ${variable(name)}().send(${expression});`);
    }
    imports.push(
      `let ${variable(name)}Made;\nconst ${variable(name)} = () => (${variable(name)}Made ??= ${known.make});`,
    );
  }
  if (presigner) add('s3-request-presigner', ['getSignedUrl']);
  return `${imports.join('\n')}
const TableName = process.env.REGISTER_TABLE;
export const kept = [${kept.join(', ')}];
export const handler = async () => {
  ${sends.join('\n  ')}
  return {};
};
`;
}

const variable = (name: string): string => name.replace('client-', '');

function wasCalled(operation: string, called: ReadonlySet<string>): boolean {
  const s3 = { PutObject: 'S3.PUT', GetObject: 'S3.GET' }[operation];
  return [...called].some((name) => name === s3 || name.endsWith(`.${operation}`));
}
