import { type LocalDate, localDateOf } from '../../../domain/calendar.ts';
import { awaitsHandSettlement } from '../../../domain/hand-settlement.ts';
import { payeeName } from '../../../domain/payee-name.ts';
import { isReissuable } from '../../../domain/payment.ts';
import { endToEndId } from '../../../domain/payment-ids.ts';
import { heldForPerson, settle } from '../../../domain/settlement.ts';
import { payeeOfPayment } from '../../table/owed-payee.ts';
import { owedPage } from '../../table/owed-payments.ts';
import { takeForReissue } from '../../table/payment-reissue.ts';
import type { StoredPayment } from '../../table/payments.ts';
import type { CorrectionPayout } from '../../table/payout-item.ts';
import { checkPerson } from '../check-payee.ts';
import type { RunKindDeclaration, ShardContext } from '../run-kind.ts';

const paymentsPerPage = 300;

/**
 * Money that earlier runs owe still: what the bank has rejected or returned, and what was held. Paid anew as the next issue, on the evidence that the
 * payment has, to whom it can be paid now; two persons sign it like any run (R107, trust.md 2.5). A payment whose state is unknown is never
 * among them, nor one that is said to be settled by hand.
 */
export const correction: RunKindDeclaration = {
  async page(context, cursor) {
    const { db, run } = context;
    const { payments, last } = await owedPage(db, run.coopId, cursor ?? undefined, paymentsPerPage);
    return {
      work: payments
        .filter((payment) => isReissuable(payment.state) && !awaitsHandSettlement(payment))
        .map((payment) => ({ payeeId: payment.endToEndId, calculate: () => correctionPayout(context, payment) })),
      next: last ?? null,
    };
  },

  async check({ db, run, settings, day }, payout) {
    const reason = await checkPerson({ db, coopId: run.coopId, settings, day }, payout);
    if (reason !== undefined) return reason;
    return (await takeForReissue(db, run, payout.payeeId)) ? undefined : 'PAYMENT_CHANGED';
  },

  // The predecessor is closed together with the payment that follows it: see post-payment.ts.
  post: async () => undefined,
};

async function correctionPayout(
  { db, run, shard, pass, settings }: ShardContext,
  payment: StoredPayment,
): Promise<CorrectionPayout> {
  const { kind, period, payeeId, revision, issue, amountCents, coopId } = payment;
  const payee = await payeeOfPayment(db, payment, payDay(run), settings);
  const settlement = settle({
    openingUnpaidCents: 0,
    amounts: [amountCents],
    minimumPayoutCents: settings.minimumPayoutCents,
    shareMissingCents: 0,
    payee: heldForPerson(payment.reason) ?? payee?.standing ?? 'NO_HEAD',
  });
  return {
    kind: 'CORRECTION',
    payeeId: payment.endToEndId,
    shard,
    pass,
    baseCents: amountCents,
    amountCents,
    withheldCents: 0,
    ...settlement,
    owed: { kind, period, payeeId, revision, issue },
    ...(payee === undefined ? {} : { customerNumber: payee.customerNumber }),
    ...(settlement.toAccountCents > 0 && payee?.sealedIban !== undefined
      ? {
          endToEndId: endToEndId({ kind, coopId, period, payeeId, revision, issue: issue + 1 }),
          payeeName: payeeName(payee.name, settings.unnamedPayee),
          sealedIban: payee.sealedIban,
        }
      : {}),
  };
}

function payDay({ opened, payOn }: ShardContext['run']): LocalDate {
  const openedOn = localDateOf(opened.atMs);
  return openedOn > payOn ? openedOn : payOn;
}
