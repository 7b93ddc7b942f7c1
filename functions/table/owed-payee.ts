import type { LocalDate } from '../../domain/calendar.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from './client.ts';
import { customerFile } from './customer-file.ts';
import { householdOf } from './households.ts';
import { type Payee, payeeOfFile } from './payees.ts';
import type { StoredPayment } from './payments.ts';

/** A chain of merges longer than this is a fault. */
const mostMerges = 8;

/**
 * Who gets owed money now: whoever it was owed to, also when that person lives on under another number. Only what was held because a household
 * had no head, or another one than was signed, goes to the head that it has.
 * @returns undefined if there is nobody
 */
export async function payeeOfPayment(
  db: Register,
  payment: StoredPayment,
  day: LocalDate,
  settings: Settings,
): Promise<(Payee & { customerNumber: string }) | undefined> {
  let customerNumber = await ownerOf(db, payment);
  for (let merge = 0; customerNumber !== undefined; merge += 1) {
    const file = await customerFile(db, customerNumber);
    if (file === undefined) return undefined;
    const { mergedInto } = file.customer;
    if (mergedInto === undefined) return { ...payeeOfFile(file, payment.coopId, day, settings), customerNumber };
    if (merge === mostMerges) throw new Error('a customer was merged round in a circle');
    customerNumber = mergedInto;
  }
  return undefined;
}

async function ownerOf(
  db: Register,
  { customerNumber, reason, payeeId, kind }: StoredPayment,
): Promise<string | undefined> {
  const isOfHousehold = kind === 'BONUS' || kind === 'SURPLUS';
  const goesToHead = customerNumber === undefined || reason === 'NO_HEAD' || reason === 'HEAD_CHANGED';
  return isOfHousehold && goesToHead ? (await householdOf(db, payeeId)).headCustomerNumber : customerNumber;
}
