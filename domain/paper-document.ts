import * as z from 'zod/mini';
import { localDateSchema } from './calendar.ts';
import { coopIdSchema } from './identifiers.ts';
import { titleSchema } from './title.ts';

/** What lies on paper at a co-op (register description, section 8). */
export const paperKinds = ['membershipApplication', 'signedRequest', 'authorization', 'agreement', 'other'] as const;

export const paperDocumentIdSchema = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,24}$/));

/** A paper document or binder, without a word of whom it is about: what it is, where it lies locked away, and when it was destroyed. */
export const paperDocumentSchema = z.strictObject({
  documentId: paperDocumentIdSchema,
  coopId: coopIdSchema,
  kind: z.enum(paperKinds),
  place: titleSchema,
  receivedOn: localDateSchema,
  destroyedOn: z.optional(localDateSchema),
});
export type PaperDocument = z.infer<typeof paperDocumentSchema>;
