import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcard } from '../nag.ts';
import type { ServiceFunction } from './service-function.ts';

export type RunAction = 'StartExecution' | 'DescribeExecution' | 'StopExecution' | 'SendTaskSuccess';

/**
 * The payout state machine as others see it: by its name. Its steps are allowed to use it before it is there, and it needs the steps, so
 * one side must go by the name.
 */
export type PayoutRuns = {
  name: string;
  arn: string;
  executions: string;
  grant(to: ServiceFunction, actions: readonly RunAction[]): void;
};

/** The state machine that will have this name, in this stack. */
export function payoutRuns(scope: Construct, name: string): PayoutRuns {
  const arnOf = (resource: string, resourceName: string): string =>
    Stack.of(scope).formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const arn = arnOf('stateMachine', name);
  const executions = arnOf('execution', `${name}:*`);
  const aboutExecutions = (action: RunAction): boolean => action === 'DescribeExecution' || action === 'StopExecution';
  return {
    name,
    arn,
    executions,
    grant(to, actions) {
      const allow = (some: RunAction[], resource: string): void =>
        to.addToRolePolicy(
          new PolicyStatement({ actions: some.map((action) => `states:${action}`), resources: [resource] }),
        );
      allow(
        actions.filter((action) => !aboutExecutions(action)),
        arn,
      );
      if (actions.some(aboutExecutions)) {
        allow(actions.filter(aboutExecutions), executions);
        acknowledgeWildcard(to.rights, executions, 'Executions are named after runs, which are not known beforehand.');
      }
      if (actions.includes('StartExecution')) to.bind('payoutStateMachineArn', arn);
    },
  };
}
