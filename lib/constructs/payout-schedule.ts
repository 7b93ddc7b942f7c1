import { Stack, TimeZone } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { RegisterIndex } from '../../functions/table/keys.ts';
import type { StageConfig } from '../config.ts';
import type { PayoutRuns } from './payout-runs.ts';
import { type FunctionDefaults, ServiceFunction } from './service-function.ts';
import type { ServiceTable } from './service-table.ts';

export type PayoutScheduleProps = {
  register: ServiceTable<RegisterIndex>;
  payoutRuns: PayoutRuns;
  schedule: StageConfig['schedule'];
};

/** Each day, the start of the runs that are due: last month's Bonus on its day, interest and surplus by their decisions. */
export class PayoutSchedule extends Construct {
  readonly function: ServiceFunction;

  constructor(
    scope: Construct,
    id: string,
    { register, payoutRuns, schedule }: PayoutScheduleProps,
    defaults: FunctionDefaults,
  ) {
    super(scope, id);
    this.function = new ServiceFunction(
      this,
      'start-due-runs',
      {
        errorImpact: "some co-op's run has not started; staff can start it.",
        calledBy: 'schedule',
        timeoutSeconds: 120,
      },
      defaults,
    );
    register.grant(
      this.function,
      ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      ['byListing'],
    );
    payoutRuns.grant(this.function, ['StartExecution', 'DescribeExecution']);
    const role = new Role(this, 'Role', {
      description: 'Lets the scheduler start due runs',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] }),
    );
    const daily = new CfnSchedule(this, 'Daily', {
      description: 'Starts the payout runs that are due',
      scheduleExpression: `cron(0 ${schedule.hour} * * ? *)`,
      scheduleExpressionTimezone: TimeZone.EUROPE_HELSINKI.timezoneName,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.function.functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
      },
    });
    daily.node.addDependency(role);
  }
}
