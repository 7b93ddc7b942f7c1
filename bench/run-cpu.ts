import { monthEnd } from '../domain/calendar.ts';
import type { Register } from '../functions/table/client.ts';
import type { Coop, Run } from '../functions/table/items.ts';
import { dataKeyKey, type RunId, runKey } from '../functions/table/keys.ts';
import { receiptItem } from '../functions/table/receipt-item.ts';
import { payingAccountOf } from '../functions/workflow/paying-account.ts';
import { itemsOfFederation } from '../scripts/demo/federation-items.ts';
import { registerAt, signedRun } from './boot-events.ts';
import { bundleFunctions } from './bundles.ts';
import { type StepEvent, size } from './cpu-tasks.ts';
import type { CpuResult } from './cpu-worker.ts';
import { generatedFederation, generatedReceipts, month, receiptsOf } from './material.ts';
import { measured } from './measurements.ts';
import type { PlainItem } from './rules/item-size.ts';
import { median } from './rules/statistics.ts';
import { benchSealer } from './sealing.ts';
import { type Stub, startStub } from './stub/start.ts';

const openedAtMs = monthEnd(month) + 86_400_000;
/** More than a page. */
export const households = 1_100;
const warmUps = 1;
const rounds = 3;

/** The steps that have work by the household, measured over {@link households} with 77 receipts each. */
export const heavySteps = ['calculate-shard', 'sum-outlets', 'check-payees', 'write-file', 'post-shard'] as const;
export type HeavyStep = (typeof heavySteps)[number];
export type StepCost = { cpuMsPerThousand: number; rssMb: number; calls: number };
export type RunCpu = { steps: Record<HeavyStep, StepCost>; read: CpuResult; bonus: CpuResult };

let once: Promise<RunCpu> | undefined;

/** Measured once, for the table of CPU times and for the price of a run. */
export function runCpu(): Promise<RunCpu> {
  once ??= measureRun();
  return once;
}

async function measureRun(): Promise<RunCpu> {
  const stub = await startStub();
  try {
    const federation = generatedFederation(households, 1);
    const receipts = federation.households.flatMap(({ link }, index) =>
      receiptsOf(generatedReceipts(federation, index, size.receiptsOfHousehold)).map((receipt) =>
        receiptItem(receipt, link, receipt.purchasedAt),
      ),
    );
    await stub.keep([
      ...federation.coops.map(({ coop }) => ({
        ...dataKeyKey(coop.coopId, 1),
        coopId: coop.coopId,
        version: 1,
        wrapped: 'AAAA',
      })),
      ...itemsOfFederation(federation, benchSealer(federation)),
      ...receipts,
      ...federation.coops.flatMap(({ coop }) => attempts.map((attempt) => runItem(attempt, coop))),
    ]);
    const outletIds = federation.outlets.map(({ outlet }) => outlet.outletId);
    const bonus = await measured(stub, { kind: 'bonus', warmUps: 3, rounds: 7 });
    const read = await measured(stub, { kind: 'read', warmUps: 4, rounds: 7 });
    const ofShard = (attempt: string) => ({ run: idOf(attempt), shard: 0, pass, cursor: null });
    const calculate = await stepCost(stub, 'calculate-shard', attempts.map(ofShard));
    const sum = await stepCost(
      stub,
      'sum-outlets',
      attempts.map((attempt) => ({ run: idOf(attempt), outletIds })),
    );
    const db = registerAt(stub);
    await stub.keepMore(await Promise.all(attempts.map((attempt) => signedRun(db, idOf(attempt)))));
    const check = await stepCost(stub, 'check-payees', attempts.map(ofShard));
    await stub.keepMore(await Promise.all(attempts.map((attempt) => checkedRun(db, idOf(attempt)))));
    const planned = { fileNumber: 1, shards: [0] };
    const write = await stepCost(
      stub,
      'write-file',
      attempts.map((attempt) => ({ run: idOf(attempt), ...planned })),
    );
    await stub.keepMore(await Promise.all(attempts.map((attempt) => releasedRun(db, idOf(attempt)))));
    const post = await stepCost(stub, 'post-shard', attempts.map(ofShard));
    return {
      steps: {
        'calculate-shard': calculate,
        'sum-outlets': sum,
        'check-payees': check,
        'write-file': write,
        'post-shard': post,
      },
      read,
      bonus,
    };
  } finally {
    await stub.stop();
  }
}

async function stepCost(stub: Stub, name: HeavyStep, events: readonly StepEvent[]): Promise<StepCost> {
  const bundle = bundleFunctions([name], 'functions').fileOf(name);
  const { ways, rssMb } = await measured(stub, { kind: 'step', bundle, events, warmUps, rounds });
  const { cpuMs, gave } = ways.handler ?? { cpuMs: [], gave: null };
  return {
    cpuMsPerThousand: (median(cpuMs) / households) * 1_000,
    rssMb,
    calls: Number(gave),
  };
}

/** A second reading, which skips nothing that a first has done. */
const pass = 2;
/** A run for each round, so that each writes its results anew. */
const attempts = Array.from({ length: warmUps + rounds }, (_, index) => String(index + 1));
const idOf = (attempt: string): RunId => ({ coopId: 'havu', kind: 'BONUS', period: month, attempt });

/** Signed runs whose payees have been looked at again, and then released. */
const checkedRun = async (db: Register, id: RunId): Promise<PlainItem> => ({
  ...(await signedRun(db, id)),
  checkedAtMs: openedAtMs,
});
const releasedRun = async (db: Register, id: RunId): Promise<PlainItem> => ({
  ...(await signedRun(db, id, 'RELEASED')),
  checkedAtMs: openedAtMs,
  released: { by: 'staff-1', atMs: openedAtMs },
});

function runItem(attempt: string, coop: Coop): PlainItem {
  const run: Run = {
    ...idOf(attempt),
    dryRun: false,
    state: 'DRAFT',
    cutOffMs: openedAtMs,
    execution: 1,
    opened: { by: 'staff-1', atMs: openedAtMs },
    pass,
    warnings: [],
    payOn: '2026-11-10',
    inputs: { payingAccount: payingAccountOf(coop) },
  };
  return { ...runKey(idOf(attempt)), ...run };
}
