import * as z from 'zod/mini';
import type { LocalDate } from './calendar.ts';
import type { HouseholdPlacement } from './household-link.ts';
import { customerNumberSchema } from './identifiers.ts';

const day = z.iso.date();
const epochMs = z.int();

/** How a person came in; the consent behind it is the founding, the accepted invitation, or the guardian's word (R43). */
export const joinings = ['FOUNDED', 'INVITED', 'GUARDIAN', 'SPLIT', 'MERGED'] as const;

/** A person of a household: from ≤ day < until. */
export const householdPersonSchema = z.strictObject({
  customerNumber: customerNumberSchema,
  from: day,
  until: z.optional(day),
  joined: z.optional(z.enum(joinings)),
  /** Who spoke for a minor. */
  guardianCustomerNumber: z.optional(customerNumberSchema),
});
export type HouseholdPerson = z.infer<typeof householdPersonSchema>;

/** Who was the head when: from ≤ day < until. */
export const headPeriodSchema = z.strictObject({
  customerNumber: customerNumberSchema,
  from: day,
  until: z.optional(day),
});
type HeadPeriod = z.infer<typeof headPeriodSchema>;

export const invitationAnswers = ['ACCEPTED', 'DECLINED'] as const;
export const invitationSchema = z.strictObject({
  customerNumber: customerNumberSchema,
  invitedAt: epochMs,
  /** Exclusive. */
  expiresAt: epochMs,
  answer: z.optional(z.enum(invitationAnswers)),
  answeredAt: z.optional(epochMs),
});
export type Invitation = z.infer<typeof invitationSchema>;

export const invitationStates = ['OPEN', 'EXPIRED', ...invitationAnswers] as const;
export const stateOfInvitation = (
  { answer, expiresAt }: Invitation,
  nowMs: number,
): (typeof invitationStates)[number] => answer ?? (nowMs < expiresAt ? 'OPEN' : 'EXPIRED');

/** A household as the rules see it. Persons and heads of the past stay in it. */
export type HouseholdState = HouseholdPlacement & {
  headCustomerNumber: string | undefined;
  heads: readonly HeadPeriod[];
  /** It lives while there is none. What a household that was dissolved is owed waits until somebody has looked. */
  endedOn: LocalDate | undefined;
  mergedInto: string | undefined;
  /** Somebody has looked: what it is owed goes to its last head. */
  paysLastHead?: true | undefined;
  persons: readonly HouseholdPerson[];
  invitations: readonly Invitation[];
};

/** A customer as the rules of households see them. */
export type HouseholdCandidate = {
  customerNumber: string;
  kind: 'PERSON' | 'COMPANY';
  /** Has not died and was not merged into another. */
  isAlive: boolean;
  /** Undefined: no birth date is known. */
  isMinor: boolean | undefined;
  /** Co-ops of memberships that last today. */
  memberOf: readonly string[];
  /** The household that the customer is in now. */
  householdId: string | undefined;
};

/** Who is in it on a day: from ≤ day < until. */
export const personsOf = ({ persons }: Pick<HouseholdState, 'persons'>, on: LocalDate): HouseholdPerson[] =>
  persons.filter(({ from, until }) => from <= on && (until === undefined || on < until));

/** Whose entry has no end. */
export const presentPersons = ({ persons }: Pick<HouseholdState, 'persons'>): HouseholdPerson[] =>
  persons.filter(({ until }) => until === undefined);

/** Why an operation on a household is refused, as what is told: sentences without personal data. */
export const householdRefusals = {
  ended: 'The household has ended.',
  notDissolved:
    'The household is not dissolved: what it is owed goes to its head, or to the household that it was merged into.',
  notAlive: 'The customer has died or was merged into another; no household takes them in.',
  notAPerson: 'Only persons are taken into a household.',
  notAMember: "The head must be a member of the household's co-op.",
  inHousehold: 'The person is in a household; they must leave it first.',
  notInHousehold: 'The person is not in this household.',
  isHead: 'The person is the head; name another head first, or dissolve the household when the membership has ended.',
  isHeadAlready: 'The person is the head already.',
  isMinor: 'The person is under 18: a guardian adds them.',
  isAdult: 'The person is not known to be under 18: invite them, so that they can accept.',
  guardianNotInHousehold: 'The guardian must be an adult of the same household.',
  invitedAlready: 'An invitation is open already.',
  notInvited: 'There is no open invitation for this person.',
  invitationExpired: 'The invitation has expired; invite the person again.',
  headIsMember: 'The head is still a member; a household dissolves when the head’s membership ends.',
  headIsMemberElsewhere: 'The head is a member of another co-op: move the household there, or name another head first.',
  sameHousehold: 'Name two different households.',
  sameCoop: 'The household is at this co-op already.',
  movedThisMonth: 'The household has changed its co-op this month already; it can again next month.',
} as const;
export type HouseholdRefusal = keyof typeof householdRefusals;
