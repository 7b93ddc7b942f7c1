import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Bases, Purchase } from '../../domain/bonus.ts';
import { localDateOf, type Month, monthOf, receiptExpirySeconds } from '../../domain/calendar.ts';
import type { HouseholdPlacement } from '../../domain/household-link.ts';
import { contentText, identityOfText, identityText, type Receipt, type ReceiptIdentity } from '../../domain/receipt.ts';
import {
  householdMonthOfPartition,
  householdMonthPartition,
  identifierOfText,
  identifierText,
  identityOfKey,
  type Key,
  receiptKey,
  unmatchedListing,
  unmatchedPartition,
} from './keys.ts';

/**
 * A receipt on disk. Attribute names are one letter and defaults are absent, because millions of them lie there for two
 * years. This file alone knows the letters:
 *
 * | letter | whole name | | letter | whole name |
 * | --- | --- | --- | --- | --- |
 * | `h` | household and month counted, or `U` and identifier | | `m` | totalCents |
 * | `t` | purchasedAt, epoch ms | | `b` | bonusBaseCents, if not the total |
 * | `i` | identifier | | `p` | paymentBenefitBaseCents, if not 0 |
 * | `u` | cardUse, if not `shown` | | `f` | fuelCents, if not 0 |
 * | `s` | hash of what the till sent, 16 bytes | | `v` | fuelMillilitres, if not 0 |
 * | `a` | assignedAt, epoch ms: when it got its present household | | `x` | campaignCents, if not 0 |
 * | `c` | co-op of the household | | `r` | returnOf |
 * | `e` | expiry, epoch s | | `l`, `k` | listing of the unmatched |
 */
const storedReceipt = z.object({
  pk: z.string(),
  sk: z.string(),
  h: z.string(),
  t: z.int(),
  i: z.string(),
  u: z.optional(z.string()),
  s: z.instanceof(Uint8Array),
  a: z.int(),
  c: z.optional(z.string()),
  e: z.int(),
  m: z.int(),
  b: z.optional(z.int()),
  p: z.optional(z.int()),
  f: z.optional(z.int()),
  v: z.optional(z.int()),
  x: z.optional(z.int()),
  r: z.optional(z.string()),
  l: z.optional(z.string()),
  k: z.optional(z.string()),
});
export type StoredReceipt = z.infer<typeof storedReceipt>;

/** A household's month in which a receipt counts: that of the purchase, or, of a return, that of the purchase that it takes back. */
export type CountedPlace = HouseholdPlacement & { month: Month };

/** Where a receipt belongs: in a household, in the month of its purchase unless another is named, or to nobody yet. */
export type Placement = (HouseholdPlacement & { month?: Month }) | undefined;

/** 16 bytes of SHA-256 over what the till said: equal for the same receipt sent again. */
export function contentHash(receipt: Receipt): Uint8Array {
  return createHash('sha256').update(contentText(receipt)).digest().subarray(0, 16);
}

const unlessZero = (value: number): number | undefined => (value === 0 ? undefined : value);

/** The attributes that say to whom a receipt belongs; the ones that matching and moving rewrite. */
export function placementAttributes(
  receipt: Pick<Receipt, 'purchasedAt' | 'identifier'>,
  key: Key,
  placement: Placement,
  assignedAtMs: number,
) {
  const month = monthOf(receipt.purchasedAt);
  return placement === undefined
    ? {
        h: unmatchedPartition(receipt.identifier),
        a: assignedAtMs,
        l: unmatchedListing(month),
        k: `${key.pk}#${key.sk}`,
      }
    : {
        h: householdMonthPartition(placement.householdId, placement.month ?? month),
        a: assignedAtMs,
        c: placement.coopId,
      };
}

/** A receipt as the item to put; absent attributes are `undefined` and dropped by the client. */
export function receiptItem(
  receipt: Receipt,
  placement: Placement,
  assignedAtMs: number,
): Record<string, unknown> & Key {
  const key = receiptKey(receipt);
  return {
    ...key,
    ...placementAttributes(receipt, key, placement, assignedAtMs),
    t: receipt.purchasedAt,
    i: identifierText(receipt.identifier),
    u: receipt.cardUse === 'shown' ? undefined : receipt.cardUse,
    s: contentHash(receipt),
    e: receiptExpirySeconds(localDateOf(receipt.purchasedAt)),
    m: receipt.totalCents,
    b: receipt.bonusBaseCents === receipt.totalCents ? undefined : receipt.bonusBaseCents,
    p: unlessZero(receipt.paymentBenefitBaseCents),
    f: unlessZero(receipt.fuelCents),
    v: unlessZero(receipt.fuelMillilitres),
    x: unlessZero(receipt.campaignCents),
    r: receipt.returnOf === undefined ? undefined : identityText(receipt.returnOf),
  };
}

export const parseStoredReceipt = (item: unknown): StoredReceipt => z.parse(storedReceipt, item);

/** TTL deletes late: what has expired counts as gone though it is still there. */
export const isLive = (expirySeconds: number, nowMs: number): boolean => expirySeconds * 1000 > nowMs;

/** A stored receipt with whole names; `undefined` if it has expired. */
export function receiptOfItem(item: unknown, nowMs: number): RecordedReceipt | undefined {
  const stored = parseStoredReceipt(item);
  if (!isLive(stored.e, nowMs)) return undefined;
  const counted = stored.h.startsWith('U#') && stored.l !== undefined ? undefined : householdMonthOfPartition(stored.h);
  return {
    identity: identityOfKey(stored),
    purchasedAt: stored.t,
    month: counted?.month ?? monthOf(stored.t),
    identifier: identifierOfText(stored.i),
    totalCents: stored.m,
    cardUse: stored.u ?? 'shown',
    bases: basesOfItem(stored),
    assignedAtMs: stored.a,
    hash: stored.s,
    ...(stored.r === undefined ? {} : { returnOf: identityOfText(stored.r) }),
    ...(counted === undefined ? {} : { householdId: counted.householdId }),
    ...(stored.c === undefined ? {} : { coopId: stored.c }),
  };
}

export type RecordedReceipt = {
  identity: ReceiptIdentity;
  purchasedAt: number;
  /** In which it counts: not the purchase's own of a return that lowers the month of its original. */
  month: Month;
  identifier: Receipt['identifier'];
  totalCents: number;
  cardUse: string;
  bases: Bases;
  assignedAtMs: number;
  hash: Uint8Array;
  returnOf?: ReceiptIdentity;
  householdId?: string;
  coopId?: string;
};

function basesOfItem(item: {
  m: number;
  b?: number | undefined;
  p?: number | undefined;
  f?: number | undefined;
  v?: number | undefined;
  x?: number | undefined;
}): Bases {
  return {
    bonusCents: item.b ?? item.m,
    fuelCents: item.f ?? 0,
    fuelMillilitres: item.v ?? 0,
    campaignCents: item.x ?? 0,
    paymentBenefitCents: item.p ?? 0,
  };
}

/** What the index `byHousehold` carries of a receipt. */
const indexedReceipt = z.object({
  pk: z.string(),
  sk: z.string(),
  t: z.int(),
  a: z.int(),
  c: z.optional(z.string()),
  m: z.int(),
  b: z.optional(z.int()),
  p: z.optional(z.int()),
  f: z.optional(z.int()),
  v: z.optional(z.int()),
  x: z.optional(z.int()),
});

export type IndexedReceipt = Purchase & { assignedAtMs: number; coopId: string | undefined; key: Key };

/** An index entry as a purchase of the calculation, with what decides whether a run counts it. */
export function indexedReceiptOfItem(item: unknown): IndexedReceipt {
  const entry = z.parse(indexedReceipt, item);
  return {
    purchasedAt: entry.t,
    reference: `${entry.pk}#${entry.sk}`,
    bases: basesOfItem(entry),
    assignedAtMs: entry.a,
    coopId: entry.c,
    key: { pk: entry.pk, sk: entry.sk },
  };
}
