import { disclosuresByCustomerEndpoint, listDisclosuresEndpoint } from '../api/staff/disclosures/list.ts';
import { listReturnsEndpoint, openReturnEndpoint, showReturnEndpoint } from '../api/staff/returns/open.ts';
import { listReturnPayeesEndpoint } from '../api/staff/returns/payees.ts';
import { approveReturnEndpoint, deliverReturnEndpoint, discardReturnEndpoint } from '../api/staff/returns/sign.ts';
import { showVoucherEndpoint } from '../api/staff/returns/voucher.ts';
import { writeReturnFilesEndpoint } from '../api/staff/returns/write.ts';
import { serveStaff } from '../runtime/serve-staff.ts';

export const handler = serveStaff([
  openReturnEndpoint,
  listReturnsEndpoint,
  showReturnEndpoint,
  listReturnPayeesEndpoint,
  approveReturnEndpoint,
  discardReturnEndpoint,
  writeReturnFilesEndpoint,
  deliverReturnEndpoint,
  showVoucherEndpoint,
  listDisclosuresEndpoint,
  disclosuresByCustomerEndpoint,
]);
