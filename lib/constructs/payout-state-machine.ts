import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { acknowledge, acknowledgeWildcard } from '../nag.ts';
import { payoutDefinition } from './payout-definition.ts';
import type { PayoutRuns } from './payout-runs.ts';
import { stepNames, type WorkflowFunctions } from './workflow-functions.ts';

export type PayoutStateMachineProps = {
  runs: PayoutRuns;
  functions: WorkflowFunctions;
  workflow: StageConfig['workflow'];
  logRetentionDays: StageConfig['logRetentionDays'];
};

/** The state machine of payout runs, with a role that may invoke exactly its steps. */
export class PayoutStateMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { runs, functions, workflow, logRetentionDays }: PayoutStateMachineProps) {
    super(scope, id);
    const definition = payoutDefinition((step) => functions.byName[step], workflow);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: runs.name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      role: this.role(runs, functions).withoutPolicyUpdates(),
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: new LogGroup(this, 'Log', {
          logGroupName: `/aws/vendedlogs/states/${runs.name}`,
          retention: logRetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    const noTraces = 'Traces are priced by step; the history and the log tell each step already.';
    acknowledge(this.machine, { 'AwsSolutions-SF2': noTraces, 'Serverless-StepFunctionStateMachineXray': noTraces });
    new CfnOutput(Stack.of(this), 'PayoutStateMachineArn', { value: this.machine.stateMachineArn });
  }

  private role(runs: PayoutRuns, functions: WorkflowFunctions): Role {
    const role = new Role(this, 'Role', {
      description: `What ${runs.name} may do`,
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const allow = (actions: string[], resources: string[]): void => {
      role.addToPolicy(new PolicyStatement({ actions, resources }));
    };
    allow(
      ['lambda:InvokeFunction'],
      stepNames.map((step) => functions.byName[step].functionArn),
    );
    allow(['states:StartExecution'], [runs.arn]);
    allow(['states:DescribeExecution', 'states:StopExecution'], [runs.executions]);
    allow(logDelivery, ['*']);
    acknowledgeWildcard(
      role,
      runs.executions,
      'A distributed map watches its child executions, whose names are made up as they start.',
    );
    acknowledgeWildcard(
      role,
      '*',
      'Log delivery is set up by actions that take no resource, as the Step Functions guide says.',
    );
    return role;
  }
}

/** What a state machine needs to log into a group. */
export const logDelivery = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];
