import {
  approvePaymentSettlement,
  proposePaymentSettlement,
  withdrawPaymentSettlement,
} from '../../../../contract/payment-settlements.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { approveHandSettlement, checkWithdrawable, proposeHandSettlement } from '../../../../domain/hand-settlement.ts';
import { journalOfHandSettlement } from '../../../../domain/journal.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { journalEntryWrites } from '../../../table/journal-entries.ts';
import { changed, checkNotTaken, headOf } from './change.ts';
import { paymentFor } from './find.ts';

/** From the proposal on no run pays it: the payee may have the money already. */
export const proposePaymentSettlementEndpoint = answers(
  proposePaymentSettlement,
  async ({ body, caller, nowMs, seen }) => {
    const payment = await paymentFor(body, seen);
    await checkNotTaken(payment);
    const { paidOn, paidCents, taxAtSourceCents, reference, reason } = body;
    const told = { paidOn, paidCents, taxAtSourceCents, reference, reason };
    const proposal = { ...told, by: caller.staffId, atMs: nowMs };
    const handSettlement = proposeHandSettlement(payment, proposal, localDateOf(nowMs));
    return await changed({ ...payment, handSettlement }, body.dryRun, nowMs);
  },
);

export const approvePaymentSettlementEndpoint = answers(
  approvePaymentSettlement,
  async ({ body, caller, nowMs, seen }) => {
    const payment = await paymentFor(body, seen);
    const { handSettlement, closed } = approveHandSettlement(payment, caller.staffId);
    const { kind, coopId } = payment;
    const { paidCents, taxAtSourceCents } = handSettlement;
    const head = headOf('SETTLEMENT', payment, nowMs, 'Maksu suoritettu erikseen');
    const moved = journalOfHandSettlement(head, { kind, paidCents, taxAtSourceCents }, settings().chartOfAccounts);
    const writes = journalEntryWrites(coopId, head.on, head.voucher, moved);
    return await changed({ ...payment, handSettlement, closed }, body.dryRun, nowMs, writes);
  },
);

export const withdrawPaymentSettlementEndpoint = answers(withdrawPaymentSettlement, async ({ body, nowMs, seen }) => {
  const payment = await paymentFor(body, seen);
  checkWithdrawable(payment);
  const { handSettlement: _withdrawn, ...rest } = payment;
  return await changed(rest, body.dryRun, nowMs);
});
