import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { monthEnd } from '../domain/calendar.ts';
import type { RunState } from '../domain/run.ts';
import { envNames } from '../functions/runtime/env-names.ts';
import type { Register } from '../functions/table/client.ts';
import type { Run } from '../functions/table/items.ts';
import { type RunId, runKey } from '../functions/table/keys.ts';
import { receiptItem } from '../functions/table/receipt-item.ts';
import { act, openRun, runOf } from '../functions/table/runs.ts';
import { calculateShard } from '../functions/workflow/calculate-shard.ts';
import { compareRoads } from '../functions/workflow/compare-roads.ts';
import { concludeRun } from '../functions/workflow/conclude-run.ts';
import { finishRun } from '../functions/workflow/finish-run.ts';
import { planRunFiles } from '../functions/workflow/plan-files.ts';
import { planRun, type RunPlan } from '../functions/workflow/plan-run.ts';
import { postShard } from '../functions/workflow/post-shard.ts';
import { rematchReceipts } from '../functions/workflow/rematch-receipts.ts';
import { sumOutlets } from '../functions/workflow/sum-outlets.ts';
import { writeFile } from '../functions/workflow/write-file.ts';
import { configs } from '../lib/config.ts';
import type { Federation } from '../scripts/demo/federation.ts';
import { itemsOfFederation } from '../scripts/demo/federation-items.ts';
import { writeItems } from '../scripts/demo/write-items.ts';
import { credentialsEnv } from '../scripts/local-cloud/environment.ts';
import type { LocalCloud } from '../scripts/local-cloud.ts';
import { size } from './cpu-tasks.ts';
import { emulatedRegister, withEmulator } from './emulator.ts';
import { generatedFederation, generatedReceipts, month, receiptsOf } from './material.ts';
import { benchOpener, benchSealer } from './sealing.ts';
import { countingUnits, type Units } from './size-rule-units.ts';

/** Few enough to be written in seconds; one outlet, so that its days are as full as a real one's. */
export const runHouseholds = 250;
const settings = configs.prod.settings;
const id: RunId = { coopId: 'havu', kind: 'BONUS', period: month, attempt: '1' };

export type StepUnits = { step: string; units: Units };

/** Runs a month's Bonus on the emulator, step by step in this process, and counts what each step's calls use by the size rules. */
export async function runUnits(): Promise<StepUnits[]> {
  return await withEmulator(async (cloud) => {
    const db = await emulatedRegister(cloud);
    const made = generatedFederation(runHouseholds, 1);
    const federation = { ...made, outlets: made.outlets.slice(0, 1) };
    await writeItems(
      db,
      [...itemsOfFederation(federation, benchSealer(federation)), ...receiptItems(federation)],
      () => undefined,
    );
    await openRun(db, newRun(), undefined);
    return await withPaymentBucket(cloud, () => steps(db, federation));
  });
}

async function steps(db: Register, federation: Federation): Promise<StepUnits[]> {
  const units = countingUnits(db);
  const done: StepUnits[] = [];
  const step = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const before = { ...units };
    await work();
    done.push({
      step: name,
      units: {
        calls: units.calls - before.calls,
        readUnits: units.readUnits - before.readUnits,
        writeUnits: units.writeUnits - before.writeUnits,
      },
    });
  };
  const outletIds = federation.outlets.map(({ outlet }) => outlet.outletId);
  await step('rematch-receipts', () => rematchReceipts(db, id, null, () => 'token', Date.now()));
  await step('calculate-shard', () =>
    pages((cursor) => calculateShard(db, { run: id, shard: 0, pass: 1, cursor }, settings)),
  );
  await step('sum-outlets', () => sumOutlets(db, id, outletIds, Date.now()));
  await step('compare-roads', async () => {
    const { verdict } = await compareRoads(db, id, 1);
    if (verdict !== 'AGREE') throw new Error(`the roads ${verdict}`);
  });
  await step('conclude-run', () => concludeRun(db, id));
  await step('submit and approve', async () => {
    await act(db, await runOf(db, id), 'submit', { submitted: { by: 'staff-1', atMs: Date.now() } });
    await act(db, await runOf(db, id), 'approve', { approved: { by: 'staff-2', atMs: Date.now() } });
  });
  await step('post-shard', () => pages((cursor) => postShard(db, id, 0, cursor, settings)));
  await step('plan-files and write-file', async () => {
    const { files } = await planRunFiles(db, id, settings);
    for (const file of files) await writeFile(db, id, file, settings, benchOpener(id.coopId));
  });
  await step('finish-run', () => finishRun(db, id));
  const { state } = await runOf(db, id);
  if (state !== ('FILES_WRITTEN' satisfies RunState)) throw new Error(`the run ended as ${state}`);
  return done;
}

async function pages(work: (cursor: string | null) => Promise<{ cursor: string | null }>): Promise<void> {
  let cursor: string | null = null;
  do cursor = (await work(cursor)).cursor;
  while (cursor !== null);
}

function receiptItems(federation: Federation) {
  return federation.households.flatMap(({ link }, index) =>
    receiptsOf(generatedReceipts(federation, index, size.receiptsOfHousehold)).map((receipt) => {
      const item = receiptItem(receipt, link, receipt.purchasedAt);
      return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as typeof item;
    }),
  );
}

function newRun(): Run {
  const atMs = monthEnd(month) + 2 * 86_400_000;
  return {
    ...id,
    dryRun: false,
    state: 'DRAFT',
    cutOffMs: atMs - settings.cutOffMarginSeconds * 1_000,
    execution: 1,
    opened: { by: 'scheduler', atMs },
    pass: 1,
    warnings: [],
  };
}

/** Files go to a bucket of the emulator; the functions find it by their environment, which is set back afterwards. */
async function withPaymentBucket<T>(cloud: LocalCloud, work: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  const bucket = `bench-${process.pid}-${Math.floor(performance.now())}`;
  Object.assign(process.env, credentialsEnv(cloud), { [envNames.paymentBucket]: bucket });
  try {
    await new S3Client({ forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: bucket }));
    return await work();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** What plan-run itself plans for a co-op of so many shards in a federation of so many outlets. */
export async function planOf(shards: number, outlets: number): Promise<RunPlan> {
  return await withEmulator(async (cloud) => {
    const db = await emulatedRegister(cloud);
    const federation = generatedFederation(0, shards);
    const [first] = federation.outlets;
    if (first === undefined) throw new Error('no outlet was generated');
    const many = Array.from({ length: outlets }, (_, index) => ({
      ...first,
      outlet: { ...first.outlet, outletId: String(1_000 + index) },
    }));
    const run = { ...runKey(id), ...newRun() };
    await writeItems(
      db,
      [...itemsOfFederation({ ...federation, outlets: many }, benchSealer(federation)), run],
      () => undefined,
    );
    return await planRun(db, id);
  });
}
