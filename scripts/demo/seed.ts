import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { KMSClient } from '@aws-sdk/client-kms';
import { PutObjectLockConfigurationCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { type IndexedKind, keyedHash } from '../../functions/runtime/blind-index.ts';
import { inParallel } from '../../functions/runtime/parallel.ts';
import type { Register } from '../../functions/table/client.ts';
import { newestDataKey, type Vault } from '../../functions/table/data-keys.ts';
import { tillClientItem } from '../../functions/table/items.ts';
import { tillClientKey, tillClientListing } from '../../functions/table/keys.ts';
import { hashedValuesOf, sealerOf } from './customer.ts';
import { companiesOf, demoStaffMember, itemOfStaffMember } from './directory.ts';
import type { Federation } from './federation.ts';
import { itemsOfFederation } from './federation-items.ts';
import { makeStaffUsers, type StaffName, type StaffUser } from './staff.ts';
import { listed, type TableItem } from './table-item.ts';
import { writeItems } from './write-items.ts';

/** A retailer's app client, with which its tills get their tokens. */
export type TillCredentials = { retailerId: string; clientId: string; clientSecret: string };
export type Seeded = { staff: Record<StaffName, StaffUser>; tills: readonly TillCredentials[]; items: number };

/**
 * Loads a federation: its items, its tills' clients, and two staff users with new passwords.
 * @param report gets the number of items written so far and of all
 */
export async function seed(
  cloud: { db: Register; users: CognitoIdentityProviderClient; kms: KMSClient },
  deployed: {
    fieldKeyArn: string;
    indexKeyArn: string;
    staffPoolId: string;
    tillPoolId: string;
    tillClientIds: ReadonlyMap<string, string>;
  },
  federation: Federation,
  report: (written: number, all: number) => void,
): Promise<Seeded> {
  const staff = await makeStaffUsers(cloud.users, deployed.staffPoolId);
  const tills = await tillCredentials(cloud.users, deployed, federation);
  const seal = await sealerIn({ db: cloud.db, kms: cloud.kms, fieldKeyArn: deployed.fieldKeyArn }, federation);
  const hash = await hasherIn(cloud.kms, deployed.indexKeyArn, federation);
  const items = [...itemsOfFederation(federation, seal, hash), ...directoryItems(federation, staff, tills)];
  await writeItems(cloud.db, items, (written) => report(written, items.length));
  return { staff, tills, items: items.length };
}

/** Seals under the co-ops' data keys as they are in the register; those that have none get their first. */
export async function sealerIn(vault: Vault, { coops, households }: Pick<Federation, 'coops' | 'households'>) {
  const coopIds = new Set([
    ...coops.map(({ coop }) => coop.coopId),
    ...households.map(({ household }) => household.coopId),
  ]);
  const keys = await Promise.all(
    [...coopIds].map(async (coopId) => [coopId, await newestDataKey(vault, coopId)] as const),
  );
  return sealerOf(new Map(keys));
}

const hashesAtOnce = 32;

/** Knows the keyed hashes of all values by which the federation's people are found. */
async function hasherIn(kms: KMSClient, indexKeyArn: string, { households }: Pick<Federation, 'households'>) {
  const values = hashedValuesOf(households.flatMap(({ persons }) => persons.map(({ customer }) => customer)));
  const hashes = await inParallel(values, hashesAtOnce, ([kind, value]) => keyedHash(kms, indexKeyArn, kind, value));
  const known = new Map(values.map(([kind, value], index) => [`${kind}|${value}`, hashes[index]]));
  return (kind: IndexedKind, value: string): string => known.get(`${kind}|${value}`) ?? '';
}

/** The retailers that have an outlet, each with its client's secret. */
async function tillCredentials(
  users: CognitoIdentityProviderClient,
  deployed: { tillPoolId: string; tillClientIds: ReadonlyMap<string, string> },
  federation: Federation,
): Promise<TillCredentials[]> {
  const retailers = [...new Set(federation.outlets.map(({ outlet }) => outlet.retailerId))].sort();
  return await Promise.all(
    retailers.map(async (retailerId) => {
      const clientId = deployed.tillClientIds.get(retailerId);
      const described = await users.send(
        new DescribeUserPoolClientCommand({ UserPoolId: deployed.tillPoolId, ClientId: clientId }),
      );
      const clientSecret = described.UserPoolClient?.ClientSecret;
      if (clientId === undefined || clientSecret === undefined)
        throw new Error(`The tills of ${retailerId} have no client with a secret.`);
      return { retailerId, clientId, clientSecret };
    }),
  );
}

/** What the functions look up beside the token: is this client or person active, and for which retailer or co-ops. */
function directoryItems(
  federation: Federation,
  staff: Record<StaffName, StaffUser>,
  tills: readonly TillCredentials[],
): TableItem[] {
  const coopIds = federation.coops.map(({ coop }) => coop.coopId);
  const [{ companyId: employer } = { companyId: 'havu' }] = companiesOf(federation);
  return [
    ...tills.map(({ clientId, retailerId }) => ({
      ...tillClientKey(clientId),
      ...listed(tillClientListing, clientId),
      ...z.parse(tillClientItem, { clientId, retailerId, active: true, version: 1 }),
    })),
    ...Object.values(staff).map(({ staffId, username }) =>
      itemOfStaffMember(demoStaffMember({ staffId, name: username, employerCompanyId: employer, coopIds })),
    ),
  ];
}

/** The local cloud does not take Object Lock over from CloudFormation (design.md 8): set as the stack has it. */
export async function lockBucket(
  files: S3Client,
  Bucket: string,
  lock: { mode: 'GOVERNANCE' | 'COMPLIANCE'; years: number },
): Promise<void> {
  await files.send(
    new PutObjectLockConfigurationCommand({
      Bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: lock.mode, Years: lock.years } },
      },
    }),
  );
}
