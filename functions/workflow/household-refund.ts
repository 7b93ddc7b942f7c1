import { payeeName } from '../../domain/payee-name.ts';
import { endToEndId } from '../../domain/payment-ids.ts';
import { settle } from '../../domain/settlement.ts';
import { surplusRefund, withheldForShare } from '../../domain/surplus-refund.ts';
import type { ListedHousehold } from '../table/households.ts';
import { type Payee, payeeOf } from '../table/payees.ts';
import type { SurplusPayout } from '../table/payout-item.ts';
import type { ShardContext } from './run-kind.ts';

/** What all households of a shard have in common. */
export type RefundContext = ShardContext & { rateBasisPoints: number; halfToShare: boolean; payDay: string };

/** One household's refund and where it goes; companies' purchases are no living costs and get none (R87). */
export async function householdRefund(
  context: RefundContext,
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
  return household.isDissolved ? 'HOUSEHOLD_ENDED' : payee.standing;
};
