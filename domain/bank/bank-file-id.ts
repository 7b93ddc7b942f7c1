import * as z from 'zod/mini';

/** What tells a file of the bank from others: the hash of its content, or of its place if it was too large to read. */
export const bankFileIdSchema = z.string().check(z.regex(/^[0-9a-f]{32,64}$/));
