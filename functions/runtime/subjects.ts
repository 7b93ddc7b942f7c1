import { type Access, type SubjectKind, unknownOf } from '../../contract/endpoint.ts';
import { notInDirectory } from '../../domain/directory-rights.ts';
import { DomainError } from '../../domain/errors.ts';
import type { CardFile } from '../table/card-file.ts';
import type { Register } from '../table/client.ts';
import type { CustomerFile } from '../table/customer-file.ts';
import type { HouseholdFile } from '../table/household-file.ts';
import type { Outlet, StaffMember } from '../table/items.ts';
import type { StaffCaller } from './caller.ts';

/** What a handler is given of a subject that the request names. */
export type FileOf = {
  CUSTOMER: CustomerFile;
  HOUSEHOLD: HouseholdFile;
  CARD: CardFile;
  OUTLET: Outlet;
  STAFF: StaffMember;
};

/** One person or household that an answer shows or a change touches; `via` says in which it was seen. */
export type Concerned = { kind: 'CUSTOMER' | 'HOUSEHOLD' | 'STAFF'; id: string; via?: string };

/** `coopIds` is undefined for what belongs to no co-op, such as a partner's outlet: all may see it. */
export type Found = {
  file: FileOf[SubjectKind];
  coopIds: readonly string[] | undefined;
  formerCoopIds?: readonly string[];
  concerned: Concerned[];
};

/** How subjects are read, by kind: a function is given those that its endpoints name, and no code for others. */
export type Lookups = Partial<
  Record<SubjectKind, (db: Register, id: string, nowMs: number) => Promise<Found | undefined>>
>;

/**
 * Reads the subjects that a request names and holds each against the caller's co-ops. Not there and not the caller's are one answer.
 * @returns what was read, by field, and whom it concerns
 * @throws DomainError unknownCustomer, unknownHousehold, unknownCard, unknownOutlet, unknownEntry
 */
export async function namedSubjects(
  lookups: Lookups,
  db: Register,
  access: Access | undefined,
  asked: { query: unknown; body: unknown },
  caller: StaffCaller,
  nowMs: number,
): Promise<{ files: Record<string, unknown>; concerned: Concerned[] }> {
  const files: Record<string, unknown> = {};
  const concerned: Concerned[] = [];
  for (const { kind, at, in: place, former } of access?.named ?? []) {
    const id = ((place === 'query' ? asked.query : asked.body) as Record<string, unknown>)[at];
    if (id === undefined) continue;
    const lookup = lookups[kind];
    if (lookup === undefined) throw new Error(`this function cannot read a subject of the kind ${kind}`);
    const found = await lookup(db, String(id), nowMs);
    const coopIds = found?.coopIds && [...found.coopIds, ...(former ? (found.formerCoopIds ?? []) : [])];
    if (found === undefined || !isOwn(caller, coopIds)) throw new DomainError(unknownOf[kind], notThere[kind]);
    files[at] = found.file;
    concerned.push(...found.concerned);
  }
  return { files, concerned };
}

/** True if one of the co-ops is the caller's, or the thing belongs to none. */
export const isOwn = (caller: StaffCaller, coopIds: readonly string[] | undefined): boolean =>
  coopIds === undefined || coopIds.some((coopId) => caller.coopIds.includes(coopId));

const notThere: Record<SubjectKind, string> = {
  CUSTOMER: 'There is no such customer at a co-op of yours.',
  HOUSEHOLD: 'There is no such household at a co-op of yours.',
  CARD: 'There is no such card at a co-op of yours.',
  OUTLET: 'There is no such outlet at a co-op of yours.',
  STAFF: notInDirectory.detail,
};
