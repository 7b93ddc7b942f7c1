import * as z from 'zod/mini';
import { receiptMessageSchema } from '../contract/receipt-message.ts';
import { registerTable } from '../functions/table/keys.ts';
import { receiptItem } from '../functions/table/receipt-item.ts';
import { recordReceipt } from '../functions/table/receipts.ts';
import { tellingWriteUnits } from './consumed-capacity.ts';
import { size } from './cpu-tasks.ts';
import { type Deployed, deployed } from './deployed.ts';
import { emulatedRegister, withEmulator } from './emulator.ts';
import { boughtNow, type Material, material, receiptsOf } from './material.ts';
import { type BatchSize, batchSizes, type PathCpu, pathCpu } from './measurements.ts';
import { type Prices, readPrices } from './prices.ts';
import { type Aim, dollars, figure, type ReportTable, type Section } from './report.ts';
import { readUnitsOfItem, writeUnits } from './rules/capacity.ts';
import { indexEntryBytes, itemBytes, type PlainItem } from './rules/item-size.ts';
import {
  billedMs,
  floorPrice,
  gbSeconds,
  type IngestUsage,
  ingestPrice,
  recoveryPrice,
  storagePrice,
} from './rules/price.ts';
import { type Path, type RequestCounts, requestCounts } from './rules/request-counts.ts';
import { mean } from './rules/statistics.ts';

const million = 1_000_000;
const retentionMonths = 24;
/** Receipts written to the emulator: enough, for each costs the same. */
const written = 500;
const aims = {
  writeUnits: 2,
  readUnits: 0.5,
  itemBytes: 200,
  entryBytes: 120,
  logBytes: 20,
  floor: 1.15,
  usual: 1 / 7,
};

/** What functions wait for one answer, milliseconds: published single-digit latencies, rounded up. */
const waits = { dynamoDbMs: 5, sqsMs: 10 };
/** Under way at once in the recorder (functions/queue/record-receipts.ts). */
const atOnce = { messages: 4, writes: 16 };
/** CloudWatch counts so much for every line beside its text. */
const logLineBytes = 26;

/** Receipts as DynamoDB keeps them, and their units: of PutItem's own answers, and by the size rules. */
type Stored = {
  items: readonly PlainItem[];
  itemMean: number;
  itemMost: number;
  entryMean: number;
  entryMost: number;
  told: { calls: number; units: number };
  readUnits: number;
  duplicateUnits: number;
};

export async function costSection(): Promise<Section> {
  const prices = readPrices();
  const stack = deployed();
  const from = await material();
  const stored = await measureStored(from);
  const cpu = await pathCpu();
  const paths = batchSizes.map((perRequest) => ({
    perRequest,
    path: pathOf(perRequest, stack, from, cpu[perRequest]),
  }));
  const priced = paths.map(({ perRequest, path }) => {
    const counts = requestCounts(path, million);
    return { perRequest, path, ...pricesOf(prices, counts, cpu[perRequest], perRequest, stack, stored) };
  });
  return {
    title: 'A receipt: units, bytes, requests, price',
    text: [
      `Receipts: ${from.source}. Write units are what PutItem's own answers told on the emulator; read units and bytes follow DynamoDB's size rules.`,
      `At load: a poller receives and deletes ten messages a call, the recorder's batches are full (${stack.recorder.messagesPerBatch} messages, window ${stack.recorder.windowSeconds} s), look-ups of client and outlet (remembered for 30 s) come to nothing. Lambda time: CPU measured here, scaled to the functions' share of a vCPU, and ${waits.dynamoDbMs} ms for an answer of DynamoDB, ${waits.sqsMs} ms of SQS. Not in it: data transfer, free tiers, requests to KMS (one key for hours), tokens, empty receives of an idle queue.`,
      `Prices: ${prices.region}, list, ${prices.asOf} (bench/prices.json).`,
    ],
    tables: [
      unitsTable(stored),
      requestsTable(paths.map(({ perRequest, path }) => ({ perRequest, counts: requestCounts(path, 1_000) }))),
      priceTable(priced, stored, prices),
    ],
    aims: aimsOf(stored, stack, priced, prices),
  };
}

async function measureStored(from: Material): Promise<Stored> {
  const placed = from.receipts.flatMap((request) => {
    const link = from.linkOf(request);
    return link === undefined ? [] : [{ request, link }];
  });
  const receipts = receiptsOf(placed.map(({ request }) => request));
  const items = receipts.map((receipt, index) =>
    receiptItem(receipt, placed[index]?.link, receipt.purchasedAt + 4_321),
  );
  const bytes = items.map(itemBytes);
  const entries = items.map((item) => indexEntryBytes(item, registerTable, registerTable.byHousehold));
  const links = placed.map(({ link }) => itemBytes({ pk: 'CARD#2465000000000004', sk: 'CARD', links: [link] }));
  const told = await withEmulator(async (cloud) => {
    const db = await emulatedRegister(cloud);
    const units = tellingWriteUnits(db);
    const some = receipts.slice(0, written);
    for (const [index, receipt] of some.entries()) await recordReceipt(db, receipt, placed[index]?.link, Date.now());
    const [first] = some;
    if (first !== undefined && (await recordReceipt(db, first, undefined, Date.now())) !== 'duplicate')
      throw new Error('a receipt that was there was not refused');
    return units;
  });
  return {
    items,
    itemMean: mean(bytes),
    itemMost: Math.max(...bytes),
    entryMean: mean(entries),
    entryMost: Math.max(...entries),
    told,
    readUnits: mean(links.map((size) => readUnitsOfItem(size, 'eventual'))),
    duplicateUnits: mean(bytes.map(writeUnits)),
  };
}

/** The path of a receipt with so many a request: sizes of real bodies and messages, settings of the stack. */
function pathOf(perRequest: BatchSize, stack: Deployed, from: Material, cpu: PathCpu): Path {
  const requests = boughtNow(from.receipts.slice(0, perRequest), Date.now());
  const body = perRequest === 1 ? requests[0] : { receipts: requests };
  const message = z.parse(receiptMessageSchema, { version: 1, receipts: receiptsOf(requests) });
  return {
    receiptsPerRequest: perRequest,
    bodyBytes: Buffer.byteLength(JSON.stringify(body)),
    messageBytes: Buffer.byteLength(JSON.stringify(message)),
    messagesPerBatch: stack.recorder.messagesPerBatch,
    messagesPerCall: 10,
    httpRequestBytes: 512 * 1_024,
    sqsRequestBytes: 64 * 1_024,
    invocationBytes: 6 * 1_024 * 1_024,
    logBytesPerRequest: Buffer.byteLength(accessLogLine(stack.accessLogFormat)) + logLineBytes,
    logBytesPerReceipt: cpu.logBytes / size.receipts,
  };
}

/** A line of the access log as API Gateway fills it in. */
function accessLogLine(format: string): string {
  const values: Record<string, string> = {
    '$context.routeKey': 'POST /v1/receipts',
    '$context.status': '202',
    '$context.requestId': 'JKJaXmPLvHcESHA=',
    '$context.responseLatency': '1234',
  };
  return format.replace(/\$context\.\w+/g, (name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`bench/cost.ts does not know how long ${name} is`);
    return value;
  });
}

type Priced = { ingest: ReturnType<typeof ingestPrice>; floor: number; counts: RequestCounts };

function pricesOf(
  prices: Prices,
  counts: RequestCounts,
  cpu: PathCpu,
  perRequest: BatchSize,
  stack: Deployed,
  stored: Stored,
): Priced {
  const writes = (stored.told.units / stored.told.calls) * million;
  const tillMb = stack.memoryMbOf('pos-receipts');
  const recorderMb = stack.memoryMbOf('record-receipts');
  const tillMs = billedMs(cpu.tillMs * 1_000, counts.tillInvocations * waits.sqsMs, tillMb);
  const messageWaitMs = waits.dynamoDbMs * (1 + Math.ceil(perRequest / atOnce.writes));
  const recorderMs = billedMs(cpu.recorderMs * 1_000, (counts.batchGets / atOnce.messages) * messageWaitMs, recorderMb);
  const usage: IngestUsage = {
    counts,
    gbSeconds: gbSeconds(tillMs, tillMb) + gbSeconds(recorderMs, recorderMb),
    writeUnits: writes,
    readUnits: stored.readUnits * million,
  };
  return {
    ingest: ingestPrice(prices, usage),
    floor: floorPrice(prices, counts, aims.writeUnits * million).dollars,
    counts,
  };
}

function unitsTable(stored: Stored): ReportTable {
  const { told } = stored;
  return {
    title: 'One receipt',
    head: ['', 'mean', 'most'],
    rows: [
      [`write units, told by ${told.calls} PutItems`, figure(told.units / told.calls, 2), ''],
      ['write units of a refused duplicate, by the size rules', figure(stored.duplicateUnits, 2), ''],
      ['read units (its identifier, eventually consistent)', figure(stored.readUnits, 2), ''],
      [`item bytes, ${figure(stored.items.length)} receipts`, figure(stored.itemMean), figure(stored.itemMost)],
      ['index entry bytes', figure(stored.entryMean), figure(stored.entryMost)],
      ...fullestRows(),
    ],
  };
}

/** A receipt with ids of the real data's lengths and every attribute that a receipt can have: a returned tank of fuel. */
function fullestRows(): string[][] {
  const identity = { outletId: '10319', businessDay: '2026-10-01', terminalId: '12', receiptId: '31198705046' };
  const receipt = {
    ...identity,
    purchasedAt: Date.parse('2026-10-01T09:37:07.123Z'),
    identifier: { kind: 'card' as const, value: '924600000000123456' },
    totalCents: -12_345,
    cardUse: 'numberGiven' as const,
    bonusBaseCents: -12_344,
    paymentBenefitBaseCents: -11_111,
    fuelCents: -9_876,
    fuelMillilitres: -54_321,
    campaignCents: -1_234,
    returnOf: { ...identity, receiptId: '31198705045' },
  };
  const link = { householdId: 'H000001', coopId: 'havu', shard: 0, from: 0 };
  const item = receiptItem(receipt, link, receipt.purchasedAt + 4_321);
  const entry = indexEntryBytes(item, registerTable, registerTable.byHousehold);
  return [
    ['item bytes, every attribute there is', '', figure(itemBytes(item))],
    ['index entry bytes, every attribute there is', '', figure(entry)],
  ];
}

function requestsTable(columns: readonly { perRequest: number; counts: RequestCounts }[]): ReportTable {
  const row = (what: string, pick: (counts: RequestCounts) => number, decimals = 0): string[] => [
    what,
    ...columns.map(({ counts }) => figure(pick(counts), decimals)),
  ];
  return {
    title: 'Per 1,000 receipts',
    head: ['receipts a request', ...columns.map(({ perRequest }) => String(perRequest))],
    rows: [
      row('API calls', ({ httpRequests }) => httpRequests),
      row('SQS requests: send', ({ sqsSend }) => sqsSend),
      row('SQS requests: receive', ({ sqsReceive }) => sqsReceive, 1),
      row('SQS requests: delete', ({ sqsDelete }) => sqsDelete, 1),
      row('Lambda invocations: till API', ({ tillInvocations }) => tillInvocations),
      row('Lambda invocations: recorder', ({ recorderInvocations }) => recorderInvocations, 1),
      row('DynamoDB calls: BatchGetItem', ({ batchGets }) => batchGets),
      row('DynamoDB calls: PutItem', ({ puts }) => puts),
      row('log bytes a receipt', ({ logBytes }) => logBytes / 1_000, 1),
    ],
  };
}

type Column = Priced & { perRequest: number };

function priceTable(columns: readonly Column[], stored: Stored, prices: Prices): ReportTable {
  const storage = storagePrice(prices, million, [stored.itemMean, stored.entryMean], retentionMonths);
  const recovery = recoveryPrice(prices, million, stored.itemMean, retentionMonths);
  const names = columns[0]?.ingest.items.map(({ what }) => what) ?? [];
  const row = (what: string, pick: (column: Column) => number, show = (value: number) => dollars(value)): string[] => [
    what,
    ...columns.map((column) => show(pick(column))),
  ];
  const times = (value: number): string => figure(value, 3);
  return {
    title: 'Price of a million receipts',
    head: ['receipts a request', ...columns.map(({ perRequest }) => String(perRequest))],
    rows: [
      ...names.map((name) => row(name, ({ ingest }) => ingest.items.find(({ what }) => what === name)?.dollars ?? 0)),
      row('ingest', ({ ingest }) => ingest.dollars),
      row('floor: API, queue and 2 write units', ({ floor }) => floor),
      row('ingest ÷ floor', ({ ingest, floor }) => ingest.dollars / floor, times),
      row(
        `ingest ÷ usual design (${dollars(prices.usualDesign.ingestPerMillionReceipts, 2)})`,
        ({ ingest }) => ingest.dollars / prices.usualDesign.ingestPerMillionReceipts,
        times,
      ),
      row(`storage of item and index entry, ${retentionMonths} months`, () => storage),
      row('ingest and storage', ({ ingest }) => ingest.dollars + storage),
      row(`point-in-time recovery of the table, ${retentionMonths} months`, () => recovery),
    ],
  };
}

function aimsOf(stored: Stored, stack: Deployed, columns: readonly Column[], prices: Prices): Aim[] {
  const units = stored.told.units / stored.told.calls;
  const usual = prices.usualDesign;
  const logs = columns.filter(({ perRequest }) => perRequest >= 25).map(({ counts }) => counts.logBytes / million);
  const floors = columns
    .filter(({ perRequest }) => perRequest >= 10)
    .map(({ ingest, floor }) => ingest.dollars / floor);
  const usualRatio =
    (columns.find(({ perRequest }) => perRequest === 25)?.ingest.dollars ?? Number.NaN) /
    usual.ingestPerMillionReceipts;
  const aim = (what: string, value: number, most: number, decimals: number): Aim => ({
    what,
    measured: figure(value, decimals),
    met: value <= most,
  });
  return [
    aim(
      `${aims.writeUnits} write units a receipt (usual design: ${usual.writeUnitsPerReceipt})`,
      units,
      aims.writeUnits,
      2,
    ),
    aim(`≤ ${aims.readUnits} read units a receipt`, stored.readUnits, aims.readUnits, 2),
    aim('1 write unit for a refused duplicate', stored.duplicateUnits, 1, 2),
    aim(`item ≤ ${aims.itemBytes} bytes, the largest`, stored.itemMost, aims.itemBytes, 0),
    aim(`index entry ≤ ${aims.entryBytes} bytes, the largest`, stored.entryMost, aims.entryBytes, 0),
    aim(`≤ ${aims.logBytes} log bytes a receipt at 25 and more a request`, Math.max(...logs), aims.logBytes, 1),
    {
      what: "Lambda's own log lines are off (system level WARN)",
      measured: [...new Set(stack.systemLogLevels)].join(', '),
      met: stack.systemLogLevels.every((level) => level === 'WARN'),
    },
    aim(`ingest ≤ ${aims.floor} × floor at 10 and more a request`, Math.max(...floors), aims.floor, 3),
    aim('ingest ≤ 1/7 (0.143) of the usual design at 25 a request', usualRatio, aims.usual, 3),
  ];
}
