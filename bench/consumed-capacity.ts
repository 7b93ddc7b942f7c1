import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Register } from '../functions/table/client.ts';

/** Write units as the table's own answers told them. */
export type ToldUnits = { calls: number; units: number };

/** Asks for the consumed capacity with every write through this client and adds up what the answers tell. */
export function tellingWriteUnits(db: Register): ToldUnits {
  const told: ToldUnits = { calls: 0, units: 0 };
  db.client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = (context as { commandName?: string }).commandName ?? '';
      if (!/^(PutItem|UpdateItem|DeleteItem|BatchExecuteStatement)Command$/.test(name)) return await next(args);
      const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'INDEXES' } });
      const { ConsumedCapacity: consumed } = answer.output as {
        ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
      };
      for (const one of consumed === undefined ? [] : [consumed].flat()) {
        told.calls += 1;
        told.units += one.CapacityUnits ?? 0;
      }
      return answer;
    },
    { step: 'initialize', name: 'tellingWriteUnits' },
  );
  return told;
}
