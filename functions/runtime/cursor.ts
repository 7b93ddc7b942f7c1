import * as z from 'zod/mini';
import { DomainError } from '../../domain/errors.ts';

/** Where a page ended: the shard if the listing goes by shards, and the last that was shown of it. No key may be empty. */
const placeSchema = z.strictObject({
  shard: z.optional(z.int().check(z.gte(0), z.lte(9_999))),
  after: z.optional(z.string().check(z.minLength(1))),
});
export type Place = z.infer<typeof placeSchema>;

/** A place in a listing as opaque text, and back. */
export const textOfCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/**
 * @param pointer where the request has it
 * @throws DomainError invalidRequest if the text is not a cursor of ours
 */
export function cursorOf(text: string, pointer: '/cursor' | '/query/cursor' = '/cursor'): Place {
  try {
    return z.parse(placeSchema, JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw new DomainError('invalidRequest', 'The cursor is not one that this listing gave.', [
      {
        pointer,
        code: 'badFormat',
        message: 'Send the cursor of the previous page unchanged, or none.',
      },
    ]);
  }
}
