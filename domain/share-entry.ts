import * as z from 'zod/mini';
import { freeTextSchema } from './free-text.ts';
import { coopIdSchema, memberNumberSchema } from './identifiers.ts';
import { sourceSchema } from './source.ts';

/**
 * Why an entry was made. Money in is positive, money out negative; a correction may be either. `WRITTEN_OFF`: what a final decision does not
 * refund of a former member's share (R30).
 */
export const shareEntryReasons = [
  'PAYMENT',
  'BONUS',
  'REFUND',
  'WRITTEN_OFF',
  'TRANSFER_OUT',
  'TRANSFER_IN',
  'CORRECTION',
] as const;
export type ShareEntryReason = (typeof shareEntryReasons)[number];

/** What an entry comes from, unique within a member's entries of a co-op: the same thing entered twice has the same id. */
export const shareSourceIdSchema = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,64}$/));

/**
 * An entry of the append-only share ledger. Nothing is ever changed there: what was wrong is set right by an entry that names it.
 */
export const shareEntrySchema = z.strictObject({
  coopId: coopIdSchema,
  memberNumber: memberNumberSchema,
  /** Consecutive within the membership, from 1: an entry that went missing would leave a gap. */
  entryNumber: z.int().check(z.positive()),
  date: z.iso.date(),
  sourceId: shareSourceIdSchema,
  amountCents: z.int(),
  reason: z.enum(shareEntryReasons),
  /** Of a correction: the entry that was wrong, and why. */
  corrects: z.optional(shareSourceIdSchema),
  note: z.optional(freeTextSchema),
  /** By whom it was said; none on what the register itself makes. */
  source: z.optional(sourceSchema),
});
export type ShareEntry = z.infer<typeof shareEntrySchema>;

/** The balance of a share: the sum of its entries, cents. */
export const balanceCents = (entries: readonly Pick<ShareEntry, 'amountCents'>[]): number =>
  entries.reduce((sum, { amountCents }) => sum + amountCents, 0);

/** The entries of one membership: a person who joins anew begins a new ledger. */
export const entriesOf = (entries: readonly ShareEntry[], memberNumber: string): ShareEntry[] =>
  entries.filter((entry) => entry.memberNumber === memberNumber);

/** True if what is stored as paid is the sum of the entries, for every membership, and no entry is without a membership. */
export function sharesAgree(
  memberships: readonly { memberNumber: string; paidCents: number }[],
  entries: readonly ShareEntry[],
): boolean {
  const known = new Set(memberships.map(({ memberNumber }) => memberNumber));
  return (
    entries.every(({ memberNumber }) => known.has(memberNumber)) &&
    memberships.every(({ memberNumber, paidCents }) => balanceCents(entriesOf(entries, memberNumber)) === paidCents)
  );
}

/** What an entry comes to with all its corrections. */
export const correctedCents = (entries: readonly ShareEntry[], entry: ShareEntry): number =>
  entry.amountCents + balanceCents(entries.filter(({ corrects }) => corrects === entry.sourceId));

/** As they were entered. */
export const inOrder = (entries: readonly ShareEntry[]): ShareEntry[] =>
  entries.toSorted((a, b) => a.entryNumber - b.entryNumber);

/** The balance after each entry. */
export function runningBalances(entries: readonly Pick<ShareEntry, 'amountCents'>[]): number[] {
  let balance = 0;
  return entries.map(({ amountCents }) => {
    balance += amountCents;
    return balance;
  });
}
