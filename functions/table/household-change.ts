import { localDateOf } from '../../domain/calendar.ts';
import { isPaymentCard, stepCard } from '../../domain/card.ts';
import { DomainError } from '../../domain/errors.ts';
import { type HouseholdState, presentPersons } from '../../domain/household.ts';
import type { HouseholdOutcome } from '../../domain/household-decision.ts';
import type { Source } from '../../domain/source.ts';
import type { Register } from './client.ts';
import { replacedWrite } from './customer-change.ts';
import type { Customer } from './customer-item.ts';
import { findCustomers } from './customers.ts';
import type { HouseholdFile } from './household-file.ts';
import type { Household, HouseholdHistoryEntry } from './items.ts';
import {
  cardKey,
  customerKey,
  formerHouseholdKey,
  householdHistoryKey,
  householdInvitationKey,
  householdKey,
  householdListing,
  householdPersonKey,
} from './keys.ts';
import { type LinkedPerson, placementAt, relinkWrites } from './person-links.ts';
import { shieldedIn } from './shielding.ts';
import { mostWrites, put, putNew, putOver, stale, type Write } from './transaction.ts';

/** What is kept with a change: when, why, from whom, and what it was. */
export type Said = { action: string; nowMs: number; reason?: string | undefined; source: Source };

type Before = Pick<HouseholdFile, 'household' | 'persons' | 'invitations' | 'former'>;

/**
 * A decision on households as writes of one transaction: households with their persons and invitations, the links and co-ops of everyone who
 * goes, who hides whose address from now on, and what was done.
 * @param before what the decision was made on, by household; a new household has none
 * @param persons everyone who goes
 */
export async function outcomeWrites(
  db: Register,
  outcome: HouseholdOutcome,
  before: ReadonlyMap<string, Before>,
  persons: readonly LinkedPerson[],
  founded: Pick<Household, 'memberKind' | 'createdBy'>,
  said: Said,
): Promise<Write[]> {
  const states = [outcome.household, ...(outcome.other === undefined ? [] : [outcome.other])];
  const entry = {
    action: said.action,
    at: said.nowMs,
    source: said.source,
    ...(said.reason === undefined ? {} : { reason: said.reason }),
  };
  const writes = [
    ...states.flatMap((state, place) => {
      const other = states[1 - place]?.householdId;
      const known = before.get(state.householdId);
      return [
        ...householdWrites(state, known, founded),
        historyWrite(state, known, {
          ...entry,
          persons: concerned(state, known),
          ...(other === undefined ? {} : { otherHouseholdId: other }),
        }),
      ];
    }),
    ...outcome.goes.flatMap(({ customerNumber, to }) =>
      relinkWrites(personOf(persons, customerNumber), said.nowMs, to),
    ),
    ...(outcome.endsPaymentCards ? persons.flatMap((person) => endedCards(person, said.nowMs)) : []),
    ...(await customerWrites(db, states, outcome.goes, persons, said.nowMs)),
  ];
  checkSize(writes);
  return writes;
}

/** @throws DomainError householdStateConflict if the change is too large for one transaction */
export function checkSize(writes: readonly Write[]): void {
  if (writes.length > mostWrites)
    throw new DomainError(
      'householdStateConflict',
      'The household has too many persons and cards for one change; let some of them leave first.',
    );
}

export function personOf(persons: readonly LinkedPerson[], customerNumber: string): LinkedPerson {
  const found = persons.find(({ file }) => file.customer.customerNumber === customerNumber);
  if (found === undefined) throw new Error('a person of a household has no customer');
  return found;
}

/** The household over its version, with what changed of persons and invitations; co-ops that it left learn of a new head. */
function householdWrites(
  state: HouseholdState,
  before: Before | undefined,
  founded: Pick<Household, 'memberKind' | 'createdBy'>,
): Write[] {
  const { householdId } = state;
  const isKnown = (known: readonly unknown[], entry: unknown): boolean =>
    known.some((one) => JSON.stringify(one) === JSON.stringify(entry));
  const head = state.headCustomerNumber;
  return [
    householdWrite(householdItemOf(state, before?.household, founded), before?.household.version),
    ...state.persons
      .filter((person) => !isKnown(before?.persons ?? [], person))
      .map((person) => put(householdPersonKey(householdId, person.customerNumber, person.from), person)),
    ...state.invitations
      .filter((invitation) => !isKnown(before?.invitations ?? [], invitation))
      .map((invitation) => put(householdInvitationKey(householdId, invitation.customerNumber), invitation)),
    ...(before?.former ?? [])
      .filter(({ headCustomerNumber }) => headCustomerNumber !== head)
      .map((former) =>
        formerWrite(householdId, { ...former, ...(head === undefined ? {} : { headCustomerNumber: head }) }),
      ),
  ];
}

function householdItemOf(
  state: HouseholdState,
  before: Household | undefined,
  founded: Pick<Household, 'memberKind' | 'createdBy'>,
): Household {
  const { householdId, coopId, shard, headCustomerNumber, heads, endedOn, mergedInto, paysLastHead } = state;
  return {
    ...(before ?? founded),
    householdId,
    coopId,
    shard,
    heads: [...heads],
    version: (before?.version ?? 0) + 1,
    ...(headCustomerNumber === undefined ? {} : { headCustomerNumber }),
    ...(endedOn === undefined ? {} : { endedOn }),
    ...(mergedInto === undefined ? {} : { mergedInto }),
    ...(paysLastHead === undefined ? {} : { paysLastHead }),
  };
}

/** A household's item with its place in the listing that runs go through. */
export function householdWrite(household: Household, seenVersion: number | undefined): Write {
  const { householdId, coopId, shard } = household;
  const item = { l: householdListing(coopId, shard), k: householdId, ...household };
  const key = householdKey(householdId);
  return seenVersion === undefined ? putNew(key, item, stale) : putOver(key, item, seenVersion);
}

export const formerWrite = (householdId: string, former: HouseholdFile['former'][number]): Write =>
  put(formerHouseholdKey(householdId, former.coopId), {
    l: householdListing(former.coopId, former.shard),
    k: householdId,
    ...former,
  });

export function historyWrite(
  { householdId }: Pick<HouseholdState, 'householdId'>,
  before: Before | undefined,
  entry: Omit<HouseholdHistoryEntry, 'version'>,
): Write {
  const version = (before?.household.version ?? 0) + 1;
  return putNew(householdHistoryKey(householdId, version), { ...entry, version }, stale);
}

/** Whose entry or invitation a change touched. */
function concerned(state: HouseholdState, before: Before | undefined): string[] {
  const texts = new Set([...(before?.persons ?? []), ...(before?.invitations ?? [])].map((one) => JSON.stringify(one)));
  const touched = [...state.persons, ...state.invitations].filter((one) => !texts.has(JSON.stringify(one)));
  const newHead = state.headCustomerNumber === before?.household.headCustomerNumber ? [] : [state.headCustomerNumber];
  return [...new Set([...touched.map(({ customerNumber }) => customerNumber), ...newHead])].filter(
    (number) => number !== undefined,
  );
}

/** R33: payment cards end with the household. */
function endedCards({ file }: LinkedPerson, nowMs: number): Write[] {
  return file.cards.filter(isPaymentCard).flatMap((card) => {
    const ended = stepCard(card, 'cancel', localDateOf(nowMs));
    if ('refused' in ended) return [];
    const { version } = card;
    return [
      putOver(
        cardKey(file.customer.customerNumber, card.cardNumber),
        { ...card, ...ended.card, version: version + 1 },
        version,
      ),
    ];
  });
}

/**
 * Everyone who goes gets a next version, which guards their links, with the co-ops whose staff may see them; and for everyone in these
 * households who hides whose address is worked out anew (R82).
 */
async function customerWrites(
  db: Register,
  states: readonly HouseholdState[],
  goes: HouseholdOutcome['goes'],
  persons: readonly LinkedPerson[],
  nowMs: number,
): Promise<Write[]> {
  if (goes.length === 0) return [];
  const going = goes.map(({ customerNumber, to }) => {
    const person = personOf(persons, customerNumber);
    return { ...person.file.customer, coopIds: coopIdsAfter(person, placementAt(person, nowMs)?.coopId, to?.coopId) };
  });
  const inside = states.map((state) => presentPersons(state).map(({ customerNumber }) => customerNumber));
  const mates = await findCustomers(
    db,
    [...new Set(inside.flat())].filter((number) => !goes.some(({ customerNumber }) => customerNumber === number)),
  );
  const all = [...going, ...mates];
  const shielded = new Map<string, string[]>();
  for (const numbers of inside) {
    const household = all.filter(({ customerNumber }) => numbers.includes(customerNumber));
    for (const [number, by] of await shieldedIn(household, nowMs)) shielded.set(number, by);
  }
  return all.flatMap((customer) => {
    const shieldedBy = shielded.get(customer.customerNumber) ?? [];
    const isHidden = shieldedBy.join() !== customer.shieldedBy.join();
    if (mates.includes(customer) && !isHidden) return [];
    return [
      customerWrite({ ...customer, shieldedBy }),
      ...(isHidden ? [replacedWrite(customer, [], { action: 'SHIELDED' }, nowMs)] : []),
    ];
  });
}

/** The customer's next version. */
export const customerWrite = (customer: Customer): Write =>
  putOver(customerKey(customer.customerNumber), { ...customer, version: customer.version + 1 }, customer.version);

/** Whose staff may see a person: the co-op that entered them, those of memberships, and that of the household. */
export function coopIdsAfter({ file }: LinkedPerson, left: string | undefined, to: string | undefined): string[] {
  const { homeCoopId, coopIds } = file.customer;
  const keeps = new Set([homeCoopId, ...file.memberships.map(({ coopId }) => coopId)]);
  const kept = coopIds.filter((coopId) => coopId !== left || keeps.has(coopId));
  return to === undefined || kept.includes(to) ? kept : [...kept, to];
}
