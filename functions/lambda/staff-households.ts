import { actOnCardEndpoint } from '../api/staff/cards/act.ts';
import { orderCardEndpoint } from '../api/staff/cards/order.ts';
import { showCardEndpoint } from '../api/staff/cards/show.ts';
import { actOnHouseholdEndpoint } from '../api/staff/households/act.ts';
import { createHouseholdEndpoint } from '../api/staff/households/create.ts';
import { moveHouseholdEndpoint } from '../api/staff/households/move.ts';
import { showHouseholdEndpoint } from '../api/staff/households/show.ts';
import { serveStaff } from '../runtime/serve-staff.ts';

export const handler = serveStaff([
  createHouseholdEndpoint,
  showHouseholdEndpoint,
  actOnHouseholdEndpoint,
  moveHouseholdEndpoint,
  orderCardEndpoint,
  showCardEndpoint,
  actOnCardEndpoint,
]);
