import { addDays } from '../../domain/calendar.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { recordMessage } from '../../functions/queue/record-message.ts';
import { cardOf } from '../fixtures/run-coop.ts';
import { openingOf } from '../fixtures/run-scene.ts';
import { helsinkiDate, helsinkiMonth } from './helsinki.ts';
import { acting, fault, type Sim, tell } from './sim.ts';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** Instants at which a calendar goes wrong: turns of months and days, both changes of the clocks. */
function edgesOf(month: string): number[] {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const turn = (monthIndex: number): number => {
    const guess = Date.UTC(year, monthIndex, 1) - 3 * 60 * minuteMs;
    return helsinkiMonth(guess) === helsinkiMonth(guess - 1) ? guess + 60 * minuteMs : guess;
  };
  const [start, end] = [turn(number - 1), turn(number)];
  const lastSunday = end - dayMs * (new Date(end - dayMs / 2).getUTCDay() + 1);
  return [start, start + 1, end - 1, end - 1_000, lastSunday + 90 * minuteMs, lastSunday + 150 * minuteMs];
}

function someInstant({ random }: Sim, month: string): number {
  if (random.chance(12)) {
    const edge = random.pick(edgesOf(month) as [number, ...number[]]);
    if (helsinkiMonth(edge) === month) return edge;
  }
  const day = String(random.whole(1, 28)).padStart(2, '0');
  return Date.parse(`${month}-${day}T00:00:00Z`) + random.whole(3 * 60, 21 * 60) * minuteMs + random.whole(0, 59_999);
}

/** The purchases of a month, each with its way to the register. */
export function planPurchases(sim: Sim, month: string): void {
  const { random, cast } = sim;
  const serials = [...cast.households, ...cast.mates].map(({ serial }) => serial);
  for (const serial of serials) {
    const count = random.whole(0, 3);
    for (let number = 0; number < count; number += 1) planPurchase(sim, serial, someInstant(sim, month));
  }
}

function planPurchase(sim: Sim, serial: number, purchasedAt: number): void {
  const { random } = sim;
  const receipt = receiptBy(sim, serial, purchasedAt);
  const message = [receipt];
  // Sometimes the next customer of the till is in the same message.
  if (random.chance(30)) message.push(receiptBy(sim, random.pick([1, 2, 3, 4, 5]), purchasedAt + random.whole(1, 900)));
  deliverAt(sim, message, delayed(sim, purchasedAt + 1_000), 1);
}

/** Mostly at once, sometimes weeks later, sometimes about the hour at which the month's run opens. */
function delayed(sim: Sim, atMs: number): number {
  // What comes last must still be seen by two runs.
  return Math.max(atMs, Math.min(someTimeAfter(sim, atMs), openingOf(sim.cast.quietMonths[0]) - dayMs));
}

function someTimeAfter({ random }: Sim, atMs: number): number {
  if (random.chance(65)) return atMs + random.whole(0, 240) * minuteMs;
  if (random.chance(60)) return atMs + random.whole(1, 70) * dayMs;
  const nextMonth = new Date(atMs);
  const opening = Date.UTC(nextMonth.getUTCFullYear(), nextMonth.getUTCMonth() + random.whole(1, 2), 2, 4);
  return Math.max(atMs, opening + random.whole(-30, 60) * minuteMs);
}

function receiptBy(sim: Sim, serial: number, purchasedAt: number): Receipt {
  const { random, cast, journal } = sim;
  const cents = random.chance(22) ? -random.whole(1, 40_000) : random.whole(1, 60_000);
  const part = (percent: number): number => Math.trunc((cents * percent) / 100) + 0;
  const fuel = random.chance(20) ? part(random.whole(1, 100)) : 0;
  // A till that has not closed its day yet prints the day before.
  const today = helsinkiDate(purchasedAt);
  return {
    outletId: random.pick(cast.outletIds),
    businessDay: random.chance(6) ? addDays(today, -1) : today,
    terminalId: random.pick(['1', '2']),
    receiptId: `R${journal.entries.size}x${random.whole(0, 999_999)}`,
    purchasedAt,
    identifier: { kind: 'card', value: cardOf(serial) },
    totalCents: cents,
    cardUse: 'shown',
    bonusBaseCents: random.chance(15) ? part(random.whole(0, 99)) : cents,
    paymentBenefitBaseCents: random.chance(30) ? part(random.whole(1, 100)) : 0,
    fuelCents: fuel,
    fuelMillilitres: fuel * 6 + 0,
    campaignCents: fuel === 0 && random.chance(20) ? part(random.whole(1, 100)) : 0,
  };
}

/** A message of the queue, which delivers at least once and in any order. */
function deliverAt(sim: Sim, receipts: readonly Receipt[], atMs: number, attempt: number): void {
  const what = `message ${receipts.map(({ receiptId }) => receiptId).join(' ')}, delivery ${attempt}`;
  sim.agenda.add({ atMs, what, happen: () => deliver(sim, receipts, attempt) });
}

async function deliver(sim: Sim, receipts: readonly Receipt[], attempt: number): Promise<void> {
  const { random, world, mutant, nowMs } = sim;
  for (const receipt of receipts) sim.journal.sent(receipt);
  const context = { nowMs, newToken: world.newToken, abortSignal: new AbortController().signal, parallelWrites: 4 };
  const record = mutant.record ?? recordMessage;
  const result = await acting(sim, { percent: attempt < 4 ? 12 : 0, mostWrites: 4 }, async (db) => {
    await record(db, { version: 1, receipts: [...receipts] }, context);
  });
  tell(sim, `  ${result}`);
  if (result !== 'done') {
    deliverAt(sim, receipts, nowMs + random.pick([1, 5, 60, 600]) * minuteMs, attempt + 1);
    return;
  }
  for (const receipt of receipts) sim.journal.sent(receipt).mustBeThere = true;
  if (sim.isQuiet) return;
  if (random.chance(10)) {
    fault(sim, 'the message will be delivered again');
    deliverAt(sim, receipts, nowMs + random.pick([0, 1, 1_440, 30 * 1_440]) * minuteMs, attempt + 1);
  }
  if (random.chance(4)) conflict(sim, receipts);
}

/** Another receipt comes under the identity of one that is there: the first stands. */
function conflict(sim: Sim, receipts: readonly Receipt[]): void {
  const { random, nowMs } = sim;
  const other = receipts.map((receipt) => ({ ...receipt, totalCents: receipt.totalCents + random.whole(1, 500) }));
  fault(sim, 'another receipt under a known identity will come');
  deliverAt(sim, other, nowMs + random.whole(1, 3_000) * minuteMs, 4);
}
