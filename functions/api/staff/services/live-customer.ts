import { DomainError } from '../../../../domain/errors.ts';
import type { CustomerFile } from '../../../table/customer-file.ts';

/**
 * The customer's number, for a change.
 * @throws DomainError customerMerged, if the customer lives on in another
 */
export function liveCustomer({ customer }: CustomerFile): string {
  if (customer.mergedInto !== undefined)
    throw new DomainError('customerMerged', 'This customer was merged into another; show it to see into which.');
  return customer.customerNumber;
}
