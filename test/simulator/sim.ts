import { DomainError } from '../../domain/errors.ts';
import type { Register } from '../../functions/table/client.ts';
import { type Random, randomOf } from '../../scripts/demo/random.ts';
import { Crash, crashAtWrite, type FaultSwitch, type Faults } from '../fixtures/run-faults.ts';
import type { World } from '../fixtures/run-world.ts';
import { type Cast, castOf } from './cast.ts';
import { type Journal, newJournal } from './journal.ts';
import type { Mutant } from './mutant.ts';
import type { MemoryTable } from './table.ts';

/** One seed's world while it is played. */
export type Sim = {
  seed: number;
  random: Random;
  cast: Cast;
  mutant: Mutant;
  world: World;
  table: MemoryTable;
  journal: Journal;
  nowMs: number;
  /** Nothing goes wrong any more: what is left must come to its end. */
  isQuiet: boolean;
  faults: number;
  trace: string[];
  violations: string[];
  agenda: Agenda;
  /** How many files the bank has sent. */
  bankFiles: number;
};

export type Happening = { atMs: number; what: string; happen: () => Promise<void> };

/** What is to come, by time; what comes at one time, in the order in which it was put there. */
export type Agenda = {
  add: (happening: Happening) => void;
  next: (beforeMs: number) => Happening | undefined;
  /** True if something is to come whose name begins so. */
  has: (start: string) => boolean;
};

export function newAgenda(): Agenda {
  const waiting: Happening[] = [];
  return {
    add: (happening) => {
      let at = waiting.length;
      while (at > 0 && (waiting[at - 1]?.atMs ?? 0) > happening.atMs) at -= 1;
      waiting.splice(at, 0, happening);
    },
    has: (start) => waiting.some(({ what }) => what.startsWith(start)),
    next: (beforeMs) => ((waiting[0]?.atMs ?? Number.POSITIVE_INFINITY) < beforeMs ? waiting.shift() : undefined),
  };
}

export function newSim(seed: number, mutant: Mutant, world: World, table: MemoryTable): Sim {
  const random = randomOf(seed, 'story');
  return {
    ...{ seed, random, mutant, world, table },
    cast: castOf(randomOf(seed, 'cast')),
    journal: newJournal(),
    nowMs: 0,
    isQuiet: false,
    faults: 0,
    trace: [],
    violations: [],
    agenda: newAgenda(),
    bankFiles: 0,
  };
}

const time = (epochMs: number): string => new Date(epochMs).toISOString().replace('T', ' ').slice(0, 19);

export function tell({ trace, nowMs }: Sim, what: string): void {
  trace.push(`${time(nowMs)} ${what}`);
}

export function violate(sim: Sim, invariant: string, what: string): void {
  tell(sim, `VIOLATION ${invariant}: ${what}`);
  sim.violations.push(`${invariant}: ${what}`);
}

/** A fault that was really done. */
export function fault(sim: Sim, what: string): void {
  sim.faults += 1;
  tell(sim, `  fault: ${what}`);
}

/**
 * What goes wrong with the calls of a process by chance: it dies at one of its first writes, answers get lost, or a step fails after a write.
 * @param mostWrites at which writes
 */
export function someFaults(sim: Sim, percent: number, mostWrites: number): Faults {
  const { random } = sim;
  if (sim.isQuiet || !random.chance(percent)) return {};
  const at = random.whole(1, mostWrites);
  switch (random.pick(['dies', 'dies', 'loses', 'fails'])) {
    case 'dies':
      return dying(sim, at, random.pick(['before', 'after']));
    case 'loses':
      return losing(sim, at);
    default:
      return failing(sim, at);
  }
}

function dying(sim: Sim, at: number, when: 'before' | 'after'): Faults {
  const { crashed, before, after } = crashAtWrite(at, when);
  const told = async (work: () => void | Promise<void>, call: string): Promise<void> => {
    const already = crashed();
    try {
      await work();
    } finally {
      if (!already && crashed()) fault(sim, `dies ${when} write ${at}, a ${call}`);
    }
  };
  return {
    before: (call) => told(() => before?.(call), call.operation),
    after: (call) => told(() => after?.(call), call.operation),
  };
}

/** Every so many writes are done and their answers lost; the SDK sends them again. */
function losing(sim: Sim, everyNth: number): Faults {
  let writes = 0;
  return {
    after: (call) => {
      if (!call.isWrite || call.operation === 'PutExecution' || call.operation === 'PutObject') return;
      writes += 1;
      if (writes % (everyNth + 1) !== 0) return;
      fault(sim, `the answer of a ${call.operation} is lost`);
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    },
  };
}

/** One function fails after a write; who called it calls it again. */
function failing(sim: Sim, at: number): Faults {
  let writes = 0;
  return {
    after: (call) => {
      if (!call.isWrite || ++writes !== at) return;
      fault(sim, `a function fails after a ${call.operation}`);
      throw new Error('the function failed');
    },
  };
}

/**
 * Somebody works on the table, and perhaps dies of it.
 * @returns `done`, `died` (somewhere between the first and the last write), or the code with which it was refused
 */
export async function acting(
  sim: Sim,
  { percent, mostWrites }: { percent: number; mostWrites: number },
  work: (db: Register) => Promise<void>,
): Promise<'done' | 'died' | `refused ${string}`> {
  const faults: FaultSwitch = { current: someFaults(sim, percent, mostWrites) };
  const db = sim.table.clientOf(faults);
  try {
    await work(sim.mutant.others?.(db) ?? db);
    return 'done';
  } catch (error) {
    if (error instanceof DomainError) return `refused ${error.code}`;
    const isFault = error instanceof Crash || (error instanceof Error && error.message === 'the function failed');
    if (!isFault) throw error;
    return 'died';
  }
}
