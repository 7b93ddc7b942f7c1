import * as z from 'zod/mini';
import type { RegisterEntry, RegisterPerson } from '../../domain/member-register.ts';
import type { Register } from './client.ts';
import { customerItem } from './customer-item.ts';
import { customerKey, memberRegisterPartition, registerTable } from './keys.ts';
import { batchGet, queryPage, withoutKeys } from './read.ts';

const listed = z.object({
  n: z.string(),
  customerNumber: z.string(),
  memberNumber: z.string(),
  memberName: z.string(),
  from: z.string(),
  until: z.optional(z.string()),
});
export type ListedMember = RegisterEntry & { customerNumber: string };

/**
 * A page of a co-op's member register, in alphabetical order.
 * @param after the place of the last one shown
 */
export async function memberRegisterPage(
  db: Register,
  coopId: string,
  after: string | undefined,
  limit: number,
): Promise<{ members: ListedMember[]; last: string | undefined }> {
  const page = await queryPage(db, {
    IndexName: registerTable.byMember.name,
    KeyConditionExpression: after === undefined ? 'r = :r' : 'r = :r AND n > :after',
    ExpressionAttributeValues: {
      ':r': memberRegisterPartition(coopId),
      ...(after === undefined ? {} : { ':after': after }),
    },
    Limit: limit,
  });
  const found = page.items.map((item) => z.parse(listed, item));
  return {
    members: found.map(({ n: _place, memberName, ...member }) => ({ name: memberName, ...member })),
    last: page.next === undefined ? undefined : found.at(-1)?.n,
  };
}

/**
 * What the register knows of some members beside their memberships, by customer number. Strongly consistent: an order of non-disclosure that was
 * just entered counts.
 */
export async function registerPersons(
  db: Register,
  customerNumbers: readonly string[],
): Promise<Map<string, RegisterPerson>> {
  const items = await batchGet(db, [...new Set(customerNumbers)].map(customerKey), { consistent: true });
  return new Map(
    items.map((item) => {
      const { customerNumber, values, shieldedBy } = z.parse(customerItem, withoutKeys(item));
      const person = {
        birthDate: values.birthDate?.value,
        homeMunicipality: values.homeMunicipality?.value,
        nonDisclosure: values.nonDisclosureOrder !== undefined || shieldedBy.length > 0,
      };
      return [customerNumber, person];
    }),
  );
}
