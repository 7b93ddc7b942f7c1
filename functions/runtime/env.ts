import * as z from 'zod/mini';
import { chartOfAccountsSchema } from '../../domain/chart-of-accounts.ts';
import { serviceCodeSchema } from '../../domain/services.ts';
import { envNames } from './env-names.ts';

/** Settings of the stage that functions need, typed in lib/config.ts and handed over as one JSON variable. */
export const settingsSchema = z.strictObject({
  lateWindowDays: z.int().check(z.positive()),
  futureToleranceSeconds: z.int().check(z.nonnegative()),
  cutOffMarginSeconds: z.int().check(z.positive()),
  minimumPayoutCents: z.int().check(z.positive()),
  shareContributionCents: z.int().check(z.positive()),
  /** What the co-ops' rules say of memberships: see MembershipRules. */
  leastSharePaymentCents: z.int().check(z.positive()),
  shareFillMonths: z.int().check(z.positive()),
  shareReminderMonths: z.array(z.int().check(z.positive())),
  shareRefundMonths: z.int().check(z.positive()),
  financialYearEndsInMonth: z.int().check(z.gte(1), z.lte(12)),
  resignationBarMonths: z.int().check(z.nonnegative()),
  memberAgeYears: z.int().check(z.positive()),
  memberAgeWithGuardianYears: z.int().check(z.positive()),
  /** How long an invitation to a household is open. */
  invitationDays: z.int().check(z.positive()),
  /** How far back the link of a newly registered card may begin (domain.md 6 #6). */
  cardLinkBackDays: z.int().check(z.nonnegative()),
  /** R45. */
  mostPaymentCards: z.int().check(z.positive()),
  paymentCardMonths: z.int().check(z.positive()),
  /** On which day of the month last month's Bonus runs are opened. */
  bonusRunDayOfMonth: z.int().check(z.gte(1), z.lte(27)),
  payoutDayOfMonth: z.int().check(z.gte(1), z.lte(28)),
  /** What no source says of interest on the share: see InterestRules. */
  interestFormer: z.enum(['NONE', 'UNTIL_REFUND']),
  interestEstate: z.boolean(),
  interestMovedShare: z.boolean(),
  interestProration: z.enum(['NONE', 'DAYS']),
  /** How many days before the payment the runs of interest and surplus are opened. */
  yearlyRunLeadDays: z.int().check(z.positive(), z.lte(60)),
  transactionsPerBatch: z.int().check(z.positive()),
  transactionsPerFile: z.int().check(z.positive()),
  /** Payees that a file of the annual return takes at most. */
  payeesPerReturnFile: z.int().check(z.positive()),
  directoryCacheSeconds: z.int().check(z.nonnegative(), z.lt(60)),
  accountWaitingDays: z.int().check(z.nonnegative()),
  /** How long nothing is paid to a person's first account. */
  newAccountHoldDays: z.int().check(z.nonnegative()),
  accessEventRetentionDays: z.int().check(z.positive()),
  /** How long after its end a minute of the access log is sealed: longer than any request lives. */
  sealMarginSeconds: z.int().check(z.positive()),
  /** After how long without events an empty block is sealed. */
  sealSilenceMinutes: z.int().check(z.positive()),
  /** How late a seal may be before somebody is called. */
  sealLateMinutes: z.int().check(z.positive()),
  messageDeadlineSeconds: z.int().check(z.positive()),
  /** A larger file of the bank is kept and refused. */
  bankFileMostBytes: z.int().check(z.positive()),
  /** So is one with more entries and statuses than this. */
  bankFileMostEntries: z.int().check(z.positive()),
  /** Wrong tries in a row that lock a customer's code. */
  mostCustomerCodeFailures: z.int().check(z.positive()),
  /** What customers can order. */
  services: z.array(serviceCodeSchema).check(z.minLength(1)),
  /** How long money that was due may be claimed (R60). */
  limitationYears: z.int().check(z.positive()),
  unnamedPayee: z.string().check(z.minLength(1)),
  /** What says beside the name of the deceased that an estate is paid. */
  estateOfPayee: z.string().check(z.minLength(1), z.maxLength(30)),
  /** The accounts that runs are booked on. */
  chartOfAccounts: chartOfAccountsSchema,
});
export type Settings = z.infer<typeof settingsSchema>;

/**
 * Reads one environment variable.
 * @throws Error that names the variable if it is missing or empty: no default hides a missing setting
 */
export function requireEnv(name: (typeof envNames)[keyof typeof envNames]): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is not set`);
  return value;
}

let parsed: Settings | undefined;

/** The settings of the stage, parsed once, at first use. */
export function settings(): Settings {
  parsed ??= z.parse(settingsSchema, JSON.parse(requireEnv(envNames.settings)));
  return parsed;
}
