import type { ApiFunction } from '../contract/endpoint.ts';
import { defaultChartOfAccounts } from '../domain/chart-of-accounts.ts';
import type { Settings } from '../functions/runtime/env.ts';

export const stages = ['local', 'dev', 'prod'] as const;
export type Stage = (typeof stages)[number];

/** Personal data stays in EU countries; London and Zurich are AWS regions in Europe but not in the EU. */
export const regions: Readonly<Record<string, string>> = {
  'eu-north-1': 'Stockholm',
  'eu-central-1': 'Frankfurt',
  'eu-west-1': 'Ireland',
  'eu-west-3': 'Paris',
  'eu-south-1': 'Milan',
  'eu-south-2': 'Spain',
};
const defaultRegion = 'eu-north-1';

/** A write that a dying recorder has sent may still arrive: the request timeout of functions/table/client.ts. */
const longestRequestSeconds = 5;

/** API Gateway gives up a request after half a minute; its access events carry the time of its beginning. */
const longestApiRequestSeconds = 30;

/** API Gateway takes at most 50 audiences an authorizer, and each retailer's app client is one. */
const mostRetailers = 50;

export type StageConfig = {
  /** What the functions need to know; handed to them as one variable. */
  settings: Settings;
  /** Ids of the retailers whose tills post receipts; each gets an app client of its own. Onboarding is a line here and a deploy. */
  retailers: readonly string[];
  /** Keeps tables, keys, buckets and pools from being deleted, by hand or with their stack. */
  protectData: boolean;
  /** A web ACL before the sign-in pages. */
  firewall: boolean;
  staffMfa: boolean;
  /** Who is told by e-mail that a run waits for approval, was released or has stopped: each of the co-ops that are named. */
  approvers: readonly { email: string; coopIds: readonly string[] }[];
  /** Where the sign-in page may send staff back to: the command line's loopback ports (RFC 8252). */
  staffCallbackUrls: readonly string[];
  logRetentionDays: 1 | 30 | 90 | 180;
  recorder: { timeoutSeconds: number; messagesPerBatch: number; batchingWindowSeconds: number; mostConcurrent: number };
  /** How long taking in one file of the bank may last; one that is not done comes again after six times as long. */
  bankReader: { timeoutSeconds: number };
  workflow: {
    shardsAtOnce: number;
    outletChunksAtOnce: number;
    filesAtOnce: number;
    /** Before both roads are read again, so that the index has caught up. */
    rereadAfterSeconds: number;
    /** How long one wait for the approval lasts; waiting anew looks at the run again. */
    renewApprovalAfterSeconds: number;
    /** Before the first of a step's repetitions; later ones wait twice as long each. */
    retryAfterSeconds: number;
  };
  /** At which hour runs that are due are opened each day, in Finnish time. */
  schedule: { hour: number };
  /** Payment files are vouchers: nobody deletes them before their time, in COMPLIANCE mode not even the account's owner. */
  paymentFileLock: { mode: 'GOVERNANCE' | 'COMPLIANCE'; years: number };
  /** Sealed access events: nobody deletes them as long as the events themselves are kept, and they go soon after. */
  accessSealLock: { mode: 'GOVERNANCE' | 'COMPLIANCE'; years: number };
  /** Requests a second and in a burst, for each route of the function. */
  throttling: Record<ApiFunction, { ratePerSecond: number; burst: number }>;
};

const settings = {
  lateWindowDays: 400,
  futureToleranceSeconds: 600,
  cutOffMarginSeconds: 900,
  minimumPayoutCents: 1,
  shareContributionCents: 10_000,
  leastSharePaymentCents: 2_000,
  shareFillMonths: 24,
  shareReminderMonths: [18, 23],
  shareRefundMonths: 12,
  financialYearEndsInMonth: 12,
  resignationBarMonths: 0,
  memberAgeYears: 18,
  memberAgeWithGuardianYears: 15,
  invitationDays: 14,
  cardLinkBackDays: 30,
  mostPaymentCards: 2,
  paymentCardMonths: 36,
  bonusRunDayOfMonth: 2,
  payoutDayOfMonth: 10,
  interestFormer: 'NONE',
  interestEstate: true,
  interestMovedShare: true,
  interestProration: 'NONE',
  yearlyRunLeadDays: 10,
  transactionsPerBatch: 10_000,
  transactionsPerFile: 50_000,
  payeesPerReturnFile: 50_000,
  directoryCacheSeconds: 30,
  accountWaitingDays: 7,
  newAccountHoldDays: 2,
  accessEventRetentionDays: 730,
  sealMarginSeconds: 120,
  sealSilenceMinutes: 60,
  sealLateMinutes: 10,
  messageDeadlineSeconds: 15,
  // A payment file's worth of rejections is about 15 MB.
  bankFileMostBytes: 50_000_000,
  bankFileMostEntries: 400_000,
  mostCustomerCodeFailures: 5,
  services: ['warrantyReceipts', 'digitalReceipts', 'onlineAccount', 'purchaseFeedback'],
  limitationYears: 3,
  unnamedPayee: 'Asiakasomistaja',
  estateOfPayee: 'kuolinpesä',
  chartOfAccounts: defaultChartOfAccounts,
} as const satisfies Settings;

const defaults = {
  settings,
  retailers: [],
  protectData: true,
  firewall: true,
  staffMfa: true,
  approvers: [],
  staffCallbackUrls: [47_110, 47_111, 47_112].map((port) => `http://localhost:${port}/callback`),
  logRetentionDays: 90,
  bankReader: { timeoutSeconds: 300 },
  recorder: { timeoutSeconds: 60, messagesPerBatch: 50, batchingWindowSeconds: 2, mostConcurrent: 50 },
  workflow: {
    shardsAtOnce: 40,
    outletChunksAtOnce: 20,
    filesAtOnce: 4,
    rereadAfterSeconds: 60,
    renewApprovalAfterSeconds: 6 * 3_600,
    retryAfterSeconds: 2,
  },
  schedule: { hour: 6 },
  paymentFileLock: { mode: 'GOVERNANCE', years: 7 },
  accessSealLock: { mode: 'GOVERNANCE', years: 2 },
  throttling: {
    'pos-receipts': { ratePerSecond: 1_000, burst: 2_000 },
    'pos-queries': { ratePerSecond: 500, burst: 1_000 },
    'pos-day-ends': { ratePerSecond: 50, burst: 200 },
    'staff-runs': { ratePerSecond: 20, burst: 40 },
    'staff-run-results': { ratePerSecond: 20, burst: 40 },
    'staff-register': { ratePerSecond: 50, burst: 100 },
    'staff-customers': { ratePerSecond: 50, burst: 100 },
    'staff-reveal': { ratePerSecond: 5, burst: 10 },
    'staff-members': { ratePerSecond: 50, burst: 100 },
    'staff-households': { ratePerSecond: 50, burst: 100 },
    'staff-directory': { ratePerSecond: 10, burst: 20 },
    'staff-audit': { ratePerSecond: 10, burst: 20 },
    'staff-money': { ratePerSecond: 20, burst: 40 },
    'staff-returns': { ratePerSecond: 5, burst: 10 },
    'staff-return-files': { ratePerSecond: 5, burst: 10 },
  },
} satisfies StageConfig;

/** The stages: the defaults and what is different. */
export const configs = {
  local: {
    ...defaults,
    // Recorders live shorter here, so that a run's cut-off is half a minute back and not a quarter of an hour.
    settings: { ...settings, cutOffMarginSeconds: 32, messageDeadlineSeconds: 20, newAccountHoldDays: 0 },
    retailers: ['havu', 'koivu'],
    protectData: false,
    firewall: false,
    staffMfa: false,
    logRetentionDays: 1,
    bankReader: { timeoutSeconds: 20 },
    recorder: { timeoutSeconds: 25, messagesPerBatch: 5, batchingWindowSeconds: 0, mostConcurrent: 4 },
    workflow: {
      shardsAtOnce: 8,
      outletChunksAtOnce: 8,
      filesAtOnce: 4,
      rereadAfterSeconds: 5,
      renewApprovalAfterSeconds: 60,
      retryAfterSeconds: 1,
    },
  },
  dev: { ...defaults, retailers: ['havu', 'koivu'], logRetentionDays: 30 },
  prod: {
    ...defaults,
    logRetentionDays: 180,
    paymentFileLock: { mode: 'COMPLIANCE', years: 7 },
    accessSealLock: { mode: 'COMPLIANCE', years: 2 },
  },
} satisfies Record<Stage, StageConfig>;

/** A stage as the stacks get it. */
export type StageEnvironment = {
  stage: Stage;
  config: StageConfig;
  region: string;
  account?: string;
  alarmEmail?: string;
};

/** A stage or region that cannot be; its message is one sentence for the person at the command line. */
export class RefusedStage extends Error {}

/**
 * The stage and region that were chosen, checked: by context of the command line (`-c stage=prod -c region=eu-west-1`), else the region of
 * the credentials.
 * @throws RefusedStage if there is no such stage, or the region is not in an EU country
 */
export function chosenStage(context: (name: string) => unknown, environment: NodeJS.ProcessEnv): StageEnvironment {
  const region = String(context('region') ?? regionOf(environment, context('stage')));
  if (!(region in regions)) {
    const allowed = Object.entries(regions).map(([id, city]) => `${id} (${city})`);
    throw new RefusedStage(
      `Region ${region} is refused, because personal data stays in EU countries: choose one with -c region=…, of ${allowed.join(', ')}.`,
    );
  }
  const stage = stages.find((known) => known === context('stage'));
  if (stage === undefined) {
    throw new RefusedStage(
      `There is no stage ${context('stage')}: choose one with -c stage=…, of ${stages.join(', ')}.`,
    );
  }
  const config: StageConfig = configs[stage];
  checkConfig(config);
  const account = environment.CDK_DEFAULT_ACCOUNT;
  const alarmEmail = context('alarmEmail');
  return { stage, config, region, ...(account && { account }), ...(typeof alarmEmail === 'string' && { alarmEmail }) };
}

/** The credentials' region. Where none is configured the CDK says us-east-1; the local cloud is in Stockholm all the same. */
function regionOf(environment: NodeJS.ProcessEnv, stage: unknown): string {
  const { CDK_DEFAULT_REGION: region = defaultRegion, AWS_REGION, AWS_DEFAULT_REGION } = environment;
  const isGuess = region === 'us-east-1' && AWS_REGION === undefined && AWS_DEFAULT_REGION === undefined;
  return isGuess && stage === 'local' ? defaultRegion : region;
}

/**
 * Rules between settings that no type can hold.
 * @throws Error that names the settings
 */
export function checkConfig({ settings, recorder, retailers, accessSealLock }: StageConfig): void {
  const demand = (isSo: boolean, sentence: string): void => {
    if (!isSo) throw new Error(`lib/config.ts: ${sentence}`);
  };
  demand(
    settings.cutOffMarginSeconds > recorder.timeoutSeconds + longestRequestSeconds,
    'cutOffMarginSeconds must be longer than a recorder lives and its last request is under way (recorder.timeoutSeconds + 5), or a run would miss receipts',
  );
  demand(
    settings.messageDeadlineSeconds < recorder.timeoutSeconds,
    'messageDeadlineSeconds must be shorter than recorder.timeoutSeconds, or one slow message would take its batch along',
  );
  demand(
    recorder.messagesPerBatch <= 10 || recorder.batchingWindowSeconds >= 1,
    'batchingWindowSeconds must be at least 1 for more than 10 messages a batch',
  );
  demand(
    settings.sealMarginSeconds > longestApiRequestSeconds + longestRequestSeconds,
    'sealMarginSeconds must be longer than a request lives and its last write is under way (30 + 5), or an event would come after its seal',
  );
  demand(
    settings.sealSilenceMinutes <= 60,
    'sealSilenceMinutes must be at most 60: an hour without looks is sealed as one',
  );
  demand(
    accessSealLock.years * 366 >= settings.accessEventRetentionDays,
    'accessSealLock must last as long as access events are kept (accessEventRetentionDays)',
  );
  demand(settings.shareRefundMonths >= 6, 'shareRefundMonths must be at least 6 (osuuskuntalaki 17:2)');
  demand(settings.resignationBarMonths <= 36, 'resignationBarMonths must be at most 36 (osuuskuntalaki 3:2)');
  demand(
    settings.shareReminderMonths.every((months) => months < settings.shareFillMonths),
    'shareReminderMonths must be before the end of shareFillMonths',
  );
  demand(
    settings.leastSharePaymentCents <= settings.shareContributionCents,
    'leastSharePaymentCents must be at most shareContributionCents',
  );
  demand(
    settings.memberAgeWithGuardianYears <= settings.memberAgeYears,
    'memberAgeWithGuardianYears must be at most memberAgeYears',
  );
  demand(settings.bonusRunDayOfMonth < settings.payoutDayOfMonth, 'bonusRunDayOfMonth must be before payoutDayOfMonth');
  demand(
    retailers.every((id) => /^[a-z][a-z0-9]{1,19}$/.test(id)) && new Set(retailers).size === retailers.length,
    'retailers must be different ids of lower-case letters and digits',
  );
  demand(retailers.length <= mostRetailers, `at most ${mostRetailers} retailers: API Gateway takes no more audiences`);
}
