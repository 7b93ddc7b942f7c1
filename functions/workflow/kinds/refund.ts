import { type LocalDate, localDateOf } from '../../../domain/calendar.ts';
import type { ChartOfAccounts } from '../../../domain/chart-of-accounts.ts';
import { journalOfShareRest } from '../../../domain/journal.ts';
import { payeeName } from '../../../domain/payee-name.ts';
import { endToEndId } from '../../../domain/payment-ids.ts';
import type { RefundInForce } from '../../../domain/refund-decision.ts';
import { settle } from '../../../domain/settlement.ts';
import type { Settings } from '../../runtime/env.ts';
import type { Register } from '../../table/client.ts';
import { customerFile } from '../../table/customer-file.ts';
import { dueMemberships } from '../../table/due-memberships.ts';
import type { Run, StoredMembership } from '../../table/items.ts';
import { journalEntryWrites, voucherOfShareRest } from '../../table/journal-entries.ts';
import { payeeOfFile } from '../../table/payees.ts';
import type { RefundPayout } from '../../table/payout-item.ts';
import { refundsInForce } from '../../table/refund-decisions.ts';
import { refundShare } from '../../table/share-ledger.ts';
import type { Write } from '../../table/transaction.ts';
import { checkPerson } from '../check-payee.ts';
import type { RunKindDeclaration, ShardContext } from '../run-kind.ts';
import { lastDayOf, refundDueBy, type ShareToRefund, shareToRefund } from '../share-to-refund.ts';

const membershipsPerPage = 300;

/**
 * Shares of former members that are due by the end of a month (R30, R31), and what shares have beyond their full sum. All of a former member's share,
 * or the part that a decision on its financial year gives; a later decision that gives more is paid by the next run. Paid to the member's own
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
    const inForce = await refundsInForce(db, run.coopId);
    return {
      work: memberships
        .filter((membership) => refundDueBy(membership, run.period, context.settings) !== undefined)
        .map(({ memberNumber, customerNumber }) => ({
          payeeId: memberNumber,
          calculate: () => refundPayout(context, { memberNumber, customerNumber }, inForce),
        })),
      next: last ?? null,
    };
  },

  async check({ db, run, settings, day }, payout) {
    if (payout.kind !== 'REFUND') throw new Error('a refund run has refunds only');
    const now = await presentRefund(db, run, payout, settings);
    if (now === undefined || !isSame(now, payout)) return 'SHARE_CHANGED';
    return await checkPerson({ db, coopId: run.coopId, settings, day }, payout);
  },

  async post({ db, run, settings }, payout) {
    if (payout.kind !== 'REFUND' || run.released === undefined || payout.customerNumber === undefined)
      throw new Error('a share is refunded only to a member by a released run of refunds');
    const { amountCents, writtenOffCents = 0, payeeId: memberNumber } = payout;
    const [on, sourceId] = [localDateOf(run.released.atMs), `REFUND-${run.period}-${memberNumber}`];
    const writtenOff = {
      cents: writtenOffCents,
      writes: restWrites(run.coopId, on, sourceId, writtenOffCents, settings.chartOfAccounts),
    };
    const booking = { coopId: run.coopId, on, sourceId, amountCents, memberNumber, isExcess: payout.isExcess === true };
    await refundShare(db, payout.customerNumber, { ...booking, writtenOff }, settings);
  },
};

/** What is written off moves in the books with the entry of the share. */
function restWrites(coopId: string, on: LocalDate, sourceId: string, cents: number, chart: ChartOfAccounts): Write[] {
  const head = { voucher: voucherOfShareRest(coopId, sourceId), on, text: 'Osuusmaksun palautus' };
  return journalEntryWrites(coopId, on, head.voucher, journalOfShareRest(head, cents, chart));
}

const isSame = (now: ShareToRefund, { amountCents, isExcess, writtenOffCents = 0 }: RefundPayout): boolean =>
  now.amountCents === amountCents && now.isExcess === (isExcess === true) && now.writtenOffCents === writtenOffCents;

async function presentRefund(
  db: Register,
  run: Run,
  { customerNumber = '', payeeId }: RefundPayout,
  settings: Settings,
): Promise<ShareToRefund | undefined> {
  const [file, inForce] = await Promise.all([customerFile(db, customerNumber), refundsInForce(db, run.coopId)]);
  return file && shareToRefund(file, { coopId: run.coopId, memberNumber: payeeId }, run.period, inForce, settings);
}

async function refundPayout(
  { db, run, shard, pass, settings }: ShardContext,
  { memberNumber, customerNumber }: Pick<StoredMembership, 'memberNumber' | 'customerNumber'>,
  inForce: ReadonlyMap<string, RefundInForce>,
): Promise<RefundPayout | undefined> {
  const { coopId, period } = run;
  const file = await customerFile(db, customerNumber);
  if (file === undefined) throw new Error('a membership without its customer');
  const found = shareToRefund(file, { coopId, memberNumber }, period, inForce, settings);
  if (found === undefined) return undefined;
  const { dueOn, amountCents, writtenOffCents, leftCents, isExcess } = found;
  const openedOn = localDateOf(run.opened.atMs);
  const payee = payeeOfFile(file, coopId, openedOn > run.payOn ? openedOn : run.payOn, settings);
  const settlement = settle({
    openingUnpaidCents: 0,
    amounts: [amountCents],
    minimumPayoutCents: settings.minimumPayoutCents,
    shareMissingCents: 0,
    payee: payee.standing,
  });
  return {
    kind: 'REFUND',
    payeeId: memberNumber,
    shard,
    pass,
    baseCents: amountCents + writtenOffCents + leftCents,
    amountCents,
    withheldCents: 0,
    ...settlement,
    customerNumber,
    refundDueOn: dueOn,
    ...(writtenOffCents > 0 ? { writtenOffCents } : {}),
    ...(leftCents > 0 ? { leftCents } : {}),
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
