import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  approveRun,
  cancelRun,
  closeRun,
  listRunFiles,
  listRunPayees,
  listRuns,
  rejectRun,
  releaseRun,
  showRun,
  startRun,
  submitRun,
} from '../../contract/runs.ts';
import type { Run } from '../../functions/table/items.ts';
import { act, runOf } from '../../functions/table/runs.ts';
import { type CloudWorld, cloudWorld, filesInBucket, newBucket } from '../fixtures/run-cloud.ts';
import { coop, coopItems, household, householdItems, outletItems, receipt, staffItems } from '../fixtures/run-coop.ts';
import { dump, load, present, record, start } from '../fixtures/run-driver.ts';
import type { Moment } from '../fixtures/run-machine.ts';
import { lateButInTime, openingOf, run } from '../fixtures/run-scene.ts';
import { type Answer, ask } from '../fixtures/run-staff.ts';
import { newWorld, type World } from '../fixtures/run-world.ts';

const january = '2026-01';
const otherHash = '0'.repeat(64);
let cloud: CloudWorld;
let world: World;
let calculated: Run;
/** What happens at a moment of the run, if a test wants something to happen. */
let atMoment: ((moment: Moment) => Promise<void>) | undefined;

beforeAll(async () => {
  cloud = await cloudWorld();
});
afterAll(() => cloud.stop());

/** A calculated run in a table of its own. */
beforeEach(async () => {
  const db = await cloud.tables.newRegister();
  process.env.REGISTER_TABLE = db.tableName;
  world = newWorld({
    table: { db, others: cloud.tables.anotherClient(db) },
    bucket: await newBucket(),
    onStep: (moment) => atMoment?.(moment),
  });
  await load(world, [
    ...coopItems(coop()),
    ...coopItems(coop({ coopId: 'koivu' })),
    ...outletItems('101'),
    ...[1, 2].map((serial) => household(serial)).flatMap(householdItems),
    ...['liisa', 'matti'].flatMap((staffId) => staffItems(staffId, ['havu'])),
    ...staffItems('outsider', ['koivu']),
    ...staffItems('former', ['havu'], false),
  ]);
  await record(
    world,
    lateButInTime(january),
    receipt(1, '2026-01-10T12:00', 30_000),
    receipt(2, '2026-01-11T12:00', 20_000),
  );
  calculated = await start(world, openingOf(january), { period: january });
});
afterEach(() => {
  atMoment = undefined;
  vi.restoreAllMocks();
});

const params = { coopId: 'havu', kind: 'BONUS', period: january, attempt: '1' };
const submit = (by: string, hash = calculated.hash): Promise<Answer> =>
  ask(world, submitRun, { by, params, body: { hash } });
const approve = (by: string, hash = calculated.hash): Promise<Answer> =>
  ask(world, approveRun, { by, params, body: { hash } });
const because = { reason: 'Kuitteja puuttuu' };
const refusal = ({ status, body }: Answer): string => `${status} ${body.code}`;
const state = async (): Promise<string> => (await runOf(world.db, run(january))).state;

describe('approval by a second person', () => {
  it('naive: whoever is there approves whatever is there', async () => {
    const naiveApprove = async (by: string): Promise<Run> => {
      const found = await runOf(world.db, run(january));
      return await act(world.db, found, 'approve', { approved: { by, atMs: world.clock.nowMs } });
    };
    await submit('liisa');
    expect(await naiveApprove('liisa')).toMatchObject({
      state: 'APPROVED',
      submitted: { by: 'liisa' },
      approved: { by: 'liisa' },
    });
  });

  it('needs two persons over one hash, and writes the files', async () => {
    expect(refusal(await approve('matti'))).toBe('409 runNotInState');
    expect((await submit('liisa')).body).toMatchObject({ state: 'SUBMITTED', submitted: { by: 'liisa' } });
    expect(refusal(await approve('liisa'))).toBe('403 secondPersonRequired');
    expect(refusal(await approve('matti', otherHash))).toBe('409 runHashDiffers');
    expect(await state()).toBe('SUBMITTED');
    expect((await approve('matti')).body).toMatchObject({ state: 'APPROVED', approved: { by: 'matti' } });
    await world.machine.settled();
    expect(await state()).toBe('FILES_WRITTEN');
    expect((await filesInBucket()).size).toBe(1);
  });

  it('refuses to submit another hash, a submission by a second submitter, and a second submission after the approval', async () => {
    expect(refusal(await submit('liisa', otherHash))).toBe('409 runHashDiffers');
    await submit('liisa');
    expect((await submit('liisa')).status).toBe(200);
    expect(refusal(await submit('matti'))).toBe('409 runNotInState');
    await approve('matti');
    await world.machine.settled();
    expect(refusal(await submit('liisa'))).toBe('409 runNotInState');
  });

  it('binds to the attempt: the hash of a rejected one signs nothing of the next', async () => {
    await submit('liisa');
    expect((await ask(world, rejectRun, { by: 'matti', params, body: because })).body).toMatchObject({
      state: 'REJECTED',
      rejected: { by: 'matti' },
    });
    expect(world.machine.executions.get('BONUS-havu-2026-01-1-1')?.status).toBe('ABORTED');
    expect(refusal(await approve('matti'))).toBe('409 runNotInState');
    world.clock.nowMs = openingOf(january) + 60_000;
    expect(
      (await ask(world, startRun, { by: 'liisa', body: { coopId: 'havu', kind: 'BONUS', period: january } })).body,
    ).toMatchObject({ attempt: '2' });
    await world.machine.settled();
    const second = { by: 'liisa', params: { ...params, attempt: '2' }, body: { hash: calculated.hash } };
    expect(refusal(await ask(world, submitRun, second))).toBe('409 runHashDiffers');
  });

  it('of sixteen at once is one approval', async () => {
    await submit('liisa');
    await load(world, Array.from({ length: 15 }, (_, index) => staffItems(`staff-${index}`, ['havu'])).flat());
    const answers = await Promise.all(
      ['matti', ...Array.from({ length: 15 }, (_, index) => `staff-${index}`)].map((by) => approve(by)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    await world.machine.settled();
    expect(await state()).toBe('FILES_WRITTEN');
    expect((await filesInBucket()).size).toBe(1);
  });
});

describe('an approval that is not heard', () => {
  const announced = (): unknown[] => sent.filter((command) => command instanceof SendTaskSuccessCommand);
  let sent: unknown[] = [];
  const deafFor = (times: number): void => {
    vi.spyOn(console, 'error').mockReturnValue();
    sent = [];
    let left = times;
    const usual = SFNClient.prototype.send;
    vi.spyOn(SFNClient.prototype, 'send').mockImplementation(async function (this: SFNClient, command: never) {
      sent.push(command);
      if ((command as unknown) instanceof SendTaskSuccessCommand && left-- > 0) throw new Error('no answer');
      return await (usual as (command: never) => Promise<never>).call(this, command);
    } as never);
  };

  it('is announced again when it is repeated', async () => {
    await submit('liisa');
    // Approvers are told of the submission first.
    await world.machine.settled();
    deafFor(1);
    expect((await approve('matti')).status).toBe(500);
    expect(await state()).toBe('APPROVED');
    const before = await present(world, calculated);
    expect((await approve('matti')).status).toBe(200);
    expect(announced()).toHaveLength(2);
    await world.machine.settled();
    expect(await present(world, calculated)).toMatchObject({ state: 'FILES_WRITTEN', approved: before.approved });
    expect((await approve('matti')).body).toMatchObject({ state: 'FILES_WRITTEN', approved: { by: 'matti' } });
  });

  it('is found when the wait is renewed', async () => {
    await submit('liisa');
    // Approvers are told of the submission first.
    await world.machine.settled();
    deafFor(1);
    await approve('matti');
    await world.machine.settled();
    expect(await state()).toBe('APPROVED');
    world.machine.renewWaits();
    await world.machine.settled();
    expect(await state()).toBe('FILES_WRITTEN');
    expect(announced()).toHaveLength(2);
  });

  it('is found by the next execution if the one that waited is dead', async () => {
    await submit('liisa');
    world.machine.abort('BONUS-havu-2026-01-1-1');
    await approve('matti');
    expect(await state()).toBe('APPROVED');
    expect(await start(world, openingOf(january) + 1, { period: january })).toMatchObject({
      state: 'FILES_WRITTEN',
      execution: 2,
    });
  });

  it.each(['before', 'after'] as const)(
    'comes %s the renewed wait has its token: whoever is second wakes the execution up',
    async (when) => {
      await submit('liisa');
      let answer: Answer | undefined;
      atMoment = async (moment) => {
        if (moment.step === 'await-approval' && moment.when === when) answer = await approve('matti');
      };
      world.machine.renewWaits();
      await world.machine.settled();
      expect(answer?.status).toBe(200);
      expect(await state()).toBe('FILES_WRITTEN');
    },
  );
});

describe('who may', () => {
  const hashed = { body: { hash: otherHash } };
  const starting = { body: { coopId: 'havu', kind: 'BONUS', period: january } };
  const endpoints = [
    { declaration: startRun, asking: starting, needs: 'payouts.prepare' },
    { declaration: listRuns, asking: { params: { coopId: 'havu' } }, needs: 'payouts.prepare' },
    { declaration: showRun, asking: { params }, needs: 'payouts.prepare' },
    { declaration: submitRun, asking: { params, ...hashed }, needs: 'payouts.prepare' },
    { declaration: approveRun, asking: { params, ...hashed }, needs: 'payouts.approve' },
    { declaration: rejectRun, asking: { params, body: because }, needs: 'payouts.approve' },
    { declaration: cancelRun, asking: { params, body: because }, needs: 'payouts.prepare' },
    { declaration: releaseRun, asking: { params, ...hashed }, needs: 'payouts.approve' },
    { declaration: closeRun, asking: { params }, needs: 'payouts.approve' },
    { declaration: listRunFiles, asking: { params }, needs: 'payouts.approve' },
    { declaration: listRunPayees, asking: { params }, needs: 'payouts.prepare' },
  ] as const;
  const everything = [
    'register.read',
    'register.write',
    'payouts.prepare',
    'payouts.approve',
    'privacy',
    'audit',
    'admin',
  ] as const;

  it.each(endpoints)(
    '$declaration.name: only with $needs, for an own co-op, active, with an access token; else nothing happens',
    async ({ declaration, asking, needs }) => {
      const before = await dump(world);
      const asked = async (more: Partial<Parameters<typeof ask>[2]>): Promise<string> =>
        refusal(await ask(world, declaration, { by: 'liisa', ...asking, ...more }));
      expect(await asked({ may: everything.filter((permission) => permission !== needs) })).toBe(
        '403 permissionMissing',
      );
      expect(await asked({ may: [] })).toBe('403 permissionMissing');
      expect(await asked({ by: 'outsider' })).toBe('403 coopNotAllowed');
      expect(await asked({ by: 'former' })).toBe('403 staffNotActive');
      expect(await asked({ by: 'nobody' })).toBe('403 staffNotActive');
      expect(await asked({ claims: { token_use: 'id' } })).toBe('401 accessTokenRequired');
      expect(await dump(world)).toEqual(before);
    },
  );

  it('is told in plain refusals what is not there', async () => {
    const unknown = { by: 'liisa', params: { ...params, attempt: '9' } };
    for (const declaration of [showRun, closeRun, listRunFiles, listRunPayees])
      expect(refusal(await ask(world, declaration, unknown))).toBe('404 unknownRun');
    for (const declaration of [rejectRun, cancelRun])
      expect(refusal(await ask(world, declaration, { ...unknown, body: because }))).toBe('404 unknownRun');
    expect(refusal(await ask(world, showRun, { by: 'liisa', params: { ...params, attempt: '0' } }))).toBe(
      '400 invalidRequest',
    );
    const notYet = { coopId: 'havu', kind: 'BONUS', period: '2026-02' };
    expect(refusal(await ask(world, startRun, { by: 'liisa', body: notYet }))).toBe('409 runOutOfOrder');
  });
});
