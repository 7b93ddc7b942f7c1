import { it } from 'vitest';
import { yearByChance } from '../fixtures/run-year.ts';
import { payoutsOf, dump } from '../fixtures/run-driver.ts';
import { runOf } from '../../functions/table/runs.ts';
it('debug', async () => {
  const year = await yearByChance(Number(process.env.SEED));
  for (const id of year.runs.havu) {
    const p = (await payoutsOf(year.world, id)).get('H000001');
    const r = await runOf(year.world.db, id);
    console.log(id.period, id.attempt, 'pass', r.pass, new Date(r.cutOffMs).toISOString(), p && JSON.stringify({ n: p.receipts, b: p.purchases.bonusCents, op: p.opening?.bonusCents, amt: p.amountCents, late: p.late.map((l) => [l.month, l.revision, l.receipts, l.purchases.bonusCents, l.addedAmountCents]), carry: p.carry?.bonusCents, unpaid: p.unpaidCents }));
  }
  const items = [...(await dump(year.world))];
  console.log(items.filter(([k, i]) => k.startsWith('R#') && String(i.h).startsWith('H000001#')).map(([k, i]) => [k, i.h, i.m, new Date(Number(i.a)).toISOString()].join(' ')).sort((a,b)=>a.split(' ')[1]!<b.split(' ')[1]!?-1:1).join('\n'));
  console.log(items.filter(([k]) => k.startsWith('LATE')).map(([k, i]) => k + ' ' + new Date(Number(i.markedAtMs)).toISOString()).join('\n'));
});
