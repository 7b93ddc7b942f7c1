import { Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Effect, ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from '../nag.ts';

const watched = {
  cloudformation: [
    'DescribeStackEvents',
    'DescribeStackResources',
    'DescribeStacks',
    'GetTemplate',
    'ListStackResources',
    'ListStacks',
  ],
  cloudwatch: ['DescribeAlarmHistory', 'DescribeAlarms', 'GetMetricData', 'GetMetricStatistics', 'ListMetrics'],
  'cognito-idp': ['DescribeUserPool', 'DescribeUserPoolDomain', 'ListUserPools'],
  dynamodb: ['DescribeContinuousBackups', 'DescribeTable', 'DescribeTimeToLive', 'ListTables'],
  lambda: ['GetAccountSettings', 'GetFunctionConfiguration', 'ListEventSourceMappings', 'ListFunctions'],
  logs: [
    'DescribeLogGroups',
    'DescribeLogStreams',
    'DescribeQueries',
    'FilterLogEvents',
    'GetLogEvents',
    'GetQueryResults',
    'StartLiveTail',
    'StartQuery',
    'StopQuery',
  ],
  scheduler: ['GetSchedule', 'ListSchedules'],
  sqs: ['GetQueueAttributes', 'GetQueueUrl', 'ListQueues'],
  states: [
    'DescribeExecution',
    'DescribeStateMachine',
    'GetExecutionHistory',
    'ListExecutions',
    'ListMapRuns',
    'ListStateMachines',
  ],
};

/** Everything that shows or changes personal data, or acts in somebody's name past the API. Denied, so that no other policy can allow it. */
const closed = {
  'cognito-idp': [
    'AdminGetUser',
    'AdminInitiateAuth',
    'AdminSetUserPassword',
    'DescribeUserPoolClient',
    'ListUsers',
    'ListUsersInGroup',
  ],
  dynamodb: [
    'BatchGetItem',
    'BatchWriteItem',
    'ConditionCheckItem',
    'DeleteItem',
    'ExportTableToPointInTime',
    'GetItem',
    'GetRecords',
    'PartiQLDelete',
    'PartiQLInsert',
    'PartiQLSelect',
    'PartiQLUpdate',
    'PutItem',
    'Query',
    'RestoreTableToPointInTime',
    'Scan',
    'UpdateItem',
  ],
  kms: ['CreateGrant', 'Decrypt', 'GenerateDataKey', 'PutKeyPolicy', 'ReEncryptFrom'],
  lambda: ['GetFunction', 'InvokeFunction', 'UpdateFunctionCode', 'UpdateFunctionConfiguration'],
  s3: ['DeleteObject', 'DeleteObjectVersion', 'GetObject', 'GetObjectVersion', 'PutObject'],
  sqs: ['ReceiveMessage', 'SendMessage'],
  states: ['SendTaskSuccess', 'StartExecution'],
};

const actionsOf = (rights: Record<string, string[]>): string[] =>
  Object.entries(rights).flatMap(([service, actions]) => actions.map((action) => `${service}:${action}`));

/**
 * The operator: deploys through the CDK's own roles, reads logs, metrics and alarms, and sees no person's data. The policy can also be
 * given to people by an identity provider; the role is for accounts that have none.
 */
export class OperatorAccess extends Construct {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    const cdkRoles = ['deploy', 'file-publishing', 'lookup'].map((role) =>
      Stack.of(this).formatArn({ service: 'iam', region: '', resource: 'role', resourceName: cdkRoleName(this, role) }),
    );
    const policy = new ManagedPolicy(this, 'Policy', {
      managedPolicyName: name,
      description: 'Deploys Omistaja and watches it; reads no table, bucket, queue or key',
      statements: [
        new PolicyStatement({ sid: 'Deploy', actions: ['sts:AssumeRole'], resources: cdkRoles }),
        new PolicyStatement({ sid: 'Watch', actions: actionsOf(watched), resources: ['*'] }),
        new PolicyStatement({
          sid: 'NoPersonalData',
          effect: Effect.DENY,
          actions: actionsOf(closed),
          resources: ['*'],
        }),
      ],
    });
    acknowledgeWildcard(
      policy,
      '*',
      'Lists and descriptions take no resource, and logs and metrics hold no personal data.',
    );
    new Role(this, 'Role', {
      roleName: name,
      description: 'For operators who sign in to this account with a second factor',
      assumedBy: new AccountRootPrincipal().withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      managedPolicies: [policy],
    });
  }
}

/** The names of the roles that `cdk bootstrap` makes. */
function cdkRoleName(scope: Construct, role: string): string {
  const { account, region, synthesizer } = Stack.of(scope);
  return `cdk-${synthesizer.bootstrapQualifier}-${role}-role-${account}-${region}`;
}
