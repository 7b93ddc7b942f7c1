import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { RegisterIndex } from '../../functions/table/keys.ts';
import type { StageConfig } from '../config.ts';
import { acknowledge, acknowledgeWildcard } from '../nag.ts';
import type { FieldKeys } from './field-keys.ts';
import type { LockedBucket } from './locked-bucket.ts';
import { logDelivery } from './payout-state-machine.ts';
import { type FunctionDefaults, ServiceFunction } from './service-function.ts';
import type { ServiceTable } from './service-table.ts';
import { whenLambdaIsBusy, whenTheStepFails } from './step-retries.ts';
import { untilLastPage } from './step-states.ts';

export type ReturnWorkProps = {
  name: string;
  register: ServiceTable<RegisterIndex>;
  taxReturns: LockedBucket;
  fieldKeys: FieldKeys;
  workflow: StageConfig['workflow'];
};

/**
 * What is too long for a request: an annual return of a million payees is built, and its files are written. One function, called until nothing is left;
 * how far it has come stands in the table, so the state holds which return it is and nothing else.
 */
export class ReturnWork extends Construct {
  readonly function: ServiceFunction;
  readonly machine: StateMachine;

  constructor(
    scope: Construct,
    id: string,
    { name, register, taxReturns, fieldKeys, workflow }: ReturnWorkProps,
    defaults: FunctionDefaults,
  ) {
    super(scope, id);
    this.function = new ServiceFunction(
      this,
      'work-return',
      {
        errorImpact:
          'an annual return is not built or not written; nothing is delivered, and starting it again goes on.',
        calledBy: 'workflow',
        memoryMb: 1769,
        timeoutSeconds: 300,
      },
      defaults,
    );
    register.grant(this.function, ['GetItem', 'BatchGetItem', 'Query', 'PutItem']);
    taxReturns.grant(this.function, ['GetObject', 'PutObject']);
    fieldKeys.grantFields(this.function, ['open']);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(this.definition(workflow))),
      role: this.role(name).withoutPolicyUpdates(),
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: new LogGroup(this, 'Log', {
          logGroupName: `/aws/vendedlogs/states/${name}`,
          retention: defaults.logRetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    const noTraces = 'Traces are priced by step; the history and the log tell each step already.';
    acknowledge(this.machine, { 'AwsSolutions-SF2': noTraces, 'Serverless-StepFunctionStateMachineXray': noTraces });
  }

  /** Lets a function start work, and tells it where. */
  grantStart(to: ServiceFunction): void {
    to.bind('returnWorkArn', this.machine.stateMachineArn);
    to.addToRolePolicy(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.machine.stateMachineArn] }),
    );
  }

  private definition({ retryAfterSeconds }: StageConfig['workflow']): object {
    return {
      StartAt: 'Work',
      States: {
        Work: {
          Type: 'Task',
          Resource: this.function.functionArn,
          TimeoutSeconds: this.function.timeoutSeconds + 30,
          Parameters: { 'return.$': '$.return', 'job.$': '$.job' },
          Retry: [whenLambdaIsBusy(retryAfterSeconds), whenTheStepFails(retryAfterSeconds)],
          ResultPath: '$.page',
          Next: 'IsLeft',
        },
        IsLeft: untilLastPage('Work', 'Done'),
        Done: { Type: 'Succeed' },
      },
    };
  }

  private role(name: string): Role {
    const role = new Role(this, 'Role', {
      description: `What ${name} may do`,
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] }),
    );
    role.addToPolicy(new PolicyStatement({ actions: [...logDelivery], resources: ['*'] }));
    acknowledgeWildcard(
      role,
      '*',
      'Log delivery is set up by actions that take no resource, as the Step Functions guide says.',
    );
    return role;
  }
}
