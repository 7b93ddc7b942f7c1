import { describe, expect, it } from 'vitest';
import { announceSignature } from '../../functions/runtime/payout-machine.ts';
import type { Run } from '../../functions/table/items.ts';
import { act, changeRun, runIdOf } from '../../functions/table/runs.ts';
import { step, stepInputs } from '../../functions/workflow/state.ts';
import { type Publish, tellApprovers } from '../../functions/workflow/tell-approvers.ts';
import { household, receipt } from '../fixtures/run-coop.ts';
import { present, record, release, sign, start } from '../fixtures/run-driver.ts';
import { Crash } from '../fixtures/run-faults.ts';
import { lateButInTime, openingOf, scene } from '../fixtures/run-scene.ts';
import type { World, WorldOptions } from '../fixtures/run-world.ts';

const january = '2026-01';
const people = [household(1), household(2, { iban: undefined })];

type Told = { coopId: string; subject: string; text: string };

/** A calculated run whose messages go to `publish`. */
async function calculated(publish: Publish, options: WorldOptions = {}): Promise<{ world: World; run: Run }> {
  const world = await scene({
    households: people,
    instead: ({ db }) => ({
      'tell-approvers': step(stepInputs.tellApprovers, ({ run }) => tellApprovers(db, run, publish)),
    }),
    ...options,
  });
  await record(world, lateButInTime(january), ...[1, 2].map((serial) => receipt(serial, '2026-01-10T12:00', 40_000)));
  return { world, run: await start(world, openingOf(january), { period: january }) };
}

/** Submits as the endpoint does: written first, then the waiting execution is woken up. */
async function submit(world: World, run: Run): Promise<Run> {
  const submitted = await act(world.db, run, 'submit', { submitted: { by: 'liisa', atMs: openingOf(january) } });
  await announceSignature(submitted.taskToken ?? '');
  await world.machine.settled();
  return await present(world, submitted);
}

const into =
  (told: Told[]): Publish =>
  async (coopId, notice) => {
    told.push({ coopId, ...notice });
  };

describe('who approves is told', () => {
  it('when a run waits for them and when it is released, once each, with sums and commands', async () => {
    const told: Told[] = [];
    const { world, run } = await calculated(into(told));
    expect(told).toEqual([]);
    const submitted = await submit(world, run);
    expect(told.map(({ subject }) => subject)).toEqual(['Omistaja: BONUS havu 2026-01, attempt 1 waits for approval']);
    expect(told[0]?.text.replaceAll('\u00a0', ' ')).toMatch(
      /Payees +2\n.*To accounts +10,00 €\n.*NO_ACCOUNT: 1, 10,00 €.*omistaja run approve havu 2026-01 1 --kind bonus/s,
    );
    // The wait is renewed again and again: nothing new is to be told.
    world.machine.renewWaits();
    await world.machine.settled();
    const written = await sign(world, openingOf(january), submitted);
    expect(written.state).toBe('FILES_WRITTEN');
    await release(world, openingOf(january) + 60_000, written);
    expect(told.map(({ subject }) => subject.split('1 ').at(-1))).toEqual(['waits for approval', 'is released']);
    expect(new Set(told.map(({ coopId }) => coopId))).toEqual(new Set(['havu']));
  });

  it('and nobody is named', async () => {
    const told: Told[] = [];
    const { world, run } = await calculated(into(told));
    const submitted = await submit(world, run);
    await release(world, openingOf(january), await sign(world, openingOf(january), submitted));
    const names = [
      ...people.flatMap(({ householdId, iban, head }) => [householdId, iban, head?.lastName]),
      'liisa',
      'matti',
    ];
    for (const { text } of told) for (const name of names) if (name !== undefined) expect(text).not.toContain(name);
  });

  it('when a run has stopped, and again when it stops again', async () => {
    const told: Told[] = [];
    const { world, run } = await calculated(into(told), {
      onStep: ({ when, step: name }) => {
        if (when === 'before' && name === 'plan-files') throw new Error('out of order');
      },
    });
    const stopped = await sign(world, openingOf(january), await submit(world, run));
    expect([stopped.state, stopped.problem]).toEqual(['APPROVED', 'STEP_FAILED']);
    expect(told.at(-1)?.subject).toContain('has stopped');
    expect(told).toHaveLength(2);
    await start(world, openingOf(january) + 3_600_000, { period: january });
    expect(told).toHaveLength(3);
  });
});

describe('a message that cannot be sent', () => {
  const noMail: Publish = async () => {
    throw new Error('SNS is away');
  };

  it('changes nothing for the run: it can be approved, and its files are written', async () => {
    const { world, run } = await calculated(noMail);
    const submitted = await submit(world, run);
    expect([submitted.state, submitted.problem, submitted.told]).toEqual(['SUBMITTED', undefined, undefined]);
    expect((await sign(world, openingOf(january), submitted)).state).toBe('FILES_WRITTEN');
  });

  it('is sent when the wait is renewed', async () => {
    const told: Told[] = [];
    let isAway = true;
    const { world, run } = await calculated(async (...message) => (isAway ? noMail : into(told))(...message));
    await submit(world, run);
    expect(told).toEqual([]);
    isAway = false;
    world.machine.renewWaits();
    await world.machine.settled();
    expect(told).toHaveLength(1);
  });

  it('also when nobody woke the execution up at the submission', async () => {
    const told: Told[] = [];
    const { world, run } = await calculated(into(told));
    await act(world.db, run, 'submit', { submitted: { by: 'liisa', atMs: openingOf(january) } });
    world.machine.renewWaits();
    await world.machine.settled();
    expect(told).toHaveLength(1);
  });
});

describe('a process that dies between the message and its mark', () => {
  /** Two tries of a step, of which the first dies at its write or its message, whichever comes second. */
  async function twoTries(tell: (world: World, run: Run, publish: Publish) => Promise<void>): Promise<number> {
    const told: Told[] = [];
    const { world, run } = await calculated(async () => undefined);
    const submitted = await act(world.db, run, 'submit', { submitted: { by: 'liisa', atMs: openingOf(january) } });
    let happened = 0;
    const dyingSecond = (): void => {
      happened += 1;
      if (happened === 2) throw new Crash();
    };
    world.faults.current = { before: ({ isWrite }) => (isWrite ? dyingSecond() : undefined) };
    const publish: Publish = async (...message) => {
      dyingSecond();
      await into(told)(...message);
    };
    await expect(tell(world, submitted, publish)).rejects.toThrow('killed');
    world.faults.current = {};
    await tell(world, submitted, publish);
    return told.length;
  }

  it('naive: marked first, it is never told', async () => {
    const markedFirst = async (world: World, run: Run, publish: Publish): Promise<void> => {
      if ((await present(world, run)).told === 'SUBMITTED') return;
      await changeRun(world.db, runIdOf(run), ['SUBMITTED'], { told: 'SUBMITTED' });
      await publish(run.coopId, { subject: 's', text: 't' });
    };
    expect(await twoTries(markedFirst)).toBe(0);
  });

  it('tells twice, and never not at all', async () => {
    expect(await twoTries((world, run, publish) => tellApprovers(world.db, runIdOf(run), publish))).toBe(2);
  });
});
