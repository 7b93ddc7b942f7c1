import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { monthEnd, monthOf } from '../../domain/calendar.ts';
import { linkAt } from '../../domain/household-link.ts';
import type { Register } from '../../functions/table/client.ts';
import { linksOf } from '../../functions/table/identifiers.ts';
import { identifierText } from '../../functions/table/keys.ts';
import { deleteMark, lateMarksThrough, markLate } from '../../functions/table/late-marks.ts';
import { keepConflict, recordReceipt } from '../../functions/table/receipts.ts';
import { runOf } from '../../functions/table/runs.ts';
import { postShard } from '../../functions/workflow/post-shard.ts';
import { step, stepInputs } from '../../functions/workflow/state.ts';
import type { Mutant } from './mutant.ts';

/**
 * The register built naively, at one place each: what the simulator must find, or its silence would mean nothing. Most change a single call on
 * its way to the table.
 */

type Call = { name: string; input: Record<string, unknown> & { Item?: Record<string, unknown> } };

/** A table whose calls are changed on their way; what `change` returns is sent, with `undefined` nothing. */
const changing =
  (change: (call: Call, send: (input: Call['input']) => Promise<unknown>) => unknown) =>
  (db: Register): Register => ({
    ...db,
    client: {
      send: async (command: { constructor: { name: string }; input: Call['input'] }, options: unknown) => {
        const sendAs = (input: Call['input']): Promise<unknown> =>
          db.client.send(
            Object.assign(Object.create(Object.getPrototypeOf(command)), command, { input }),
            options as never,
          );
        return await change({ name: command.constructor.name, input: command.input }, sendAs);
      },
    } as unknown as Register['client'],
  });

const startsWith = (value: unknown, start: string): boolean => typeof value === 'string' && value.startsWith(start);

const markAfterReceipt: Mutant = {
  name: 'the late mark is put after the receipt',
  breaks: /^I3/,
  record: async (db, message, { nowMs, newToken }) => {
    const links = await linksOf(
      db,
      message.receipts.map(({ identifier }) => identifier),
      {},
    );
    for (const receipt of message.receipts) {
      const place = linkAt(links.get(identifierText(receipt.identifier)), receipt.purchasedAt);
      const outcome = await recordReceipt(db, receipt, place, nowMs);
      if (outcome === 'conflict') await keepConflict(db, receipt, nowMs);
      const month = monthOf(receipt.purchasedAt);
      if (outcome === 'recorded' && place !== undefined && nowMs >= monthEnd(month))
        await markLate(db, { ...place, month }, newToken(), nowMs);
    }
    return { recorded: 0, duplicate: 0, conflict: 0, unmatched: 0 };
  },
};

const overwrittenReceipt: Mutant = {
  name: 'a receipt is put without a condition',
  breaks: /^I2/,
  others: changing(({ name, input }, send) => {
    if (name !== 'PutCommand' || !startsWith(input.Item?.pk, 'R#')) return send(input);
    const { ConditionExpression: _none, ...unconditional } = input;
    return send(unconditional);
  }),
};

const monthOfLondon: Mutant = {
  name: 'a month is that of UTC',
  breaks: /^I6/,
  others: changing(({ name, input }, send) => {
    const { Item } = input;
    if (name !== 'PutCommand' || !startsWith(Item?.pk, 'R#') || startsWith(Item?.h, 'U#')) return send(input);
    const [household] = String(Item?.h).split('#');
    const month = new Date(Number(Item?.t)).toISOString().slice(0, 7).replace('-', '');
    return send({ ...input, Item: { ...Item, h: `${household}#${month}` } });
  }),
};

const noMark: Mutant = {
  name: 'late marks are not put',
  breaks: /^I3/,
  others: changing(({ name, input }, send) =>
    name === 'PutCommand' && startsWith(input.Item?.pk, 'LATE#') ? {} : send(input),
  ),
};

/** As it was before this simulator: what comes between the cut-off and the opening hides what came before. */
const forwardMark: Mutant = {
  name: 'a late mark knows only when it was put last',
  breaks: /^I3/,
  others: changing(({ name, input }, send) => {
    if (name !== 'PutCommand' || !startsWith(input.Item?.pk, 'LATE#')) return send(input);
    const { sinceMs: _since, ...last } = input.Item ?? {};
    return send({ ...input, Item: last });
  }),
};

const addedSums: Mutant = {
  name: 'sums are counters that are added to',
  breaks: /^I11/,
  runs: (db) =>
    changing(async ({ name, input }, send) => {
      const { Item } = input;
      if (name !== 'PutCommand' || !startsWith(Item?.pk, 'CONTROL#')) return await send(input);
      const key = { pk: Item?.pk, sk: Item?.sk };
      const { Item: there } = await db.client.send(new GetCommand({ TableName: db.tableName, Key: key }));
      return await send({ ...input, Item: { ...Item, byCoop: added(Item?.byCoop, there?.byCoop) } });
    })(db),
};

/** Figures of two trees of the same shape, added. */
function added(a: unknown, b: unknown): unknown {
  if (typeof a === 'number') return a + Number(b ?? 0);
  if (typeof a !== 'object' || a === null || b === undefined) return a;
  return Object.fromEntries(
    Object.entries(a).map(([name, value]) => [name, added(value, (b as Record<string, unknown>)[name])]),
  );
}

const ignoredCutOff: Mutant = {
  name: 'the cut-off is not looked at',
  breaks: /^I3/,
  runs: changing(async ({ name, input }, send) => {
    const answer = (await send(input)) as { Items?: Record<string, unknown>[] };
    const isReceipts =
      name === 'QueryCommand' && (input.IndexName === 'byHousehold' || startsWith(partitionOf(input), 'R#'));
    return isReceipts ? { ...answer, Items: answer.Items?.map((item) => ({ ...item, a: 0 })) } : answer;
  }),
};
const partitionOf = ({ ExpressionAttributeValues }: Call['input']): unknown =>
  (ExpressionAttributeValues as Record<string, unknown> | undefined)?.[':pk'];

const firstPage: Mutant = {
  name: 'of a listing only the first page is read',
  breaks: /^I(3|11)/,
  runs: changing(async ({ name, input }, send) => {
    const answer = (await send(input)) as { LastEvaluatedKey?: unknown };
    if (name !== 'QueryCommand' || input.IndexName !== 'byHousehold') return answer;
    const { LastEvaluatedKey: _last, ...first } = answer;
    return first;
  }),
};

const idOfAttempt: Mutant = {
  name: 'the payment’s id comes from the attempt',
  breaks: /^I4/,
  runs: changing(({ name, input }, send) => {
    const { Item } = input;
    if (name !== 'PutCommand' || !startsWith(Item?.pk, 'PAYOUT#') || Item?.endToEndId === undefined) return send(input);
    const attempt = String(Item.pk).split('#')[4];
    return send({ ...input, Item: { ...Item, endToEndId: String(Item.endToEndId).replace(/1$/, `${attempt}`) } });
  }),
};

const freshShareEntries: Mutant = {
  name: 'an entry of a share has another key each time',
  breaks: /^I[23]/,
  runs: (db) => {
    let entries = 0;
    return changing(({ name, input }, send) => {
      if (name !== 'TransactWriteCommand') return send(input);
      const items = (input.TransactItems as { Put?: { Item: Record<string, unknown> } }[]).map((action) => {
        const item = action.Put?.Item;
        if (item?.reason !== 'BONUS') return action;
        entries += 1;
        const fresh = (text: unknown): string => String(text).replace(/-(?=[^-]*$)/, `-${entries}-`);
        return { Put: { ...action.Put, Item: { ...item, sk: fresh(item.sk), sourceId: fresh(item.sourceId) } } };
      });
      return send({ ...input, TransactItems: items });
    })(db);
  },
};

const oneLook: Mutant = {
  name: 'a late mark goes after one look',
  breaks: /^I3/,
  instead: ({ db, settings }) => ({
    'post-shard': step(stepInputs.postShard, async ({ run: id, shard, cursor }) => {
      if (id.kind === 'BONUS') {
        const { cutOffMs } = await runOf(db, id);
        for (const mark of await lateMarksThrough(db, id.coopId, shard, id.period, cutOffMs))
          await deleteMark(
            db,
            { coopId: id.coopId, shard, month: mark.month, householdId: mark.householdId },
            mark.token,
          );
      }
      return await postShard(db, id, shard, cursor, settings);
    }),
  }),
};

const clockedFile: Mutant = {
  name: 'a file has the time of the clock',
  breaks: /^I(4|11)/,
  runs: (db) => {
    let reads = 0;
    return changing(async ({ name, input }, send) => {
      const answer = (await send(input)) as { Item?: Record<string, unknown> };
      const { Item } = answer;
      const isRun = name === 'GetCommand' && startsWith(Item?.sk, 'RUN#') && Item?.state === 'APPROVED';
      if (!isRun || Item?.approved === undefined) return answer;
      reads += 1;
      const approved = { ...(Item.approved as object), atMs: Number(Item.cutOffMs) + reads * 1_000 };
      return { ...answer, Item: { ...Item, approved } };
    })(db);
  },
};

/** What contradicts itself is taken for rejected, and paid anew. */
const reissuedUnknown: Mutant = {
  name: 'money is sent again without evidence that it came back',
  breaks: /^I4/,
  runs: changing(async ({ name, input }, send) => {
    const answer = await send(input);
    return name === 'GetCommand' || name === 'BatchGetCommand' ? asRejected(answer) : answer;
  }),
};

function asRejected(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asRejected);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const { pk, state } = value as { pk?: unknown; state?: unknown };
  if (startsWith(pk, 'PAYMENT#') && state === 'UNKNOWN') {
    const rejected = { by: 'BANK', kind: 'REJECTED', source: 'STATUS_REPORT', fileId: 'x', entryRef: 'x', atMs: 0 };
    return { ...value, state: 'REJECTED', evidence: [rejected] };
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asRejected(inner)]));
}

const unreleasedFile: Mutant = {
  name: 'a file is handed over before its release',
  breaks: /^I4/,
  handedOverIn: 'FILES_WRITTEN',
};

const freshCredits: Mutant = {
  name: 'money that came in has another key in each file',
  breaks: /^I3/,
  bank: (db) =>
    changing(async ({ name, input }, send) => {
      if (name !== 'TransactWriteCommand') return await send(input);
      credits += 1;
      const items = (input.TransactItems as { Put?: { Item: Record<string, unknown> } }[]).map((action) => {
        const item = action.Put?.Item;
        if (startsWith(item?.pk, 'BANKCREDIT#'))
          return { Put: { ...action.Put, Item: { ...item, pk: `${item?.pk}${credits}` } } };
        if (!startsWith(item?.sk, 'SHARE#')) return action;
        return {
          Put: {
            ...action.Put,
            Item: { ...item, sk: `${item?.sk}${credits}`, sourceId: `${item?.sourceId}${credits}` },
          },
        };
      });
      return await send({ ...input, TransactItems: items });
    })(db),
};
let credits = 0;

export const mutants: readonly Mutant[] = [
  reissuedUnknown,
  unreleasedFile,
  freshCredits,
  markAfterReceipt,
  overwrittenReceipt,
  monthOfLondon,
  noMark,
  forwardMark,
  addedSums,
  ignoredCutOff,
  firstPage,
  idOfAttempt,
  freshShareEntries,
  oneLook,
  clockedFile,
];
