import { confirmBenefitAccountEndpoint, setBenefitAccountEndpoint } from '../api/staff/customers/benefit-account.ts';
import { correctCustomerEndpoint } from '../api/staff/customers/correct.ts';
import { createCustomerEndpoint } from '../api/staff/customers/create.ts';
import { mergeCustomersEndpoint, undoMergeEndpoint } from '../api/staff/customers/merge.ts';
import { setCustomerCodeEndpoint, verifyCustomerCodeEndpoint } from '../api/staff/services/customer-codes.ts';
import { changeDiscountRightEndpoint, changeStaffMembershipEndpoint } from '../api/staff/services/rights.ts';
import { changePartnerNumberEndpoint, changeServiceEndpoint } from '../api/staff/services/services.ts';
import { showServicesEndpoint } from '../api/staff/services/show.ts';
import { serveStaff } from '../runtime/serve-staff.ts';

export const handler = serveStaff([
  createCustomerEndpoint,
  correctCustomerEndpoint,
  mergeCustomersEndpoint,
  undoMergeEndpoint,
  setBenefitAccountEndpoint,
  confirmBenefitAccountEndpoint,
  showServicesEndpoint,
  changeServiceEndpoint,
  changePartnerNumberEndpoint,
  changeDiscountRightEndpoint,
  changeStaffMembershipEndpoint,
  setCustomerCodeEndpoint,
  verifyCustomerCodeEndpoint,
]);
