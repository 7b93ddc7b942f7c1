import { addMonths } from '../../domain/calendar.ts';
import type { Settings } from '../../functions/runtime/env.ts';
import type { RunId } from '../../functions/table/keys.ts';
import { type Random, randomOf } from '../../scripts/demo/random.ts';
import { openingOf } from '../fixtures/run-scene.ts';
import { newWorld } from '../fixtures/run-world.ts';
import { answerFiles, openBank } from './bank.ts';
import { begin } from './beginning.ts';
import { castOf } from './cast.ts';
import { type Checked, checkAll, checkAtRest, checkPaid, newChecked } from './checks.ts';
import { helsinkiDate } from './helsinki.ts';
import { honest, type Mutant } from './mutant.ts';
import { pay } from './payouts.ts';
import { changeAccount, die, movePerson, payShare, resign } from './persons.ts';
import { fault, newSim, type Sim, tell, violate } from './sim.ts';
import { moveReceipt, registerCard, transfer } from './staff.ts';
import { memoryTable } from './table.ts';
import { planPurchases } from './tills.ts';
import { planOtherRuns } from './yearly.ts';

export type Outcome = {
  seed: number;
  receipts: number;
  payments: number;
  faults: number;
  /** Each with the invariant that it breaks; the story ends with the first. */
  violations: readonly string[];
  trace: readonly string[];
};

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/**
 * Plays one seed's story: two co-ops, some months and the runs that pay them, and whatever goes wrong. After each step the invariants are
 * checked; at the end the faults stop and everything must come to rest. The same seed is the same story, to the millisecond.
 */
export async function simulate(seed: number, mutant: Mutant = honest): Promise<Outcome> {
  const setting = randomOf(seed, 'setting');
  const pageItems = setting.chance(30) ? setting.whole(2, 5) : undefined;
  const table = memoryTable(pageItems);
  const checked = newChecked();
  let sim: Sim | undefined;
  const stepsTwice = setting.chance(35);
  const world = newWorld({
    id: `seed${seed}`,
    table: (faults) => {
      const db = table.clientOf(faults);
      const { freezeIndexes, thawIndexes } = table;
      return { db: mutant.runs?.(db) ?? db, others: table.clientOf({ current: {} }), freezeIndexes, thawIndexes };
    },
    settings: settingsOf(setting, castOf(randomOf(seed, 'cast')).months[0]),
    firstRoad: setting.pick(['households', 'outlets']),
    times: (step) => timesOf(sim, stepsTwice, step),
    ...(pageItems === undefined ? {} : { remainingMs: 0 }),
    ...(mutant.instead === undefined ? {} : { instead: mutant.instead }),
    onStep: async ({ when, step, number, input }) => {
      if (sim === undefined) return;
      // The index has caught up when the roads are read again.
      if (step === 'calculate-shard' && Number(input.pass) > 1) world.indexes.thaw();
      if (when === 'before') await duringRun(sim, checked);
      else checkAll(sim, checked, `step ${number} ${step}`);
    },
  });
  sim = newSim(seed, mutant, world, table);
  try {
    world.clock.nowMs = openingOf(sim.cast.months[0]);
    await begin(sim);
    await play(sim, checked);
  } catch (error) {
    violate(sim, 'I7', `an error that nobody expects: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    world.end();
  }
  const { faults, violations, trace, journal } = sim;
  const receipts = [...journal.entries.values()].filter(({ seen }) => seen !== undefined).length;
  return { seed, receipts, payments: checked.bank.payments.size, faults, violations, trace };
}

/** In some stories the financial year ends with the first month, and shares are refunded soon. */
const settingsOf = (setting: Random, firstMonth: string): Partial<Settings> =>
  setting.chance(50) ? { financialYearEndsInMonth: Number(firstMonth.slice(5)), shareRefundMonths: 1 } : {};

function timesOf(sim: Sim | undefined, stepsTwice: boolean, step: string): 'once' | 'twice' | 'atOnce' {
  if (sim === undefined || sim.isQuiet || !stepsTwice) return 'once';
  const times = sim.random.pick(['once', 'once', 'twice', 'atOnce'] as const);
  if (times !== 'once') fault(sim, `${step} is done ${times}`);
  return times;
}

async function play(sim: Sim, checked: Checked): Promise<void> {
  const { cast, random, world, violations } = sim;
  openBank(sim, checked);
  const others = await planOtherRuns(sim);
  for (const month of [addMonths(cast.months[0], -1), ...cast.months]) {
    planPurchases(sim, month);
    planChanges(sim, month);
  }
  for (const period of [...cast.months, ...cast.quietMonths]) {
    sim.isQuiet = period >= cast.quietMonths[0];
    const openingMs = openingOf(period);
    await until(sim, checked, openingMs - random.whole(1, 40) * 60 * minuteMs);
    checked.lagged = !sim.isQuiet && random.chance(25);
    if (checked.lagged) {
      fault(sim, 'the indexes stand still');
      world.indexes.freeze();
    }
    await until(sim, checked, openingMs);
    sim.nowMs = openingMs;
    for (const coopId of inSomeOrder(sim)) await run(sim, checked, { coopId, kind: 'BONUS', period });
    world.indexes.thaw();
    await until(sim, checked, openingMs + random.whole(8, 20) * dayMs);
    for (const coopId of inSomeOrder(sim))
      if (isOwing(checked, coopId) ? random.chance(80) : random.chance(15))
        await run(sim, checked, { coopId, kind: 'CORRECTION', period: helsinkiDate(sim.nowMs) });
    for (const other of others.filter(({ after }) => after === period)) await run(sim, checked, other);
    if (violations.length > 0) return;
  }
  await until(sim, checked, Number.POSITIVE_INFINITY);
  checkAtRest(sim, checked);
}

const inSomeOrder = ({ random, cast }: Sim): readonly string[] =>
  random.chance(50) ? cast.coopIds : cast.coopIds.toReversed();

const isOwing = ({ payments }: Checked, coopId: string): boolean =>
  [...payments.values()].some((one) => one.coopId === coopId && ['HELD', 'REJECTED', 'RETURNED'].includes(one.state));

async function run(sim: Sim, checked: Checked, { coopId, kind, period }: Omit<RunId, 'attempt'>): Promise<void> {
  if (sim.violations.length > 0) return;
  const id = { coopId, kind, period };
  tell(sim, `run of ${coopId}: ${kind} ${period}`);
  const paid = await pay(sim, id);
  if (paid !== undefined) checkPaid(sim, checked, paid);
  answerFiles(sim, checked);
}

/** Plays what comes before an instant. */
async function until(sim: Sim, checked: Checked, beforeMs: number): Promise<void> {
  for (;;) {
    const next = sim.violations.length > 0 ? undefined : sim.agenda.next(beforeMs);
    if (next === undefined) return;
    sim.nowMs = Math.max(sim.nowMs, next.atMs);
    tell(sim, next.what);
    await next.happen();
    checkAll(sim, checked, next.what);
  }
}

/** What comes while a run is at work comes between any two of its steps. */
async function duringRun(sim: Sim, checked: Checked): Promise<void> {
  if (sim.isQuiet || !sim.random.chance(25)) return;
  const next = sim.agenda.next(sim.nowMs + 60 * minuteMs);
  if (next === undefined) return;
  sim.nowMs = Math.max(sim.nowMs, next.atMs);
  tell(sim, `while a run is at work: ${next.what}`);
  await next.happen();
  checkAll(sim, checked, next.what);
}

/** What staff and members do in a month. */
function planChanges(sim: Sim, month: string): void {
  const { random, cast, agenda } = sim;
  const some = (most: number, what: string, happen: () => Promise<void>): void => {
    const count = random.whole(0, most);
    for (let number = 0; number < count; number += 1) {
      const day = Date.parse(`${month}-01T00:00:00Z`) + random.whole(0, 33) * dayMs;
      agenda.add({ atMs: day + random.whole(0, 86_399_999), what, happen });
    }
  };
  some(4, 'a receipt is moved', () => moveReceipt(sim));
  some(1, 'a household changes its co-op', () => transfer(sim));
  some(1, 'a person changes the household', () => movePerson(sim));
  some(2, 'an account changes', () => changeAccount(sim));
  some(1, 'a share is paid', () => payShare(sim));
  if (random.chance(20)) some(1, 'a head dies', () => die(sim));
  if (random.chance(15)) some(1, 'a head resigns', () => resign(sim));
  for (const household of cast.households)
    if (!household.cardKnown && random.chance(40)) some(1, 'a card is registered', () => registerCard(sim, household));
}
