import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Receipt } from '../../domain/receipt.ts';
import { receiptKey, registerTable } from '../../functions/table/keys.ts';
import { recordReceipt } from '../../functions/table/receipts.ts';
import { aLink, aReceipt, cardOf, newHousehold, noon } from '../fixtures/recording.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

/** DynamoDB's size rules: names and texts in UTF-8, binary as it is, a number (digits + 1) / 2 + 1 bytes and one more for its sign. */
function bytesOf(item: Record<string, unknown>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOfValue(value), 0);
}
function bytesOfValue(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value === 'number') return Math.floor((String(Math.abs(value)).length + 1) / 2) + 1 + (value < 0 ? 1 : 0);
  throw new TypeError('a receipt holds texts, numbers and bytes');
}

/** Ids as long as the longest of the real data: outlet 5, terminal 2, receipt 11, household 7, card 16, co-op 4. */
const real = (overrides: Partial<Receipt> = {}): Receipt =>
  aReceipt({ outletId: '32004', terminalId: '12', identifier: cardOf(8_569), totalCents: 123_456, ...overrides });

const usual = real();
const returned = real({ totalCents: -123_456 });
const everything = real({
  bonusBaseCents: 123_400,
  paymentBenefitBaseCents: 123_456,
  fuelCents: 12_345,
  fuelMillilitres: 67_890,
  campaignCents: 98_765,
  cardUse: 'account',
});

/** The item as it lies in the table, and its entry in the index as the index gives it. */
async function stored(receipt: Receipt) {
  const link = aLink({ householdId: newHousehold() });
  await recordReceipt(cloud.register, receipt, link, noon);
  const { Item: item = {} } = await cloud.register.client.send(
    new GetCommand({ TableName: cloud.register.tableName, Key: receiptKey(receipt), ConsistentRead: true }),
  );
  const entry = await vi.waitFor(async () => {
    const { Items: entries = [] } = await cloud.register.client.send(
      new QueryCommand({
        TableName: cloud.register.tableName,
        IndexName: registerTable.byHousehold.name,
        KeyConditionExpression: 'h = :h',
        ExpressionAttributeValues: { ':h': item.h },
      }),
    );
    expect(entries).toHaveLength(1);
    return entries[0] ?? {};
  });
  return { item, entry };
}

describe('a receipt of the real data’s size', () => {
  it.each([
    ['as tills mostly send it', usual],
    ['as a return', returned],
    ['with every base and a way of its own', everything],
  ])('%s: at most 200 bytes, its index entry at most 120', async (_name, receipt) => {
    const { item, entry } = await stored(receipt);
    expect(bytesOf(item)).toBeLessThanOrEqual(200);
    expect(bytesOf(entry)).toBeLessThanOrEqual(120);
  });

  it('mostly takes about 140 bytes and 80 in the index', async () => {
    const { item, entry } = await stored(real());
    expect(bytesOf(item)).toBeLessThanOrEqual(145);
    expect(bytesOf(entry)).toBeLessThanOrEqual(85);
  });

  it('holds nothing that has its default, no lines, and no list', async () => {
    const { item } = await stored(real());
    expect(Object.keys(item).toSorted().join(' ')).toBe('a c e h i m pk s sk t');
  });

  it('gives the index just what a calculation needs: no identifier, no hash', async () => {
    const { entry } = await stored({ ...everything, receiptId: '31198705099' });
    expect(Object.keys(entry).toSorted().join(' ')).toBe('a b c f h m p pk sk t v x');
  });
});
