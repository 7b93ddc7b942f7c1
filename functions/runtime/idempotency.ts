import { createHash } from 'node:crypto';
import { mostNumberAttempts, type NumberedKind, numberFrom } from '../../domain/numbering.ts';

/** What a thing keeps of the request that made it: enough to know the request again, not enough to tell its key. */
export const creationMark = (idempotencyKey: string): string =>
  createHash('sha256').update(`made|${idempotencyKey}`).digest('hex').slice(0, 32);

/**
 * The numbers to try for a new thing, in order: always the same for the same key. A number that another key has taken is followed
 * by the next; one whose mark is {@link creationMark} of this key is the thing itself, made by this request before.
 */
export function numbersToTry(kind: NumberedKind, idempotencyKey: string): string[] {
  return Array.from({ length: mostNumberAttempts }, (_, attempt) =>
    numberFrom(kind, createHash('sha256').update(`${kind}|${attempt}|${idempotencyKey}`).digest('hex')),
  );
}
