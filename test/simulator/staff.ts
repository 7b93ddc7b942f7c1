import { householdFile, householdLinks } from '../../functions/table/household-file.ts';
import { cardKey, identifierKey } from '../../functions/table/keys.ts';
import { linksWrite } from '../../functions/table/person-links.ts';
import { gatherReceipts } from '../../functions/table/receipt-gathering.ts';
import { moveToHousehold } from '../../functions/table/receipt-move.ts';
import { commit, put } from '../../functions/table/transaction.ts';
import { cardOf, type TestHousehold } from '../fixtures/run-coop.ts';
import { identityOf } from '../fixtures/run-driver.ts';
import { changeCoop } from '../fixtures/run-moves.ts';
import { numberOf, storedCard } from './cards.ts';
import { helsinkiMonth } from './helsinki.ts';
import { acting, type Sim, tell } from './sim.ts';

const dayMs = 86_400_000;

/** A clerk moves a receipt that the register has; who dies of it may leave it at that. */
export async function moveReceipt(sim: Sim): Promise<void> {
  const { random, journal, cast, world, nowMs, table } = sim;
  const there = [...journal.entries].filter(([, { seen }]) => seen !== undefined);
  const [key, entry] = there[random.whole(0, Math.max(0, there.length - 1))] ?? [];
  if (key === undefined || entry === undefined) return;
  const to = random.pick(cast.households).householdId;
  const result = await acting(sim, { percent: 15, mostWrites: 3 }, async (db) => {
    const context = { nowMs, newToken: world.newToken, beforeChange: async () => undefined };
    await moveToHousehold(db, identityOf(entry.receipt), to, context);
  });
  const [pk = '', sk = ''] = key.split('|');
  const [present] = String(table.partition(pk).find((item) => item.sk === sk)?.h).split('#');
  // Who died before the last write has moved nothing; there is nobody left who might do it later.
  if (result === 'done' || present === to) entry.movedTo = to;
  tell(sim, `  ${key} to ${to}: ${result}`);
}

/** A card is registered, which may have been used for a month already: what waited for it is gathered. Until it is done, somebody goes on. */
export async function registerCard(sim: Sim, household: TestHousehold): Promise<void> {
  const { journal, world, nowMs } = sim;
  world.indexes.thaw();
  const { householdId, serial } = household;
  const identifier = { kind: 'card', value: cardOf(serial) } as const;
  const holder = numberOf(serial);
  const fromMs = nowMs - 30 * dayMs;
  const file = await householdFile(world.others, householdId);
  if (file?.household.endedOn !== undefined || cardLinksOf(sim, serial).length > 0) return;
  // Of a household that has changed its co-op there is a link for each.
  const links = file === undefined ? [] : householdLinks(file, fromMs, undefined);
  journal.link(identifier.value, householdId, fromMs);
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const result = await acting(sim, { percent: attempt < 3 ? 40 : 0, mostWrites: 4 }, async (db) => {
      const cards =
        household.head === undefined
          ? []
          : [put(cardKey(holder, identifier.value), storedCard(serial, household.coopId))];
      await commit(db, [linksWrite(identifier, links, holder), ...cards]);
      await gatherReceipts(db, identifier, links, fromMs, { nowMs, newToken: world.newToken });
    });
    tell(sim, `  card of ${householdId}: ${result}`);
    if (result === 'done') return;
  }
}

/** A household changes its co-op (R34); if the process dies after it has begun, the month's run does the rest. */
export async function transfer(sim: Sim): Promise<void> {
  const { random, journal, cast, world, nowMs, table } = sim;
  world.indexes.thaw();
  const { householdId, head } = random.pick(cast.households);
  if (head === undefined) return;
  const month = helsinkiMonth(nowMs);
  const from = journal.coopIn(householdId, month);
  const to = cast.coopIds.find((coopId) => coopId !== from) ?? from;
  const result = await acting(sim, { percent: 30, mostWrites: 4 }, async (db) => {
    await changeCoop(world, db, nowMs, householdId, to).catch((error: Error) => {
      if (!error.message.startsWith('{"refused"')) throw error;
      tell(sim, `  ${error.message}`);
    });
  });
  const present = table.partition(`HOUSEHOLD#${householdId}`).find(({ sk }) => sk === 'HOUSEHOLD')?.coopId;
  if (present === to) journal.countsIn(householdId, to, month);
  tell(sim, `  ${householdId} from ${from} to ${to}: ${result}`);
}

export const cardLinksOf = (
  { table }: Sim,
  serial: number,
): readonly { householdId: string; from: number; until?: number }[] =>
  (table.partition(identifierKey({ kind: 'card', value: cardOf(serial) }).pk)[0]?.links ?? []) as never;
