import { localDateOf } from '../../../domain/calendar.ts';
import { DomainError } from '../../../domain/errors.ts';
import { wasSettledBy } from '../../../domain/late-revision.ts';
import { payeeName } from '../../../domain/payee-name.ts';
import { endToEndId } from '../../../domain/payment-ids.ts';
import { isPosted } from '../../../domain/run.ts';
import { settle } from '../../../domain/settlement.ts';
import { firstUnpaidMonth, surplusRefund, withheldForShare, yearAggregate } from '../../../domain/surplus-refund.ts';
import type { Register } from '../../table/client.ts';
import { approvedDecision } from '../../table/decisions.ts';
import { coopOf } from '../../table/directory.ts';
import { householdsPage, type ListedHousehold } from '../../table/households.ts';
import type { Run } from '../../table/items.ts';
import { lateMarksThrough } from '../../table/late-marks.ts';
import { type Payee, payeeOf } from '../../table/payees.ts';
import type { SurplusPayout } from '../../table/payout-item.ts';
import { payoutsBetween } from '../../table/payouts.ts';
import { recomputeMarksThrough } from '../../table/recompute-marks.ts';
import { postedAttempts, runIdOf, runsOf } from '../../table/runs.ts';
import { checkHead } from '../check-payee.ts';
import { fillHeadsShare } from '../fill-heads-share.ts';
import { onlyBonus } from '../household-month.ts';
import type { RunKindDeclaration, ShardContext } from '../run-kind.ts';

/** Households of one step: a year and what came after it are up to thirty items of each. */
const householdsPerPage = 500;

/**
 * A year's surplus refund (R41, R42): a percentage of what a household has bought at its co-op's own outlets, half of it to a share that is
 * not paid yet, the rest to the head's account. It is free of tax (R87). It rests on what months have posted, so no receipt is needed any more.
 */
export const surplus: RunKindDeclaration = {
  control: 'NONE',

  async open(db, { coopId, period }, { nowMs }) {
    const decision = await approvedDecision(db, { coopId, kind: 'SURPLUS', year: period });
    const missing = firstUnpaidMonth(period, [...(await monthsPosted(db, coopId, nowMs)).keys()]);
    if (missing !== undefined)
      throw new DomainError('runOutOfOrder', `Pay the Bonus of ${missing} first: the refund is of the whole year.`);
    return { warnings: [], payOn: decision.terms.payOn };
  },

  async inputs(db, { coopId, period }) {
    const [decision, coop] = await Promise.all([
      approvedDecision(db, { coopId, kind: 'SURPLUS', year: period }),
      coopOf(db, coopId),
    ]);
    return { decision: String(decision.version), fillsShare: String(fillsShare(coop)) };
  },

  shards: async (db, coopId) => Array.from({ length: (await coopOf(db, coopId)).shardCount }, (_, shard) => shard),

  async page(context, cursor) {
    const { db, run, shard } = context;
    const { households, last } = await householdsPage(db, run.coopId, shard, cursor ?? undefined, householdsPerPage);
    const ids = households.map(({ householdId }) => householdId);
    const [year, aggregates, before] = await Promise.all([
      yearContext(context),
      aggregatesOf(context, ids),
      yearBefore(context, ids),
    ]);
    return {
      work: households.map((household) => ({
        payeeId: household.householdId,
        calculate: () =>
          householdRefund(year, household, aggregates(household.householdId), before.get(household.householdId)),
      })),
      next: last ?? null,
    };
  },

  /** What came late to the year, or was put right in it, and no month's run has looked at yet. */
  async unsettledMarks({ db, run, shard }) {
    const through = `${run.period}-12`;
    const posted = [...(await monthsPosted(db, run.coopId, run.opened.atMs)).values()];
    const [first, last] = [posted[0], posted.at(-1)];
    const marks = [
      ...(await lateMarksThrough(db, run.coopId, shard, through, run.cutOffMs)),
      ...(shard === 0 ? await recomputeMarksThrough(db, run.coopId, through, run.cutOffMs) : []),
    ];
    return marks
      .filter(({ month }) => month >= `${run.period}-01`)
      .filter((mark) => !wasSettledBy(last, mark, first?.period)).length;
  },

  paymentText: (period) => `YLIJÄÄMÄNPALAUTUS ${period}`,
  check: ({ db, run, settings, day }, payout) => checkHead({ db, coopId: run.coopId, settings, day }, payout),
  post: fillHeadsShare,
};

const fillsShare = ({ surplusFillsShare = true }: { surplusFillsShare?: boolean | undefined }): boolean =>
  surplusFillsShare;

/** The co-op's months as they stood when the run was opened, oldest first: what is posted while it counts is for no shard. */
async function monthsPosted(db: Register, coopId: string, atMs: number): Promise<Map<string, Run>> {
  const runs = await runsOf(db, coopId, 'BONUS');
  const posted = runs.filter((run) => isPosted(run.state) && run.postedAtMs !== undefined && run.postedAtMs < atMs);
  return new Map(posted.map((run) => [run.period, run]));
}

/** What each of some households has bought at own outlets in the year; 0 of who has no month. */
async function aggregatesOf(
  { db, run, shard }: ShardContext,
  ids: readonly string[],
): Promise<(householdId: string) => number> {
  const [firstId, lastId] = [ids[0], ids.at(-1)];
  const posted = new Map<string, { month: string; ownOutletCents: number }[]>();
  if (firstId === undefined || lastId === undefined) return () => 0;
  for (const [period, month] of await monthsPosted(db, run.coopId, run.opened.atMs)) {
    if (period < `${run.period}-01`) continue;
    for (const [householdId, payout] of await payoutsBetween(db, runIdOf(month), shard, firstId, lastId)) {
      const { late, ownOutletCents } = onlyBonus(payout);
      const said = [{ month: period, ownOutletCents }, ...late].map((one) => ({
        month: one.month,
        ownOutletCents: one.ownOutletCents ?? 0,
      }));
      posted.set(householdId, [...(posted.get(householdId) ?? []), ...said]);
    }
  }
  return (householdId) => yearAggregate(run.period, posted.get(householdId) ?? []);
}

/** What the year before gave these households, for the eye of who approves. */
async function yearBefore({ db, run, shard }: ShardContext, ids: readonly string[]): Promise<Map<string, number>> {
  const period = String(Number(run.period) - 1);
  const attempt = (await postedAttempts(db, run.coopId, 'SURPLUS')).get(period);
  const [first, last] = [ids[0], ids.at(-1)];
  if (attempt === undefined || first === undefined || last === undefined) return new Map();
  const payouts = await payoutsBetween(db, { ...runIdOf(run), period, attempt }, shard, first, last);
  return new Map([...payouts].map(([id, { amountCents }]) => [id, amountCents]));
}

type YearContext = ShardContext & { rateBasisPoints: number; halfToShare: boolean; payDay: string };

async function yearContext(context: ShardContext): Promise<YearContext> {
  const { db, run } = context;
  const [decision, coop] = await Promise.all([
    approvedDecision(db, { coopId: run.coopId, kind: 'SURPLUS', year: run.period }),
    coopOf(db, run.coopId),
  ]);
  const openedOn = localDateOf(run.opened.atMs);
  return {
    ...context,
    rateBasisPoints: decision.terms.rateBasisPoints,
    halfToShare: fillsShare(coop),
    payDay: openedOn > run.payOn ? openedOn : run.payOn,
  };
}

/** One household's refund and where it goes; companies' purchases are no living costs and get none (R87). */
async function householdRefund(
  context: YearContext,
  household: ListedHousehold,
  baseCents: number,
  beforeCents: number | undefined,
): Promise<SurplusPayout | undefined> {
  const { db, run, settings, rateBasisPoints } = context;
  const amountCents = surplusRefund(baseCents, rateBasisPoints);
  if (amountCents === 0 || household.memberKind === 'COMPANY') return undefined;
  const { householdId, headCustomerNumber } = household;
  const payee =
    headCustomerNumber === undefined
      ? undefined
      : await payeeOf(db, headCustomerNumber, run.coopId, context.payDay, settings);
  const settlement = settle({
    openingUnpaidCents: 0,
    amounts: [amountCents],
    minimumPayoutCents: settings.minimumPayoutCents,
    shareMissingCents: withheldForShare(amountCents, payee?.shareMissingCents ?? 0, context.halfToShare),
    payee: standingOf(household, payee),
  });
  return {
    kind: 'SURPLUS',
    payeeId: householdId,
    shard: context.shard,
    pass: context.pass,
    baseCents,
    rateBasisPoints,
    amountCents,
    withheldCents: 0,
    ...settlement,
    ...(headCustomerNumber === undefined ? {} : { customerNumber: headCustomerNumber }),
    ...(settlement.toAccountCents > 0 && payee?.sealedIban !== undefined
      ? {
          endToEndId: endToEndId({
            kind: 'SURPLUS',
            coopId: run.coopId,
            period: run.period,
            payeeId: householdId,
            revision: 0,
            issue: 1,
          }),
          payeeName: payeeName(payee.name, settings.unnamedPayee),
          sealedIban: payee.sealedIban,
        }
      : {}),
    ...(beforeCents === undefined ? {} : { beforeCents }),
  };
}

const standingOf = (household: ListedHousehold, payee: Payee | undefined) => {
  if (payee === undefined) return 'NO_HEAD';
  return household.hasEnded ? 'HOUSEHOLD_ENDED' : payee.standing;
};
