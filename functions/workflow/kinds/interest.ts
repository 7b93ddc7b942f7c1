import { drawableOn, taxYearOf } from '../../../domain/annual-return/reporting.ts';
import { localDateOf } from '../../../domain/calendar.ts';
import { isPosted } from '../../../domain/run.ts';
import { customerFile } from '../../table/customer-file.ts';
import { decisionForRun } from '../../table/decisions.ts';
import type { Run } from '../../table/items.ts';
import { membersPage } from '../../table/member-listing.ts';
import { payoutsBetween } from '../../table/payouts.ts';
import { postedAttempts, runIdOf, runsOf } from '../../table/runs.ts';
import { checkPerson } from '../check-payee.ts';
import { entitledOf, type InterestContext, memberInterest } from '../member-interest.ts';
import { payDayOf } from '../pay-day.ts';
import type { RunKindDeclaration, ShardContext } from '../run-kind.ts';

/** Members of one step: one Query each. */
const membersPerPage = 500;

/**
 * A year's interest on shares (R37–R40) by the co-op's approved decision: to each member whose share was full at the end of that year, on the
 * member's own account, less what is withheld (R85–R95).
 */
export const interest: RunKindDeclaration = {
  async page(context, cursor) {
    const { db, run, shard } = context;
    const { members, last } = await membersPage(db, run.coopId, shard, cursor ?? undefined, membersPerPage);
    const numbers = members.map(({ memberNumber }) => memberNumber);
    const [year, before] = await Promise.all([yearContext(context), yearBefore(context, numbers)]);
    return {
      work: members.map((member) => ({
        payeeId: member.memberNumber,
        calculate: () => memberInterest(year, member, before.get(member.memberNumber)),
      })),
      next: last ?? null,
    };
  },

  async check({ db, run, settings, day }, payout) {
    const file = await customerFile(db, payout.customerNumber ?? '');
    const membership = file?.memberships.find(({ memberNumber }) => memberNumber === payout.payeeId);
    if (file === undefined || membership === undefined) return 'MEMBERSHIP_ENDED';
    const held = await checkPerson({ db, coopId: run.coopId, settings, day }, payout);
    if (held !== undefined) return held;
    const now = entitledOf(file, membership, { run, settings }, day);
    return payout.kind === 'INTEREST' && 'as' in now && now.as === payout.entitledAs ? undefined : 'MEMBERSHIP_ENDED';
  },

  // The account gets all of it: nothing is booked beside the payment.
  post: async () => undefined,
};

async function yearContext(context: ShardContext): Promise<InterestContext> {
  const { db, run } = context;
  const payDay = payDayOf(run);
  const [decision, runs] = await Promise.all([
    decisionForRun(db, { coopId: run.coopId, kind: 'INTEREST', year: run.period }, run.dryRun),
    runsOf(db, run.coopId, 'INTEREST'),
  ]);
  return {
    ...context,
    payDay,
    rateBasisPoints: decision.terms.rateBasisPoints,
    sameYear: new Map(
      runs
        .filter((other) => other.period !== run.period && paidIn(other) === taxYearOf(payDay))
        .map(({ period, attempt }) => [period, attempt]),
    ),
  };
}

/** The year in which the payees of a released run could draw their money. */
function paidIn(run: Run): string | undefined {
  if (!isPosted(run.state) || run.released === undefined) return undefined;
  return taxYearOf(drawableOn(run.payOn, localDateOf(run.released.atMs)));
}

/** What the year before gave these members. */
async function yearBefore({ db, run, shard }: ShardContext, numbers: readonly string[]): Promise<Map<string, number>> {
  const period = String(Number(run.period) - 1);
  const attempt = (await postedAttempts(db, run.coopId, 'INTEREST')).get(period);
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (attempt === undefined || first === undefined || last === undefined) return new Map();
  const payouts = await payoutsBetween(db, { ...runIdOf(run), period, attempt }, shard, first, last);
  return new Map([...payouts].map(([id, { amountCents }]) => [id, amountCents]));
}
