import { accountFor } from './accounting.ts';
import { type BoundEndpoint, serve } from './serve.ts';
import { subjectLookups } from './subject-lookups.ts';

const account = accountFor(subjectLookups);

/** The function behind endpoints of staff: what they name is read, and every look is accounted for. */
export const serveStaff = (endpoints: readonly BoundEndpoint[], now?: () => number) => serve(account, endpoints, now);
