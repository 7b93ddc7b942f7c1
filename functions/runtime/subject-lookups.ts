import { localDateOf } from '../../domain/calendar.ts';
import { cardFile } from '../table/card-file.ts';
import { customerFile } from '../table/customer-file.ts';
import { findOutlet, findStaffMember } from '../table/directory.ts';
import { householdFile, personsOn } from '../table/household-file.ts';
import type { Concerned, Lookups } from './subjects.ts';

/** How each kind of subject is read, whose it is, and whom a look at it concerns. */
export const subjectLookups: Required<Lookups> = {
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
