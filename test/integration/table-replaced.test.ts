import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { type BonusTable, generalBonusTable } from '../../domain/bonus-table.ts';
import { type Month, monthOf } from '../../domain/calendar.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { checkInputs } from '../../domain/run-inputs.ts';
import { approveProposal, monthsTouched } from '../../domain/table-proposal.ts';
import { bonusTablesOf } from '../../functions/table/directory.ts';
import { recomputeMarkKey } from '../../functions/table/keys.ts';
import { recomputeMarksThrough } from '../../functions/table/recompute-marks.ts';
import { liveRuns } from '../../functions/table/runs.ts';
import {
  putNewProposal,
  putTableInForce,
  replacedTables,
  tableProposals,
} from '../../functions/table/table-proposals.ts';
import { runInputs } from '../../functions/workflow/run-inputs.ts';
import { cardOf, household, receipt } from '../fixtures/run-coop.ts';
import { cancel, move, payoutsOf, record, release, runMonth, sign, start } from '../fixtures/run-driver.ts';
import { Crash, crashAtWrite } from '../fixtures/run-faults.ts';
import { oracleMonths } from '../fixtures/run-oracle.ts';
import { afterOpening, givenByHousehold, openingOf, run, scene } from '../fixtures/run-scene.ts';
import type { World } from '../fixtures/run-world.ts';

const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'] as const;
const [january, february, march, april, may] = months;

/** Every row a percent higher, from January on: what the general table should have been. */
const right: BonusTable = {
  ...generalBonusTable,
  validFrom: january,
  rows: generalBonusTable.rows.map((row) => ({ ...row, rateBasisPoints: row.rateBasisPoints + 100 })),
};
const lower: BonusTable = {
  ...right,
  rows: generalBonusTable.rows.map((row) => ({ ...row, rateBasisPoints: row.rateBasisPoints - 100 })),
};
const at = (month: Month, day = '15'): number => Date.parse(`${month}-${day}T12:00+02:00`);

/** What the two endpoints do, one person after the other. */
async function replace(world: World, atMs: number, table: BonusTable): Promise<readonly Month[]> {
  const db = world.db;
  const tables = await bonusTablesOf(db, 'havu');
  const before = tables.find(({ validFrom }) => validFrom === table.validFrom);
  const replaces = before === undefined ? 0 : (before.version ?? 1);
  const number = (await tableProposals(db, 'havu')).length + 1;
  const said = { number, version: 1, state: 'PROPOSED', table, replaces, reason: 'Väärä prosentti' } as const;
  const proposal = { ...said, proposed: { by: 'anna', atMs } };
  await putNewProposal(db, 'havu', proposal, {});
  const approved = approveProposal(proposal, { by: 'pekka', atMs });
  const { recomputed } = monthsTouched(tables, table, await liveRuns(db, 'havu', 'BONUS'), atMs);
  const marked = { months: recomputed, token: world.newToken(), markedAtMs: atMs };
  await putTableInForce(db, 'havu', approved, before, marked, {});
  return recomputed;
}

const bought = (serial: number, month: Month, cents: number): Receipt => receipt(serial, `${month}-10T12:00`, cents);
const purchases = [
  bought(1, january, 30_000),
  bought(1, february, 90_000),
  bought(1, march, 20_000),
  bought(1, april, 40_000),
  bought(1, may, 10_000),
  bought(2, january, 60_000),
  bought(2, february, 4_000),
];

async function paidThrough(last: Month, options: Parameters<typeof scene>[0] = {}): Promise<World> {
  const world = await scene({ households: [1, 2, 3].map((serial) => household(serial)), ...options });
  for (const each of purchases) await record(world, each.purchasedAt + 60_000, each);
  await payFrom(world, january, last);
  return world;
}
async function payFrom(world: World, first: Month, last: Month): Promise<void> {
  for (const period of months.filter((month) => month >= first && month <= last))
    await runMonth(world, openingOf(period), { period });
}
const given = (world: World) =>
  givenByHousehold(
    world,
    months.map((period) => run(period)),
  );
/** What each household should have been given had its months been ruled by these tables. */
function owedBy(tableOf: (month: Month) => BonusTable): Record<string, number> {
  const owed = [1, 2].map((serial) => {
    const mine = purchases.filter(({ identifier }) => identifier.value === cardOf(serial));
    const amounts = months.map((month) => {
      const inMonth = mine.filter(({ purchasedAt }) => monthOf(purchasedAt) === month);
      return Number(oracleMonths(tableOf(month), true, [month], () => inMonth)[0]?.amount ?? 0n);
    });
    return [`H00000${serial}`, amounts.reduce((sum, cents) => sum + cents, 0)] as const;
  });
  return Object.fromEntries(owed.filter(([, cents]) => cents !== 0));
}
const payoutOf = async (world: World, month: Month) => (await payoutsOf(world, run(month))).get('H000001');
const marksOf = (world: World) => recomputeMarksThrough(world.db, 'havu', may, Number.MAX_SAFE_INTEGER);

describe('a wrong Bonus table replaced after months were paid under it', () => {
  it('is paid as it should have been by the next run, each month as its own revision', async () => {
    const world = await paidThrough(march);
    expect(await replace(world, at(april), right)).toEqual([january, february, march]);
    await payFrom(world, april, may);
    // 1 % more of 300 €, of 900 € and of 200 €.
    expect((await payoutOf(world, april))?.late).toMatchObject([
      {
        month: january,
        revision: 1,
        receipts: 1,
        rateBasisPoints: 300,
        addedAmountCents: 300,
        tableValidFrom: january,
      },
      { month: february, addedAmountCents: 900 },
      { month: march, addedAmountCents: 200 },
    ]);
    expect((await payoutOf(world, may))?.late).toEqual([]);
    expect(await given(world)).toEqual(owedBy(() => right));
  });

  it('to the household’s disadvantage reduces its next payments', async () => {
    const world = await paidThrough(february);
    expect(await replace(world, at(march), lower)).toEqual([january, february]);
    await payFrom(world, march, may);
    expect(await payoutOf(world, march)).toMatchObject({
      payableCents: -1_100,
      unpaidCents: -1_100,
      reason: 'NEGATIVE',
    });
    expect(await payoutOf(world, april)).toMatchObject({ openingUnpaidCents: -1_100 });
    expect(await given(world)).toEqual(owedBy(() => lower));
  });

  it('in the middle: the months before it and after the next table stay as they were paid', async () => {
    const world = await paidThrough(march);
    await replace(world, at(april, '10'), { ...generalBonusTable, validFrom: march });
    expect(await replace(world, at(april, '11'), { ...right, validFrom: february })).toEqual([february]);
    await payFrom(world, april, may);
    expect(await given(world)).toEqual(owedBy((month) => (month === february ? right : generalBonusTable)));
  });

  it('twice: the second revision is over the first, and every version stays', async () => {
    const world = await paidThrough(february);
    await replace(world, at(march), right);
    await payFrom(world, march, march);
    expect(await replace(world, at(april), lower)).toEqual([january, february, march]);
    await payFrom(world, april, may);
    expect((await payoutOf(world, april))?.late).toMatchObject([
      { month: january, revision: 2, tableVersion: 2, addedAmountCents: -600 },
      { month: february, revision: 2 },
      { month: march, revision: 1 },
    ]);
    expect(await given(world)).toEqual(owedBy(() => lower));
    expect(await replacedTables(world.db, 'havu')).toEqual([{ ...right, version: 1 }]);
    expect(await bonusTablesOf(world.db, 'havu')).toEqual([generalBonusTable, { ...lower, version: 2 }]);
    expect((await tableProposals(world.db, 'havu')).map(({ state }) => state)).toEqual(['APPROVED', 'APPROVED']);
  });

  it('naive, without its marks: the paid months stay wrong', async () => {
    const world = await paidThrough(march);
    for (const month of await replace(world, at(april), right))
      await world.db.client.send(
        new DeleteCommand({ TableName: world.db.tableName, Key: recomputeMarkKey('havu', month) }),
      );
    await payFrom(world, april, may);
    expect(await given(world)).not.toEqual(owedBy(() => right));
  });

  it('the marks stay until two runs have looked at their month, and a late receipt in between is paid under the new table', async () => {
    const world = await paidThrough(january);
    await replace(world, at(february), right);
    expect((await marksOf(world)).map(({ month }) => month)).toEqual([january]);
    await payFrom(world, february, february);
    expect((await marksOf(world)).map(({ month }) => month)).toEqual([january]);
    const late = bought(3, january, 50_000);
    await record(world, afterOpening(february), late);
    await payFrom(world, march, march);
    expect(await marksOf(world)).toEqual([]);
    expect((await payoutsOf(world, run(march))).get('H000003')?.late).toMatchObject([
      { month: january, rateBasisPoints: 400, addedAmountCents: 2_000 },
    ]);
  });

  it('a run that was calculated before can no longer be signed, and the next attempt goes by the new table', async () => {
    const world = await paidThrough(february);
    const calculated = await start(world, openingOf(march), { period: march });
    const now = () => runInputs(world.db, calculated, world.settings);
    expect(() => checkInputs(calculated.inputs, calculated.inputs)).not.toThrow();
    await replace(world, openingOf(march) + 1_800_000, right);
    const inputs = await now();
    expect(() => checkInputs(calculated.inputs, inputs)).toThrow('Changed since the run was calculated: bonus tables.');
    await cancel(world, openingOf(march) + 2_000_000, calculated);
    // Opened at once, the marks are behind its cut-off: it pays its own month by the new table, and the next run the months before.
    const again = await runMonth(world, openingOf(march) + 2_100_000, { period: march });
    expect(again.attempt).toBe('2');
    await payFrom(world, april, may);
    const attempts = { [march]: '2' } as Record<string, string>;
    const runs = months.map((period) => run(period, attempts[period]));
    expect(await givenByHousehold(world, runs)).toEqual(owedBy(() => right));
  });

  it('while a signed run waits for its release: what it pays under the old table is put right by the next', async () => {
    const world = await paidThrough(february);
    const calculated = await start(world, openingOf(march), { period: march });
    const signed = await sign(world, openingOf(march) + 3_600_000, calculated);
    expect(await replace(world, openingOf(march) + 4_000_000, right)).toEqual([january, february, march]);
    await release(world, openingOf(march) + 7_200_000, signed);
    expect(await payoutOf(world, march)).toMatchObject({ amountCents: 300, late: [] });
    await payFrom(world, april, may);
    expect((await payoutOf(world, april))?.late.map(({ month }) => month)).toEqual([january, february, march]);
    expect(await given(world)).toEqual(owedBy(() => right));
  });
});

describe('putting a table in force', () => {
  it('killed at any moment, there is all of it or nothing', async () => {
    for (const when of ['before', 'after'] as const) {
      const world = await paidThrough(february);
      world.faults.current = crashAtWrite(2, when);
      await expect(replace(world, at(march), right)).rejects.toThrow(Crash);
      world.faults.current = {};
      const isThere = (await bonusTablesOf(world.db, 'havu')).length === 2;
      expect((await marksOf(world)).length).toBe(isThere ? 2 : 0);
      expect((await tableProposals(world.db, 'havu'))[0]?.state).toBe(isThere ? 'APPROVED' : 'PROPOSED');
      expect(isThere).toBe(when === 'after');
    }
  });

  it('on a table that somebody else has replaced changes nothing', async () => {
    const world = await paidThrough(january);
    await replace(world, at(february), right);
    const [, there] = await bonusTablesOf(world.db, 'havu');
    await replace(world, at(february, '16'), lower);
    const old = { number: 9, version: 2, state: 'APPROVED', table: right, replaces: 1, reason: 'Vanha' } as const;
    const stale = { ...old, proposed: { by: 'anna', atMs: 1 }, approved: { by: 'pekka', atMs: 2 } };
    const marked = { months: [january], token: 't', markedAtMs: at(february, '17') };
    await expect(putTableInForce(world.db, 'havu', stale, there, marked, {})).rejects.toMatchObject({
      code: 'staleVersion',
    });
    expect((await bonusTablesOf(world.db, 'havu'))[1]).toEqual({ ...lower, version: 2 });
  });
});

describe('receipts moved after a table was replaced', () => {
  it('count under the table that is in force now, on both sides', async () => {
    const world = await paidThrough(january);
    await replace(world, at(february), right);
    await move(world, at(february, '20'), purchases[5] as Receipt, 'H000003');
    await payFrom(world, february, may);
    expect((await given(world)).H000003).toBe(60_000 * 0.045);
  });
});
