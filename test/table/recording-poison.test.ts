import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Receipt } from '../../domain/receipt.ts';
import { recordBatch } from '../../functions/queue/record-receipts.ts';
import type { Register } from '../../functions/table/client.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { naiveBatch } from '../fixtures/naive-recorders.ts';
import {
  aLink,
  aReceipt,
  aRecorder,
  bodyOf,
  failedIds,
  newCard,
  newHousehold,
  newOutlet,
  putLinks,
  queueEvent,
  record,
} from '../fixtures/recording.ts';
import { differences, figuresOfJournal, figuresOfTable } from '../fixtures/recording-journal.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { type Attempt, type Fault, injectFaults } from '../fixtures/table-faults.ts';

const lines = logLines();
let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

const faulty = (faultOf: (attempt: Attempt) => Fault | undefined): Register => {
  const db = cloud.anotherClient(cloud.register);
  injectFaults(db, faultOf);
  return db;
};

/** Good messages of one outlet: two receipts each. */
async function goodMessages(count: number) {
  const outletId = newOutlet();
  const [card, householdId] = [newCard(), newHousehold()];
  await putLinks(cloud.register, card, [aLink({ householdId })]);
  const messages = Array.from({ length: count }, () =>
    [1, 2].map((cents) => aReceipt({ outletId, identifier: card, totalCents: cents })),
  );
  const broken = async (receipts: readonly Receipt[]) =>
    differences(
      figuresOfJournal(receipts, () => householdId),
      await figuresOfTable(cloud.register, [outletId]),
    );
  return { outletId, messages, broken };
}

const withField = (field: string, value: unknown): string => {
  const [receipt] = JSON.parse(bodyOf([aReceipt()])).receipts;
  return JSON.stringify({ version: 1, receipts: [{ ...receipt, [field]: value }] });
};

const poison: Record<string, string> = {
  'no JSON': 'these are not the receipts',
  'half of a message': bodyOf([aReceipt()]).slice(0, 80),
  nothing: '',
  null: 'null',
  'a list': '[]',
  'another version': bodyOf([aReceipt()]).replace('"version":1', '"version":2'),
  'no receipts': '{"version":1,"receipts":[]}',
  'more receipts than a request may have': bodyOf(Array.from({ length: 101 }, () => aReceipt())),
  'an id with the separator': withField('receiptId', '1#2'),
  'an id with a NUL': withField('receiptId', '1\u00002'),
  'an id of a megabyte': withField('receiptId', '1'.repeat(1_000_000)),
  'half a surrogate pair': withField('outletId', '\ud800'),
  'an unknown field': withField('householdId', 'H000001'),
  'the prototype as a field': '{"version":1,"receipts":[{"__proto__":{"totalCents":1}}]}',
  'a fraction of a cent': withField('totalCents', 1.5),
  'more than a number holds': bodyOf([aReceipt()]).replace('"totalCents":1000', '"totalCents":1e400'),
  'a number as text': withField('totalCents', '1000'),
  'a time that is none': withField('purchasedAt', null),
  'lists in lists': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
};

describe('poison among good messages', () => {
  it('is alone in coming again, whatever it is; the rest of the batch is recorded', async () => {
    const { messages, broken } = await goodMessages(Object.keys(poison).length);
    const bodies = Object.values(poison).flatMap((body, index) => [bodyOf(messages[index] ?? []), body]);
    const event = queueEvent(bodies);
    const failed = failedIds(await record(cloud.register, event));
    expect(failed).toEqual(
      Object.keys(poison)
        .map((_, index) => `m${index * 2 + 1}`)
        .toSorted(),
    );
    expect(await broken(messages.flat())).toEqual([]);
  });

  it.each(Object.entries(poison))('%s is reported by its id', async (_name, body) => {
    expect(await record(cloud.register, queueEvent([body]))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });

  it('is logged by its id and the kind of its fault, without a word of it', () => {
    const said = lines.filter((line) => line.includes('message not recorded'));
    expect(said.length).toBeGreaterThan(0);
    for (const line of said) expect(line).toMatch(/"messageId":"m\d+","reason":"(SyntaxError|\$ZodError|ZodError)"/);
  });

  it('naive: one bad message keeps the whole batch from being done', async () => {
    const { messages, broken } = await goodMessages(8);
    const event = queueEvent(['no JSON', ...messages.map(bodyOf)]);
    await expect(naiveBatch(cloud.register, event)).rejects.toThrow();
    expect(await broken(messages.flat())).not.toEqual([]);
  });
});

describe('a message that hangs among good ones', () => {
  const hangsAt = (receipt: Receipt | undefined) =>
    faulty(({ key }) => (key?.sk === `1#${receipt?.receiptId}` ? 'hang' : undefined));

  it('is left at its deadline; its neighbours are recorded', async () => {
    const { messages, broken } = await goodMessages(9);
    const hung = messages[4]?.[0];
    const answer = await record(hangsAt(hung), queueEvent(messages.map(bodyOf)), { messageDeadlineSeconds: 0.5 });
    expect(failedIds(answer)).toEqual(['m4']);
    expect(await broken(messages.flat().filter((receipt) => receipt !== hung))).toEqual([]);
  });

  it('takes no neighbours along even when there are more of it than messages under way', async () => {
    const { messages, broken } = await goodMessages(14);
    const hanging = new Set(messages.filter((_, index) => index % 2 === 0).map(([first]) => `1#${first?.receiptId}`));
    const db = faulty(({ key }) => (key !== undefined && hanging.has(key.sk) ? 'hang' : undefined));
    const answer = await record(db, queueEvent(messages.map(bodyOf)), { messageDeadlineSeconds: 0.3 });
    expect(failedIds(answer)).toEqual(['m0', 'm10', 'm12', 'm2', 'm4', 'm6', 'm8']);
    expect(await broken(messages.flat().filter((receipt) => !hanging.has(`1#${receipt.receiptId}`)))).toEqual([]);
  });

  it('naive: without a deadline the batch is never answered', async () => {
    const { messages } = await goodMessages(3);
    const naive = naiveBatch(hangsAt(messages[1]?.[0]), queueEvent(messages.map(bodyOf))).then(() => 'answered');
    expect(await Promise.race([naive, delay(1_500, 'silent', { ref: false })])).toBe('silent');
  });
});

describe('a function whose time is nearly over', () => {
  it('gives back what it has not begun, before its end', async () => {
    const { outletId, messages } = await goodMessages(6);
    const attempts: string[] = [];
    const db = faulty(({ command }) => {
      attempts.push(command);
      return undefined;
    });
    const answer = await recordBatch(queueEvent(messages.map(bodyOf)), () => 1_400, aRecorder(db));
    expect(failedIds(answer)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5']);
    expect(attempts).toEqual([]);
    expect((await figuresOfTable(cloud.register, [outletId])).receipts.size).toBe(0);
  });

  it('gives a message only the time that is left', async () => {
    const { messages, broken } = await goodMessages(5);
    const hung = messages[0]?.[0];
    const db = faulty(({ key }) => (key?.sk === `1#${hung?.receiptId}` ? 'hang' : undefined));
    const ends = performance.now() + 3_000;
    const answer = await recordBatch(queueEvent(messages.map(bodyOf)), () => ends - performance.now(), aRecorder(db));
    expect(performance.now()).toBeLessThan(ends - 1_000);
    expect(failedIds(answer)).toEqual(['m0']);
    expect(await broken(messages.flat().filter((receipt) => receipt !== hung))).toEqual([]);
  });
});
