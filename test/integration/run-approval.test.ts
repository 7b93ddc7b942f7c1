import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { showRunJournal } from '../../contract/journals.ts';
import { listRunDifferences } from '../../contract/run-review.ts';
import { approveRun, cancelRun, rejectRun, showRun, submitRun } from '../../contract/runs.ts';
import { generalBonusTable } from '../../domain/bonus-table.ts';
import type { Run } from '../../functions/table/items.ts';
import { bonusTableKey } from '../../functions/table/keys.ts';
import { act } from '../../functions/table/runs.ts';
import { type CloudWorld, cloudWorld, newBucket } from '../fixtures/run-cloud.ts';
import { coop, coopItems, household, householdItems, outletItems, receipt, staffItems } from '../fixtures/run-coop.ts';
import { load, present, record, runMonth, start } from '../fixtures/run-driver.ts';
import { lateButInTime, openingOf } from '../fixtures/run-scene.ts';
import { type Answer, ask } from '../fixtures/run-staff.ts';
import { newWorld, type World } from '../fixtures/run-world.ts';

const january = '2026-01';
const february = '2026-02';
let cloud: CloudWorld;
let world: World;
let calculated: Run;

beforeAll(async () => {
  cloud = await cloudWorld();
});
afterAll(() => cloud.stop());

/** January is paid; February is calculated: 1 gets more, 2 bought nothing, 3 has no account and is owed January, 4 is new. */
beforeEach(async () => {
  const db = await cloud.tables.newRegister();
  process.env.REGISTER_TABLE = db.tableName;
  world = newWorld({ table: { db, others: cloud.tables.anotherClient(db) }, bucket: await newBucket() });
  await load(world, [
    ...coopItems(coop()),
    ...outletItems('101'),
    ...[household(1), household(2), household(3, { iban: undefined }), household(4)].flatMap(householdItems),
    ...['liisa', 'matti'].flatMap((staffId) => staffItems(staffId, ['havu'])),
  ]);
  await record(
    world,
    lateButInTime(january),
    ...[1, 2, 3].map((serial) => receipt(serial, '2026-01-10T12:00', 10_000)),
  );
  await runMonth(world, openingOf(january), { period: january });
  await record(
    world,
    lateButInTime(february),
    receipt(1, '2026-02-10T12:00', 90_000),
    receipt(4, '2026-02-10T12:00', 20_000),
  );
  calculated = await start(world, openingOf(february), { period: february });
});

const params = { coopId: 'havu', kind: 'BONUS', period: february, attempt: '1' };
const submit = (): Promise<Answer> => ask(world, submitRun, { by: 'liisa', params, body: { hash: calculated.hash } });
const approve = (): Promise<Answer> => ask(world, approveRun, { by: 'matti', params, body: { hash: calculated.hash } });
const refusal = ({ status, body }: Answer): string => `${status} ${body.code}`;

describe('before signing', () => {
  it('the run shows what it does not pay, and how many payees are new and gone, and names nobody', async () => {
    const { body, text } = await ask(world, showRun, { by: 'matti', params });
    expect(body.review).toEqual({
      exceptions: [{ reason: 'NO_ACCOUNT', payees: 1, cents: 100 }],
      newPayees: 1,
      gonePayees: 1,
    });
    expect(text).not.toMatch(/H00000\d/);
  });

  it('the greatest differences are asked for apart, and name households by their ids', async () => {
    const { body } = await ask(world, listRunDifferences, { by: 'matti', params });
    expect(body.differences).toEqual([
      { payeeId: 'H000001', amountCents: 4_500, beforeCents: 100 },
      { payeeId: 'H000004', amountCents: 300, beforeCents: null },
      { payeeId: 'H000003', amountCents: 0, beforeCents: 100 },
    ]);
  });

  it('a run of the past has a journal; this one not yet', async () => {
    expect(refusal(await ask(world, showRunJournal, { by: 'matti', params }))).toBe('409 runNotInState');
    const { body } = await ask(world, showRunJournal, { by: 'matti', params: { ...params, period: january } });
    expect(body).toMatchObject({ name: 'JOURNAL-BONUS-havu-202601-1.csv', lines: 4 });
    const csv = await (await fetch(String(body.url))).text();
    expect(csv).toContain('BONUS-havu-202601-1;2026-02-02;3590;');
  });
});

const replaceTable = (): Promise<void> =>
  load(world, [{ ...bonusTableKey('havu', generalBonusTable.validFrom), ...generalBonusTable, version: 2 }]);

/** What changes while a run waits, and how the refusal calls it. */
const changes: [string, () => Promise<void>, string][] = [
  ['the Bonus table', () => replaceTable(), 'bonus tables'],
  [
    'the account that pays',
    () => load(world, coopItems(coop({ debtor: { ...coop().debtor, iban: 'FI3439390000000000' } }))),
    'paying account',
  ],
  ['how returns are counted', () => load(world, coopItems(coop({ returnPolicy: 'monthOfPurchase' }))), 'return policy'],
];

describe.each(changes)('when %s changes', (_, change, name) => {
  it('while it waits to be submitted, it cannot be', async () => {
    await change();
    const answer = await submit();
    expect(refusal(answer)).toBe('409 runStale');
    expect(answer.body.detail).toContain(`calculated: ${name}.`);
    expect((await present(world, calculated)).state).toBe('CALCULATED');
  });

  it('while it waits to be approved, it cannot be; it is rejected with the reason, and the next attempt can be signed', async () => {
    await submit();
    await change();
    expect(refusal(await approve())).toBe('409 runStale');
    const body = { reason: 'Taulukko tai tili on vaihtunut' };
    expect((await ask(world, rejectRun, { by: 'matti', params, body })).body).toMatchObject({
      state: 'REJECTED',
      rejected: { by: 'matti', ...body },
    });
    const next = await start(world, openingOf(february) + 60_000, { period: february });
    const signing = { by: 'liisa', params: { ...params, attempt: '2' }, body: { hash: next.hash } };
    expect((await ask(world, submitRun, signing)).status).toBe(200);
  });
});

it('naive: the hash alone lets a run be approved whose table is another one by now', async () => {
  await submit();
  await replaceTable();
  const submitted = await present(world, calculated);
  expect(submitted.hash).toBe(calculated.hash);
  const approved = await act(world.db, submitted, 'approve', { approved: { by: 'matti', atMs: world.clock.nowMs } });
  expect(approved.state).toBe('APPROVED');
});

it('an account that changes after the approval gets into no file: the run stops, and can be cancelled', async () => {
  await submit();
  const submitted = await present(world, calculated);
  await act(world.db, submitted, 'approve', { approved: { by: 'matti', atMs: world.clock.nowMs } });
  await load(world, coopItems(coop({ debtor: { ...coop().debtor, iban: 'FI3439390000000000' } })));
  // Sent again, it wakes the execution up.
  expect((await approve()).status).toBe(200);
  await world.machine.settled();
  const stopped = await present(world, calculated);
  expect(stopped).toMatchObject({ state: 'APPROVED', problem: 'STEP_FAILED' });
  expect(stopped.files).toBeUndefined();
  const body = { reason: 'Tili on vaihtunut' };
  expect((await ask(world, cancelRun, { by: 'matti', params, body })).body.state).toBe('CANCELLED');
});

it('a signature that was sent again after a change stands: it was made before', async () => {
  await submit();
  await approve();
  await world.machine.settled();
  await replaceTable();
  expect((await approve()).status).toBe(200);
});
