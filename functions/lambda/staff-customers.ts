import { setCustomerCodeEndpoint, verifyCustomerCodeEndpoint } from '../api/staff/services/customer-codes.ts';
import { changeDiscountRightEndpoint, changeStaffMembershipEndpoint } from '../api/staff/services/rights.ts';
import { changePartnerNumberEndpoint, changeServiceEndpoint } from '../api/staff/services/services.ts';
import { showServicesEndpoint } from '../api/staff/services/show.ts';
import { serve } from '../runtime/serve.ts';

export const handler = serve([
  showServicesEndpoint,
  changeServiceEndpoint,
  changePartnerNumberEndpoint,
  changeDiscountRightEndpoint,
  changeStaffMembershipEndpoint,
  setCustomerCodeEndpoint,
  verifyCustomerCodeEndpoint,
]);
