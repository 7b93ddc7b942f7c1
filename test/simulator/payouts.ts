import { DomainError } from '../../domain/errors.ts';
import { checkInputs } from '../../domain/run-inputs.ts';
import type { Run } from '../../functions/table/items.ts';
import type { RunId } from '../../functions/table/keys.ts';
import { runIdOf, runsOf } from '../../functions/table/runs.ts';
import { runInputs } from '../../functions/workflow/run-inputs.ts';
import { runTermsOf } from '../../functions/workflow/terms/all.ts';
import { cancel, release, sign, start, whyStopped } from '../fixtures/run-driver.ts';
import { Crash } from '../fixtures/run-faults.ts';
import { fault, type Sim, someFaults, tell, violate } from './sim.ts';

const minuteMs = 60_000;
const mostTries = 10;

/**
 * A run from its opening until all of it is booked, whatever happens to it: each try is somebody who does not know what happened before.
 * @returns the run; undefined if it does not come to an end, which is a violation (I11)
 */
export async function pay(sim: Sim, { coopId, kind, period }: Omit<RunId, 'attempt'>): Promise<Run | undefined> {
  const { random, world } = sim;
  let cancels = !sim.isQuiet && random.chance(15) ? 1 : 0;
  const openedAtMs = sim.nowMs;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    sim.nowMs = Math.max(sim.nowMs, openedAtMs + (tries - 1) * 20 * minuteMs);
    world.faults.current = tries <= 4 ? someFaults(sim, 30, 25) : {};
    const run = await oneTry(sim, { coopId, kind, period }, cancels);
    tell(
      sim,
      `  ${coopId} ${kind} ${period}: ${run === undefined ? 'died' : `${run.attempt} ${run.state} ${run.problem ?? ''}`}`,
    );
    if (run?.state === 'CANCELLED') cancels -= 1;
    if (run?.postedAtMs !== undefined) {
      world.faults.current = {};
      return run;
    }
    for (const execution of world.machine.executions.values())
      if (execution.status === 'RUNNING' && execution.waitingFor === undefined)
        Object.assign(execution, { status: 'FAILED' });
    // Whoever looks at a run that stands still finds an index that has caught up.
    world.indexes.thaw();
    // Hours later; what waits for an approval that was not announced looks for itself.
    world.machine.renewWaits();
    await world.machine.settled();
  }
  violate(sim, 'I11', `${coopId} ${kind} ${period} does not come to an end: ${whyStopped(world)}`);
  return undefined;
}

async function oneTry(sim: Sim, started: Omit<RunId, 'attempt'>, cancels: number): Promise<Run | undefined> {
  const { world, random } = sim;
  try {
    let run = await start(world, sim.nowMs, started);
    if (run.state === 'CALCULATED' && cancels > 0 && random.chance(40)) return await cancelled(sim, run);
    if (run.state === 'CALCULATED' || run.state === 'SUBMITTED') {
      checkInputs(run.inputs, await runInputs(world.db, runIdOf(run), world.settings));
      run = await sign(world, sim.nowMs, run);
    }
    if (run.state === 'FILES_WRITTEN' && cancels > 0) return await cancelled(sim, run);
    if (run.state === 'FILES_WRITTEN') {
      await runTermsOf(run.kind).checkRelease?.(world.db, run, sim.nowMs);
      run = await release(world, sim.nowMs, run);
    }
    return run;
  } catch (error) {
    const isFault = error instanceof Crash || (error instanceof Error && error.message === 'the function failed');
    if (!isFault && !(error instanceof DomainError)) throw error;
    if (error instanceof DomainError) tell(sim, `  ${error.code}`);
    await world.machine.settled();
    if (error instanceof DomainError && error.code === 'runStale') return await cancelLive(sim, started);
    return undefined;
  }
}

/** What rests on something that has changed is cancelled, and started anew. */
async function cancelLive(sim: Sim, { coopId, kind, period }: Omit<RunId, 'attempt'>): Promise<Run | undefined> {
  const live = (await runsOf(sim.world.others, coopId, kind, period)).at(-1);
  return live === undefined ? undefined : await cancel(sim.world, sim.nowMs, live).catch(() => undefined);
}

async function cancelled(sim: Sim, run: Run): Promise<Run> {
  fault(sim, `the run is cancelled as ${run.state}`);
  return await cancel(sim.world, sim.nowMs, run);
}
