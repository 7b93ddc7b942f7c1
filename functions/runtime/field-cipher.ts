import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Whose value it is and which: bound to the ciphertext, so that one moved to another person or field does not open. */
export type FieldOwner = { customerNumber: string; field: string };

/** A co-op's data key, unwrapped. `keyId` is `<coopId>.<version>`. */
export type DataKey = { keyId: string; bytes: Uint8Array };

/** AES-256-GCM with a random iv of 96 bits and a tag of 128. */
const algorithm = 1;
const ivBytes = 12;
const tagBytes = 16;

const boundTo = ({ customerNumber, field }: FieldOwner): Buffer => Buffer.from(`customer|${customerNumber}|${field}`);

/**
 * Seals a value (design.md 10). As stored: algorithm, length of the key's id, key's id, iv, tag, ciphertext; as base64url.
 * @returns the sealed value, another one each time
 */
export function sealText(text: string, owner: FieldOwner, key: DataKey): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(boundTo(owner));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const keyId = Buffer.from(key.keyId);
  const head = Buffer.from([algorithm, keyId.length]);
  return Buffer.concat([head, keyId, iv, cipher.getAuthTag(), ciphertext]).toString('base64url');
}

/**
 * Under which data key a value is sealed.
 * @throws Error if it is not a sealed value
 */
export function keyIdOf(sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const length = bytes[1] ?? 0;
  if (bytes[0] !== algorithm || bytes.length < 2 + length + ivBytes + tagBytes) throw new Error('not a sealed value');
  return bytes.subarray(2, 2 + length).toString();
}

/**
 * Opens a sealed value.
 * @param key the one that {@link keyIdOf} names
 * @throws Error if key, owner or field are others, or a bit was changed
 */
export function openText(sealed: string, owner: FieldOwner, key: DataKey): string {
  if (keyIdOf(sealed) !== key.keyId) throw new Error('sealed under another key');
  const bytes = Buffer.from(sealed, 'base64url').subarray(2 + Buffer.byteLength(key.keyId));
  const tag = bytes.subarray(ivBytes, ivBytes + tagBytes);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(boundTo(owner))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
}
