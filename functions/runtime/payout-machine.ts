import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Run } from '../table/items.ts';
import { requireEnv } from './env.ts';
import { envNames } from './env-names.ts';

let client: SFNClient | undefined;

function stepFunctions(): SFNClient {
  client ??= new SFNClient({ maxAttempts: 5 });
  return client;
}

/** The name of an execution is a function of the run, so one that was started cannot be started again. */
const executionName = (run: Run): string => [run.kind, run.coopId, run.period, run.attempt, run.execution].join('-');
const executionArn = (run: Run): string =>
  `${requireEnv(envNames.payoutStateMachineArn).replace(':stateMachine:', ':execution:')}:${executionName(run)}`;

/** Starts the run's execution. @returns false if there is or was one of that name */
export async function startExecution(run: Run): Promise<boolean> {
  const { coopId, kind, period, attempt } = run;
  try {
    await stepFunctions().send(
      new StartExecutionCommand({
        stateMachineArn: requireEnv(envNames.payoutStateMachineArn),
        name: executionName(run),
        input: JSON.stringify({ run: { coopId, kind, period, attempt } }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return false;
    throw error;
  }
}

/** Whether the run's execution has ended (or never began), whatever the end. */
export async function executionHasEnded(run: Run): Promise<boolean> {
  try {
    const { status } = await stepFunctions().send(new DescribeExecutionCommand({ executionArn: executionArn(run) }));
    return status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return true;
    throw error;
  }
}

/** Ends the run's execution, if there is one. */
export async function stopExecution(run: Run): Promise<void> {
  try {
    await stepFunctions().send(
      new StopExecutionCommand({ executionArn: executionArn(run), cause: 'the run was cancelled or rejected' }),
    );
  } catch (error) {
    if (!(error instanceof ExecutionDoesNotExist)) throw error;
  }
}

/** Tells the waiting execution that the run was signed. A token that is used up or gone is no fault: the wait is renewed. */
export async function announceSignature(taskToken: string): Promise<void> {
  try {
    await stepFunctions().send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
  } catch (error) {
    if (!(error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken))
      throw error;
  }
}
