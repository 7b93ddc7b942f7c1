import { setTimeout as pause } from 'node:timers/promises';
import { formatCount } from '../../cli/render/figures.ts';
import { configs } from '../../lib/config.ts';

import type { Loaded } from './load.ts';
import { type Material, retailerOf } from './material.ts';
import { type Posted, postReceipts } from './post-month.ts';
import { type RecordedCounts, whenRecorded } from './recorded.ts';
import type { Say, Steps } from './step.ts';

/** A month of receipts in the register. */
export type TakenIn = { posted: Posted; counts: RecordedCounts; seconds: { post: number; record: number } };

const { cutOffMarginSeconds } = configs.local.settings;

/** Posts the month's receipts as the tills do, waits until each is recorded, and lets the cut-off's margin pass. */
export async function takeIn(step: Steps, loaded: Loaded, material: Material, signal: AbortSignal): Promise<TakenIn> {
  const { receipts, sentAgain, contradictions, month } = material;
  const post = (sent: Material['receipts'], say: Say): Promise<Posted> =>
    postReceipts(loaded.tills, sent, retailerOf(material.federation), {
      signal,
      report: (answered, waiting) =>
        say(
          `${formatCount(answered)} of ${formatCount(sent.length)} receipts${waiting === undefined ? '' : ` – waiting: ${waiting}`}`,
        ),
    });
  const first = await step({
    title: `Post ${formatCount(receipts.length)} receipts of ${month} through the API`,
    work: (say) => post(receipts, say),
    done: (posted) => `Posted ${formatCount(posted.posted)} receipts of ${month} through the API`,
  });
  const recording = await step({
    title: 'Wait until the queue is empty and each receipt is recorded',
    work: async (say) => {
      const recorded = (expected: { receipts: number; conflicts: number }): Promise<RecordedCounts> =>
        whenRecorded(recordingOf(loaded, material), expected, (queued) =>
          say(`${formatCount(queued)} requests still queued`),
        );
      const expected = { receipts: first.value.accepted, conflicts: 0 };
      const counts = await recorded(expected);
      if (sentAgain.length === 0) return { counts, again: undefined };
      const again = await post(sentAgain, say);
      return { counts: await recorded({ ...expected, conflicts: contradictions }), again };
    },
    done: ({ counts, again }) => {
      const repeated =
        again === undefined ? '' : ` (${again.posted} sent again: none counted twice, ${counts.conflicts} in conflict)`;
      return `Recorded ${formatCount(counts.recorded + counts.unmatched)} receipts, ${formatCount(counts.unmatched)} of unknown cards${repeated}`;
    },
  });
  await step({
    title: `Wait for the cut-off's margin of ${cutOffMarginSeconds} seconds`,
    work: countDown,
    done: () => "Let the cut-off's margin pass",
  });
  return {
    posted: together(first.value, recording.value.again),
    counts: recording.value.counts,
    seconds: { post: first.seconds, record: recording.seconds },
  };
}

function recordingOf({ clients, deployed }: Loaded, { month }: Material): Parameters<typeof whenRecorded>[0] {
  const { receiptQueueUrl, deadLetterQueueUrl, registerTable } = deployed;
  return {
    db: { client: clients.table, tableName: registerTable },
    queues: clients.queues,
    receiptQueueUrl,
    deadLetterQueueUrl,
    month,
  };
}

function together(first: Posted, again: Posted | undefined): Posted {
  if (again === undefined) return first;
  return {
    posted: first.posted + again.posted,
    accepted: first.accepted + again.accepted,
    rejected: first.rejected + again.rejected,
    rejectedFiles: [...new Set([...first.rejectedFiles, ...again.rejectedFiles])],
  };
}

/** A run counts receipts that were recorded before its cut-off, which is this long before its start (design.md 2). */
async function countDown(say: Say): Promise<void> {
  for (let left = cutOffMarginSeconds + 1; left > 0; left -= 1) {
    say(`a run counts what was recorded ${cutOffMarginSeconds} seconds before its start: ${left} s`);
    await pause(1_000);
  }
}
