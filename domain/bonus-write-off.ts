import * as z from 'zod/mini';
import { type LocalDate, monthSchema } from './calendar.ts';
import { DomainError } from './errors.ts';
import { freeTextSchema } from './free-text.ts';
import { coopIdSchema, householdIdSchema } from './identifiers.ts';
import { isBarred, type Unpaid } from './unclaimed.ts';

const cents = z.int().check(z.positive());

/**
 * Barred Bonus of a household that is written off (R60). It follows one month: what that month's run left unpaid, less this, is what the next
 * begins with. Proposed by one person, in force once another has approved it.
 */
export const bonusWriteOffSchema = z.strictObject({
  coopId: coopIdSchema,
  householdId: householdIdSchema,
  /** The newest month that was posted then. */
  period: monthSchema,
  amountCents: cents,
  /** The months whose money it is. */
  months: z.array(z.strictObject({ period: monthSchema, amountCents: cents })).check(z.minLength(1)),
  by: z.string(),
  atMs: z.int(),
  reason: freeTextSchema,
  approvedBy: z.optional(z.string()),
  version: z.int().check(z.positive()),
});
export type BonusWriteOff = z.infer<typeof bonusWriteOffSchema>;

export type Barred = Pick<BonusWriteOff, 'amountCents' | 'months'>;

/**
 * What of a household's unpaid Bonus can be claimed no longer.
 * @throws DomainError paymentNotInState if there is none
 */
export function barredOf(unpaid: readonly Unpaid[], limitationYears: number, today: LocalDate): Barred {
  const months = unpaid
    .filter(({ dueOn }) => isBarred(dueOn, limitationYears, today))
    .map(({ period, amountCents }) => ({ period, amountCents }));
  if (months.length === 0)
    throw new DomainError('paymentNotInState', 'No unpaid Bonus of the household is barred: see `claimableUntil`.');
  return { amountCents: months.reduce((sum, { amountCents }) => sum + amountCents, 0), months };
}

/**
 * Puts a proposal in force, by another person than who made it.
 * @param barred what is barred now: it must be what was proposed
 * @throws DomainError paymentNotInState, secondPersonRequired
 */
export function approveBonusWriteOff(
  proposed: BonusWriteOff | undefined,
  barred: Barred,
  approvedBy: string,
): BonusWriteOff {
  if (proposed === undefined || proposed.approvedBy !== undefined)
    throw new DomainError('paymentNotInState', 'Nobody has proposed to write off Bonus of this household by now.');
  if (proposed.by === approvedBy)
    throw new DomainError('secondPersonRequired', 'You proposed this; another person must approve it.');
  if (proposed.amountCents !== barred.amountCents)
    throw new DomainError('paymentNotInState', 'Other money is barred by now; have it proposed anew.');
  return { ...proposed, approvedBy };
}

/** What is written off for certain. */
export const writtenOffCents = (writeOff: BonusWriteOff | undefined): number =>
  writeOff?.approvedBy === undefined ? 0 : writeOff.amountCents;
