import type { LocalDate } from '../../domain/calendar.ts';
import { payeeName } from '../../domain/payee-name.ts';
import { endToEndId } from '../../domain/payment-ids.ts';
import type { Period } from '../../domain/run-period.ts';
import { settle } from '../../domain/settlement.ts';
import { type Entitlement, entitlementOf, interestCents } from '../../domain/share-interest.ts';
import { taxCardOn } from '../../domain/tax-card.ts';
import { type Withholding, withhold } from '../../domain/withholding.ts';
import { type CustomerFile, customerFile } from '../table/customer-file.ts';
import type { Run, StoredMembership } from '../table/items.ts';
import { memberShardOf } from '../table/member-listing.ts';
import { payeeOfFile } from '../table/payees.ts';
import type { InterestPayout } from '../table/payout-item.ts';
import { payoutsOfPayee } from '../table/payouts.ts';
import type { ShardContext } from './run-kind.ts';

/** What all members of a page have in common. */
export type InterestContext = ShardContext & {
  rateBasisPoints: number;
  payDay: LocalDate;
  /** The attempts of the co-op's other released runs of interest that are paid in the same year, by their period. */
  sameYear: ReadonlyMap<Period, string>;
};

/** Whether a membership is entitled, as the person's file says on the day. */
export function entitledOf(
  file: CustomerFile,
  membership: StoredMembership,
  { run, settings }: Pick<InterestContext, 'run' | 'settings'>,
  day: LocalDate,
): Entitlement {
  const holder = {
    memberships: file.memberships,
    entries: file.shareEntries,
    deceasedOn: file.customer.values.deceasedOn?.value,
  };
  return entitlementOf(membership, holder, run.period, day, settings);
}

/**
 * The interest on one member's share (R38–R40), what is withheld of it (R88–R95), and where it goes: to the member's own account, or held.
 * @param beforeCents what the year before gave, for the eye of who approves
 * @returns undefined if the membership is not entitled, or to nothing
 */
export async function memberInterest(
  context: InterestContext,
  { memberNumber, customerNumber }: { memberNumber: string; customerNumber: string },
  beforeCents: number | undefined,
): Promise<InterestPayout | undefined> {
  const { run, settings, payDay, rateBasisPoints } = context;
  const file = await customerFile(context.db, customerNumber);
  const membership = file?.memberships.find((one) => one.memberNumber === memberNumber);
  if (file === undefined || membership === undefined) throw new Error('a membership is listed that there is not');
  const entitled = entitledOf(file, membership, context, payDay);
  if ('refused' in entitled) return undefined;
  const amountCents = interestCents(entitled, run.period, rateBasisPoints, settings);
  if (amountCents === 0) return undefined;
  const isNonResident = taxCardOn(file.taxCards?.cards ?? [], payDay)?.kind === 'NON_RESIDENT';
  const withholding = await withheldOf(context, file, membership, entitled.as, amountCents);
  const payee = payeeOfFile(file, run.coopId, payDay, settings);
  const isUnknownEstate = entitled.as === 'ESTATE' && file.customer.values.deceasedOn === undefined;
  const settlement = settle({
    openingUnpaidCents: 0,
    amounts: [amountCents - withholding.withheldCents],
    minimumPayoutCents: settings.minimumPayoutCents,
    shareMissingCents: 0,
    // An estate has an account of its own only where the register knows of the death.
    payee: isNonResident ? 'NON_RESIDENT' : isUnknownEstate ? 'DECEASED' : payee.standing,
  });
  return {
    kind: 'INTEREST',
    payeeId: memberNumber,
    shard: context.shard,
    pass: context.pass,
    baseCents: entitled.baseCents,
    rateBasisPoints,
    entitledAs: entitled.as,
    fullSince: entitled.fullSince,
    amountCents,
    withheldCents: withholding.withheldCents,
    withholding,
    ...settlement,
    customerNumber,
    ...(settlement.toAccountCents > 0 && payee.sealedIban !== undefined
      ? {
          endToEndId: idOf(run, memberNumber),
          payeeName: payeeName(payee.name, settings.unnamedPayee),
          sealedIban: payee.sealedIban,
        }
      : {}),
    ...(beforeCents === undefined ? {} : { beforeCents }),
  };
}

const idOf = ({ coopId, period }: Run, payeeId: string): string =>
  endToEndId({ kind: 'INTEREST', coopId, period, payeeId, revision: 0, issue: 1 });

/** Of a non-resident nothing is withheld by the law's percentages: all of it is held, for a person to settle the tax at source (R95). */
async function withheldOf(
  context: InterestContext,
  file: CustomerFile,
  membership: StoredMembership,
  as: InterestPayout['entitledAs'],
  grossCents: number,
): Promise<Withholding> {
  const { payDay } = context;
  const card = taxCardOn(file.taxCards?.cards ?? [], payDay);
  const isPerson = file.customer.kind === 'PERSON';
  return withhold({
    paidOn: payDay,
    grossCents,
    paidBeforeCents: await paidBefore(context, file, membership),
    payee: !isPerson || card?.kind === 'NON_RESIDENT' ? 'ORGANISATION' : as === 'ESTATE' ? 'ESTATE' : 'PERSON',
    cardBasisPoints: card?.kind === 'PERCENTAGE' ? card.rateBasisPoints : undefined,
  });
}

/**
 * What the co-op pays the same person besides in the year (R91): by its other runs, and in this run for the memberships that the person had
 * there before. Before tax, and also what could not be paid: it could be drawn (R98).
 */
async function paidBefore(context: InterestContext, file: CustomerFile, membership: StoredMembership): Promise<number> {
  const { db, run, sameYear, payDay, rateBasisPoints, settings } = context;
  const own = file.memberships.filter(({ coopId }) => coopId === run.coopId);
  const byOthers = await Promise.all(
    (sameYear.size === 0 ? [] : own).map(async ({ memberNumber: payeeId }) => {
      const payee = { coopId: run.coopId, kind: 'INTEREST', shard: memberShardOf(payeeId), payeeId } as const;
      return await payoutsOfPayee(db, payee, sameYear);
    }),
  );
  const earlier = own
    .filter(({ sequence }) => sequence < membership.sequence)
    .map((one) => entitledOf(file, one, context, payDay))
    .map((one) => ('refused' in one ? 0 : interestCents(one, run.period, rateBasisPoints, settings)));
  return [...byOthers.flat().map(({ payout }) => payout.amountCents), ...earlier].reduce(
    (sum, cents) => sum + cents,
    0,
  );
}
