import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Settings } from '../../functions/runtime/env.ts';
import { envNames } from '../../functions/runtime/env-names.ts';
import { acknowledge } from '../nag.ts';

/** Who calls a function decides who notices that it failed. */
export type Caller = 'api' | 'queue' | 'workflow' | 'schedule';

const whoNotices: Record<Caller, string> = {
  api: 'The caller waits for the answer and gets the error; nothing is invoked without waiting.',
  queue:
    "The queue keeps the message, and its dead-letter queue gets what stays unread; the function's own would stay empty.",
  workflow:
    'The state machine waits for the answer, repeats the step and at last stops the run; nothing is invoked without waiting.',
  schedule:
    'The event holds nothing but the time. Lambda repeats it twice, then an alarm tells, and a person looks: doing it again is harmless.',
};

export type ServiceFunctionProps = {
  /** What the system is like while this function fails, for the person on call. */
  errorImpact: string;
  calledBy: Caller;
  memoryMb?: number;
  timeoutSeconds?: number;
};

/** What all functions of a stage share. */
export type FunctionDefaults = {
  prefix: string;
  settings: Settings;
  logRetentionDays: number;
  codeOf: (name: string) => Code;
};

/** A function with the house defaults: Node 24 on arm64, JSON logs in a group of its own, its settings, and no right but what `grant…` gives. */
export class ServiceFunction extends LambdaFunction {
  readonly errorImpact: string;
  /** Where its rights are, and where a wildcard among them is acknowledged. */
  readonly rights: Role;
  readonly timeoutSeconds: number;

  /** @param name the entry point's file in functions/lambda, without its ending */
  constructor(scope: Construct, name: string, props: ServiceFunctionProps, defaults: FunctionDefaults) {
    const functionName = `${defaults.prefix}-${name}`;
    const timeoutSeconds = props.timeoutSeconds ?? 10;
    const logGroup = new LogGroup(scope, `${name}-logs`, {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: defaults.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${name}-role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${functionName} may do`,
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    super(scope, name, {
      functionName,
      description: `If it fails: ${props.errorImpact}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: defaults.codeOf(name),
      memorySize: props.memoryMb ?? 512,
      timeout: Duration.seconds(timeoutSeconds),
      environment: { [envNames.settings]: JSON.stringify(defaults.settings) },
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
    });
    this.errorImpact = props.errorImpact;
    this.rights = role;
    this.timeoutSeconds = timeoutSeconds;
    acknowledge(this, {
      'Serverless-LambdaDLQ': whoNotices[props.calledBy],
      'Serverless-LambdaTracing':
        'Traces are priced by request, millions of them a day; metrics and logs by request id tell enough.',
    });
  }

  /** Tells the function where something is. Called by the `grant…` methods, together with the right to use it. */
  bind(name: keyof typeof envNames, value: string): void {
    this.addEnvironment(envNames[name], value);
  }
}
