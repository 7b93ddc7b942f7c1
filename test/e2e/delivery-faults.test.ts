import { existsSync } from 'node:fs';
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { ReceiptMessage } from '../../contract/receipt-message.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { type ReceiptRequest, receiptOf } from '../../domain/receipt.ts';
import { receiptsOfDay } from '../../functions/table/receipts.ts';
import { clearDeadLetters, messagesIn, waitFor, whenRecorded, withQueueAttributes } from '../fixtures/e2e-cloud.ts';
import { recorderProcesses, withRecorderPaused } from '../fixtures/e2e-emulator.ts';
import { anOutlet, cardOf, smallFederation, someReceipts } from '../fixtures/e2e-federation.ts';
import { openWorld, post, receiptsAt, type World } from '../fixtures/e2e-world.ts';

const { names, coop, household, neighbour, federation } = smallFederation();
const poisoned = anOutlet(names.outletId(21), 'havu', coop);
const struck = anOutlet(names.outletId(22), 'havu', coop);
let world: World;

beforeAll(async () => {
  world = await openWorld({ ...federation, outlets: [...federation.outlets, poisoned, struck] });
  await clearDeadLetters(world.cloud);
});

const messageOf = (receipts: readonly ReceiptRequest[]): string =>
  JSON.stringify({ version: 1, receipts: receipts.map(receiptOf) } satisfies ReceiptMessage);

const send = async (QueueUrl: string, bodies: readonly string[]): Promise<void> => {
  for (const MessageBody of bodies)
    await world.cloud.clients.queues.send(new SendMessageCommand({ QueueUrl, MessageBody }));
};

/** Takes all messages out of the dead-letter queue, as a person does who redrives it. */
async function takeDeadLetters(): Promise<string[]> {
  const { clients, deployed } = world.cloud;
  const QueueUrl = deployed.deadLetterQueueUrl;
  const taken: Message[] = [];
  while ((await messagesIn(world.cloud, QueueUrl)) > 0) {
    const { Messages = [] } = await clients.queues.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    for (const { ReceiptHandle } of Messages)
      await clients.queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    taken.push(...Messages);
  }
  return taken.map(({ Body = '' }) => Body);
}

const idsAt = async (outlet: typeof poisoned): Promise<string[]> =>
  (await receiptsAt(world, outlet)).recorded.map(({ identity }) => identity.receiptId).toSorted();
const idsOf = (receipts: readonly ReceiptRequest[]): string[] => receipts.map(({ receiptId }) => receiptId).toSorted();

describe('messages that cannot be read', () => {
  it('end in the dead-letter queue alone; good ones are recorded, and once only however often they are redriven', async () => {
    const good = someReceipts(40, poisoned, cardOf(household));
    const [first] = good.slice(0, 1).map(receiptOf);
    const poison = [
      'not JSON',
      'null',
      '[]',
      JSON.stringify({ version: 2, receipts: [first] }),
      JSON.stringify({ version: 1, receipts: [] }),
      JSON.stringify({ version: 1, receipts: Array.from({ length: 101 }, () => first) }),
      JSON.stringify({ version: 1, receipts: [{ ...first, totalCents: 'a lot' }] }),
      JSON.stringify({ version: 1, receipts: [{ ...first, outletId: 'a#b' }] }),
      `{"version":1,"receipts":[{"__proto__":{}}]}`,
      'x'.repeat(1_000_000),
    ].toSorted();
    const { receiptQueueUrl, deadLetterQueueUrl } = world.cloud.deployed;
    const deadLetters = async (count: number): Promise<string[]> => {
      await waitFor(
        `${count} dead letters and an empty queue`,
        async () =>
          (await messagesIn(world.cloud, deadLetterQueueUrl)) === count &&
          (await messagesIn(world.cloud, receiptQueueUrl)) === 0,
      );
      return (await takeDeadLetters()).toSorted();
    };

    await withQueueAttributes(world.cloud, { VisibilityTimeout: '2' }, async () => {
      // All wait together, so that good and bad ones come in the same batches.
      await withRecorderPaused(world.cloud, async () => {
        for (let index = 0; index < poison.length; index += 1) {
          await send(receiptQueueUrl, [poison[index] ?? '', messageOf(good.slice(index * 3, index * 3 + 3))]);
        }
        await post(world.tills.havu, good.slice(30));
      });
      await waitFor('the good ones', async () => (await idsAt(poisoned)).length === good.length);
      expect(await deadLetters(poison.length)).toEqual(poison);
      expect(await idsAt(poisoned)).toEqual(idsOf(good));

      // What was good lies there too after a bad day: recorded meanwhile, or not yet. A person takes the poison out and redrives the rest, twice.
      const late = someReceipts(2, poisoned, cardOf(household));
      await send(deadLetterQueueUrl, [messageOf(good.slice(0, 3)), messageOf([...good.slice(2, 9), ...late])]);
      const redriven = await takeDeadLetters();
      expect(redriven).toHaveLength(2);
      await send(receiptQueueUrl, [...redriven, ...redriven]);
      good.push(...late);
      await waitFor('the late ones', async () => (await idsAt(poisoned)).length === good.length);
      expect(await deadLetters(0)).toEqual([]);
    });
    const { recorded, conflicts } = await receiptsAt(world, poisoned);
    expect([recorded.length, conflicts]).toEqual([good.length, 0]);
  });
});

/** Only where the emulator is this test run's own, and its processes can be told by their environment. */
const canKill = inject('localCloud').logFile !== undefined && existsSync('/proc/self/environ');

describe('a recorder that dies', () => {
  it.runIf(canKill)('by SIGKILL in the middle of its batch leaves nothing lost or doubled', async () => {
    const receipts = someReceipts(400, struck, cardOf(neighbour));
    const { clients, deployed, register } = world.cloud;
    const recorded = async (): Promise<number> => {
      let count = 0;
      const businessDay = receipts[0]?.businessDay ?? localDateOf(Date.now());
      for await (const page of receiptsOfDay(register, { outletId: struck.outlet.outletId, businessDay }, Date.now()))
        count += page.length;
      return count;
    };
    const messages = Array.from({ length: 4 }, (_, index) => messageOf(receipts.slice(index * 100, index * 100 + 100)));
    const killedAt = await withQueueAttributes(world.cloud, { VisibilityTimeout: '12' }, async () => {
      await withRecorderPaused(world.cloud, () =>
        clients.queues.send(
          new SendMessageBatchCommand({
            QueueUrl: deployed.receiptQueueUrl,
            Entries: messages.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
          }),
        ),
      );
      const some = await waitFor('the first receipts', async () => (await recorded()) || undefined, { everyMs: 5 });
      const processes = recorderProcesses();
      for (const pid of processes) process.kill(pid, 'SIGKILL');
      const after = await recorded();
      await whenRecorded(world.cloud);
      return { processes: processes.length, some, after };
    });
    expect(killedAt.processes).toBeGreaterThan(0);
    expect(killedAt.after, `killed after ${killedAt.some} of 400`).toBeLessThan(400);
    expect(await idsAt(struck)).toEqual(idsOf(receipts));
    expect((await receiptsAt(world, struck)).conflicts).toBe(0);
    expect(await messagesIn(world.cloud, deployed.deadLetterQueueUrl)).toBe(0);
  });
});
