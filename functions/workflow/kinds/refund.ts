import { addDays, addMonths, type LocalDate, localDateOf } from '../../../domain/calendar.ts';
import { dueOf } from '../../../domain/membership-due.ts';
import { payeeName } from '../../../domain/payee-name.ts';
import { endToEndId } from '../../../domain/payment-ids.ts';
import { settle } from '../../../domain/settlement.ts';
import type { Settings } from '../../runtime/env.ts';
import type { Register } from '../../table/client.ts';
import { customerFile } from '../../table/customer-file.ts';
import { dueMemberships } from '../../table/due-memberships.ts';
import type { Run, StoredMembership } from '../../table/items.ts';
import { payeeOfFile } from '../../table/payees.ts';
import type { RefundPayout } from '../../table/payout-item.ts';
import { refundShare } from '../../table/share-ledger.ts';
import { checkPerson } from '../check-payee.ts';
import type { RunKindDeclaration, ShardContext } from '../run-kind.ts';

const membershipsPerPage = 300;

/** What a share gives back: to a former member all of it, to a member what is beyond a full share. */
type Refund = { memberNumber: string; dueOn: LocalDate; amountCents: number; isExcess: boolean };

/**
 * Shares of former members that are due by the end of a month (R30, R31), and what shares have beyond their full sum. Paid to the member's own
 * account, or to the estate's; held without one. A month is paid when it has ended, so nothing goes before its due date.
 */
export const refund: RunKindDeclaration = {
  async page(context, cursor) {
    const { db, run } = context;
    const { memberships, last } = await dueMemberships(
      db,
      run.coopId,
      lastDayOf(run.period),
      cursor ?? undefined,
      membershipsPerPage,
    );
    const due = memberships.flatMap((membership) => {
      const found = refundOf(membership, run, context.settings);
      return found === undefined ? [] : [{ membership, refund: found }];
    });
    return {
      work: due.map(({ membership, refund: found }) => ({
        payeeId: found.memberNumber,
        calculate: () => refundPayout(context, membership.customerNumber, found),
      })),
      next: last ?? null,
    };
  },

  async check({ db, run, settings, day }, payout) {
    if (payout.kind !== 'REFUND') throw new Error('a refund run has refunds only');
    const now = await presentRefund(db, run, payout, settings);
    if (now?.amountCents !== payout.amountCents || now.isExcess !== (payout.isExcess === true)) return 'SHARE_CHANGED';
    return await checkPerson({ db, coopId: run.coopId, settings, day }, payout);
  },

  async post({ db, run, settings }, payout) {
    if (payout.kind !== 'REFUND' || run.released === undefined || payout.customerNumber === undefined)
      throw new Error('a share is refunded only to a member by a released run of refunds');
    const booking = {
      coopId: run.coopId,
      on: localDateOf(run.released.atMs),
      sourceId: `REFUND-${run.period}-${payout.payeeId}`,
      amountCents: payout.amountCents,
    };
    const of = { memberNumber: payout.payeeId, isExcess: payout.isExcess === true };
    await refundShare(db, payout.customerNumber, { ...booking, ...of }, settings);
  },
};

const lastDayOf = (period: string): LocalDate => addDays(`${addMonths(period, 1)}-01`, -1);

/** What is due to a membership by the end of the period. */
function refundOf(membership: StoredMembership, { period }: Run, settings: Settings): Refund | undefined {
  const { memberNumber, paidCents } = membership;
  const due = dueOf(membership, settings).find(({ kind, on }) => isRefund(kind) && on <= lastDayOf(period));
  if (due === undefined) return undefined;
  const isExcess = due.kind === 'EXCESS';
  const amountCents = isExcess ? paidCents - settings.shareContributionCents : paidCents;
  return { memberNumber, dueOn: due.on, amountCents, isExcess };
}
const isRefund = (kind: string): boolean => kind === 'REFUND' || kind === 'EXCESS';

async function presentRefund(
  db: Register,
  run: Run,
  { customerNumber = '', payeeId }: RefundPayout,
  settings: Settings,
): Promise<Refund | undefined> {
  const file = await customerFile(db, customerNumber);
  const membership = file?.memberships.find(
    ({ coopId, memberNumber }) => coopId === run.coopId && memberNumber === payeeId,
  );
  return membership === undefined ? undefined : refundOf(membership, run, settings);
}

async function refundPayout(
  { db, run, shard, pass, settings }: ShardContext,
  customerNumber: string,
  { memberNumber, dueOn, amountCents, isExcess }: Refund,
): Promise<RefundPayout | undefined> {
  const file = await customerFile(db, customerNumber);
  if (file === undefined) throw new Error('a membership without its customer');
  const openedOn = localDateOf(run.opened.atMs);
  const payee = payeeOfFile(file, run.coopId, openedOn > run.payOn ? openedOn : run.payOn, settings);
  const { minimumPayoutCents } = settings;
  const settlement = settle({
    openingUnpaidCents: 0,
    amounts: [amountCents],
    minimumPayoutCents,
    shareMissingCents: 0,
    payee: payee.standing,
  });
  const { coopId, period } = run;
  return {
    kind: 'REFUND',
    payeeId: memberNumber,
    shard,
    pass,
    baseCents: amountCents,
    amountCents,
    withheldCents: 0,
    ...settlement,
    customerNumber,
    refundDueOn: dueOn,
    ...(isExcess ? { isExcess } : {}),
    ...(settlement.toAccountCents > 0 && payee.sealedIban !== undefined
      ? {
          endToEndId: endToEndId({ kind: 'REFUND', coopId, period, payeeId: memberNumber, revision: 0, issue: 1 }),
          payeeName: payeeName(payee.name, settings.unnamedPayee),
          sealedIban: payee.sealedIban,
        }
      : {}),
  };
}
