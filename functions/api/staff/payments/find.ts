import { DomainError } from '../../../../domain/errors.ts';
import type { Seen } from '../../../runtime/accounting.ts';
import { register } from '../../../table/client.ts';
import { paymentOf, type StoredPayment } from '../../../table/payments.ts';
import { stale } from '../../../table/transaction.ts';

/**
 * The payment that a request names, logged as a look at whoever it is of before anything is told of it.
 * @param version what the caller has seen; undefined where it does not matter
 * @throws DomainError unknownPayment, staleVersion
 */
export async function paymentFor(
  { coopId, endToEndId, version }: { coopId: string; endToEndId: string; version?: number },
  seen: Seen,
): Promise<StoredPayment> {
  const payment = await paymentOf(register(), endToEndId);
  if (payment === undefined || payment.coopId !== coopId)
    throw new DomainError('unknownPayment', 'There is no such payment.');
  const { customerNumber, payeeId } = payment;
  await seen(
    customerNumber === undefined
      ? { kind: 'HOUSEHOLD', id: payeeId, coopIds: [coopId] }
      : { kind: 'CUSTOMER', id: customerNumber, coopIds: [coopId] },
  );
  if (version !== undefined && payment.version !== version) throw new DomainError(stale.code, stale.detail);
  return payment;
}
