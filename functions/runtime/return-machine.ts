import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ReturnId } from '../table/keys.ts';
import { requireEnv } from './env.ts';
import { envNames } from './env-names.ts';

let client: SFNClient | undefined;

/** What is done step by step, since a return may have a million payees. */
export type ReturnJob = 'BUILD' | 'TEST' | 'PRODUCTION' | 'CSV';

/**
 * Starts work on a return. It may be started as often as anybody likes: executions of one return find each other's work done.
 * @param nowMs makes the name of the execution
 */
export async function startReturnWork(
  { coopId, year, number }: ReturnId,
  job: ReturnJob,
  nowMs: number,
): Promise<void> {
  client ??= new SFNClient({ maxAttempts: 5 });
  await client.send(
    new StartExecutionCommand({
      stateMachineArn: requireEnv(envNames.returnWorkArn),
      name: [coopId, year, number, job, nowMs].join('-'),
      input: JSON.stringify({ return: { coopId, year, number }, job }),
    }),
  );
}
