import { settings } from '../runtime/env.ts';
import { startDueRuns } from '../schedule/start-due-runs.ts';
import { register } from '../table/client.ts';

export const handler = () => startDueRuns(register(), Date.now(), settings());
