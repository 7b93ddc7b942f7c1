import { DomainError } from '../../domain/errors.ts';

/** A place in a listing as opaque text, and back. */
export const textOfCursor = (place: Record<string, unknown>): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** @throws DomainError invalidRequest if the text is not a cursor of ours */
export function cursorOf(text: string): Record<string, unknown> {
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof place === 'object' && place !== null && !Array.isArray(place)) return place as Record<string, unknown>;
  } catch {
    // Told below, as any other text that is not a cursor.
  }
  throw new DomainError('invalidRequest', 'The cursor is not one that this listing gave.', [
    {
      pointer: '/query/cursor',
      code: 'badFormat',
      message: 'Send the cursor of the previous page unchanged, or none.',
    },
  ]);
}
