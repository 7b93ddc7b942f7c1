import { showRunJournalEndpoint } from '../api/staff/run-journal.ts';
import { serveStaff } from '../runtime/serve-staff.ts';

export const handler = serveStaff([showRunJournalEndpoint]);
