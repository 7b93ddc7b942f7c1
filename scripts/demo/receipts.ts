import {
  addDays,
  addMonths,
  daysBetween,
  localDateOf,
  localTimeOf,
  type Month,
  monthEnd,
  startOfDay,
} from '../../domain/calendar.ts';
import { identityText, type ReceiptIdentity, type ReceiptRequest } from '../../domain/receipt.ts';
import { type BasketBases, fuelBasket, groceryBasket, negative } from './baskets.ts';
import type { DemoOutlet, Federation } from './federation.ts';
import type { DemoHousehold } from './household.ts';
import { demoCard } from './numbers.ts';
import { type Random, randomOf } from './random.ts';
import { targetCentsOf } from './spread.ts';

export type DemoReceipts = {
  /** In the order of time, each once. */
  receipts: readonly ReceiptRequest[];
  /** To be sent when the others are recorded: some of them again, and one that contradicts what was sent before. */
  sentAgain: readonly ReceiptRequest[];
};

/** A purchase before it has its number. `original` is what a return brings back. */
type Draft = {
  outletId: string;
  terminalId: string;
  purchasedAt: number;
  businessDay: string;
  identifier: ReceiptRequest['identifier'];
  bases: BasketBases;
  original?: Draft | ReceiptIdentity;
};

const duplicates = 8;
/** Serials of cards that no household has. */
const firstUnknownSerial = 900_001;
const unknownCards = 6;
const openingSeconds = 7 * 3600;
const closingSeconds = 22 * 3600;

/**
 * A month of receipts of a federation: its households' purchases spread over the rows of the Bonus table, fuel, campaigns,
 * payment benefit, returns (one household's month is negative), nights between two business days, cards that nobody has.
 * The same seed and month give the same.
 */
export function demoReceipts(federation: Federation, month: Month, seed: number): DemoReceipts {
  const drafts = federation.households.flatMap((household, index) => {
    const random = randomOf(seed, `receipts/${month}/${household.household.householdId}`);
    return [
      ...purchasesOf(random, federation, household, month, index),
      ...specialsOf(random, federation, household, month, index),
    ];
  });
  const random = randomOf(seed, `receipts/${month}/others`);
  const receipts = numbered([...drafts, ...unknownCardsOf(random, federation, month)]);
  return { receipts, sentAgain: sentAgainOf(random, receipts) };
}

/** A household's month, split into purchases that add up to its target; now and then something is brought back. */
function purchasesOf(
  random: Random,
  federation: Federation,
  household: DemoHousehold,
  month: Month,
  index: number,
): Draft[] {
  const targetCents = targetCentsOf(random, index);
  return parts(random, targetCents).flatMap((cents): Draft[] => {
    const purchase = purchaseOf(random, federation, household, month, cents);
    if (cents < 2_000 || !random.chance(4)) return [purchase];
    const returned = returnOf(random, purchase, month);
    // Bought once more, so that the month still adds up to its target.
    return returned === undefined
      ? [purchase]
      : [purchase, returned, { ...purchaseOf(random, federation, household, month, cents) }];
  });
}

function purchaseOf(
  random: Random,
  federation: Federation,
  household: DemoHousehold,
  month: Month,
  cents: number,
): Draft {
  const wantsFuel = cents >= 2_500 && cents <= 14_000 && random.chance(30);
  const sells = wantsFuel ? 'fuel' : cents > 20_000 ? 'goods' : 'groceries';
  const bases = wantsFuel ? fuelBasket(random, cents) : groceryBasket(random, cents);
  return draftOf(
    random,
    outletOf(random, federation, household.household.coopId, sells),
    timeIn(random, month),
    identifierOf(random, household, bases),
    bases,
  );
}

/** Most buy at their own co-op; the table stays their own wherever they buy (R3). */
function outletOf(random: Random, federation: Federation, coopId: string, sells: DemoOutlet['sells']): string {
  const selling = federation.outlets.filter((outlet) => outlet.sells === sells);
  const own = selling.filter(({ outlet }) => outlet.coopId === coopId);
  const [first, ...rest] = own.length > 0 && random.chance(88) ? own : selling;
  if (first === undefined) throw new Error(`no outlet of the demo sells ${sells}`);
  return random.pick([first, ...rest]).outlet.outletId;
}

function draftOf(
  random: Random,
  outletId: string,
  purchasedAt: number,
  identifier: Draft['identifier'],
  bases: BasketBases,
): Draft {
  return {
    outletId,
    terminalId: String(random.whole(1, 4)),
    purchasedAt,
    businessDay: localDateOf(purchasedAt),
    identifier,
    bases,
  };
}

/** A card; now and then the number that a partner that bills was given (R7). */
function identifierOf(random: Random, household: DemoHousehold, bases: BasketBases): Draft['identifier'] {
  const [head] = household.persons;
  if (bases.cardUse === 'numberGiven') {
    return head.membership === undefined || random.chance(50)
      ? { customerNumber: head.customer.customerNumber }
      : { memberNumber: head.membership.memberNumber };
  }
  const [first = '', ...rest] = household.cards;
  return { card: random.pick([first, ...rest]) };
}

/** Some second of the month in which shops are open. */
function timeIn(random: Random, month: Month): number {
  const days = daysBetween(`${month}-01`, `${addMonths(month, 1)}-01`);
  return (
    startOfDay(addDays(`${month}-01`, random.whole(0, days - 1))) + random.whole(openingSeconds, closingSeconds) * 1000
  );
}

/** The whole purchase brought back some days later, at the same outlet; undefined if that is no longer in the month. */
function returnOf(random: Random, purchase: Draft, month: Month): Draft | undefined {
  const purchasedAt = purchase.purchasedAt + random.whole(1, 9) * 86_400_000;
  if (purchasedAt >= monthEnd(month)) return undefined;
  return {
    ...draftOf(random, purchase.outletId, purchasedAt, purchase.identifier, negative(purchase.bases)),
    original: purchase,
  };
}

/** What few households have, at fixed places: a negative month, nights at the month's ends, a receipt of 0. */
function specialsOf(
  random: Random,
  federation: Federation,
  household: DemoHousehold,
  month: Month,
  index: number,
): Draft[] {
  const groceries = (purchasedAt: number, cents: number): Draft => {
    const bases = groceryBasket(random, cents);
    return draftOf(
      random,
      outletOf(random, federation, household.household.coopId, 'groceries'),
      purchasedAt,
      identifierOf(random, household, bases),
      bases,
    );
  };
  const begin = startOfDay(`${month}-01`);
  const lastMonth = addDays(`${month}-01`, -5);
  if (index === 5) {
    const brought: Draft = groceries(begin + 12 * 3_600_000, 15_990);
    const original = { outletId: brought.outletId, businessDay: lastMonth, terminalId: '1', receiptId: '000317' };
    return [{ ...brought, bases: negative(brought.bases), original }];
  }
  // Twenty past midnight, and the till's day is still yesterday's.
  if (index === 6) return [{ ...groceries(begin + 20 * 60_000, 1_845), businessDay: addDays(`${month}-01`, -1) }];
  if (index === 7) return [{ ...groceries(monthEnd(month) - 1_000, 2_310), businessDay: `${addMonths(month, 1)}-01` }];
  if (index === 8) return [groceries(begin + 15 * 3_600_000, 0)];
  return [];
}

function unknownCardsOf(random: Random, federation: Federation, month: Month): Draft[] {
  return Array.from({ length: unknownCards }, (_, index) => {
    const outletId = outletOf(random, federation, random.pick(['havu', 'koivu']), 'groceries');
    const bases: BasketBases = { totalCents: random.whole(300, 9_000), cardUse: 'shown' };
    return draftOf(random, outletId, timeIn(random, month), { card: demoCard(firstUnknownSerial + index) }, bases);
  });
}

/** Splits an amount into purchases of everyday size. */
function parts(random: Random, targetCents: number): number[] {
  const split: number[] = [];
  let left = targetCents;
  while (left > 0) {
    const cents = Math.min(left, random.chance(6) ? random.whole(20_000, 45_000) : random.whole(600, 11_000));
    split.push(cents);
    left -= cents;
  }
  return split;
}

/** Puts the drafts in the order of time and numbers each terminal's receipts from 1. */
function numbered(drafts: readonly Draft[]): ReceiptRequest[] {
  const counters = new Map<string, number>();
  const identities = new Map<Draft, ReceiptIdentity>();
  const sorted = [...drafts].sort((a, b) => a.purchasedAt - b.purchasedAt);
  return sorted.map((draft) => {
    const { outletId, terminalId, businessDay, purchasedAt, identifier, bases, original } = draft;
    const terminal = `${outletId}/${terminalId}`;
    const number = (counters.get(terminal) ?? 0) + 1;
    counters.set(terminal, number);
    const identity = { outletId, businessDay, terminalId, receiptId: String(number).padStart(6, '0') };
    identities.set(draft, identity);
    const returned = original === undefined || 'receiptId' in original ? original : identities.get(original);
    return {
      ...identity,
      purchasedAt: localTimeOf(purchasedAt),
      identifier,
      ...bases,
      ...(returned === undefined ? {} : { returnOf: returned }),
    };
  });
}

/** A till that got no answer sends again; one that was repaired sends another receipt under a number it used before. */
function sentAgainOf(random: Random, receipts: readonly ReceiptRequest[]): ReceiptRequest[] {
  const [first, ...others] = receipts.filter((receipt) => receipt.cardUse === 'shown' && receipt.totalCents > 0);
  if (first === undefined) return [];
  const again = new Map(
    Array.from({ length: duplicates }, () => random.pick([first, ...others])).map((receipt) => [
      identityText(receipt),
      receipt,
    ]),
  );
  again.delete(identityText(first));
  return [...again.values(), { ...first, totalCents: first.totalCents + 100 }];
}
