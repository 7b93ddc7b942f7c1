import { listCompaniesEndpoint, putCompanyEndpoint } from '../api/staff/directory/companies.ts';
import { changeCoopSettingsEndpoint, showCoopSettingsEndpoint } from '../api/staff/directory/coop-settings.ts';
import { listOutletsEndpoint, putOutletEndpoint } from '../api/staff/directory/outlets.ts';
import { listPaperDocumentsEndpoint, putPaperDocumentEndpoint } from '../api/staff/directory/paper-documents.ts';
import {
  disableStaffMemberEndpoint,
  listStaffMembersEndpoint,
  putStaffMemberEndpoint,
  showStaffMemberEndpoint,
} from '../api/staff/directory/staff-members.ts';
import { listTillClientsEndpoint, putTillClientEndpoint } from '../api/staff/directory/till-clients.ts';
import { serveStaff } from '../runtime/serve-staff.ts';

export const handler = serveStaff([
  putStaffMemberEndpoint,
  disableStaffMemberEndpoint,
  showStaffMemberEndpoint,
  listStaffMembersEndpoint,
  putCompanyEndpoint,
  listCompaniesEndpoint,
  showCoopSettingsEndpoint,
  changeCoopSettingsEndpoint,
  putOutletEndpoint,
  listOutletsEndpoint,
  putTillClientEndpoint,
  listTillClientsEndpoint,
  putPaperDocumentEndpoint,
  listPaperDocumentsEndpoint,
]);
