import {
  disableStaffMember,
  listCompanies,
  listOutlets,
  listStaffMembers,
  listTillClients,
  putCompany,
  putOutlet,
  putStaffMember,
  putTillClient,
  showStaffMember,
} from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import { getReceipt, postAccruals, postDayEnds, postReceipts } from './receipts.ts';
import { explainMonth, listConflicts, listUnmatchedReceipts, moveReceipt } from './register.ts';
import {
  approveRun,
  cancelRun,
  listRunFiles,
  listRunHouseholds,
  listRuns,
  rejectRun,
  showRun,
  startRun,
  submitRun,
} from './runs.ts';

/** The whole API. What is not here has no route. */
export const api: readonly Endpoint[] = [
  postReceipts,
  getReceipt,
  postAccruals,
  postDayEnds,
  startRun,
  listRuns,
  showRun,
  submitRun,
  approveRun,
  rejectRun,
  cancelRun,
  listRunFiles,
  listRunHouseholds,
  explainMonth,
  listUnmatchedReceipts,
  listConflicts,
  moveReceipt,
  putStaffMember,
  disableStaffMember,
  showStaffMember,
  listStaffMembers,
  putCompany,
  listCompanies,
  putOutlet,
  listOutlets,
  putTillClient,
  listTillClients,
];
