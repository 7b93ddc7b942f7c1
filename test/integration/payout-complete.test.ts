import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryPages, validateXML } from 'xmllint-wasm';
import { generalBonusTable } from '../../domain/bonus-table.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { brokenEquations } from '../../domain/run-totals.ts';
import { sha256Of } from '../../functions/runtime/payment-bucket.ts';
import type { Run } from '../../functions/table/items.ts';
import { paymentFilesOf } from '../../functions/table/payment-files.ts';
import type { BonusPayout } from '../../functions/table/payout-item.ts';
import { planRunFiles } from '../../functions/workflow/plan-files.ts';
import { writeFile } from '../../functions/workflow/write-file.ts';
import { type CloudWorld, cloudWorld, filesInBucket, newBucket } from '../fixtures/run-cloud.ts';
import {
  coop,
  coopItems,
  fullShareCents,
  householdItems,
  outletItems,
  type TestHousehold,
} from '../fixtures/run-coop.ts';
import { load, payoutsOf, record, runMonth } from '../fixtures/run-driver.ts';
import { householdsByChance, receiptsByChance } from '../fixtures/run-federation.ts';
import { oracleMonths } from '../fixtures/run-oracle.ts';
import { lateButInTime, openingOf, run } from '../fixtures/run-scene.ts';
import { testOpener } from '../fixtures/sealing.ts';

const months = ['2026-01', '2026-02'] as const;
const shardCount = 3;
const households = householdsByChance(330, shardCount);
const bought = months.map((month) => receiptsByChance(7, month, households));
const receiptsOf = (householdId: string, index: number): Receipt[] => bought[index]?.get(householdId) ?? [];

type Expected = Pick<
  BonusPayout,
  | 'receipts'
  | 'amountCents'
  | 'openingUnpaidCents'
  | 'toShareCents'
  | 'toAccountCents'
  | 'unpaidCents'
  | 'outcome'
  | 'reason'
>;

/** Both months of a household by the oracle, settled by a second hand: who holds what back, else share first, then account. */
function expectedOf(of: TestHousehold): (Expected | undefined)[] {
  const results = oracleMonths(generalBonusTable, of.memberKind === 'PERSON', months, (month) =>
    receiptsOf(of.householdId, months.indexOf(month as '2026-01')),
  );
  let owed = 0n;
  let shareMissing = BigInt(fullShareCents - of.sharePaidCents);
  let carries = false;
  return results.map((result, index) => {
    const opening = owed;
    const payable = opening + result.amount;
    const nothingToTell = result.receipts === 0 && opening === 0n && !carries;
    const total = receiptsOf(of.householdId, index).reduce((sum, { bonusBaseCents }) => sum + bonusBaseCents, 0);
    carries = of.memberKind === 'PERSON' && total < 0;
    const holds = [
      [payable === 0n, 'NOTHING_DUE'],
      [payable < 0n, 'NEGATIVE'],
      [of.memberKind === 'COMPANY', 'COMPANY_MEMBER'],
      [of.head === undefined, 'NO_HEAD'],
      [of.head?.deceasedOn !== undefined, 'DECEASED'],
    ] as const;
    const held = holds.find(([applies]) => applies)?.[1];
    const share = held === undefined ? (payable < shareMissing ? payable : shareMissing) : 0n;
    const account = held === undefined && of.iban !== undefined ? payable - share : 0n;
    owed = payable - share - account;
    shareMissing -= share;
    if (nothingToTell) return undefined;
    const reason = held ?? (owed > 0n ? 'NO_ACCOUNT' : null);
    const outcome = share > 0n ? (account > 0n ? 'PAID_AND_TO_SHARE' : 'TO_SHARE') : account > 0n ? 'PAID' : 'NOT_PAID';
    return {
      receipts: result.receipts,
      amountCents: Number(result.amount),
      openingUnpaidCents: Number(opening),
      toShareCents: Number(share),
      toAccountCents: Number(account),
      unpaidCents: Number(owed),
      outcome,
      reason,
    };
  });
}

let cloud: CloudWorld;
const finished: Run[] = [];
const files = new Map<string, string>();

beforeAll(async () => {
  cloud = await cloudWorld({ settings: { transactionsPerFile: 100, transactionsPerBatch: 40 } });
  const { world } = cloud;
  await load(world, [
    ...coopItems(coop({ shardCount })),
    ...['101', '102', '103'].flatMap((id) => outletItems(id)),
    ...households.flatMap(householdItems),
  ]);
  for (const [index, month] of months.entries()) {
    await record(world, lateButInTime(month), ...[...(bought[index]?.values() ?? [])].flat());
    finished.push(await runMonth(world, openingOf(month), { period: month }));
  }
  for (const [key, text] of await filesInBucket()) if (key.endsWith('.xml')) files.set(key, text);
});
afterAll(() => cloud.stop());

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const centsIn = (text: string, element: string): number[] =>
  found(text, new RegExp(`<${element}[^>]*>(\\d+\\.\\d\\d)</`, 'g')).map((euros) => Number(euros.replace('.', '')));
const sum = (amounts: readonly number[]): number => amounts.reduce((total, each) => total + each, 0);
const filesOf = (index: number): string[] =>
  [...files].filter(([key]) => key.includes(`/${months[index]}/`)).map(([, text]) => text);

describe.each([0, 1])('a complete run (month %i of two)', (index) => {
  it('gives every household what a second calculation gives it, and tells of no other', async () => {
    const payouts = await payoutsOf(cloud.world, run(months[index] ?? ''), shardCount);
    const told = new Map([...payouts].map(([id, payout]) => [id, payout]));
    const kinds = new Set<string>();
    for (const each of households) {
      const expected = expectedOf(each)[index];
      const payout = told.get(each.householdId);
      expect(payout === undefined, each.householdId).toBe(expected === undefined);
      if (expected !== undefined) expect(payout, each.householdId).toMatchObject(expected);
      kinds.add(expected?.reason ?? expected?.outcome ?? 'nothing');
    }
    expect(payouts.size).toBeLessThan(households.length);
    const everywhere = [
      'PAID',
      'PAID_AND_TO_SHARE',
      'TO_SHARE',
      'NOTHING_DUE',
      'NO_HEAD',
      'DECEASED',
      'NO_ACCOUNT',
      'NEGATIVE',
      'nothing',
    ];
    expect([...kinds]).toEqual(expect.arrayContaining(everywhere));
  });

  it('adds up: lines, amounts, and where the money went', async () => {
    const payouts = [...(await payoutsOf(cloud.world, run(months[index] ?? ''), shardCount)).values()];
    const totals = finished[index]?.totals;
    expect(finished[index]).toMatchObject({
      state: 'RELEASED',
      pass: 1,
      warnings: [],
      held: { count: 0, sumCents: 0 },
    });
    if (totals === undefined) throw new Error('no totals');
    expect(brokenEquations('BONUS', totals)).toEqual([]);
    const of = (
      name: 'receipts' | 'amountCents' | 'toShareCents' | 'toAccountCents' | 'unpaidCents' | 'openingUnpaidCents',
    ) => sum(payouts.map((payout) => payout[name]));
    const all = [...(bought[index]?.values() ?? [])].flat();
    expect(totals).toMatchObject({
      payees: payouts.length,
      receipts: all.length,
      purchases: {
        bonusCents: sum(all.map((each) => each.bonusBaseCents)),
        fuelMillilitres: sum(all.map((each) => each.fuelMillilitres)),
      },
      amountCents: of('amountCents'),
      toShareCents: of('toShareCents'),
      toAccountCents: of('toAccountCents'),
      unpaidCents: of('unpaidCents'),
      openingUnpaidCents: index === 0 ? 0 : (finished[0]?.totals?.unpaidCents ?? Number.NaN),
    });
    expect(
      totals.payments + payouts.filter(({ outcome }) => outcome === 'TO_SHARE').length + totals.notPaidPayees,
    ).toBe(payouts.length);
  });

  it('writes files that add up to it, with ids that fit and stand once', async () => {
    const texts = filesOf(index);
    expect(texts.length).toBeGreaterThan(1);
    const totals = finished[index]?.totals;
    expect(sum(texts.flatMap((text) => centsIn(text, 'InstdAmt')))).toBe(totals?.toAccountCents);
    expect(sum(texts.map((text) => found(text, /<EndToEndId>([^<]*)/g).length))).toBe(totals?.payments);
    for (const text of texts) {
      const [ofFile, ...ofBatches] = centsIn(text, 'CtrlSum');
      expect([sum(ofBatches), sum(centsIn(text, 'InstdAmt'))]).toEqual([ofFile, ofFile]);
      expect(found(text, /<EndToEndId>([^<]*)/g).length).toBeLessThanOrEqual(120);
      for (const name of found(text, /<Cdtr><Nm>([^<]*)/g))
        expect(name).toMatch(/^[A-Za-z0-9åäöÅÄÖ '()+,./:?&;-]{1,80}$/);
    }
    const ids = texts.flatMap((text) => found(text, /<(?:MsgId|PmtInfId|InstrId|EndToEndId)>([^<]*)/g));
    expect(ids.every((id) => id.length >= 1 && id.length <= 35)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('writes the same bytes again, here and into an empty bucket', async () => {
    const id = run(months[index] ?? '');
    const { world } = cloud;
    const noted = await paymentFilesOf(world.db, id);
    const { files: planned } = await planRunFiles(world.db, id, world.settings, world.clock.nowMs);
    expect(planned.map(({ fileNumber }) => fileNumber)).toEqual(noted.map(({ fileNumber }) => fileNumber));
    for (const file of planned) await writeFile(world.db, id, file, world.settings, testOpener);
    expect(await paymentFilesOf(world.db, id)).toEqual(noted);
    await newBucket();
    for (const file of planned) await writeFile(world.db, id, file, world.settings, testOpener);
    const again = await filesInBucket();
    world.use();
    expect(again.size).toBe(planned.length);
    for (const [key, text] of again) {
      expect(text).toBe(files.get(key));
      expect(noted.find((file) => file.key === key)).toMatchObject({
        sha256: sha256Of(text),
        count: found(text, /<EndToEndId>([^<]*)/g).length,
      });
    }
  });
});

describe('the share ledger', () => {
  it('has each month’s part once, and no share is fuller than full', async () => {
    const partPaid = households.filter(
      ({ sharePaidCents, head }) => sharePaidCents < fullShareCents && head !== undefined,
    );
    const payouts = await Promise.all(months.map((month) => payoutsOf(cloud.world, run(month), shardCount)));
    const given = partPaid.map(
      ({ householdId, sharePaidCents }) =>
        sharePaidCents + sum(payouts.map((each) => each.get(householdId)?.toShareCents ?? 0)),
    );
    expect(Math.max(...given)).toBe(fullShareCents);
    expect(given.some((cents) => cents < fullShareCents)).toBe(true);
  });
});

const schemaUrl = new URL('../../../shared/iso20022/pain.001.001.09.xsd', import.meta.url);

describe.skipIf(!existsSync(schemaUrl))('the files against pain.001.001.09.xsd', () => {
  it('are valid', async () => {
    const schema = { fileName: 'pain.001.001.09.xsd', contents: readFileSync(schemaUrl, 'utf8') };
    const xml = [...files.values()].map((contents, index) => ({ fileName: `${index}.xml`, contents }));
    const { valid, errors } = await validateXML({
      xml,
      schema,
      initialMemoryPages: memoryPages.defaultInitialMemoryPages,
    });
    expect({ valid, errors }).toEqual({ valid: true, errors: [] });
  });
});
