import { SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { monthEnd } from '../../domain/calendar.ts';
import { lateMarksThrough } from '../../functions/table/late-marks.ts';
import { findReceipt } from '../../functions/table/receipts.ts';
import { startRun } from '../../functions/workflow/start-run.ts';
import {
  aLink,
  aReceipt,
  eventOf,
  newCard,
  newHousehold,
  newOutlet,
  putItems,
  putLinks,
  record,
  unique,
} from '../fixtures/recording.ts';
import { coopItems } from '../fixtures/register-items.ts';
import { settings } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

const workflow = mockClient(SFNClient);
let cloud: TableCloud;
beforeAll(async () => {
  vi.stubEnv('PAYOUT_STATE_MACHINE_ARN', 'arn:aws:states:eu-north-1:000000000000:stateMachine:payouts');
  workflow.onAnyCommand().resolves({});
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

const period = '2026-09';
const end = monthEnd(period);
const marginMs = settings.cutOffMarginSeconds * 1000;

describe('the cut-off of a run', () => {
  async function aCoop(): Promise<(nowMs: number) => ReturnType<typeof startRun>> {
    const coopId = `k${unique()}`;
    await putItems(cloud.register, coopItems({ coopId }));
    return (nowMs) =>
      startRun(cloud.register, { coopId, kind: 'BONUS', period, dryRun: false }, 'staff', nowMs, settings);
  }

  it('lies at the end of the month or after it: before that the run does not begin', async () => {
    const start = await aCoop();
    for (const nowMs of [end - 1, end, end + marginMs - 1])
      await expect(start(nowMs)).rejects.toMatchObject({ code: 'monthNotEnded' });
    expect(await start(end + marginMs)).toMatchObject({ cutOffMs: end, attempt: '1' });
  });

  it('so each receipt of the month is counted by its run or has a mark for the next, whenever it was recorded', async () => {
    const [card, outletId] = [newCard(), newOutlet()];
    const start = await aCoop();
    for (const recordedAt of [end - marginMs, end - 1, end, end + 1, end + marginMs]) {
      const link = aLink({ householdId: newHousehold(), shard: unique() });
      await putLinks(cloud.register, card, [link]);
      const receipt = aReceipt({ outletId, identifier: card, purchasedAt: end - 10 * marginMs });
      await record(cloud.register, eventOf([receipt]), { now: () => recordedAt });
      const earliest = await start(end + marginMs);
      const { assignedAtMs = Number.NaN } = (await findReceipt(cloud.register, receipt, end)) ?? {};
      const marks = await lateMarksThrough(cloud.register, link.coopId, link.shard, period, Number.MAX_SAFE_INTEGER);
      const counted = assignedAtMs < earliest.cutOffMs;
      expect([recordedAt - end, counted || marks.length === 1]).toEqual([recordedAt - end, true]);
      // Naive: a run that opened when the month ended, with its cut-off a margin before that.
      const naive = assignedAtMs < end - marginMs || marks.length === 1;
      expect([recordedAt - end, naive]).toEqual([recordedAt - end, recordedAt >= end]);
    }
  });
});
