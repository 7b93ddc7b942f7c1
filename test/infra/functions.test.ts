import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { configs } from '../../lib/config.ts';
import { type Resource, resourceOf, resourcesOf, synthesized } from './synthesized.ts';

const { stateless } = synthesized('prod');
const byId = resourcesOf(stateless, 'AWS::Lambda::Function');
const nameOf = ({ Properties }: Resource): string => String(Properties.FunctionName).replace('omistaja-prod-', '');
const functions = new Map(Object.values(byId).map((resource) => [nameOf(resource), resource]));

type Statement = {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, string>>;
};
const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** The statements of every policy that is attached to the function's role. */
function statementsOf(name: string): Statement[] {
  const role = functions.get(name)?.Properties.Role as { 'Fn::GetAtt': [string, string] };
  return Object.values(resourcesOf(stateless, 'AWS::IAM::Policy'))
    .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes(`"${role['Fn::GetAtt'][0]}"`))
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
}

/** What a resource is, as the table below calls it. */
function called(resource: unknown): string {
  const text = JSON.stringify(resource);
  const index = /\/index\/(\w+)/.exec(text)?.[1];
  if (/RegisterTable/.test(text)) return index ?? 'register';
  if (/AccessEventsTable/.test(text)) return index ?? 'accessEvents';
  if (/FieldKeysFieldKey/.test(text)) return 'fieldKey';
  if (/FieldKeysIndexKey/.test(text)) return 'indexKey';
  if (/ReceiptsQueue/.test(text)) return 'receipts';
  if (/ApprovalsTopic/.test(text)) return 'approvals';
  if (/BankFiles.*Queue/.test(text)) return 'bankFiles';
  if (/InboxBucket.*\/\*/.test(text)) return 'bankInbox';
  if (/TaxReturnsBucket.*\/\*/.test(text)) return 'taxReturns';
  if (/FilesBucket.*\/\*/.test(text)) return 'paymentFiles';
  if (/SealsBucket.*\/\*/.test(text)) return 'accessSeals';
  if (/ReturnsMachine/.test(text)) return 'returnWork';
  if (/:execution:omistaja-prod-payout-run:\*/.test(text)) return 'executions';
  if (/:stateMachine:omistaja-prod-payout-run"/.test(text)) return 'payoutRun';
  return text;
}

/** Resource → actions, without the log and the key, which have tests of their own. */
function rightsOf(name: string): Record<string, string> {
  const pairs = statementsOf(name).flatMap(({ Action, Resource }) =>
    list(Action).flatMap((action) => list(Resource).map((resource) => ({ action, resource: called(resource) }))),
  );
  const rights = new Map<string, string[]>();
  for (const { action, resource } of pairs) {
    if (!/^logs:/.test(action) && (!action.startsWith('kms:') || resource.endsWith('Key')))
      rights.set(resource, [...(rights.get(resource) ?? []), action.replace(/^\w+:/, '')]);
  }
  return Object.fromEntries([...rights].map(([resource, actions]) => [resource, actions.sort().join(' ')]));
}

/** The whole of what each function may do. */
const mayDo: Record<string, Record<string, string>> = {
  'pos-receipts': { register: 'GetItem', receipts: 'SendMessage' },
  'pos-queries': { register: 'BatchGetItem GetItem Query', byHousehold: 'Query' },
  'pos-day-ends': { register: 'GetItem Query', receipts: 'GetQueueAttributes' },
  'staff-runs': {
    register: 'ConditionCheckItem GetItem PutItem Query UpdateItem',
    byListing: 'Query',
    accessEvents: 'PutItem',
    payoutRun: 'SendTaskSuccess StartExecution',
    executions: 'DescribeExecution StopExecution',
  },
  'staff-run-results': { register: 'GetItem Query', accessEvents: 'PutItem', paymentFiles: 'GetObject' },
  'staff-register': {
    register: 'BatchGetItem GetItem PutItem Query UpdateItem',
    byHousehold: 'Query',
    byListing: 'Query',
    accessEvents: 'PutItem',
    indexKey: 'GenerateMac',
  },
  'staff-customers': {
    register: 'BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem Query UpdateItem',
    byMember: 'Query',
    accessEvents: 'PutItem',
    fieldKey: 'Decrypt GenerateDataKey',
    indexKey: 'GenerateMac',
  },
  'staff-reveal': { register: 'GetItem Query', accessEvents: 'PutItem', fieldKey: 'Decrypt' },
  'staff-members': {
    register: 'BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem Query UpdateItem',
    byListing: 'Query',
    byMember: 'Query',
    accessEvents: 'PutItem',
    fieldKey: 'Decrypt',
  },
  'staff-households': {
    register: 'BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem Query UpdateItem',
    byHousehold: 'Query',
    byListing: 'Query',
    accessEvents: 'PutItem',
    fieldKey: 'Decrypt',
  },
  'staff-directory': {
    register: 'BatchGetItem GetItem PutItem Query',
    byListing: 'Query',
    accessEvents: 'PutItem',
  },
  'staff-audit': {
    register: 'GetItem Query',
    accessEvents: 'PutItem Query',
    byPerson: 'Query',
    byStaff: 'Query',
  },
  'staff-money': {
    register: 'BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem Query UpdateItem',
    byListing: 'Query',
    accessEvents: 'PutItem',
    fieldKey: 'Decrypt',
  },
  'staff-returns': { register: 'GetItem PutItem Query', accessEvents: 'PutItem', returnWork: 'StartExecution' },
  'staff-return-files': { register: 'GetItem Query', accessEvents: 'PutItem', taxReturns: 'GetObject' },
  'record-receipts': {
    register: 'BatchGetItem GetItem PutItem',
    receipts: 'DeleteMessage GetQueueAttributes ReceiveMessage',
  },
  'read-bank-files': {
    register: 'BatchGetItem ConditionCheckItem GetItem PutItem Query UpdateItem',
    bankFiles: 'DeleteMessage GetQueueAttributes ReceiveMessage',
    bankInbox: 'GetObject GetObjectVersion',
    paymentFiles: 'GetObject PutObject',
  },
  'plan-run': { register: 'GetItem Query', byListing: 'Query' },
  'rematch-receipts': {
    register: 'BatchGetItem GetItem PutItem UpdateItem',
    byHousehold: 'Query',
    byListing: 'Query',
  },
  'calculate-shard': { register: 'BatchGetItem GetItem PutItem Query', byHousehold: 'Query', byListing: 'Query' },
  'sum-outlets': { register: 'GetItem PutItem Query' },
  'compare-roads': { register: 'GetItem Query UpdateItem', byListing: 'Query' },
  'conclude-run': { register: 'GetItem Query UpdateItem' },
  'await-approval': { register: 'GetItem UpdateItem', payoutRun: 'SendTaskSuccess' },
  'post-shard': { register: 'DeleteItem GetItem PutItem Query' },
  'check-payees': { register: 'ConditionCheckItem GetItem PutItem Query' },
  'finish-posting': { register: 'GetItem Query UpdateItem', paymentFiles: 'GetObject PutObject' },
  'plan-files': { register: 'GetItem Query UpdateItem' },
  'write-file': { register: 'GetItem PutItem Query', paymentFiles: 'GetObject PutObject', fieldKey: 'Decrypt' },
  'finish-run': { register: 'GetItem Query UpdateItem' },
  'tell-approvers': { register: 'GetItem Query UpdateItem', approvals: 'Publish' },
  'stop-run': { register: 'GetItem UpdateItem' },
  'start-due-runs': {
    register: 'BatchGetItem ConditionCheckItem GetItem PutItem Query UpdateItem',
    byListing: 'Query',
    payoutRun: 'StartExecution',
    executions: 'DescribeExecution',
  },
  'work-return': {
    register: 'BatchGetItem GetItem PutItem Query',
    taxReturns: 'GetObject PutObject',
    fieldKey: 'Decrypt',
  },
  'seal-access-events': { accessEvents: 'PutItem Query', accessSeals: 'GetObject PutObject' },
};

it('each entry point is a function and each function has its entry point', () => {
  const files = readdirSync(path.join(import.meta.dirname, '../../functions/lambda'));
  expect([...functions.keys()].sort()).toEqual(files.map((file) => file.replace(/\.ts$/, '')).sort());
  expect([...functions.keys()].sort()).toEqual(Object.keys(mayDo).sort());
});

describe.each(Object.keys(mayDo))('function %s', (name) => {
  const resource = functions.get(name);
  const properties = resource?.Properties ?? {};

  it('may do exactly what it needs', () => {
    expect(rightsOf(name)).toEqual(mayDo[name]);
  });

  it('has its rights in its own policy alone, and no wildcard among its actions', () => {
    const role = properties.Role as { 'Fn::GetAtt': [string, string] };
    const { ManagedPolicyArns, Policies } = resourceOf(stateless, 'AWS::IAM::Role', role['Fn::GetAtt'][0]).Properties;
    expect([ManagedPolicyArns, Policies]).toEqual([undefined, undefined]);
    expect(statementsOf(name).flatMap(({ Action }) => list(Action).filter((action) => action.includes('*')))).toEqual(
      [],
    );
  });

  it('uses the key only through the services that keep its data', () => {
    const services = new Set(
      Object.keys(mayDo[name] ?? {})
        .map(keeperOf)
        .filter((service) => service !== undefined),
    );
    if (mayDo[name]?.receipts === 'GetQueueAttributes') services.delete('sqs');
    const throughKey = statementsOf(name).filter(
      ({ Action, Resource }) =>
        list(Action).some((action) => action.startsWith('kms:')) && !called(Resource).endsWith('Key'),
    );
    const via = throughKey.map(({ Condition }) => Condition?.StringEquals?.['kms:ViaService']?.split('.')[0]);
    expect(new Set(via)).toEqual(services);
  });

  it('runs on Node 24 and arm64, says why it matters, and has its settings', () => {
    expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    expect(properties.Description).toMatch(/^If it fails: .+\.$/);
    const { Variables } = properties.Environment as { Variables: Record<string, unknown> };
    expect(JSON.parse(String(Variables.SETTINGS))).toEqual(configs.prod.settings);
  });

  it('logs JSON, the system from WARN on, into a group of its own that forgets', () => {
    expect(properties.LoggingConfig).toMatchObject({
      LogFormat: 'JSON',
      SystemLogLevel: 'WARN',
      ApplicationLogLevel: 'INFO',
    });
    const { LogGroup } = properties.LoggingConfig as { LogGroup: { Ref: string } };
    const group = resourceOf(stateless, 'AWS::Logs::LogGroup', LogGroup.Ref).Properties;
    expect(group).toMatchObject({
      LogGroupName: `/aws/lambda/omistaja-prod-${name}`,
      RetentionInDays: configs.prod.logRetentionDays,
    });
    const logging = statementsOf(name).filter(({ Action }) =>
      list(Action).some((action) => action.startsWith('logs:')),
    );
    expect(logging).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [LogGroup.Ref, 'Arn'] },
      },
    ]);
  });
});

function keeperOf(resource: string): 'dynamodb' | 'sqs' | 's3' | 'sns' | undefined {
  if (['register', 'byHousehold', 'byListing', 'byMember', 'accessEvents', 'byPerson', 'byStaff'].includes(resource))
    return 'dynamodb';
  if (resource === 'receipts' || resource === 'bankFiles') return 'sqs';
  if (resource === 'approvals') return 'sns';
  return ['paymentFiles', 'bankInbox', 'accessSeals', 'taxReturns'].includes(resource) ? 's3' : undefined;
}

it('nobody but functions of staff and the sealer writes access events, and nobody changes one', () => {
  const policies = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role'].flatMap((type) =>
    Object.entries(resourcesOf(stateless, type)),
  );
  const about = policies
    .filter(([, resource]) => JSON.stringify(resource).includes('AccessEventsTable'))
    .map(([id]) => id)
    .filter((id) => !id.startsWith('Auditor'));
  expect(about.length).toBe(Object.values(mayDo).filter(({ accessEvents }) => accessEvents !== undefined).length);
  for (const id of about) expect(id).toMatch(/staff|sealaccessevents/);
  for (const rights of Object.values(mayDo))
    expect([undefined, 'PutItem', 'PutItem Query']).toContain(rights.accessEvents);
});

it('the auditor reads the access log and its seals, and nothing else', () => {
  const { PolicyDocument } = resourceOf(stateless, 'AWS::IAM::ManagedPolicy', 'Auditor').Properties;
  const { Statement } = PolicyDocument as { Statement: Statement[] };
  expect(Statement.map(({ Effect, Action, Resource }) => [Effect, Action, list(Resource).map(called).join()])).toEqual([
    ['Allow', 's3:GetObject', 'accessSeals'],
    ['Allow', 's3:ListBucket', expect.stringMatching(/AccessSealsBucket[^/]*$/)],
    ['Allow', 'dynamodb:Query', 'accessEvents'],
    ['Allow', 'kms:Decrypt', expect.stringMatching(/FnGetAttKey/)],
  ]);
  expect(Statement.at(-1)?.Condition).toEqual({
    StringEquals: { 'kms:ViaService': ['dynamodb.eu-north-1.amazonaws.com', 's3.eu-north-1.amazonaws.com'] },
  });
});

it('the access log is sealed every minute', () => {
  const schedule = resourceOf(stateless, 'AWS::Scheduler::Schedule', 'Sealer').Properties;
  expect(schedule).toMatchObject({ ScheduleExpression: 'rate(1 minute)', FlexibleTimeWindow: { Mode: 'OFF' } });
  expect(JSON.stringify(schedule.Target)).toMatch(/sealaccessevents/);
});

describe.each([
  { name: 'Receipts', consumer: 'record-receipts', batch: { BatchSize: 50, MaximumBatchingWindowInSeconds: 2 } },
  { name: 'BankFiles', consumer: 'read-bank-files', batch: { BatchSize: 1 } },
])('the queue $name', ({ name, consumer, batch }) => {
  const queue = (which: string) => resourceOf(stateless, 'AWS::SQS::Queue', `${name}${which}`).Properties;

  it('hides a message for six lives of its consumer and gives up after five attempts', () => {
    const timeout = Number(functions.get(consumer)?.Properties.Timeout);
    expect(Number(queue('Queue').VisibilityTimeout)).toBeGreaterThanOrEqual(6 * timeout);
    expect(queue('Queue').RedrivePolicy).toMatchObject({
      maxReceiveCount: 5,
      deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringContaining('DeadLetters'), 'Arn'] },
    });
    expect(queue('DeadLetters').MessageRetentionPeriod).toBe(14 * 86_400);
  });

  it('is under our key and takes nothing in the clear', () => {
    expect(queue('Queue').KmsMasterKeyId).toBeDefined();
    expect(queue('DeadLetters').KmsMasterKeyId).toEqual(queue('Queue').KmsMasterKeyId);
    const policies = Object.entries(resourcesOf(stateless, 'AWS::SQS::QueuePolicy')).filter(([id]) =>
      id.includes(name),
    );
    expect(policies.filter((policy) => JSON.stringify(policy).includes('aws:SecureTransport'))).toHaveLength(2);
  });

  it('gives back the failed messages of a batch alone', () => {
    const mappings = Object.values(resourcesOf(stateless, 'AWS::Lambda::EventSourceMapping'));
    const own = mappings.filter(({ Properties }) => JSON.stringify(Properties.EventSourceArn).includes(name));
    expect(own.map(({ Properties }) => Properties)).toMatchObject([
      { FunctionResponseTypes: ['ReportBatchItemFailures'], ...batch },
    ]);
  });
});

it('as many recorders work at once as the settings say', () => {
  const mapping = resourceOf(stateless, 'AWS::Lambda::EventSourceMapping', 'Recorder').Properties;
  expect(mapping.ScalingConfig).toEqual({ MaximumConcurrency: configs.prod.recorder.mostConcurrent });
});

describe('what the bank drops', () => {
  it('is announced by the inbox alone, and becomes a message or a dead letter', () => {
    const inbox = resourceOf(synthesized('prod').stateful, 'AWS::S3::Bucket', 'InboxBucket').Properties;
    expect(inbox.NotificationConfiguration).toEqual({ EventBridgeConfiguration: { EventBridgeEnabled: true } });
    const rule = resourceOf(stateless, 'AWS::Events::Rule').Properties;
    expect(rule.EventPattern).toMatchObject({ source: ['aws.s3'], 'detail-type': ['Object Created'] });
    expect(JSON.stringify(rule.EventPattern)).toContain('InboxBucket');
    expect(rule.Targets).toEqual([
      {
        Id: 'Files',
        Arn: { 'Fn::GetAtt': [expect.stringMatching(/BankFilesQueue/), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/BankFilesDeadLetters/), 'Arn'] } },
      },
    ]);
  });

  it('reaches the queue from this rule alone, under the key of the queue', () => {
    const statements = Object.entries(resourcesOf(stateless, 'AWS::SQS::QueuePolicy'))
      .filter(([id]) => id.includes('BankFiles'))
      .flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement)
      .filter(({ Effect }) => Effect === 'Allow');
    expect(statements).toHaveLength(2);
    for (const { Action, Condition } of statements) {
      expect(Action).toBe('sqs:SendMessage');
      expect(JSON.stringify(Condition)).toMatch(/aws:SourceArn.*BankDropped/);
    }
    const keys = Object.values(resourcesOf(synthesized('prod').stateful, 'AWS::KMS::Key')).map(({ Properties }) =>
      JSON.stringify(Properties.KeyPolicy),
    );
    expect(keys.filter((policy) => policy.includes('events.amazonaws.com'))).toHaveLength(1);
  });

  it('may be put there by whoever has the policy for it, who reads nothing', () => {
    const { PolicyDocument } = resourceOf(stateless, 'AWS::IAM::ManagedPolicy', 'BankConnection').Properties;
    const { Statement } = PolicyDocument as { Statement: Statement[] };
    expect(
      Statement.map(({ Action, Resource }) => [list(Action).join(' '), list(Resource).map(called).join()]),
    ).toEqual([
      ['s3:PutObject', 'bankInbox'],
      ['kms:Decrypt kms:GenerateDataKey', expect.stringMatching(/FnGetAttKey/)],
    ]);
    expect(Statement.at(-1)?.Condition).toEqual({
      StringEquals: { 'kms:ViaService': 's3.eu-north-1.amazonaws.com' },
    });
  });

  it('is counted where it is refused, for an alarm', () => {
    const filter = resourceOf(stateless, 'AWS::Logs::MetricFilter').Properties;
    expect(filter.FilterPattern).toBe('"bank file refused"');
    const alarms = Object.values(resourcesOf(stateless, 'AWS::CloudWatch::Alarm'));
    const [transformation] = filter.MetricTransformations as { MetricName: string }[];
    expect(alarms.filter(({ Properties }) => Properties.MetricName === transformation?.MetricName)).toHaveLength(1);
  });
});

describe('the operator', () => {
  const policy = resourceOf(stateless, 'AWS::IAM::ManagedPolicy', 'Operator').Properties.PolicyDocument as {
    Statement: Statement[];
  };
  const actions = (effect: string) =>
    policy.Statement.filter(({ Effect }) => Effect === effect).flatMap(({ Action }) => list(Action));

  it('is denied every way to the data of a table, bucket, queue or key', () => {
    const denial = policy.Statement.find(({ Effect }) => Effect === 'Deny');
    expect(denial?.Resource).toBe('*');
    expect(denial?.Condition).toBeUndefined();
    expect(actions('Deny')).toEqual(
      expect.arrayContaining([
        ...[
          'GetItem',
          'BatchGetItem',
          'Query',
          'Scan',
          'PartiQLSelect',
          'PutItem',
          'UpdateItem',
          'DeleteItem',
          'ExportTableToPointInTime',
        ].map((action) => `dynamodb:${action}`),
        ...['GetObject', 'GetObjectVersion', 'PutObject', 'DeleteObject'].map((action) => `s3:${action}`),
        ...[
          'sqs:ReceiveMessage',
          'kms:Decrypt',
          'kms:CreateGrant',
          'kms:PutKeyPolicy',
          'lambda:InvokeFunction',
          'cognito-idp:ListUsers',
        ],
      ]),
    );
  });

  it('only looks, and deploys through the roles of the CDK', () => {
    const allowed = actions('Allow').filter((action) => action !== 'sts:AssumeRole');
    expect(
      allowed.filter((action) => !/^[\w-]+:(Describe|Filter|Get|List|Start(Query|LiveTail)|StopQuery)/.test(action)),
    ).toEqual([]);
    expect(allowed.filter((action) => action.startsWith('logs:'))).toContain('logs:FilterLogEvents');
    expect(allowed.filter((action) => action.startsWith('cloudwatch:'))).toContain('cloudwatch:GetMetricData');
    const assumed = policy.Statement.filter(({ Action }) => list(Action).includes('sts:AssumeRole')).flatMap(
      ({ Resource }) => list(Resource),
    );
    expect(assumed.length).toBeGreaterThan(0);
    for (const role of assumed)
      expect(role).toMatch(/^arn:aws:iam::111122223333:role\/cdk-hnb659fds-[a-z-]+-role-111122223333-eu-north-1$/);
  });
});

describe('alarms', () => {
  const alarms = Object.values(resourcesOf(stateless, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);

  it('each name what to do in the runbook', () => {
    expect(alarms.filter(({ AlarmDescription }) => !/Runbook: ".+"\.$/.test(String(AlarmDescription)))).toEqual([]);
  });

  it.each([
    ['a message in the dead-letter queue', { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 }],
    ['receipts that wait', { MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 300 }],
    ['a payout run that stopped', { MetricName: 'ExecutionsFailed', Threshold: 0 }],
    ['an annual return that stopped', { MetricName: 'ExecutionsFailed', Threshold: 0 }],
    ['an API that fails', { MetricName: '5xx', Threshold: 0 }],
    ['functions that nobody waits for', { MetricName: 'Errors', Threshold: 0 }],
    ['an access log that nobody seals', { MetricName: 'Invocations', Threshold: 1, TreatMissingData: 'breaching' }],
  ])('tell of %s', (_, expected) => {
    expect(alarms).toContainEqual(expect.objectContaining(expected));
  });

  it('are mailed where an address is given', () => {
    const mailed = synthesized('prod', { alarmEmail: 'operators@omistaja.example' }).stateless;
    mailed.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'operators@omistaja.example',
    });
    for (const { Properties } of Object.values(resourcesOf(mailed, 'AWS::CloudWatch::Alarm')))
      expect(Properties.AlarmActions).toHaveLength(1);
  });
});
