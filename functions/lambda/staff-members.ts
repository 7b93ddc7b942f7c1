import { actOnMembershipEndpoint } from '../api/staff/memberships/act.ts';
import { applyForMembershipEndpoint } from '../api/staff/memberships/apply.ts';
import { listDueMembershipsEndpoint } from '../api/staff/memberships/due.ts';
import { showShareLedgerEndpoint } from '../api/staff/memberships/ledger.ts';
import {
  listMemberRegisterEndpoint,
  listMemberRegisterForAuthorityEndpoint,
} from '../api/staff/memberships/member-register.ts';
import { transferMembershipEndpoint } from '../api/staff/memberships/transfer.ts';
import { serveStaff } from '../runtime/serve-staff.ts';

export const handler = serveStaff([
  applyForMembershipEndpoint,
  actOnMembershipEndpoint,
  transferMembershipEndpoint,
  showShareLedgerEndpoint,
  listDueMembershipsEndpoint,
  listMemberRegisterEndpoint,
  listMemberRegisterForAuthorityEndpoint,
]);
