import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import { requireEnv } from './env.ts';
import { envNames } from './env-names.ts';
import { kms } from './kms.ts';

/** What is found by a keyed hash, and what is checked by one. */
export const indexedKinds = [
  'identityCode',
  'businessId',
  'email',
  'phone',
  'nameBirth',
  'customerCode',
  'request',
] as const;
export type IndexedKind = (typeof indexedKinds)[number];

/**
 * The keyed hash of a value (design.md 10): the same value of the same kind always gives the same hash, and without KMS nobody
 * can make one, so identity codes and four-digit codes cannot be guessed from a stolen table. The same in the whole federation.
 * @param value in its one form for searching
 * @returns 64 hex digits
 */
export const blindIndex = (kind: IndexedKind, value: string): Promise<string> =>
  keyedHash(kms(), requireEnv(envNames.indexKeyArn), kind, value);

/** The same with a client and key that are given: for loading what others entered. */
export async function keyedHash(client: KMSClient, keyArn: string, kind: IndexedKind, value: string): Promise<string> {
  const { Mac } = await client.send(
    new GenerateMacCommand({ KeyId: keyArn, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from(`${kind}|${value}`) }),
  );
  if (Mac === undefined) throw new Error('KMS made no hash');
  return Buffer.from(Mac).toString('hex');
}
