import { beforeAll, describe, expect, it } from 'vitest';
import { changeReturn, returnBuckets, returnIdOf, returnOf } from '../../functions/table/annual-returns.ts';
import { returnLineKey } from '../../functions/table/keys.ts';
import { bucketOf, putReturnLines, rowOfPayee } from '../../functions/table/return-lines.ts';
import { linesOfPage } from '../../functions/workflow/annual-return/collect-lines.ts';
import { openAnnualReturn } from '../../functions/workflow/annual-return/open-return.ts';
import { sumOfBucket } from '../../functions/workflow/annual-return/sum-bucket.ts';
import { workOnReturn } from '../../functions/workflow/annual-return/work-return.ts';
import { verifiedMap } from '../fixtures/annual-return.ts';
import {
  approved,
  asked,
  built,
  customerItems,
  customerNumberOf,
  emptyScene,
  openedAtMs,
  person,
  type ReturnScene,
  returnScene,
  type TestPayee,
  worked,
  workOf,
} from '../fixtures/return-scene.ts';
import { copyInto, dump, load } from '../fixtures/run-driver.ts';
import { Crash, counting, crashAtWrite } from '../fixtures/run-faults.ts';

const id = { coopId: 'havu', year: '2026', number: 1 };
const maps = [verifiedMap()];
const payees: TestPayee[] = [
  { serial: 9, grossCents: 1_000, withheldCents: 0 },
  { serial: 10, grossCents: 600_000, withheldCents: 63_000 },
  { serial: 11, grossCents: 2_001, withheldCents: 150, values: person(11, { deceasedOn: '2026-03-01' }) },
  { serial: 12, grossCents: 1_500, withheldCents: 0, values: { companyName: 'Kuusi Oy', businessId: '2077474-0' } },
  { serial: 13, grossCents: 700, withheldCents: 0, values: { firstNames: 'Ei', lastName: 'Tunnusta' } },
  { serial: 14, grossCents: 900, withheldCents: 0, reason: 'NON_RESIDENT' },
  { serial: 1, grossCents: 1_000, withheldCents: 0 },
  { serial: 1, grossCents: 500, withheldCents: 0, memberNumber: '1100000099' },
];

/** Builds and writes all files; started again after each crash, as the state machine does. */
type Work = (scene: ReturnScene) => Promise<void>;
const everything: Work = async (scene) => {
  await built(scene);
  const item = await returnOf(scene.db, id);
  if (item.state === 'DRAFT') await approved(scene, item);
  for (const job of ['TEST', 'CSV', 'PRODUCTION'] as const) await worked(scene, { return: id, job });
};
const outcome = async (scene: ReturnScene) => ({
  items: Object.fromEntries(
    [...(await dump(scene.world))]
      .filter(([key]) => key.includes('RETURN'))
      .map(([key, { version: _, ...item }]) => [key, item]),
  ),
  files: Object.fromEntries([...scene.files].map(([key, bytes]) => [key, Buffer.from(bytes).toString('hex')])),
});

describe('work that dies', () => {
  let prepared: ReadonlyMap<string, Record<string, unknown>>;
  let uninterrupted: unknown;
  let writes = 0;
  // Pages of two items, so that there are several pages everywhere.
  const copied = async (): Promise<ReturnScene> => {
    const scene = emptyScene(2, maps);
    await copyInto(scene.world, prepared);
    return scene;
  };

  beforeAll(async () => {
    prepared = await dump((await returnScene(payees)).world);
    const scene = await copied();
    const count = counting();
    scene.world.faults.current = count;
    await everything(scene);
    writes = count.writes();
    scene.world.faults.current = {};
    uninterrupted = await outcome(scene);
  });

  async function crashedAt(write: number, when: 'before' | 'after', work: Work): Promise<ReturnScene> {
    const scene = await copied();
    scene.world.faults.current = crashAtWrite(write, when);
    await work(scene).catch((error) => {
      if (!(error instanceof Crash)) throw error;
    });
    scene.world.faults.current = {};
    await work(scene);
    return scene;
  }

  it('does every kind of work', () => {
    expect(writes).toBeGreaterThan(70);
    const { items, files } = uninterrupted as { items: Record<string, unknown>; files: Record<string, string> };
    expect(Object.keys(items).filter((key) => key.includes('BUCKET#'))).toHaveLength(32);
    expect(Object.keys(files).length).toBeGreaterThan(5);
  });

  it.each(['before', 'after'] as const)(
    '%s any of its writes comes to the same return and the same files',
    async (when) => {
      // The buckets are all alike: of those in the middle every seventh write.
      for (let write = 1; write <= writes; write += write > 16 && write < writes - 24 ? 7 : 1) {
        const scene = await crashedAt(write, when, everything);
        expect(await outcome(scene), `write ${write}`).toEqual(uninterrupted);
      }
    },
  );

  it('beside another execution comes to the same', async () => {
    const scene = await copied();
    await openAnnualReturn(scene.db, asked, 'liisa', openedAtMs);
    const executions = Array.from({ length: 3 }, async () => {
      for (let tries = 0; tries < 500; tries += 1) {
        const { cursor } = await workOnReturn(scene.db, { return: id, job: 'BUILD' }, workOf(scene, openedAtMs)).catch(
          (error: { code?: string }) => {
            // Another was quicker: the state machine calls again.
            if (error.code !== 'staleVersion') throw error;
            return { cursor: 'more' };
          },
        );
        if (cursor === null) return;
      }
      throw new Error('the work does not come to an end');
    });
    await Promise.all(executions);
    await everything(scene);
    expect(await outcome(scene)).toEqual(uninterrupted);
  });

  it('naive: with the progress before the lines, payees are lost, and the sums say so', async () => {
    const naive: Work = async (scene) => {
      const item = await openAnnualReturn(scene.db, asked, 'liisa', openedAtMs);
      const { unit, after } = item.progress;
      if (unit === 0) {
        const [basis] = item.basis;
        if (basis === undefined) throw new Error('no run');
        const { lines, last } = await linesOfPage(scene.db, 'havu', basis, 0, after);
        await changeReturn(scene.db, item, { progress: last === undefined ? { unit: 1 } : { unit: 0, after: last } });
        await putReturnLines(scene.db, returnIdOf(item), lines);
      }
      await everything(scene);
    };
    // The opening is the first write, the progress the second.
    await expect(crashedAt(2, 'after', naive)).rejects.toThrow(/differs from its runs by -\d+ cents/);
  });

  it('a page that is put once more after people have changed leaves the lines as they were signed', async () => {
    const scene = await returnScene(payees);
    const item = await built(scene);
    const [basis] = item.basis;
    if (basis === undefined) throw new Error('no run');
    await load(scene.world, customerItems({ serial: 10, values: person(10, { lastName: 'Toinen' }) }));
    const late = await linesOfPage(scene.db, 'havu', basis, 0, undefined);
    expect(late.lines.find(({ customerNumber }) => customerNumber === customerNumberOf(10))?.payeeName).toMatch(
      /^Toinen/,
    );
    await putReturnLines(scene.db, id, late.lines);
    expect((await rowOfPayee(scene.db, id, customerNumberOf(10)))?.payeeName).toMatch(/^Mallikas/);
    expect((await returnBuckets(scene.db, id)).length).toBe(32);
  });

  it('naive: put anew whatever is there, a page that wakes up after the signature changes what was signed', async () => {
    const scene = await returnScene(payees);
    const item = await built(scene);
    const [basis] = item.basis;
    if (basis === undefined) throw new Error('no run');
    await load(scene.world, customerItems({ serial: 10, values: person(10, { lastName: 'Toinen' }) }));
    const { lines } = await linesOfPage(scene.db, 'havu', basis, 0, undefined);
    const naive = lines.map((line) => ({ ...returnLineKey(id, bucketOf(line.customerNumber), line), ...line }));
    await load(scene.world, naive);
    const changed = await Promise.all(
      (await returnBuckets(scene.db, id)).map(async ({ bucket, hash }) => {
        return (await sumOfBucket(scene.db, item, bucket)).hash !== hash;
      }),
    );
    expect(changed.filter(Boolean)).toHaveLength(1);
  });

  it('reads every page of a shard', async () => {
    const many = Array.from({ length: 900 }, (_, index) => ({ serial: index + 1, grossCents: 10, withheldCents: 0 }));
    const scene = await returnScene(many);
    expect((await built(scene)).totals).toMatchObject({ payees: 900, grossCents: 9_000 });
  });
});
