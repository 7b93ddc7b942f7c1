import { existsSync } from 'node:fs';
import path from 'node:path';
import { generalBonusTable } from '../domain/bonus-table.ts';
import { addDays, localDateOf, localTimeOf, type Month, startOfDay } from '../domain/calendar.ts';
import { luhnCheckDigit } from '../domain/identifiers.ts';
import { type Receipt, type ReceiptRequest, receiptOf } from '../domain/receipt.ts';
import type { HouseholdLink } from '../functions/table/items.ts';
import { type DemoCoop, demoCoop, type Federation } from '../scripts/demo/federation.ts';
import { madeUpHousehold } from '../scripts/demo/household.ts';
import { randomOf } from '../scripts/demo/random.ts';
import { readRealData } from '../scripts/demo/real-data.ts';

/** The month of which everything is measured. */
export const month: Month = '2026-10';
const seed = 1;
const dataDirectory = path.join(import.meta.dirname, '../../shared/data');
const linkedFrom = startOfDay('2000-01-01');

/** Receipts of a month with the households that they belong to. */
export type Material = {
  source: string;
  federation: Federation;
  receipts: readonly ReceiptRequest[];
  linkOf: (request: ReceiptRequest) => HouseholdLink | undefined;
};

/** The real month where shared/data is there, else one that is generated with ids of the same lengths. */
export async function material(): Promise<Material> {
  const files = {
    receipts: path.join(dataDirectory, 'receipts-2026.jsonl.gz'),
    cards: path.join(dataDirectory, 'cards-2026.csv'),
  };
  if (!existsSync(files.receipts)) {
    const federation = generatedFederation(1_200);
    const receipts = federation.households.flatMap((_, index) => generatedReceipts(federation, index, 3));
    return {
      source: 'generated, ids as long as the real data has them',
      federation,
      receipts,
      linkOf: linksOf(federation),
    };
  }
  const { federation, receipts } = await readRealData(files, month, seed);
  return { source: `shared/data, ${month}`, federation, receipts, linkOf: linksOf(federation) };
}

/** One co-op of as many households, ids as in the real data: outlet 3, terminal 1, receipt 11, household 7 characters, card 16 digits. */
export function generatedFederation(households: number, shardCount?: number): Federation {
  const made = demoCoop('havu', 'Osuuskauppa Havu', [generalBonusTable], households);
  const coop: DemoCoop = shardCount === undefined ? made : { ...made, coop: { ...made.coop, shardCount } };
  return {
    coops: [coop],
    outlets: Array.from({ length: 20 }, (_, index) => ({
      outlet: {
        outletId: String(301 + index),
        name: `Myymälä ${index + 1}`,
        retailerId: 'havu',
        coopId: 'havu',
        validFrom: '2000-01-01',
        version: 1,
      },
      sells: 'groceries',
    })),
    households: Array.from({ length: households }, (_, index) => {
      const householdId = `H${String(index + 1).padStart(6, '0')}`;
      const codes = { coopId: 'havu', customerPrefix: '11', memberPrefix: '71', shardCount: coop.coop.shardCount };
      const cards = [cardOf(2 * index), cardOf(2 * index + 1)];
      return madeUpHousehold(randomOf(seed, householdId), {
        householdId,
        serial: index + 1,
        coop: codes,
        cards,
        linkedFrom,
      });
    }),
  };
}

function cardOf(serial: number): string {
  const digits = `246500${String(serial).padStart(9, '0')}`;
  return digits + luhnCheckDigit(digits);
}

/** A household's receipts of the month, as many as asked for, spread over its days and the outlets. */
export function generatedReceipts(federation: Federation, household: number, count: number): ReceiptRequest[] {
  const random = randomOf(seed, `receipts/${household}`);
  const cards = federation.households[household]?.cards ?? [];
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(`${month}-01`, random.whole(0, 30));
    const totalCents = random.whole(150, 9_000);
    return {
      outletId: federation.outlets[random.whole(0, federation.outlets.length - 1)]?.outlet.outletId ?? '',
      terminalId: '1',
      receiptId: String(31_000_000_000 + household * 10_000 + index),
      businessDay: day,
      purchasedAt: localTimeOf(startOfDay(day) + random.whole(7 * 3_600, 22 * 3_600) * 1_000),
      identifier: { card: cards[random.whole(0, cards.length - 1)] ?? '' },
      totalCents,
      bonusBaseCents: totalCents,
      cardUse: 'shown',
    };
  });
}

/** The same receipts as if bought some seconds ago: what a till sends on an ordinary day, of a month that has not ended. */
export function boughtNow(requests: readonly ReceiptRequest[], nowMs: number): ReceiptRequest[] {
  const purchasedAt = nowMs - 20_000;
  return requests.map((request) => ({
    ...request,
    businessDay: localDateOf(purchasedAt),
    purchasedAt: localTimeOf(purchasedAt),
  }));
}

export const receiptsOf = (requests: readonly ReceiptRequest[]): Receipt[] => requests.map(receiptOf);

function linksOf(federation: Federation): Material['linkOf'] {
  const links = new Map(federation.households.flatMap(({ cards, link }) => cards.map((card) => [card, link])));
  return ({ identifier }) => ('card' in identifier ? links.get(identifier.card) : undefined);
}
