import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { coopIdSchema } from '../../domain/identifiers.ts';
import { requireEnv } from '../runtime/env.ts';
import { envNames } from '../runtime/env-names.ts';
import type { DataKey } from '../runtime/field-cipher.ts';
import { kms } from '../runtime/kms.ts';
import { remembered } from '../runtime/remembered.ts';
import { type Register, register } from './client.ts';
import { dataKeyKey, dataKeyPrefix } from './keys.ts';
import { getItem, queryPage, withoutKeys } from './read.ts';

/** A co-op's data key, wrapped by KMS. A new version seals what is written from then on; old ones open what they sealed. */
export const dataKeyItem = z.strictObject({
  coopId: coopIdSchema,
  version: z.int().check(z.positive()),
  wrapped: z.string(),
});

/** Unwrapped keys stay in a process no longer than this, seconds. */
const rememberSeconds = 300;

/** Where wrapped keys are kept, and who unwraps them. */
export type Vault = { db: Register; kms: KMSClient; fieldKeyArn: string };
const vault = (): Vault => ({ db: register(), kms: kms(), fieldKeyArn: requireEnv(envNames.fieldKeyArn) });

const newest = remembered((coopId: string) => newestDataKey(vault(), coopId));
const named = remembered((keyId: string) => namedDataKey(vault(), keyId));

/** The key under which a co-op's values are sealed now; made if the co-op has none. */
export async function sealingKey(coopId: string, nowMs: number): Promise<DataKey> {
  const key = await newest(coopId, nowMs, rememberSeconds);
  if (key === undefined) throw new Error('a co-op has no data key and none could be made');
  return key;
}

/**
 * The key that sealed a value.
 * @param keyId of the sealed value
 * @throws Error if there is no such key
 */
export async function openingKey(keyId: string, nowMs: number): Promise<DataKey> {
  const key = await named(keyId, nowMs, rememberSeconds);
  if (key === undefined) throw new Error('no such data key');
  return key;
}

/** The newest data key of a co-op; its first is made if there is none. */
export async function newestDataKey(at: Vault, coopId: string): Promise<DataKey> {
  for (;;) {
    const { items } = await queryPage(at.db, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': dataKeyKey(coopId, 1).pk, ':sk': dataKeyPrefix },
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    });
    if (items[0] !== undefined) return await unwrapped(at, items[0]);
    await makeDataKey(at, coopId, 1);
  }
}

async function namedDataKey(at: Vault, keyId: string): Promise<DataKey | undefined> {
  const [coopId = '', version = ''] = keyId.split('.');
  const item = await getItem(at.db, dataKeyKey(coopId, Number(version)), { eventual: true });
  return item === undefined ? undefined : await unwrapped(at, item);
}

/** What KMS binds to the wrapped key: it opens for this co-op and version only. */
const contextOf = (coopId: string, version: number) => ({ coopId, version: String(version) });

async function unwrapped({ kms, fieldKeyArn }: Vault, item: Record<string, unknown>): Promise<DataKey> {
  const { coopId, version, wrapped } = z.parse(dataKeyItem, withoutKeys(item));
  const { Plaintext } = await kms.send(
    new DecryptCommand({
      CiphertextBlob: Buffer.from(wrapped, 'base64'),
      KeyId: fieldKeyArn,
      EncryptionContext: contextOf(coopId, version),
    }),
  );
  if (Plaintext === undefined) throw new Error('KMS gave no data key');
  return { keyId: `${coopId}.${version}`, bytes: Plaintext };
}

/** Two that make it at once end with the one that was stored first: only what is stored is ever used. */
async function makeDataKey({ db, kms, fieldKeyArn }: Vault, coopId: string, version: number): Promise<void> {
  const { CiphertextBlob } = await kms.send(
    new GenerateDataKeyCommand({
      KeyId: fieldKeyArn,
      KeySpec: 'AES_256',
      EncryptionContext: contextOf(coopId, version),
    }),
  );
  if (CiphertextBlob === undefined) throw new Error('KMS made no data key');
  try {
    await db.client.send(
      new PutCommand({
        TableName: db.tableName,
        Item: {
          ...dataKeyKey(coopId, version),
          coopId,
          version,
          wrapped: Buffer.from(CiphertextBlob).toString('base64'),
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
