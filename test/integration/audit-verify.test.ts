import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAccessStore } from '../../cli/audit/access-store.ts';
import { verifyStore } from '../../cli/audit/verify.ts';
import { blockName, type ChainHead, nextBlock, textOfBlock } from '../../domain/audit-chain.ts';
import { sealAccessEvents } from '../../functions/schedule/seal-access-events.ts';
import { chainHead, putChainLink } from '../../functions/table/audit-chain.ts';
import { chainLinkKey } from '../../functions/table/keys.ts';
import { sha256 } from '../fixtures/audit-chains.ts';
import { itemsUnder } from '../fixtures/recording-journal.ts';
import { began, beginChain, minuteMs, type SealWorld, sealWorld, storedBlocks } from '../fixtures/seal-world.ts';
import { settings } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
let world: SealWorld;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());
const later = began + 70 * minuteMs;
beforeEach(async () => {
  world = await sealWorld(cloud);
  await beginChain(world);
  for (const minutes of [0, 1, 4, 5]) await world.look(began + minutes * minuteMs, 2);
  await sealAccessEvents(world.sealing(later));
});

const verify = (deep = false, from?: number, nowMs = later) =>
  verifyStore(
    openAccessStore({
      sealBucket: world.blocks.bucket,
      accessTable: world.log.tableName,
      region: 'eu-north-1',
      endpointUrl: cloud.env.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    }),
    deep,
    nowMs,
    { from, onProgress: () => undefined },
  );
const put = (sequence: number, text: string) =>
  world.blocks.s3.send(
    new PutObjectCommand({ Bucket: world.blocks.bucket, Key: `blocks/${blockName(sequence)}`, Body: text }),
  );
const remove = (sequence: number) =>
  world.blocks.s3.send(new DeleteObjectCommand({ Bucket: world.blocks.bucket, Key: `blocks/${blockName(sequence)}` }));
const anEvent = async (): Promise<Record<string, unknown>> =>
  (await itemsUnder(world.log, 'MINUTE#2026-11-28T10:01'))[0] as Record<string, unknown>;
const headOf = async (): Promise<ChainHead> => (await chainHead(world.log)) as ChainHead;

describe('verifying the bucket and the table', () => {
  it('finds a chain that nobody touched whole, from its beginning and from any block', async () => {
    const whole = await verify(true);
    expect(whole).toMatchObject({
      isWhole: true,
      broken: null,
      blocks: 5,
      events: 8,
      first: { sequence: 1, from: '2026-11-28T10:00' },
      last: { sequence: 5, until: '2026-11-28T11:06', hash: (await headOf()).hash },
      notKeptBefore: null,
      isEndKnown: true,
      differences: [],
    });
    expect(await verify(true, 3)).toMatchObject({ isWhole: true, blocks: 3, notKeptBefore: 3, differences: [] });
  });

  it('begins where blocks are still kept, and holds the first against the link before it', async () => {
    await remove(1);
    expect(await verify()).toMatchObject({ isWhole: true, blocks: 4, notKeptBefore: 2 });
    const [first] = await storedBlocks(world);
    await put(2, textOfBlock({ ...JSON.parse(first?.text ?? '').block, previous: sha256('') }, sha256).text);
    expect(await verify()).toMatchObject({ isWhole: false, broken: { sequence: 2, fault: 'wrongPrevious' } });
  });

  it('names the first block that is broken', async () => {
    const [, second] = await storedBlocks(world);
    await put(2, (second?.text ?? '').replace('staff-1', 'staff-2'));
    expect(await verify()).toMatchObject({ isWhole: false, blocks: 1, broken: { sequence: 2, fault: 'wrongHash' } });
    await remove(2);
    expect(await verify()).toMatchObject({ broken: { sequence: 2, fault: 'missing' } });
  });

  it('notices what is missing at the end, or all of it', async () => {
    await remove(5);
    expect(await verify()).toMatchObject({ broken: { sequence: 5, fault: 'truncated' } });
    for (const sequence of [1, 2, 3, 4]) await remove(sequence);
    expect(await verify()).toMatchObject({ broken: { sequence: 1, fault: 'truncated' } });
  });

  it('notices a whole new end, by the head', async () => {
    const block = nextBlock((await linkOf(4)) as ChainHead, '2026-11-28T11:06', []);
    await put(5, textOfBlock({ ...block, events: [], ...{ note: 'forged' } }, sha256).text);
    expect(await verify()).toMatchObject({ broken: { sequence: 5, fault: 'notTheHead' } });
  });

  it('takes a block that is being sealed, but none that nobody knows', async () => {
    const head = await headOf();
    const next = textOfBlock(nextBlock(head, '2026-11-28T11:10', []), sha256);
    await put(6, next.text);
    expect(await verify()).toMatchObject({ isWhole: true, blocks: 6, beyondHead: 1 });
    const after = textOfBlock(
      nextBlock({ sequence: 6, hash: next.hash, until: '2026-11-28T11:10' }, '2026-11-28T11:20', []),
      sha256,
    );
    await put(7, after.text);
    expect(await verify()).toMatchObject({ isWhole: false, broken: { sequence: 6, fault: 'unknownToTable' } });
  });

  it('says so where nothing is sealed yet', async () => {
    world = await sealWorld(cloud);
    await expect(verify()).rejects.toMatchObject({ exit: 'notFound' });
  });
});

const linkOf = async (sequence: number) =>
  (await itemsUnder(world.log, 'CHAIN')).find(({ sk }) => sk === chainLinkKey(sequence).sk);

describe('holding the table against the chain', () => {
  it('names the minute of an event that came after its seal', async () => {
    await world.look(began + minuteMs + 30_000);
    await world.look(began + 3 * minuteMs, 2);
    expect(await verify(), 'not looked at').toMatchObject({ isWhole: true, differences: null });
    expect(await verify(true)).toMatchObject({
      isWhole: false,
      broken: null,
      differences: [
        { sequence: 2, minute: '2026-11-28T10:01', kind: 'notSealed', count: 1 },
        { sequence: 3, minute: '2026-11-28T10:03', kind: 'notSealed', count: 2 },
      ],
    });
  });

  it('names the minute of an event that was changed or lost, but not one whose term is over', async () => {
    const event = await anEvent();
    const { client, tableName: TableName } = world.log;
    await client.send(new PutCommand({ TableName, Item: { ...event, staffId: 'somebody-else' } }));
    const difference = { sequence: 2, minute: '2026-11-28T10:01', count: 1 };
    expect((await verify(true)).differences).toEqual([{ ...difference, kind: 'changed' }]);
    await client.send(new DeleteCommand({ TableName, Key: { pk: event.pk, sk: event.sk } }));
    expect((await verify(true)).differences).toEqual([{ ...difference, kind: 'notInTable' }]);
    const inThreeYears = later + (settings.accessEventRetentionDays + 1) * 86_400_000;
    expect(await verify(true, undefined, inThreeYears)).toMatchObject({ isWhole: true, differences: [] });
  });

  it('names the very block from which somebody sealed everything anew', async () => {
    const { client, tableName: TableName } = world.log;
    let head = (await linkOf(2)) as ChainHead;
    const texts = await storedBlocks(world);
    for (const sequence of [3, 4, 5]) {
      const { block } = JSON.parse(texts[sequence - 1]?.text ?? '');
      const forged = textOfBlock({ ...block, previous: head.hash, note: 'forged' }, sha256);
      await put(sequence, forged.text);
      head = { sequence, hash: forged.hash, until: block.until };
    }
    // Who could replace the head as well, but not all of the links.
    await client.send(new PutCommand({ TableName, Item: { ...chainLinkKey(5), ...head } }));
    expect(await verify(), 'the head is as it should be').toMatchObject({ isWhole: true });
    expect((await verify(true)).differences?.map(({ sequence, kind }) => [sequence, kind])).toEqual([
      [3, 'otherLink'],
      [4, 'otherLink'],
    ]);
  });

  it('notices a link that was put before its block', async () => {
    await putChainLink(world.log, { sequence: 6, hash: sha256(''), until: '2026-11-28T12:00' });
    expect(await verify(true)).toMatchObject({ broken: { sequence: 6, fault: 'truncated' } });
  });
});
