import * as z from 'zod/mini';
import { freeTextSchema } from '../domain/free-text.ts';
import { sourceSchema } from '../domain/source.ts';
import { accessPurposes } from './access-purposes.ts';

/** What every request about a person says: why it is made. It stands in the access event. */
export const why = { purpose: z.enum(accessPurposes) };

/** Shows what a change would do, and does nothing. */
export const dryRun = { dryRun: z.optional(z.boolean()) };

/** What every change says: why, from where the new values come, and whether it is only to be shown. */
export const changing = { ...why, source: sourceSchema, reason: z.optional(freeTextSchema), ...dryRun };

/** The version that the change was decided on: another one there is answered `staleVersion`. */
export const seenVersion = { version: z.int().check(z.positive()) };

/** Chosen by the caller, a new one for each new thing: the same request sent again makes nothing twice. */
export const idempotent = { idempotencyKey: z.string().check(z.regex(/^[A-Za-z0-9._-]{8,64}$/)) };
