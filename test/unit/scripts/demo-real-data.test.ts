import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiptRequestSchema } from '../../../domain/receipt.ts';
import { itemsOfFederation } from '../../../scripts/demo/federation-items.ts';
import { DataFileError, readCards, readRealData, readReceipts } from '../../../scripts/demo/real-data.ts';
import { testSealer } from '../../fixtures/sealing.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'omistaja-real-data-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Buffer): Promise<string> {
  const written = path.join(folder, name);
  await writeFile(written, content);
  return written;
}

const line = (overrides: Record<string, unknown> = {}): string =>
  JSON.stringify({
    ...{
      receiptId: '31198705046',
      storeId: '319',
      purchasedAt: '2026-10-31T23:59:59+02:00',
      card: '2465000000000004',
      totalCents: 3000,
    },
    lines: [{ productId: '1', productGroup: 'FUEL', department: 'FUEL', quantity: 1, totalCents: 3000 }],
    ...overrides,
  });
const cardsText = 'card,household\n2465000000000004,H000001\n2465000000000012,H000001\n';

describe('a line of real receipts', () => {
  it('becomes a receipt as the data description says, without its lines', async () => {
    const { receipts } = await readReceipts(await file('one.jsonl', `${line()}\n`), '2026-10');
    expect(receipts).toEqual([
      {
        ...{ outletId: '319', terminalId: '1', receiptId: '31198705046', businessDay: '2026-10-31' },
        ...{ purchasedAt: '2026-10-31T23:59:59+02:00', identifier: { card: '2465000000000004' } },
        ...{ totalCents: 3000, bonusBaseCents: 3000, cardUse: 'shown' },
      },
    ]);
    expect(receiptRequestSchema.safeParse(receipts[0]).success).toBe(true);
  });

  it('counts what lies in another month of Helsinki, also when UTC says otherwise', async () => {
    const text = [
      line(),
      line({ purchasedAt: '2026-10-31T22:00:00Z' }),
      line({ purchasedAt: '2026-09-30T21:00:00Z' }),
    ].join('\n');
    const { receipts, skipped } = await readReceipts(await file('months.jsonl.gz', gzipSync(text)), '2026-10');
    expect(receipts.map(({ businessDay }) => businessDay)).toEqual(['2026-10-31', '2026-10-01']);
    expect(skipped).toBe(1);
  });

  it.each([
    ['not JSON', '{"receiptId":'],
    ['without a store', line({ storeId: undefined })],
    ['without an offset', line({ purchasedAt: '2026-10-31T23:59:59' })],
    ['with fractions of a cent', line({ totalCents: 30.5 })],
  ])('that is %s is refused with its number and none of its content', async (_, bad) => {
    const reading = readReceipts(await file('bad.jsonl', `${line()}\r\n\r\n${bad}\r\n`), '2026-10');
    await expect(reading).rejects.toThrow(/^bad\.jsonl line 3 has no valid [\w ]+\.$/);
    await expect(reading).rejects.not.toThrow(/2465/);
  });
});

describe('files that cannot be read', () => {
  it.each([
    ['is missing', async () => path.join(folder, 'missing.jsonl')],
    ['is not gzip', () => file('plain.jsonl.gz', line())],
    ['ends too early', () => file('cut.jsonl.gz', gzipSync(line()).subarray(0, 60))],
  ])('one that %s gives one sentence', async (_, make) => {
    await expect(readReceipts(await make(), '2026-10')).rejects.toThrow(DataFileError);
  });
});

describe('the cards', () => {
  it('belong to households, in the order of the file', async () => {
    expect(await readCards(await file('cards.csv', cardsText))).toEqual(
      new Map([['H000001', ['2465000000000004', '2465000000000012']]]),
    );
  });

  it.each([
    ['another header', 'household,card\n', /line 1 is not the header/],
    ['a faulty check digit', 'card,household\n2465000000000005,H1\n', /line 2 has no card/],
    ['a faulty household', 'card,household\n2465000000000004,H#1\n', /line 2 is not a card and a household/],
    ['a card twice', `${cardsText}2465000000000004,H2\n`, /line 4 has a card that stands there already/],
    ['nothing', 'card,household\n', /holds no household/],
  ])('with %s are refused in one sentence', async (_, text, sentence) => {
    await expect(readCards(await file('cards.csv', text))).rejects.toThrow(sentence);
  });
});

describe('real data as a federation', () => {
  it('is one co-op with the general table, the outlets of the month, and a payable head for each household', async () => {
    const files = { receipts: await file('r.jsonl', line()), cards: await file('cards.csv', cardsText) };
    const { federation } = await readRealData(files, '2026-10', 1);
    expect(federation.coops).toHaveLength(1);
    expect(federation.outlets.map(({ outlet }) => outlet.outletId)).toEqual(['319']);
    const [household] = federation.households;
    expect(household?.household).toMatchObject({ householdId: 'H000001', memberKind: 'PERSON' });
    expect(household?.link.from).toBe(Date.parse('2000-01-01T00:00:00+02:00'));
    const [head] = household?.persons ?? [];
    expect(head?.shareEntries.reduce((sum, entry) => sum + entry.amountCents, 0)).toBe(10_000);
    expect(head?.account).toBeDefined();
    expect(await readRealData(files, '2026-10', 1)).toMatchObject({ federation });
    expect(() => itemsOfFederation(federation, testSealer)).not.toThrow();
  });

  const shared = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
  it.runIf(existsSync(shared))(
    'has 3,909 receipts of October 2026 and 1,189 households in the shared files',
    async () => {
      const files = {
        receipts: path.join(shared, 'receipts-2026.jsonl.gz'),
        cards: path.join(shared, 'cards-2026.csv'),
      };
      const { federation, receipts, skipped } = await readRealData(files, '2026-10', 1);
      expect(receipts).toHaveLength(3_909);
      expect(skipped).toBe(47_243 - 3_909);
      expect(federation.households).toHaveLength(1_189);
      expect(federation.households.every(({ cards }) => cards.length > 0)).toBe(true);
      expect(receipts.every((receipt) => receiptRequestSchema.safeParse(receipt).success)).toBe(true);
    },
  );
});
