import { actOnCardEndpoint } from '../api/staff/cards/act.ts';
import { orderCardEndpoint } from '../api/staff/cards/order.ts';
import { showCardEndpoint } from '../api/staff/cards/show.ts';
import { actOnHouseholdEndpoint } from '../api/staff/households/act.ts';
import { createHouseholdEndpoint } from '../api/staff/households/create.ts';
import { showHouseholdEndpoint } from '../api/staff/households/show.ts';
import { serve } from '../runtime/serve.ts';

export const handler = serve([
  createHouseholdEndpoint,
  showHouseholdEndpoint,
  actOnHouseholdEndpoint,
  orderCardEndpoint,
  showCardEndpoint,
  actOnCardEndpoint,
]);
