import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Receipt } from '../../domain/receipt.ts';
import { contentHash } from '../../functions/table/receipt-item.ts';
import {
  assignReceipt,
  conflictsOfDay,
  findReceipt,
  hasConflict,
  keepConflict,
  receiptsOfDay,
  receiptsOfHouseholdMonth,
  recordReceipt,
  unmatchedPage,
} from '../../functions/table/receipts.ts';
import { aLink, aReceipt, barrier, collected, day, newHousehold, newOutlet, noon } from '../fixtures/recording.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { injectFaults } from '../fixtures/table-faults.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

const full = (): Receipt =>
  aReceipt({
    outletId: newOutlet(),
    identifier: { kind: 'memberNumber', value: '1234567' },
    totalCents: -9_876,
    cardUse: 'numberGiven',
    bonusBaseCents: -8_000,
    paymentBenefitBaseCents: -5_000,
    fuelCents: -3_000,
    fuelMillilitres: -17_650,
    campaignCents: -100,
    returnOf: { outletId: '319', businessDay: '2026-10-01', terminalId: '2', receiptId: '31198705046' },
  });

async function dayOf(receipt: Receipt, nowMs = noon): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of receiptsOfDay(cloud.register, receipt, nowMs))
    ids.push(...page.map(({ identity }) => identity.receiptId));
  return ids;
}

describe('recordReceipt', () => {
  it('says whether it recorded, found the same, or found another', async () => {
    const receipt = full();
    const link = aLink();
    expect(await recordReceipt(cloud.register, receipt, link, noon)).toBe('recorded');
    expect(await recordReceipt(cloud.register, receipt, link, noon + 1)).toBe('duplicate');
    expect(await recordReceipt(cloud.register, receipt, undefined, noon + 1)).toBe('duplicate');
    expect(await recordReceipt(cloud.register, { ...receipt, totalCents: -9_877 }, link, noon)).toBe('conflict');
  });

  it('says duplicate when only the answer was lost', async () => {
    const db = cloud.anotherClient(cloud.register);
    let attempts = 0;
    injectFaults(db, () => {
      attempts += 1;
      return attempts === 1 ? 'errorAfter' : undefined;
    });
    expect(await recordReceipt(db, full(), aLink(), noon)).toBe('duplicate');
  });
});

describe('findReceipt', () => {
  it('gives back all that was sent', async () => {
    const receipt = full();
    const link = aLink({ householdId: newHousehold() });
    await recordReceipt(cloud.register, receipt, link, noon);
    const { outletId, businessDay, terminalId, receiptId } = receipt;
    expect(await findReceipt(cloud.register, receipt, noon)).toEqual({
      identity: { outletId, businessDay, terminalId, receiptId },
      purchasedAt: receipt.purchasedAt,
      month: '2026-10',
      identifier: receipt.identifier,
      totalCents: -9_876,
      cardUse: 'numberGiven',
      bases: {
        bonusCents: -8_000,
        fuelCents: -3_000,
        fuelMillilitres: -17_650,
        campaignCents: -100,
        paymentBenefitCents: -5_000,
      },
      assignedAtMs: noon,
      hash: new Uint8Array(contentHash(receipt)),
      returnOf: receipt.returnOf,
      householdId: link.householdId,
      coopId: 'demo',
    });
  });

  it('gives back the month in which a return counts, and lists it there', async () => {
    const receipt = full();
    const place = { ...aLink({ householdId: newHousehold() }), month: '2026-08' };
    await recordReceipt(cloud.register, receipt, place, noon);
    const found = await findReceipt(cloud.register, receipt, noon);
    expect(found).toMatchObject({ month: '2026-08', householdId: place.householdId });
    await vi.waitFor(async () =>
      expect(await receiptsOfHouseholdMonth(cloud.register, place.householdId, '2026-08')).toHaveLength(1),
    );
    expect(await receiptsOfHouseholdMonth(cloud.register, place.householdId, '2026-10')).toEqual([]);
  });

  it('gives back defaults and zeros that are not stored', async () => {
    const receipt = aReceipt({ outletId: newOutlet(), totalCents: 0 });
    await recordReceipt(cloud.register, receipt, undefined, noon);
    const found = await findReceipt(cloud.register, receipt, noon);
    expect(found).toMatchObject({ totalCents: 0, cardUse: 'shown', bases: { bonusCents: 0, fuelCents: 0 } });
    expect(found?.householdId).toBeUndefined();
    expect(await findReceipt(cloud.register, aReceipt({ outletId: newOutlet() }), noon)).toBeUndefined();
  });

  it.each(['U', 'u', 'R'])('takes a household that is called %s for a household', async (householdId) => {
    const receipt = aReceipt({ outletId: newOutlet() });
    await recordReceipt(cloud.register, receipt, aLink({ householdId }), noon);
    expect(await findReceipt(cloud.register, receipt, noon)).toMatchObject({ householdId });
  });
});

describe('what has expired and is still there', () => {
  // Bought on 30 October 2026: readable through 30 October 2028, gone at the midnight after it.
  const expiry = Date.parse('2028-10-31T00:00:00+02:00');

  it('counts as gone, receipt and conflict', async () => {
    const receipt = aReceipt({ outletId: newOutlet() });
    await recordReceipt(cloud.register, receipt, aLink(), noon);
    await keepConflict(cloud.register, { ...receipt, totalCents: 1 }, noon);
    const seenAt = async (nowMs: number) => [
      (await findReceipt(cloud.register, receipt, nowMs)) !== undefined,
      (await dayOf(receipt, nowMs)).length,
      await hasConflict(cloud.register, receipt, nowMs),
      (await conflictsOfDay(cloud.register, receipt, nowMs)).length,
    ];
    expect(await seenAt(expiry - 1)).toEqual([true, 1, true, 1]);
    expect(await seenAt(expiry)).toEqual([false, 0, false, 0]);
  });
});

describe('conflicts', () => {
  it('are kept once each, of the identity and terminal that is asked for', async () => {
    const receipt = aReceipt({ outletId: newOutlet(), receiptId: '12' });
    const near = { ...receipt, receiptId: '123' };
    const far = { ...receipt, terminalId: '2' };
    for (const [index, totalCents] of [7, 7, 8].entries())
      await keepConflict(cloud.register, { ...receipt, totalCents }, noon + index);
    await keepConflict(cloud.register, { ...far, totalCents: 9 }, noon);
    const kept = await conflictsOfDay(cloud.register, { ...receipt, terminalId: '1' }, noon);
    expect(kept.map(({ totalCents, receivedAtMs }) => [totalCents, receivedAtMs - noon]).toSorted()).toEqual([
      [7, 0],
      [8, 2],
    ]);
    const { outletId, businessDay } = receipt;
    expect(await conflictsOfDay(cloud.register, { outletId, businessDay }, noon)).toHaveLength(3);
    expect(await hasConflict(cloud.register, receipt, noon)).toBe(true);
    expect(await hasConflict(cloud.register, near, noon)).toBe(false);
    expect(await hasConflict(cloud.register, { ...receipt, businessDay: '2026-10-29' }, noon)).toBe(false);
  });
});

describe('receiptsOfDay', () => {
  it('gives an outlet’s day, or one terminal’s, and nothing beside', async () => {
    const outletId = newOutlet();
    const all = ['1', '11', '2'].map((terminalId) => aReceipt({ outletId, terminalId, receiptId: `at-${terminalId}` }));
    const others = [aReceipt({ outletId, businessDay: '2026-10-29' }), aReceipt({ outletId: `${outletId}0` })];
    for (const receipt of [...all, ...others]) await recordReceipt(cloud.register, receipt, aLink(), noon);
    const { businessDay } = all[0] as Receipt;
    const found = async (terminalId?: string) => {
      const where = { outletId, businessDay, ...(terminalId === undefined ? {} : { terminalId }) };
      return await collected(receiptsOfDay(cloud.register, where, noon));
    };
    expect((await found()).flat()).toHaveLength(3);
    expect((await found('1')).flat().map(({ identity }) => identity.receiptId)).toEqual(['at-1']);
    expect((await found('9')).flat()).toEqual([]);
  });
});

describe('assignReceipt', () => {
  const later = noon + day;

  async function anUnmatched() {
    const receipt = aReceipt({ outletId: newOutlet() });
    await recordReceipt(cloud.register, receipt, undefined, noon);
    const seen = await findReceipt(cloud.register, receipt, noon);
    if (seen === undefined) throw new Error('not recorded');
    return { receipt, seen, link: aLink({ householdId: newHousehold() }) };
  }

  const inIndex = async (householdId: string) => await receiptsOfHouseholdMonth(cloud.register, householdId, '2026-10');
  const waiting = async () =>
    (await unmatchedPage(cloud.register, '2026-10', undefined, 1_000)).keys.map(({ sk }) => sk);

  it('gives an unmatched receipt to its household, with the index, and takes it from the list', async () => {
    const { receipt, seen, link } = await anUnmatched();
    await vi.waitFor(async () => expect(await waiting()).toContain(`1#${receipt.receiptId}`));
    expect(await assignReceipt(cloud.register, seen, link, later)).toBe(true);
    expect(await findReceipt(cloud.register, receipt, noon)).toEqual({
      ...seen,
      assignedAtMs: later,
      householdId: link.householdId,
      coopId: 'demo',
    });
    await vi.waitFor(async () => {
      expect(await inIndex(link.householdId)).toMatchObject([
        { assignedAtMs: later, coopId: 'demo', bases: seen.bases },
      ]);
      expect(await waiting()).not.toContain(`1#${receipt.receiptId}`);
    });
  });

  it('does it for one of many who have seen the same, and for nobody who has seen it elsewhere', async () => {
    const { receipt, seen } = await anUnmatched();
    const links = Array.from({ length: 8 }, () => aLink({ householdId: newHousehold() }));
    const start = barrier(links.length);
    const outcomes = await Promise.all(
      links.map(async (link) => {
        await start();
        return await assignReceipt(cloud.register, seen, link, later);
      }),
    );
    expect(outcomes.filter((done) => done)).toHaveLength(1);
    const winner = links[outcomes.indexOf(true)]?.householdId;
    expect(await findReceipt(cloud.register, receipt, noon)).toMatchObject({ householdId: winner });
    expect(await assignReceipt(cloud.register, { ...seen, assignedAtMs: 1 }, aLink(), later)).toBe(false);
    await vi.waitFor(async () => {
      const found = await Promise.all(links.map(({ householdId }) => inIndex(householdId)));
      expect(found.flat()).toHaveLength(1);
    });
  });

  it('is true when only the answer was lost, false for a receipt that is not there', async () => {
    const { seen, link } = await anUnmatched();
    const db = cloud.anotherClient(cloud.register);
    let attempts = 0;
    injectFaults(db, () => {
      attempts += 1;
      return attempts === 1 ? 'lostResponse' : undefined;
    });
    expect(await assignReceipt(db, seen, link, later)).toBe(true);
    const nowhere = { ...seen, identity: { ...seen.identity, receiptId: 'never' } };
    expect(await assignReceipt(cloud.register, nowhere, link, later)).toBe(false);
  });
});
