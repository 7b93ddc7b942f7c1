import type { HouseholdView } from '../../../../contract/households.ts';
import { localTimeOf } from '../../../../domain/calendar.ts';
import type { HouseholdState } from '../../../../domain/household.ts';
import { stateOfInvitation } from '../../../../domain/household.ts';
import { type HouseholdFile, stateOfFile } from '../../../table/household-file.ts';
import type { Household } from '../../../table/items.ts';

type Kept = { version: number; memberKind: Household['memberKind']; moves: HouseholdFile['moves'] };

/** A household as staff see it. */
export function viewOfHousehold(
  state: HouseholdState,
  { version, memberKind, moves }: Kept,
  nowMs: number,
): HouseholdView {
  const { householdId, coopId, headCustomerNumber, heads, endedOn, mergedInto, persons, invitations } = state;
  return {
    householdId,
    version,
    coopId,
    memberKind,
    headCustomerNumber: headCustomerNumber ?? null,
    endedOn: endedOn ?? null,
    mergedInto: mergedInto ?? null,
    heads: heads.map(({ customerNumber, from, until }) => ({ customerNumber, from, until: until ?? null })),
    persons: persons.map(({ customerNumber, from, until, joined }) => ({
      customerNumber,
      from,
      until: until ?? null,
      joined: joined ?? null,
    })),
    invitations: invitations.map((invitation) => ({
      customerNumber: invitation.customerNumber,
      invitedAt: localTimeOf(invitation.invitedAt),
      expiresAt: localTimeOf(invitation.expiresAt),
      state: stateOfInvitation(invitation, nowMs),
    })),
    moves: moves.map(({ month, from, to }) => ({ month, fromCoopId: from.coopId, toCoopId: to.coopId })),
  };
}

export const viewOfFile = (file: HouseholdFile, nowMs: number): HouseholdView =>
  viewOfHousehold(stateOfFile(file), { ...file.household, moves: file.moves }, nowMs);
