import { type LocalDate, localDateOf } from '../../../domain/calendar.ts';
import { DomainError } from '../../../domain/errors.ts';
import { payeeName } from '../../../domain/payee-name.ts';
import { isReissuable } from '../../../domain/payment.ts';
import { endToEndId } from '../../../domain/payment-ids.ts';
import { periodText } from '../../../domain/run-period.ts';
import { heldForPerson, settle } from '../../../domain/settlement.ts';
import { inParallel } from '../../runtime/parallel.ts';
import type { Register } from '../../table/client.ts';
import { coopOf } from '../../table/directory.ts';
import { heldPayments } from '../../table/held-payments.ts';
import type { RunId } from '../../table/keys.ts';
import { payeeOfPayment } from '../../table/owed-payee.ts';
import { owedPage } from '../../table/owed-payments.ts';
import { takeForReissue } from '../../table/payment-reissue.ts';
import { paymentOf, type StoredPayment } from '../../table/payments.ts';
import type { CorrectionPayout } from '../../table/payout-item.ts';
import { payoutsOfShard } from '../../table/payouts.ts';
import { runIdOf } from '../../table/runs.ts';
import { checkPerson } from '../check-payee.ts';
import type { RunKindDeclaration, ShardContext } from '../run-kind.ts';

const paymentsPerPage = 300;
const parallelReads = 24;

/**
 * Money that earlier runs owe still: what the bank has rejected or returned, and what was held. Paid anew as the next issue, on the evidence that the
 * payment has, to whom it can be paid now; two persons sign it like any run (R107, trust.md 2.5). A payment whose state is unknown is never
 * among them.
 */
export const correction: RunKindDeclaration = {
  control: 'NONE',

  async open(db, { coopId, period }, { nowMs }) {
    await coopOf(db, coopId);
    if (period > localDateOf(nowMs))
      throw new DomainError(
        'monthNotEnded',
        `${period} has not come yet; a correction is of the day on which it is made.`,
      );
    return { warnings: [], payOn: period };
  },

  inputs: async (db, id) => ({ contradictedPayments: String(await contradicted(db, id)) }),

  async checkRelease(db, run) {
    if ((await contradicted(db, runIdOf(run))) === 0) return;
    throw new DomainError(
      'runStale',
      'The bank has answered otherwise of a payment that this run pays anew, so it may be with the payee already. Cancel the run and start it again.',
    );
  },

  shards: async () => [0],

  async page(context, cursor) {
    const { db, run } = context;
    const { payments, last } = await owedPage(db, run.coopId, cursor ?? undefined, paymentsPerPage);
    return {
      work: payments
        .filter(({ state }) => isReissuable(state))
        .map((payment) => ({ payeeId: payment.endToEndId, calculate: () => correctionPayout(context, payment) })),
      next: last ?? null,
    };
  },

  paymentText: (period) => `UUSI MAKSU ${periodText(period)}`,

  async check({ db, run, settings, day }, payout) {
    const reason = await checkPerson({ db, coopId: run.coopId, settings, day }, payout);
    if (reason !== undefined) return reason;
    return (await takeForReissue(db, run, payout.payeeId)) ? undefined : 'PAYMENT_CHANGED';
  },

  // The predecessor is closed together with the payment that follows it: see post-payment.ts.
  post: async () => undefined,
};

/**
 * How many payments of the run the bank has contradicted since they were found to be owed, without those that are held back. None when the run
 * opens; with any, nobody can sign or release it any more.
 */
async function contradicted(db: Register, id: RunId): Promise<number> {
  const held = await heldPayments(db, id, 0);
  let count = 0;
  for await (const page of payoutsOfShard(db, id, 0)) {
    const paid = page.filter(({ toAccountCents, payeeId }) => toAccountCents > 0 && !held.has(payeeId));
    const payments = await inParallel(paid, parallelReads, ({ payeeId }) => paymentOf(db, payeeId));
    count += payments.filter((one) => one !== undefined && !isReissuable(one.state) && one.state !== 'REISSUED').length;
  }
  return count;
}

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
