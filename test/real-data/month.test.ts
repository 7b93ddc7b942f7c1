import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * A month of real receipts through the whole product (`npm start`), against a second calculation that shares no code with it:
 * whole cents as BigInt, the published table written out once more, months cut by text.
 */
const month = '2026-10';
const root = path.resolve(import.meta.dirname, '../..');
const receiptsFile = path.join(root, '../shared/data/receipts-2026.jsonl.gz');
const cardsFile = path.join(root, '../shared/data/cards-2026.csv');

type Figures = {
  receiptsPosted: number;
  accepted: number;
  recorded: number;
  unmatched: number;
  conflicts: number;
  purchasesTotalCents: number;
  bonusTotalCents: number;
  householdsPaid: number;
  paymentFiles: { path: string; count: number; sumCents: number }[];
  byHousehold: Record<string, { purchasesCents: number; bonusCents: number }>;
};

/** KESKIMAA's table: euros a month at least, tenths of a percent. */
const published: readonly (readonly [euros: bigint, tenths: bigint])[] = [
  [900n, 50n],
  [800n, 45n],
  [700n, 40n],
  [600n, 35n],
  [500n, 30n],
  [400n, 25n],
  [300n, 20n],
  [200n, 15n],
  [50n, 10n],
];

function bonusOf(cents: bigint): bigint {
  const [, tenths] = published.find(([euros]) => cents >= euros * 100n) ?? [0n, 0n];
  // Half a cent up: all amounts of this data are positive.
  return (cents * tenths + 500n) / 1000n;
}

async function expectedByHousehold(): Promise<{ receipts: number; byHousehold: Figures['byHousehold'] }> {
  const householdOf = new Map(
    (await readFile(cardsFile, 'utf8'))
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(',') as [string, string]),
  );
  const sums = new Map<string, bigint>();
  let receipts = 0;
  for (const line of gunzipSync(await readFile(receiptsFile))
    .toString('utf8')
    .trim()
    .split('\n')) {
    const { purchasedAt, card, totalCents } = JSON.parse(line) as {
      purchasedAt: string;
      card: string;
      totalCents: number;
    };
    if (!purchasedAt.startsWith(month)) continue;
    receipts += 1;
    const household = householdOf.get(card) ?? 'nobody';
    sums.set(household, (sums.get(household) ?? 0n) + BigInt(totalCents));
  }
  const byHousehold = Object.fromEntries(
    [...sums].map(([household, cents]) => [
      household,
      { purchasesCents: Number(cents), bonusCents: Number(bonusOf(cents)) },
    ]),
  );
  return { receipts, byHousehold };
}

function npmStart(resultFile: string): Promise<number | null> {
  const args = [
    'scripts/start.ts',
    '--once',
    '--port',
    '0',
    '--receipts',
    receiptsFile,
    '--cards',
    cardsFile,
    '--month',
    month,
    '--result',
    resultFile,
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
}

describe.skipIf(!existsSync(receiptsFile))(`the real receipts of ${month}`, () => {
  let folder: string;
  let figures: Figures;
  let expected: Awaited<ReturnType<typeof expectedByHousehold>>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'omistaja-real-'));
    const resultFile = path.join(folder, 'result.json');
    expected = await expectedByHousehold();
    expect(await npmStart(resultFile)).toBe(0);
    figures = JSON.parse(await readFile(resultFile, 'utf8')) as Figures;
  }, 900_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are all recorded, each once', () => {
    const { receiptsPosted, accepted, recorded, unmatched, conflicts } = figures;
    expect({ receiptsPosted, accepted, recorded, unmatched, conflicts }).toEqual({
      receiptsPosted: expected.receipts,
      accepted: expected.receipts,
      recorded: expected.receipts,
      unmatched: 0,
      conflicts: 0,
    });
  });

  it('make every household the amount that the second calculation makes', () => {
    expect(figures.byHousehold).toEqual(expected.byHousehold);
  });

  it('add up: households, totals, payment files', () => {
    const rows = Object.values(expected.byHousehold);
    const bonusCents = rows.reduce((sum, row) => sum + row.bonusCents, 0);
    expect(figures.purchasesTotalCents).toBe(rows.reduce((sum, row) => sum + row.purchasesCents, 0));
    expect(figures.bonusTotalCents).toBe(bonusCents);
    expect(figures.householdsPaid).toBe(rows.filter((row) => row.bonusCents > 0).length);
    expect(figures.paymentFiles.reduce((sum, file) => sum + file.sumCents, 0)).toBe(bonusCents);
  });

  it('are in the payment files to the cent', async () => {
    const files = await Promise.all(
      figures.paymentFiles.map((file) => readFile(path.resolve(root, file.path), 'utf8')),
    );
    const amounts = files.flatMap((file) => [...file.matchAll(/<InstdAmt Ccy="EUR">(\d+)\.(\d\d)<\/InstdAmt>/g)]);
    const cents = amounts.map(([, euros, rest]) => Number(euros) * 100 + Number(rest)).toSorted((a, b) => a - b);
    const due = Object.values(expected.byHousehold).map((row) => row.bonusCents);
    expect(cents).toEqual(due.filter((amount) => amount > 0).toSorted((a, b) => a - b));
  });
});
