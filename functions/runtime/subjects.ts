import { type Access, type SubjectKind, unknownOf } from '../../contract/endpoint.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { notInDirectory } from '../../domain/directory-rights.ts';
import { DomainError } from '../../domain/errors.ts';
import { type CardFile, cardFile } from '../table/card-file.ts';
import type { Register } from '../table/client.ts';
import { type CustomerFile, customerFile } from '../table/customer-file.ts';
import { findOutlet, findStaffMember } from '../table/directory.ts';
import { type HouseholdFile, householdFile, personsOn } from '../table/household-file.ts';
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
type Found = {
  file: FileOf[SubjectKind];
  coopIds: readonly string[] | undefined;
  formerCoopIds?: readonly string[];
  concerned: Concerned[];
};

const lookups: Record<SubjectKind, (db: Register, id: string, nowMs: number) => Promise<Found | undefined>> = {
  CUSTOMER: async (db, id) => {
    const file = await customerFile(db, id);
    return file && { file, coopIds: file.customer.coopIds, concerned: [{ kind: 'CUSTOMER', id }] };
  },
  HOUSEHOLD: async (db, id, nowMs) => {
    const file = await householdFile(db, id);
    if (file === undefined) return undefined;
    const persons = personsOn(file, localDateOf(nowMs)).map(
      ({ customerNumber }): Concerned => ({ kind: 'CUSTOMER', id: customerNumber, via: `HOUSEHOLD/${id}` }),
    );
    return {
      file,
      coopIds: [file.household.coopId],
      formerCoopIds: file.former.map(({ coopId }) => coopId),
      concerned: [{ kind: 'HOUSEHOLD', id }, ...persons],
    };
  },
  CARD: async (db, id) => {
    const file = await cardFile(db, id);
    if (file === undefined) return undefined;
    const { customerNumber, coopIds } = file.holder.customer;
    return { file, coopIds, concerned: [{ kind: 'CUSTOMER', id: customerNumber, via: 'CARD' }] };
  },
  OUTLET: async (db, id) => {
    const file = await findOutlet(db, id);
    return file && { file, coopIds: file.coopId === undefined ? undefined : [file.coopId], concerned: [] };
  },
  STAFF: async (db, id) => {
    const file = await findStaffMember(db, id);
    // Somebody who works for no co-op any more is anybody's to ask about.
    const coopIds = file?.coopIds.length === 0 ? undefined : file?.coopIds;
    return file && { file, coopIds, concerned: [{ kind: 'STAFF', id }] };
  },
};

/**
 * Reads the subjects that a request names and holds each against the caller's co-ops. Not there and not the caller's are one answer.
 * @returns what was read, by field, and whom it concerns
 * @throws DomainError unknownCustomer, unknownHousehold, unknownCard, unknownOutlet, unknownEntry
 */
export async function namedSubjects(
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
    const found = await lookups[kind](db, String(id), nowMs);
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
