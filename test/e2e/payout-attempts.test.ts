import { beforeAll, describe, expect, it } from 'vitest';
import { approveRun, cancelRun, listRuns, rejectRun, startRun, submitRun } from '../../contract/runs.ts';
import { addMonths, monthOf } from '../../domain/calendar.ts';
import { itemsOf, waitFor } from '../fixtures/e2e-cloud.ts';
import { smallFederation } from '../fixtures/e2e-federation.ts';
import { executionsOf, inState, paramsOf } from '../fixtures/e2e-payout.ts';
import { openWorld, type World } from '../fixtures/e2e-world.ts';

const { coop, federation } = smallFederation();
const { coopId } = coop.coop;
const month = addMonths(monthOf(Date.now()), -1);
const body = { coopId, kind: 'BONUS', period: month } as const;
const because = { reason: 'Kuitteja puuttuu' };
const refusal = (code: string) => ({ problem: { code } });
let world: World;

beforeAll(async () => {
  world = await openWorld(federation);
});

describe('a run that comes to nothing', () => {
  it('is dry: it calculates, nobody can submit it, and no attempt is opened', async () => {
    const { liisa } = world.staff;
    const dry = await liisa.call(startRun, { body: { ...body, dryRun: true } });
    expect(dry).toMatchObject({ dryRun: true, attempt: 'D1' });
    const calculated = await inState(liisa, dry, 'CALCULATED');
    await waitFor(
      'the end of its execution',
      async () => (await executionsOf(world.cloud, coopId))[`BONUS-${coopId}-${month}-D1-1`] === 'SUCCEEDED',
    );
    const signed = { params: paramsOf(dry), body: { hash: calculated.hash ?? '' } };
    await expect(liisa.call(submitRun, signed)).rejects.toMatchObject(refusal('runNotInState'));
    expect((await liisa.call(startRun, { body: { ...body, dryRun: true } })).attempt).toBe('D2');
    const items = await itemsOf(world.cloud.register);
    expect(items.filter(({ pk, sk }) => pk === `COOP#${coopId}` && String(sk).startsWith('LIVE'))).toEqual([]);
  });

  it('is cancelled or rejected, and the next start makes the next attempt', async () => {
    const { liisa, matti } = world.staff;
    const first = await liisa.call(startRun, { body: body });
    const cancelled = await liisa.call(cancelRun, { params: paramsOf(first), body: because });
    expect(cancelled).toMatchObject({ attempt: '1', state: 'CANCELLED' });
    expect((await liisa.call(cancelRun, { params: paramsOf(first), body: because })).cancelled).toEqual(
      cancelled.cancelled,
    );

    const second = await liisa.call(startRun, { body: body });
    expect(second.attempt).toBe('2');
    const { hash = '' } = await inState(liisa, second, 'CALCULATED');
    await liisa.call(submitRun, { params: paramsOf(second), body: { hash } });
    expect(await matti.call(rejectRun, { params: paramsOf(second), body: because })).toMatchObject({
      state: 'REJECTED',
    });
    const late = { params: paramsOf(second), body: { hash } };
    await expect(matti.call(approveRun, late)).rejects.toMatchObject(refusal('runNotInState'));

    const third = await liisa.call(startRun, { body: body });
    expect(third.attempt).toBe('3');
    await inState(liisa, third, 'CALCULATED');
    await liisa.call(cancelRun, { params: paramsOf(third), body: because });
    await waitFor('the end of all executions', async () =>
      Object.values(await executionsOf(world.cloud, coopId)).every((status) => status !== 'RUNNING'),
    );
    const { runs } = await liisa.call(listRuns, { params: { coopId } });
    expect(runs.filter(({ dryRun }) => !dryRun).map(({ attempt, state }) => `${attempt} ${state}`)).toEqual([
      '3 CANCELLED',
      '2 REJECTED',
      '1 CANCELLED',
    ]);
  });
});
