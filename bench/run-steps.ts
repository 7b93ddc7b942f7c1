import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { monthEnd } from '../domain/calendar.ts';
import { envNames } from '../functions/runtime/env-names.ts';
import type { Register } from '../functions/table/client.ts';
import type { Run } from '../functions/table/items.ts';
import type { RunId } from '../functions/table/keys.ts';
import { act, openRun, runOf } from '../functions/table/runs.ts';
import { calculateShard } from '../functions/workflow/calculate-shard.ts';
import { checkPayees } from '../functions/workflow/check-payees.ts';
import { compareRoads } from '../functions/workflow/compare-roads.ts';
import { concludeRun } from '../functions/workflow/conclude-run.ts';
import { finishPosting } from '../functions/workflow/finish-posting.ts';
import { finishRun } from '../functions/workflow/finish-run.ts';
import { planRunFiles } from '../functions/workflow/plan-files.ts';
import { postShard } from '../functions/workflow/post-shard.ts';
import { rematchReceipts } from '../functions/workflow/rematch-receipts.ts';
import { runInputs } from '../functions/workflow/run-inputs.ts';
import { sumOutlets } from '../functions/workflow/sum-outlets.ts';
import { runTermsOf } from '../functions/workflow/terms/all.ts';
import { writeFile } from '../functions/workflow/write-file.ts';
import { configs } from '../lib/config.ts';
import { credentialsEnv } from '../scripts/local-cloud/environment.ts';
import type { LocalCloud } from '../scripts/local-cloud.ts';
import { month } from './material.ts';
import { benchOpener } from './sealing.ts';

export const settings = configs.prod.settings;
export const runId: RunId = { coopId: 'havu', kind: 'BONUS', period: month, attempt: '1' };
export const openedAtMs = monthEnd(month) + 2 * 86_400_000;

/** Is told of each step, by the name of its function, with what it works on beside the run; does the work itself. */
export type DoStep = (name: string, work: () => Promise<unknown>) => Promise<void>;

/** Does what a month's run does, step by step in this process: calculated, signed, files written, released and posted. */
export async function goThroughRun(
  db: Register,
  { shards, outletIds }: { shards: readonly number[]; outletIds: readonly string[] },
  step: DoStep,
): Promise<void> {
  await openRun(db, await newRun(db), undefined);
  await step('rematch-receipts', () => rematchReceipts(db, runId, null, () => 'token', Date.now()));
  for (const shard of shards)
    await step('calculate-shard', () =>
      pages((cursor) => calculateShard(db, { run: runId, shard, pass: 1, cursor }, settings)),
    );
  await step('sum-outlets', () => sumOutlets(db, runId, [...outletIds], Date.now()));
  await step('compare-roads', async () => {
    const { verdict } = await compareRoads(db, runId, 1);
    if (verdict !== 'AGREE') throw new Error(`the roads ${verdict}`);
  });
  await step('conclude-run', () => concludeRun(db, runId, settings));
  await step('submit, approve, release', () => sign(db, ['submit', 'approve']));
  for (const shard of shards)
    await step('check-payees', () => pages((cursor) => checkPayees(db, runId, shard, cursor, settings)));
  await step('plan-files and write-file', async () => {
    const { files } = await planRunFiles(db, runId, settings, Date.now());
    for (const file of files) await writeFile(db, runId, file, settings, benchOpener(runId.coopId));
  });
  await step('finish-run', () => finishRun(db, runId));
  await step('submit, approve, release', () => sign(db, ['release']));
  for (const shard of shards)
    await step('post-shard', () => pages((cursor) => postShard(db, runId, shard, cursor, settings)));
  await step('finish-posting', () => finishPosting(db, runId, settings.chartOfAccounts, Date.now()));
  const { postedAtMs, held } = await runOf(db, runId);
  if (postedAtMs === undefined || held?.count !== 0) throw new Error('the run was not posted, or holds payments back');
}

const acts = {
  submit: { submitted: { by: 'staff-1', atMs: openedAtMs } },
  approve: { approved: { by: 'staff-2', atMs: openedAtMs } },
  release: { released: { by: 'staff-2', atMs: openedAtMs } },
} as const;

async function sign(db: Register, which: readonly (keyof typeof acts)[]): Promise<void> {
  for (const one of which) await act(db, await runOf(db, runId), one, acts[one]);
}

async function pages(work: (cursor: string | null) => Promise<{ cursor: string | null }>): Promise<void> {
  let cursor: string | null = null;
  do cursor = (await work(cursor)).cursor;
  while (cursor !== null);
}

/** As start-run opens it. */
export async function newRun(db: Register): Promise<Run> {
  const cutOffMs = openedAtMs - settings.cutOffMarginSeconds * 1_000;
  return {
    ...runId,
    dryRun: false,
    state: 'DRAFT',
    cutOffMs,
    execution: 1,
    opened: { by: 'scheduler', atMs: openedAtMs },
    pass: 1,
    ...(await runTermsOf('BONUS').open(db, { ...runId, dryRun: false }, { nowMs: openedAtMs, cutOffMs }, settings)),
    inputs: await runInputs(db, runId, settings),
  };
}

/** Files go to a bucket of the emulator; the functions find it by their environment, which is set back afterwards. */
export async function withPaymentBucket<T>(
  cloud: Pick<LocalCloud, 'endpointUrl' | 'region'>,
  work: () => Promise<T>,
): Promise<T> {
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
