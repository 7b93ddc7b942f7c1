import { type FieldOwner, keyIdOf, openText, sealText } from '../runtime/field-cipher.ts';
import { openingKey, sealingKey } from './data-keys.ts';

/** Seals a value of a person under the present data key of the co-op. Needs the right to use the field key. */
export async function sealField(coopId: string, owner: FieldOwner, text: string, nowMs: number): Promise<string> {
  return sealText(text, owner, await sealingKey(coopId, nowMs));
}

/**
 * Opens a sealed value; who asks must have been logged before.
 * @throws Error if it belongs to another person or field, or was changed
 */
export async function openField(owner: FieldOwner, sealed: string, nowMs: number): Promise<string> {
  return openText(sealed, owner, await openingKey(keyIdOf(sealed), nowMs));
}
