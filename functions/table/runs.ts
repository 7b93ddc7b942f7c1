import { isDeepStrictEqual } from 'node:util';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { DomainError } from '../../domain/errors.ts';
import { isPosted, type RunAct, type RunState, stateAfter } from '../../domain/run.ts';
import type { LiveRun } from '../../domain/run-order.ts';
import type { Period } from '../../domain/run-period.ts';
import type { Register } from './client.ts';
import { livePointerItem, type Run, runItem } from './items.ts';
import { coopKey, livePointerKey, livePrefix, type RunId, runKey, runPrefix } from './keys.ts';
import { getItem, queryAll, withoutKeys } from './read.ts';

export const runIdOf = (run: Run): RunId => ({
  coopId: run.coopId,
  kind: run.kind,
  period: run.period,
  attempt: run.attempt,
});

/** @throws DomainError unknownRun */
export async function runOf(db: Register, id: RunId): Promise<Run> {
  const item = await getItem(db, runKey(id));
  if (item === undefined) throw new DomainError('unknownRun', 'There is no such run.');
  return z.parse(runItem, withoutKeys(item));
}

/** A co-op's runs of a kind, all attempts and dry runs, oldest period first; or those of one period. */
export async function runsOf(db: Register, coopId: string, kind: RunId['kind'], period?: Period): Promise<Run[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': coopKey(coopId).pk, ':sk': runPrefix(kind, period) },
    ConsistentRead: true,
  });
  return items.map((item) => z.parse(runItem, withoutKeys(item)));
}

/** The live attempt of every period of a co-op and kind, with its state. */
export async function liveRuns(db: Register, coopId: string, kind: RunId['kind']): Promise<LiveRun[]> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': coopKey(coopId).pk, ':sk': livePrefix(kind) },
    ConsistentRead: true,
  });
  return await Promise.all(
    items.map(async (item) => {
      const { attempt } = z.parse(livePointerItem, withoutKeys(item));
      const period = String(item.sk).slice(livePrefix(kind).length);
      const { state, postedAtMs } = await runOf(db, { coopId, kind, period, attempt });
      return { period, attempt, state, posted: postedAtMs !== undefined };
    }),
  );
}

/** The attempts whose results count, by period: those whose money was handed over. */
export async function postedAttempts(db: Register, coopId: string, kind: RunId['kind']): Promise<Map<Period, string>> {
  const live = await liveRuns(db, coopId, kind);
  return new Map(live.filter((run) => isPosted(run.state)).map((run) => [run.period, run.attempt]));
}

/**
 * Opens an attempt: its item and the pointer that names it, in one transaction. Of two who open at once one wins.
 * @param previous the attempt that the pointer names now, if any
 * @returns false if somebody else was first
 */
export async function openRun(db: Register, run: Run, previous: string | undefined): Promise<boolean> {
  const id = runIdOf(run);
  const runPut = {
    Put: { TableName: db.tableName, Item: { ...runKey(id), ...run }, ConditionExpression: 'attribute_not_exists(pk)' },
  };
  const pointerPut = {
    Put: {
      TableName: db.tableName,
      Item: { ...livePointerKey(id), attempt: run.attempt },
      ...(previous === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'attempt = :previous', ExpressionAttributeValues: { ':previous': previous } }),
    },
  };
  try {
    await db.client.send(new TransactWriteCommand({ TransactItems: run.dryRun ? [runPut] : [runPut, pointerPut] }));
    return true;
  } catch (error) {
    // The SDK does not retry a conflict of transactions; whoever lost looks again at what is there.
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
}

type RunChange = Partial<
  Pick<
    Run,
    | 'pass'
    | 'agreedPass'
    | 'warnings'
    | 'problem'
    | 'totals'
    | 'hash'
    | 'taskToken'
    | 'submitted'
    | 'approved'
    | 'rejected'
    | 'cancelled'
    | 'released'
    | 'closed'
    | 'inputs'
    | 'checkedAtMs'
    | 'held'
    | 'postedAtMs'
    | 'files'
    | 'review'
    | 'journal'
    | 'told'
    | 'execution'
  >
>;

/**
 * Changes a run while it is in one of the named states.
 * @param seen what else must still be as it was read
 * @throws DomainError runNotInState if it has left them
 */
export async function changeRun(
  db: Register,
  id: RunId,
  whileIn: readonly RunState[],
  change: RunChange & { state?: RunState },
  seen: Partial<Pick<Run, 'execution' | 'pass'>> = {},
): Promise<Run> {
  const fields = Object.entries(change).filter(([, value]) => value !== undefined);
  const unchanged = Object.entries(seen);
  const states = whileIn.map((_, index) => `:in${index}`);
  const conditions = [`#state IN (${states.join(', ')})`, ...unchanged.map(([name]) => `#${name} = :seen_${name}`)];
  try {
    const answer = await db.client.send(
      new UpdateCommand({
        TableName: db.tableName,
        Key: runKey(id),
        // A new execution begins with a clean sheet: what stopped the one before is told no longer.
        UpdateExpression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}${change.execution === undefined ? '' : ' REMOVE problem'}`,
        ConditionExpression: conditions.join(' AND '),
        ExpressionAttributeNames: {
          '#state': 'state',
          ...Object.fromEntries([...fields, ...unchanged].map(([name]) => [`#${name}`, name])),
        },
        ExpressionAttributeValues: {
          ...Object.fromEntries(whileIn.map((state, index) => [`:in${index}`, state])),
          ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
          ...Object.fromEntries(unchanged.map(([name, value]) => [`:seen_${name}`, value])),
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return z.parse(runItem, withoutKeys(answer.Attributes ?? {}));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const present = await runOf(db, id);
    // The client sends again when an answer is lost: the first sending may have done it.
    if (fields.every(([name, value]) => isDeepStrictEqual(present[name as keyof Run], value))) return present;
    throw new DomainError(
      'runNotInState',
      `The run is ${present.state} now; this is possible only from ${whileIn.join(' or ')}.`,
    );
  }
}

/** Takes a run over the transition table by one conditional update from the state it was read in. */
export async function act(
  db: Register,
  run: Run,
  runAct: RunAct,
  change: RunChange = {},
  seen: Parameters<typeof changeRun>[4] = {},
): Promise<Run> {
  return await changeRun(db, runIdOf(run), [run.state], { ...change, state: stateAfter(run.state, runAct) }, seen);
}
