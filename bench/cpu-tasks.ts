import { calculateBonus, zeroBases } from '../domain/bonus.ts';
import { generalBonusTable } from '../domain/bonus-table.ts';
import { settings } from '../functions/runtime/env.ts';
import { inParallel } from '../functions/runtime/parallel.ts';
import { logAccess } from '../functions/table/access-events.ts';
import { accessLog, register } from '../functions/table/client.ts';
import { indexedReceiptOfItem, receiptItem } from '../functions/table/receipt-item.ts';
import { eventsOfRead } from './access-material.ts';
import { httpEvent, queueEvent } from './boot-events.ts';
import { boughtNow, generatedFederation, generatedReceipts, month, receiptsOf } from './material.ts';
import { type ReadVariant, readVariants } from './read-variants.ts';
import { type Placed, writeVariants } from './write-variants.ts';

/** The size of everything that is measured: a thousand receipts, or a thousand households with a month of 77 receipts (100 M / 1.3 M). */
export const size = {
  receipts: 1_000,
  households: 1_000,
  receiptsOfHousehold: 77,
  messagesPerBatch: 50,
  reads: 200,
} as const;
/** As calculate-shard has them under way. */
const householdsAtOnce = 24;

export type CpuTask = { warmUps: number; rounds: number } & (
  | { kind: 'till' | 'recorder'; bundle: string; perRequest: number }
  | { kind: 'write' | 'bonus' | 'read' }
  /** Some reads, each with the events of so many people. */
  | { kind: 'log'; people: readonly number[] }
  /** A step of the payout run, once for each event: a round of its own, so that no round finds what the one before has done. */
  | { kind: 'step'; bundle: string; events: readonly StepEvent[] }
);
export type StepEvent = { run: unknown; cursor?: string | null };

export const thousandHouseholds = () => generatedFederation(size.households, 1);
export const thousandReceipts = () => {
  const federation = thousandHouseholds();
  return boughtNow(
    federation.households.flatMap((_, index) => generatedReceipts(federation, index, 1)),
    Date.now(),
  );
};

type Answer = { statusCode?: number; batchItemFailures?: unknown[]; cursor?: string | null };
type Handler = (event: unknown, context: unknown) => Promise<Answer>;
/** A function that has just begun and lives 300 seconds, as the steps of a run do. */
const contextNow = () => {
  const endsAt = performance.now() + 300_000;
  return { getRemainingTimeInMillis: () => endsAt - performance.now(), callbackWaitsForEmptyEventLoop: false };
};

/** What is given back goes into the result; steps tell how many calls they took. */
export type Ways = Record<string, () => Promise<unknown>>;

/** Prepares a task: the ways to do it, each a function that does it once. */
export async function taskOf(task: CpuTask): Promise<Ways> {
  switch (task.kind) {
    case 'till':
    case 'recorder': {
      const handler = await handlerOf(task.bundle);
      const events = task.kind === 'till' ? tillEvents(task.perRequest) : recorderEvents(task.perRequest);
      return { handler: () => handleAll(handler, events) };
    }
    case 'write': {
      const placed = thousandPlaced();
      return eachOf(writeVariants, (write) => write(register(), placed, Date.now()));
    }
    case 'log':
      return Object.fromEntries(task.people.map((people) => [String(people), () => logReads(people)]));
    case 'bonus':
      return pureCalculation();
    case 'read':
      return eachOf(readVariants, readAndCalculate);
    case 'step': {
      const handler = await handlerOf(task.bundle);
      const events = [...task.events];
      return { handler: () => allPages(handler, events.shift() ?? { run: undefined }) };
    }
  }
}

let logged = 0;
/** The access events of some reads, one after the other, as functions of staff write them before they answer. */
async function logReads(people: number): Promise<void> {
  for (let read = 0; read < size.reads; read += 1) {
    logged += 1;
    await logAccess(accessLog(), eventsOfRead(people, logged, Date.now()), settings().accessEventRetentionDays);
  }
}

const eachOf = <T>(variants: Readonly<Record<string, T>>, work: (variant: T) => Promise<unknown>): Ways =>
  Object.fromEntries(Object.entries(variants).map(([name, variant]) => [name, () => work(variant)]));

const handlerOf = async (bundle: string): Promise<Handler> => ((await import(bundle)) as { handler: Handler }).handler;

/** One after the other, as a function gets them. @throws Error if one is not answered well */
async function handleAll(handler: Handler, events: readonly unknown[]): Promise<void> {
  for (const event of events) {
    const answer = await handler(event, contextNow());
    if ((answer.statusCode ?? 200) >= 400 || (answer.batchItemFailures?.length ?? 0) > 0)
      throw new Error(`a function answered ${JSON.stringify(answer).slice(0, 300)}`);
  }
}

/** Goes on with a step until it gives no cursor. @returns how many calls that took */
async function allPages(handler: Handler, event: StepEvent): Promise<number> {
  let calls = 0;
  let cursor: string | null = null;
  do {
    const answer = (await handler('cursor' in event ? { ...event, cursor } : event, contextNow())) as
      | StepEvent
      | undefined;
    cursor = answer?.cursor ?? null;
    calls += 1;
  } while (cursor !== null);
  return calls;
}

const chunks = <T>(list: readonly T[], length: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / length) }, (_, index) =>
    list.slice(index * length, (index + 1) * length),
  );

const tillEvents = (perRequest: number): unknown[] =>
  chunks(thousandReceipts(), perRequest).map((receipts) => httpEvent('POST /v1/receipts', { receipts }));

const recorderEvents = (perRequest: number): unknown[] =>
  chunks(
    chunks(receiptsOf(thousandReceipts()), perRequest).map((receipts) => ({ version: 1, receipts })),
    size.messagesPerBatch,
  ).map(queueEvent);

function thousandPlaced(): Placed[] {
  const { households } = thousandHouseholds();
  return receiptsOf(thousandReceipts()).flatMap((receipt, index) => {
    const link = households[index]?.link;
    return link === undefined ? [] : [{ receipt, link }];
  });
}

const monthOfHousehold = (purchases: Parameters<typeof calculateBonus>[0]['purchases']) =>
  calculateBonus({ month, memberKind: 'PERSON', opening: zeroBases, purchases, table: generalBonusTable });

function pureCalculation(): Ways {
  const federation = thousandHouseholds();
  const purchases = federation.households.map(({ link }, index) =>
    receiptsOf(generatedReceipts(federation, index, size.receiptsOfHousehold)).map((receipt) =>
      indexedReceiptOfItem(receiptItem(receipt, link, receipt.purchasedAt)),
    ),
  );
  return {
    calculateBonus: async () => {
      for (const ofHousehold of purchases) monthOfHousehold(ofHousehold);
    },
  };
}

async function readAndCalculate(read: ReadVariant): Promise<void> {
  const ids = Array.from({ length: size.households }, (_, index) => `H${String(index + 1).padStart(6, '0')}`);
  await inParallel(ids, householdsAtOnce, async (householdId) => {
    const receipts = await read(householdId);
    const counted = receipts.filter(
      ({ coopId, assignedAtMs }) => coopId === 'havu' && assignedAtMs < Number.MAX_SAFE_INTEGER,
    );
    const { receiptCount } = monthOfHousehold(counted.map(({ bases }) => ({ purchasedAt: 0, reference: '', bases })));
    if (receiptCount !== size.receiptsOfHousehold) throw new Error(`${receiptCount} receipts were read`);
  });
}
