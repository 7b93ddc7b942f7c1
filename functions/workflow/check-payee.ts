import type { LocalDate } from '../../domain/calendar.ts';
import type { PayoutReason } from '../../domain/settlement.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from '../table/client.ts';
import { householdOf, isDissolved } from '../table/households.ts';
import { payeeOf } from '../table/payees.ts';
import type { Payout } from '../table/payout-item.ts';

type Check = { db: Register; coopId: string; settings: Settings; day: LocalDate };

/**
 * Whether a person can still be paid what was signed for them, on the account that was signed.
 * @returns why not, undefined if they can
 */
export async function checkPerson(
  { db, coopId, settings, day }: Check,
  { customerNumber, sealedIban }: Payout,
): Promise<PayoutReason | undefined> {
  if (customerNumber === undefined) throw new Error('a signed payment has nobody to be paid to');
  const payee = await payeeOf(db, customerNumber, coopId, day, settings);
  if (payee === undefined) return 'HEAD_CHANGED';
  if (payee.standing !== 'OK') return payee.standing;
  return payee.sealedIban === sealedIban ? undefined : 'ACCOUNT_CHANGED';
}

/** The same for what a household's head gets: it must still be its head, and the household must not have ended. */
export async function checkHead(check: Check, payout: Payout): Promise<PayoutReason | undefined> {
  const household = await householdOf(check.db, payout.payeeId);
  if (isDissolved(household)) return 'HOUSEHOLD_ENDED';
  // A household that has gone to another co-op (R34) may have a new head there; here its last one is paid.
  if (household.coopId === check.coopId && household.headCustomerNumber !== payout.customerNumber)
    return 'HEAD_CHANGED';
  return await checkPerson(check, payout);
}
