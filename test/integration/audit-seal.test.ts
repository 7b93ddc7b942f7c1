import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { blockName, type ChainHead, nextBlock, readBlock, textOfBlock } from '../../domain/audit-chain.ts';
import { type Sealing, sealAccessEvents } from '../../functions/schedule/seal-access-events.ts';
import { chainHead, eventsOfMinute } from '../../functions/table/audit-chain.ts';
import { sha256 } from '../fixtures/audit-chains.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { naiveSealer } from '../fixtures/naive-sealers.ts';
import {
  began,
  beginChain,
  minuteMs,
  mortal,
  type SealWorld,
  sealWorld,
  storedBlocks,
  wrongWith,
} from '../fixtures/seal-world.ts';
import { settings } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { cutPages } from '../fixtures/table-faults.ts';

const lines = logLines();
let cloud: TableCloud;
let world: SealWorld;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());
beforeEach(async () => {
  world = await sealWorld(cloud);
  await beginChain(world);
});

/** Late enough for everything of the first ten minutes. */
const later = began + 10 * minuteMs + settings.sealMarginSeconds * 1_000;
const blocksOf = async () =>
  (await storedBlocks(world)).map(({ text }) => {
    const read = readBlock(text, sha256);
    if ('fault' in read) throw new Error(read.fault);
    return read.block;
  });
const withEvents = async () => (await blocksOf()).filter(({ events }) => events.length > 0);

describe('sealing', () => {
  it('makes a block of each minute with events, and an empty one of each hour without', async () => {
    await world.look(began, 3);
    await world.look(began + 4 * minuteMs + 59_999);
    await world.look(began + 200 * minuteMs);
    await sealAccessEvents(world.sealing(later + 201 * minuteMs));
    const blocks = await blocksOf();
    expect(blocks.map(({ from, until, events }) => [from.slice(11), until.slice(11), events.length])).toEqual([
      ['10:00', '10:01', 3],
      ['10:01', '10:05', 1],
      ['10:05', '11:05', 0],
      ['11:05', '12:05', 0],
      ['12:05', '13:05', 0],
      ['13:05', '13:21', 1],
    ]);
    expect(await wrongWith(world)).toEqual([]);
    expect(blocks[0]?.events[0], 'whole, as they are stored').toMatchObject({
      staffId: 'staff-1',
      subjectId: '1000001',
      purpose: 'customerRequest',
      fieldGroups: ['name'],
    });
  });

  it('begins a chain where there is none, an hour and more before', async () => {
    world = await sealWorld(cloud);
    await world.look(began);
    await sealAccessEvents(world.sealing(began + 30 * minuteMs));
    expect(await blocksOf()).toMatchObject([
      { sequence: 1, from: '2026-11-28T09:00', until: '2026-11-28T10:00', events: [] },
      { sequence: 2, from: '2026-11-28T10:00', until: '2026-11-28T10:01' },
    ]);
    expect(await wrongWith(world)).toEqual([]);
  });

  it('leaves a minute alone until the margin has passed', async () => {
    await world.look(began + 30_000);
    const marginMs = settings.sealMarginSeconds * 1_000;
    await sealAccessEvents(world.sealing(began + minuteMs + marginMs - 1));
    expect(await withEvents()).toEqual([]);
    await sealAccessEvents(world.sealing(began + minuteMs + marginMs));
    expect(await withEvents()).toHaveLength(1);
  });

  it('done again finds everything done, and goes on where it was', async () => {
    await world.look(began);
    const head = await sealAccessEvents(world.sealing(later));
    expect(await sealAccessEvents(world.sealing(later))).toEqual(head);
    expect(await chainHead(world.log)).toEqual(head);
    await world.look(began + 11 * minuteMs);
    await sealAccessEvents(world.sealing(later + 10 * minuteMs));
    expect((await withEvents()).map(({ sequence }) => sequence)).toEqual([head.sequence, head.sequence + 1]);
    expect(await wrongWith(world)).toEqual([]);
  });

  it('reads a minute to its end, page by page', async () => {
    await world.look(began, 7);
    const log = cloud.anotherClient(world.log);
    cutPages(log, 2);
    await sealAccessEvents(world.sealing(later, { log, blocks: world.blocks }));
    expect((await withEvents()).map(({ events }) => events.length)).toEqual([7]);
  });

  it('stops before its time is over, calls somebody if that makes it late, and catches up', async () => {
    await world.look(began);
    await world.look(began + 5 * minuteMs);
    let left = 4;
    const hurried = { ...world.sealing(later), remainingMs: () => (left-- > 0 ? 60_000 : 14_000) };
    await sealAccessEvents(hurried);
    expect(await withEvents()).toHaveLength(1);
    left = 3;
    await expect(sealAccessEvents({ ...hurried, nowMs: later + 30 * minuteMs })).rejects.toThrow(/minutes late/);
    await sealAccessEvents(world.sealing(later));
    expect(await withEvents()).toHaveLength(2);
    expect(await wrongWith(world)).toEqual([]);
  });

  it('does not go on from a block that somebody else has put there', async () => {
    await world.look(began, 2);
    const head = (await chainHead(world.log)) as ChainHead;
    const [, ...without] = await eventsOfMinute(world.log, '2026-11-28T10:00');
    const [real] = without;
    const strange = { ...nextBlock(head, '2026-11-28T10:01', [{ ...real, staffId: 'nobody' } as never]) };
    const put = (text: string) =>
      world.blocks.s3.send(
        new PutObjectCommand({
          Bucket: world.blocks.bucket,
          Key: `blocks/${blockName(head.sequence + 1)}`,
          Body: text,
        }),
      );
    for (const text of [
      '',
      textOfBlock(strange, sha256).text,
      textOfBlock({ ...strange, previous: sha256('') }, sha256).text,
    ]) {
      await put(text);
      await expect(sealAccessEvents(world.sealing(later))).rejects.toThrow(/another block stands/);
      expect(await chainHead(world.log)).toEqual(head);
    }
  });
});

type Sealer = (sealing: Sealing) => Promise<unknown>;
const looks = async () => {
  for (const minutes of [0, 1, 4]) await world.look(began + minutes * minuteMs, 2);
};
/** Dies at its first call, the next time at its second, and so on, until it comes to the end; what is wrong then, and how often it died. */
async function dyingEverywhere(
  sealer: Sealer,
  moment: 'before' | 'after',
): Promise<{ wrong: string[]; deaths: number }> {
  await looks();
  for (let call = 1; ; call += 1) {
    const clients = mortal(world, call, moment);
    try {
      await sealer(world.sealing(later + call, clients));
      return { wrong: await wrongWith(world), deaths: call - 1 };
    } catch (error) {
      if ((error as Error).name !== 'Killed') return { wrong: [(error as Error).message], deaths: call };
    }
    const [broken] = (await wrongWith(world)).filter((fault) => /missing|truncated|wrong/.test(fault));
    if (broken !== undefined) return { wrong: [broken], deaths: call };
  }
}

describe.each(['before', 'after'] as const)('a sealer that dies %s any of its calls', (moment) => {
  it('is followed by one that seals everything once', async () => {
    const { wrong, deaths } = await dyingEverywhere(sealAccessEvents, moment);
    expect(wrong).toEqual([]);
    expect(deaths).toBeGreaterThan(4);
    expect((await withEvents()).map(({ events }) => events.length)).toEqual([2, 2, 2]);
  });

  it('naive: with the link before its block, the chain is broken meanwhile', async () => {
    expect((await dyingEverywhere(naiveSealer({ linkFirst: true }), moment)).wrong).toEqual([
      expect.stringMatching(/truncated/),
    ]);
  });

  it('naive: with its own time in the block, nobody goes on', async () => {
    expect((await dyingEverywhere(naiveSealer({ saysWhen: true }), moment)).wrong).toEqual([
      'another block stands there',
    ]);
  });
});

describe('an event that comes after its minute was read', () => {
  // The calls of a sealer: the head, a minute, its block, its link.
  const blockCall = 3;
  const lateLook = () => world.look(began + 59_000);

  it('naive: of two sealers that replace what stands there, one breaks the chain of the other', async () => {
    await looks();
    const sealer = naiveSealer({ overwrites: true });
    const act = async () => {
      await lateLook();
      await sealer(world.sealing(later));
      expect(await wrongWith(world)).toEqual([]);
    };
    const clients = mortal(world, blockCall, 'after', { call: blockCall, act });
    await expect(sealer(world.sealing(later, clients))).rejects.toThrow(/killed/);
    expect((await wrongWith(world)).join()).toMatch(/block 2 is wrongPrevious/);
  });

  it('does no harm to the slower of two sealers: it goes on from what stands there', async () => {
    await looks();
    const act = async () => {
      await lateLook();
      await sealAccessEvents(world.sealing(later));
    };
    const clients = mortal(world, Number.POSITIVE_INFINITY, 'after', { call: blockCall, act });
    const slower = await sealAccessEvents(world.sealing(later, clients));
    expect(slower).toEqual(await chainHead(world.log));
    expect(await wrongWith(world)).toEqual([]);
  });

  it('leaves the chain whole, is told in the log, and is what the table has and the block has not', async () => {
    await looks();
    lines.length = 0;
    await expect(sealAccessEvents(world.sealing(later, mortal(world, blockCall, 'after')))).rejects.toThrow(/killed/);
    await lateLook();
    await sealAccessEvents(world.sealing(later));
    expect(await wrongWith(world)).toEqual([expect.stringMatching(/10:00:59.000Z.* is not sealed$/)]);
    expect(lines.filter((line) => /sealed before is not what would be sealed now/.test(line))).toHaveLength(1);
  });

  it('naive: without a margin, every request under way is missed', async () => {
    await world.look(began);
    await naiveSealer({ margin: false })(world.sealing(began + minuteMs));
    await world.look(began + 59_000);
    await naiveSealer({ margin: false })(world.sealing(began + 3 * minuteMs));
    expect(await wrongWith(world)).toEqual([expect.stringMatching(/is not sealed/)]);
  });
});

describe('many sealers at once', () => {
  it('seal everything once, also if they begin the chain', async () => {
    world = await sealWorld(cloud);
    await looks();
    const clients = Array.from({ length: 4 }, () => ({ log: cloud.anotherClient(world.log), blocks: world.blocks }));
    const heads = await Promise.all(
      clients.map((own, index) => sealAccessEvents(world.sealing(later + index * minuteMs, own))),
    );
    expect(new Set(heads.map(({ hash }) => hash)).size).toBe(1);
    expect(await wrongWith(world)).toEqual([]);
    expect((await withEvents()).map(({ events }) => events.length)).toEqual([2, 2, 2]);
  });
});
