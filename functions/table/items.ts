import * as z from 'zod/mini';
import { staffEntrySchema, staffIdSchema } from '../../contract/staff-entry.ts';
import { benefitAccountTypes } from '../../domain/benefit-account.ts';
import { basesSchema } from '../../domain/bonus.ts';
import { bonusTableSchema } from '../../domain/bonus-table.ts';
import { monthSchema } from '../../domain/calendar.ts';
import { cardSchema } from '../../domain/card.ts';
import { companySchema } from '../../domain/company.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { headPeriodSchema, householdPersonSchema, invitationSchema } from '../../domain/household.ts';
import { householdLinkSchema } from '../../domain/household-link.ts';
import {
  coopIdSchema,
  customerNumberSchema,
  householdIdSchema,
  outletIdSchema,
  retailerIdSchema,
} from '../../domain/identifiers.ts';
import { membershipEventKinds, membershipSchema, membershipStatuses } from '../../domain/membership.ts';
import { outletSchema } from '../../domain/outlet.ts';
import { paperDocumentSchema } from '../../domain/paper-document.ts';
import { returnPolicies } from '../../domain/return-policy.ts';
import { runKinds, runProblems, runStates, runWarnings } from '../../domain/run.ts';
import { payeeReviewSchema, runExceptionSchema } from '../../domain/run-exceptions.ts';
import { periodSchema } from '../../domain/run-period.ts';
import { runTotalsSchema } from '../../domain/run-totals.ts';
import { shareEntrySchema } from '../../domain/share-entry.ts';
import { sourceSchema } from '../../domain/source.ts';
import { sealedValue } from './stored-value.ts';

/** The schema of each stored entity, without its key. Every read is parsed by it; receipts are in receipt-item.ts. */

const cents = z.int();
const epochMs = z.int();
const day = z.iso.date();
/** Counts the changes of an item, so that none is lost: a change names the version that it saw. */
const version = z.int().check(z.positive());
const attempt = z.string().check(z.regex(/^D?[1-9]\d{0,2}$/));

export const identifierItem = z.strictObject({
  links: z.array(householdLinkSchema),
  /** Of a card: whose it is. Numbers are found in their holder's file. */
  holderCustomerNumber: z.optional(customerNumberSchema),
});
export type IdentifierItem = z.infer<typeof identifierItem>;
export type { HouseholdLink } from '../../domain/household-link.ts';

export const coopItem = z.strictObject({
  coopId: coopIdSchema,
  name: z.string(),
  shardCount: z.int().check(z.positive()),
  active: z.boolean(),
  /** Absent until the settings are first changed. */
  version: z.optional(version),
  /** What a return takes back; absent, it counts in the month in which it was brought back. */
  returnPolicy: z.optional(z.enum(returnPolicies)),
  /** Whether half of a surplus refund fills an unpaid share (R42); absent, it does: the co-op's rules must say otherwise. */
  surplusFillsShare: z.optional(z.boolean()),
  debtor: z.strictObject({
    iban: z.string(),
    bic: z.string(),
    bankPartyId: z.string(),
    street: z.string(),
    buildingNumber: z.string(),
    postalCode: z.string(),
    town: z.string(),
    country: z.string(),
  }),
});
export type Coop = z.infer<typeof coopItem>;

/** A Bonus table as it is now; `version` is absent of one that was never replaced. */
export const bonusTableItem = z.extend(bonusTableSchema, { version: z.optional(version) });
export type StoredBonusTable = z.infer<typeof bonusTableItem>;

/** A company of the dated directory; outlets and till clients name theirs as their retailer. */
export const companyItem = z.extend(companySchema, { version });
export type StoredCompany = z.infer<typeof companyItem>;

export const outletItem = z.extend(outletSchema, { version });
export type Outlet = z.infer<typeof outletItem>;

/** What lies on paper, and where (register description, section 8). */
export const paperDocumentItem = z.extend(paperDocumentSchema, { version });

export const tillClientItem = z.strictObject({
  clientId: z.string(),
  retailerId: retailerIdSchema,
  active: z.boolean(),
  version,
});
export type TillClient = z.infer<typeof tillClientItem>;

export const staffItem = z.strictObject({
  staffId: staffIdSchema,
  ...staffEntrySchema.shape,
  active: z.boolean(),
  version,
});
export type StaffMember = z.infer<typeof staffItem>;

export const memberKinds = ['PERSON', 'COMPANY'] as const;

export const householdItem = z.strictObject({
  householdId: householdIdSchema,
  version,
  coopId: coopIdSchema,
  shard: z.int(),
  headCustomerNumber: z.optional(customerNumberSchema),
  memberKind: z.enum(memberKinds),
  /** Who was the head when; one that was never changed may have none. */
  heads: z.optional(z.array(headPeriodSchema)),
  /** Ended households stay: what is still due to them stands in their months. */
  endedOn: z.optional(day),
  mergedInto: z.optional(householdIdSchema),
  /** A dissolved household's money goes to its last head: somebody has looked. */
  paysLastHead: z.optional(z.literal(true)),
  createdBy: z.optional(z.string()),
});
export type Household = z.infer<typeof householdItem>;
/** A person of a household: from ≤ day < until. The number and since when stand in the key as well. */
export const householdPersonItem = householdPersonSchema;
/** The present or last invitation of a person. */
export const householdInvitationItem = invitationSchema;
/** A household that has gone to another co-op, as the co-op that it left still lists it (R34): its earlier months stay there. */
export const formerHouseholdItem = z.strictObject({
  coopId: coopIdSchema,
  shard: z.int(),
  headCustomerNumber: z.optional(customerNumberSchema),
  memberKind: z.enum(memberKinds),
});
const listedAt = z.strictObject({ coopId: coopIdSchema, shard: z.int() });
/** A change of co-op: from this month on, the whole month included, purchases count in the new one. */
export const householdMoveItem = z.strictObject({ month: monthSchema, from: listedAt, to: listedAt, at: epochMs });
export type HouseholdMove = z.infer<typeof householdMoveItem>;
/** What one change of a household was; `version` is the one that it made. */
export const householdHistoryItem = z.strictObject({
  version,
  at: epochMs,
  action: z.string(),
  persons: z.array(customerNumberSchema),
  otherHouseholdId: z.optional(householdIdSchema),
  reason: z.optional(freeTextSchema),
  source: sourceSchema,
});
export type HouseholdHistoryEntry = z.infer<typeof householdHistoryItem>;

/** What is kept of a card in its holder's file; its links stand with its number, where recording reads them. */
export const cardItem = z.extend(cardSchema, {
  version,
  createdBy: z.optional(z.string()),
  source: sourceSchema,
  /** Waiting receipts of this time are being gathered: set with the link, gone when it is done. */
  gathering: z.optional(z.strictObject({ fromMs: epochMs })),
});
export type StoredCard = z.infer<typeof cardItem>;

/** Where benefits are paid: from ≤ day < until. */
export const benefitAccountItem = z.strictObject({
  iban: sealedValue,
  type: z.enum(benefitAccountTypes),
  from: day,
  until: z.optional(day),
  /** The bank has sent a payment back: nothing goes there until somebody has confirmed the account, or another is set (R107). */
  blocked: z.optional(z.strictObject({ since: day, code: z.string(), endToEndId: z.string() })),
  version,
});
export type BenefitAccount = z.infer<typeof benefitAccountItem>;
/** A membership; the name is that of the member register, kept here for the index that sorts by it. */
export const membershipItem = z.extend(membershipSchema, {
  customerNumber: customerNumberSchema,
  memberName: z.string(),
  version,
  createdBy: z.string(),
});
export type StoredMembership = z.infer<typeof membershipItem>;
/** What staff did with a membership, one for each version that they made. */
export const membershipEventItem = z.strictObject({
  version,
  event: z.enum(membershipEventKinds),
  on: day,
  at: epochMs,
  by: z.string(),
  status: z.enum(membershipStatuses),
  source: sourceSchema,
  reason: z.optional(freeTextSchema),
});
export type MembershipHistoryEntry = z.infer<typeof membershipEventItem>;
/** An entry of the append-only share ledger; the balance is the sum of the entries. */
export const shareEntryItem = shareEntrySchema;

export const paymentFileItem = z.strictObject({
  fileNumber: z.int(),
  key: z.string(),
  count: z.int(),
  sumCents: cents,
  sha256: z.string(),
});
export type WrittenFile = z.infer<typeof paymentFileItem>;

/** A journal in the bucket of payment files: a voucher, never replaced. `sumCents`: Σ debit, which is Σ credit. */
export const journalFileSchema = z.strictObject({
  key: z.string(),
  lines: z.int(),
  sumCents: cents,
  sha256: z.string(),
});
export type JournalFile = z.infer<typeof journalFileSchema>;

const signature = z.strictObject({ by: z.string(), atMs: epochMs });
const reasoned = z.strictObject({ by: z.string(), atMs: epochMs, reason: freeTextSchema });

export const runItem = z.strictObject({
  coopId: coopIdSchema,
  kind: z.enum(runKinds),
  period: periodSchema,
  attempt,
  dryRun: z.boolean(),
  state: z.enum(runStates),
  cutOffMs: epochMs,
  /** Which execution of the state machine works on it, from 1: a dead one is followed by the next. */
  execution: z.int(),
  opened: signature,
  /** Which reading of the two roads is the present one, from 1. */
  pass: z.int(),
  /** The reading in which both roads agreed; only that one may be concluded. */
  agreedPass: z.optional(z.int()),
  warnings: z.array(z.enum(runWarnings)),
  problem: z.optional(z.enum(runProblems)),
  totals: z.optional(runTotalsSchema),
  /** What it does not pay, by reason, and how many payees the run before had as well. */
  review: z.optional(z.strictObject({ exceptions: z.array(runExceptionSchema), payeesAsBefore: z.int() })),
  hash: z.optional(z.string()),
  taskToken: z.optional(z.string()),
  submitted: z.optional(signature),
  approved: z.optional(signature),
  rejected: z.optional(reasoned),
  cancelled: z.optional(reasoned),
  released: z.optional(signature),
  closed: z.optional(signature),
  /** The day on which the money should be there; approved later, it goes on the day of the approval. */
  payOn: day,
  /** What it rests on beside its payees, each with its version: a decision, a table. */
  inputs: z.record(z.string(), z.string()),
  /** From here on no payee is checked any more: what is held back of the signed payments stands. */
  checkedAtMs: z.optional(epochMs),
  /** Signed payments that are left out of the files. */
  held: z.optional(z.strictObject({ count: z.int(), sumCents: cents })),
  files: z.optional(z.array(paymentFileItem)),
  journal: z.optional(journalFileSchema),
  /** Of what who approves was told last; see tell-approvers.ts. */
  told: z.optional(z.string()),
  /** When all that the release does was done: shares, payments, journal. */
  postedAtMs: z.optional(epochMs),
});
export type Run = z.infer<typeof runItem>;

export const livePointerItem = z.strictObject({ attempt });

export const shardResultItem = z.strictObject({
  shard: z.int(),
  pass: z.int(),
  totals: runTotalsSchema,
  hash: z.string(),
  /** Worked out from the payouts, like the totals; not signed. */
  review: payeeReviewSchema,
  /** Late marks that no run can settle: older than the receipts' two years, or than the co-op's first run. */
  unsettledMarks: z.int(),
});
export type ShardResult = z.infer<typeof shardResultItem>;

/** A co-op's part of an outlet's month by the second road. */
const controlSumSchema = z.strictObject({ receipts: z.int(), purchases: basesSchema });
export type ControlSum = z.infer<typeof controlSumSchema>;
export const controlItem = z.strictObject({
  outletId: outletIdSchema,
  readAtMs: epochMs,
  byCoop: z.record(z.string(), controlSumSchema),
});

export const lateMarkItem = z.strictObject({
  month: monthSchema,
  householdId: householdIdSchema,
  token: z.string(),
  /** When it was put last: it may go when runs have looked at it since. */
  markedAtMs: epochMs,
  /** Since when there is something to calculate again, if that is earlier. */
  sinceMs: z.optional(epochMs),
});
export type LateMark = z.infer<typeof lateMarkItem>;
