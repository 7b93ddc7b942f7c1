import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { LockedBucket } from './locked-bucket.ts';
import { type FunctionDefaults, ServiceFunction } from './service-function.ts';
import type { ServiceTable } from './service-table.ts';

export type AccessSealerProps = {
  accessEvents: ServiceTable<'byPerson' | 'byStaff'>;
  accessSeals: LockedBucket;
};

/** Every minute, seals the access events of the minutes that are over. */
export class AccessSealer extends Construct {
  readonly function: ServiceFunction;

  constructor(
    scope: Construct,
    id: string,
    { accessEvents, accessSeals }: AccessSealerProps,
    defaults: FunctionDefaults,
  ) {
    super(scope, id);
    this.function = new ServiceFunction(
      this,
      'seal-access-events',
      {
        errorImpact: 'access events wait unsealed, so that a change of one would not be noticed.',
        calledBy: 'schedule',
        timeoutSeconds: 60,
      },
      defaults,
    );
    accessEvents.grant(this.function, ['PutItem', 'Query']);
    accessSeals.grant(this.function, ['GetObject', 'PutObject']);
    const role = new Role(this, 'Role', {
      description: 'Lets the scheduler seal access events',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] }),
    );
    const eachMinute = new CfnSchedule(this, 'EachMinute', {
      description: 'Seals access events',
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      // What one misses the next does.
      target: {
        arn: this.function.functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
      },
    });
    eachMinute.node.addDependency(role);
  }
}
