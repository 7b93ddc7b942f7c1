import {
  approveDecisionEndpoint,
  recordDecisionEndpoint,
  withdrawDecisionEndpoint,
} from '../api/staff/decisions/act.ts';
import { listDecisionsEndpoint, showDecisionEndpoint } from '../api/staff/decisions/show.ts';
import { endTaxCardEndpoint, setTaxCardEndpoint, showTaxCardsEndpoint } from '../api/staff/tax-cards/act.ts';
import { serveStaff } from '../runtime/serve-staff.ts';

export const handler = serveStaff([
  recordDecisionEndpoint,
  approveDecisionEndpoint,
  withdrawDecisionEndpoint,
  listDecisionsEndpoint,
  showDecisionEndpoint,
  showTaxCardsEndpoint,
  setTaxCardEndpoint,
  endTaxCardEndpoint,
]);
