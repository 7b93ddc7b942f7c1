import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import * as z from 'zod/mini';
import { generalBonusTable } from '../../domain/bonus-table.ts';
import { localDateOf, type Month, monthOf, startOfDay } from '../../domain/calendar.ts';
import { cardNumberSchema, householdIdSchema, outletIdSchema } from '../../domain/identifiers.ts';
import type { ReceiptRequest } from '../../domain/receipt.ts';
import { coopOfHousehold, type DemoCoop, type DemoOutlet, demoCoop, type Federation } from './federation.ts';
import { type DemoHousehold, madeUpHousehold } from './household.ts';
import { randomOf } from './random.ts';

/** Real receipts and cards from files, as `shared/data/README.md` describes them. */
export type RealData = { federation: Federation; receipts: readonly ReceiptRequest[]; skipped: number };

/** A file that cannot be used: one sentence with file and line, and none of the line's content. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError';
}

/** Only the form of a line is checked here: whether its receipt may be recorded is for the register to say. */
const receiptLine = z.object({
  receiptId: z.string(),
  storeId: z.string(),
  purchasedAt: z.iso.datetime({ offset: true }),
  card: z.string(),
  totalCents: z.int(),
});

const cardsHeader = 'card,household';
/** Cards' links are valid from here on. */
const linkedFrom = startOfDay('2000-01-01');

/**
 * Reads both files: households of the CSV with a made-up head (by `seed`), the month's receipts in the file's order, and the
 * outlets that they name, all of one co-op.
 * @throws DataFileError if a file cannot be read or a line is not as described
 */
export async function readRealData(
  files: { receipts: string; cards: string },
  month: Month,
  seed: number,
): Promise<RealData> {
  const cards = await readCards(files.cards);
  const { receipts, skipped } = await readReceipts(files.receipts, month);
  const coop = demoCoop('havu', 'Osuuskauppa Havu', [generalBonusTable], cards.size);
  const households = [...cards].map(([householdId, numbers], index) =>
    householdOf(householdId, numbers, index + 1, coop, seed),
  );
  const outletIds = new Set(
    receipts.map((receipt) => receipt.outletId).filter((id) => outletIdSchema.safeParse(id).success),
  );
  return {
    federation: { coops: [coop], outlets: [...outletIds].map((id) => outletOf(id, coop)), households },
    receipts,
    skipped,
  };
}

function householdOf(
  householdId: string,
  cards: readonly string[],
  serial: number,
  coop: DemoCoop,
  seed: number,
): DemoHousehold {
  const given = { householdId, serial, cards, coop: coopOfHousehold(coop), linkedFrom };
  return madeUpHousehold(randomOf(seed, `household/${householdId}`), given);
}

function outletOf(outletId: string, { coop }: DemoCoop): DemoOutlet {
  const outlet = {
    outletId,
    name: `Myymälä ${outletId}`,
    retailerId: coop.coopId,
    coopId: coop.coopId,
    validFrom: '2000-01-01',
    version: 1,
  };
  return { outlet, sells: 'groceries' };
}

/** The cards of each household of a `card,household` file, in its order. */
export async function readCards(file: string): Promise<Map<string, string[]>> {
  const households = new Map<string, string[]>();
  const seen = new Set<string>();
  for await (const { text, place } of linesOf(file)) {
    if (place.line === 1) {
      if (text.trim() !== cardsHeader) throw faulty(place, `is not the header ${cardsHeader}`);
      continue;
    }
    const [card = '', household = '', ...more] = text.trim().split(',');
    if (more.length > 0 || !householdIdSchema.safeParse(household).success)
      throw faulty(place, 'is not a card and a household id');
    if (!cardNumberSchema.safeParse(card).success)
      throw faulty(place, 'has no card of 12 to 19 digits with a Luhn check digit');
    if (seen.has(card)) throw faulty(place, 'has a card that stands there already');
    seen.add(card);
    households.set(household, [...(households.get(household) ?? []), card]);
  }
  if (households.size === 0) throw new DataFileError(`${path.basename(file)} holds no household.`);
  return households;
}

/** The receipts of a JSON Lines file whose purchase lies in the month, in the file's order; the others are counted. */
export async function readReceipts(
  file: string,
  month: Month,
): Promise<{ receipts: ReceiptRequest[]; skipped: number }> {
  const receipts: ReceiptRequest[] = [];
  let skipped = 0;
  for await (const { text, place } of linesOf(file)) {
    const { data, error } = receiptLine.safeParse(jsonOf(text));
    if (error) throw faulty(place, `has no valid ${error.issues[0]?.path.join('.') || 'JSON object'}`);
    if (monthOf(Date.parse(data.purchasedAt)) === month) receipts.push(requestOf(data));
    else skipped += 1;
  }
  return { receipts, skipped };
}

function requestOf(line: z.infer<typeof receiptLine>): ReceiptRequest {
  return {
    outletId: line.storeId,
    terminalId: '1',
    receiptId: line.receiptId,
    businessDay: localDateOf(Date.parse(line.purchasedAt)),
    purchasedAt: line.purchasedAt,
    identifier: { card: line.card },
    totalCents: line.totalCents,
    bonusBaseCents: line.totalCents,
    cardUse: 'shown',
  };
}

type Place = { file: string; line: number };

/** The lines of a text file, gzipped if its name ends in .gz, without those that are empty. */
async function* linesOf(file: string): AsyncGenerator<{ text: string; place: Place }> {
  const place = { file: path.basename(file), line: 0 };
  const bytes = createReadStream(file);
  const text = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  // A pipe does not hand on the errors of what flows into it.
  bytes.once('error', (error) => text.destroy(error));
  const lines = createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    for await (const line of lines) {
      place.line += 1;
      if (line.trim() !== '') yield { text: line, place: { ...place } };
    }
  } catch (error) {
    throw new DataFileError(`${file} cannot be read (${error instanceof Error ? error.message : error}).`);
  } finally {
    lines.close();
    bytes.destroy();
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const faulty = (place: Place, fault: string): DataFileError =>
  new DataFileError(`${place.file} line ${place.line} ${fault}.`);
