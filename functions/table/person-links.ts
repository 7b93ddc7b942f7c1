import { type LocalDate, localDateOf } from '../../domain/calendar.ts';
import { type Card, cardEndMs, isInUse } from '../../domain/card.ts';
import { isUnderAge } from '../../domain/customer.ts';
import type { HouseholdCandidate } from '../../domain/household.ts';
import {
  endedLinks,
  type HouseholdLink,
  type HouseholdPlacement,
  linkAt,
  relinked,
  replacedLinks,
} from '../../domain/household-link.ts';
import type { Identifier } from '../../domain/identifiers.ts';
import { isMember, isMemberOn } from '../../domain/membership.ts';
import type { Register } from './client.ts';
import { type CustomerFile, customerFile } from './customer-file.ts';
import { linksOf } from './identifiers.ts';
import { identifierKey, identifierText } from './keys.ts';
import { put, type Write } from './transaction.ts';

/**
 * A person with the dated links of all their cards and numbers. That of the customer number says which household the person is in; a change of
 * any of them goes together with the next version of the customer, so that no two changes of one person's links cross.
 */
export type LinkedPerson = { file: CustomerFile; links: ReadonlyMap<string, readonly HouseholdLink[]> };

/** Reads the links of persons whose files are known; strongly consistent. */
export async function linkedPersons(db: Register, files: readonly CustomerFile[]): Promise<LinkedPerson[]> {
  const links = await linksOf(db, files.flatMap(identifiersOf), { consistent: true });
  return files.map((file) => ({ file, links }));
}

/** Reads persons by their numbers; those that are not there are left out. */
export async function findLinkedPersons(db: Register, customerNumbers: readonly string[]): Promise<LinkedPerson[]> {
  const files = await Promise.all([...new Set(customerNumbers)].map((number) => customerFile(db, number)));
  return await linkedPersons(
    db,
    files.filter((file) => file !== undefined),
  );
}

const numberOf = ({ customer }: CustomerFile): Identifier => ({
  kind: 'customerNumber',
  value: customer.customerNumber,
});
export const identifierOfCard = ({ cardNumber }: Pick<Card, 'cardNumber'>): Identifier => ({
  kind: 'card',
  value: cardNumber,
});

/** Everything by which a purchase can name the person, also what ended. */
function identifiersOf(file: CustomerFile): Identifier[] {
  return [
    numberOf(file),
    ...file.memberships.map(({ memberNumber }): Identifier => ({ kind: 'memberNumber', value: memberNumber })),
    ...file.cards.map(identifierOfCard),
  ];
}

/** What gathers purchases from now on, and where that ends of itself. */
function inUse(file: CustomerFile, today: LocalDate): { identifier: Identifier; untilMs: number | undefined }[] {
  const lasting = file.memberships.filter((membership) => isMember(membership.status) && isMemberOn(membership, today));
  return [
    { identifier: numberOf(file), untilMs: undefined },
    ...lasting.map(({ memberNumber }) => ({
      identifier: { kind: 'memberNumber' as const, value: memberNumber },
      untilMs: undefined,
    })),
    ...file.cards
      .filter((card) => isInUse(card, today))
      .map((card) => ({ identifier: identifierOfCard(card), untilMs: cardEndMs(card) })),
  ];
}

/** The links of a person's number: where the person is and was. */
export const ownLinks = ({ file, links }: LinkedPerson): readonly HouseholdLink[] =>
  links.get(identifierText(numberOf(file))) ?? [];
export const placementAt = (person: LinkedPerson, atMs: number): HouseholdLink | undefined =>
  linkAt(ownLinks(person), atMs);

/** The person as the rules of households see them. */
export function candidateOf(person: LinkedPerson, nowMs: number): HouseholdCandidate {
  const { customer, memberships } = person.file;
  const today = localDateOf(nowMs);
  const birthDate = customer.values.birthDate?.value;
  return {
    customerNumber: customer.customerNumber,
    kind: customer.kind,
    isAlive: customer.values.deceasedOn === undefined && customer.mergedInto === undefined,
    isMinor: birthDate === undefined ? undefined : isUnderAge(birthDate, today),
    memberOf: memberships
      .filter((membership) => isMember(membership.status) && isMemberOn(membership, today))
      .map(({ coopId }) => coopId),
    householdId: placementAt(person, nowMs)?.householdId,
  };
}

/** Puts an identifier with its links; the next version of the customer, in the same transaction, guards it. */
export const linksWrite = (
  identifier: Identifier,
  links: readonly HouseholdLink[],
  holderCustomerNumber: string,
): Write => put(identifierKey(identifier), { links, holderCustomerNumber });

/** From an instant on, all that a person is known by goes to a household, or to none. */
export function relinkWrites({ file, links }: LinkedPerson, atMs: number, to: HouseholdPlacement | undefined): Write[] {
  const used = new Map(
    inUse(file, localDateOf(atMs)).map(({ identifier, untilMs }) => [identifierText(identifier), untilMs]),
  );
  return changedLinks(file, links, (before, text) =>
    used.has(text) ? relinked(before, atMs, to, used.get(text)) : endedLinks(before, atMs),
  );
}

/** R34: from an instant on the household counts in another co-op, for all that the person is or was known by. */
export const replaceLinkWrites = ({ file, links }: LinkedPerson, to: HouseholdPlacement, fromMs: number): Write[] =>
  changedLinks(file, links, (before) => replacedLinks(before, to, fromMs));

function changedLinks(
  file: CustomerFile,
  links: LinkedPerson['links'],
  change: (before: readonly HouseholdLink[], text: string) => HouseholdLink[],
): Write[] {
  return identifiersOf(file).flatMap((identifier) => {
    const text = identifierText(identifier);
    const before = links.get(text) ?? [];
    const after = change(before, text);
    if (JSON.stringify(after) === JSON.stringify(before)) return [];
    return [linksWrite(identifier, after, file.customer.customerNumber)];
  });
}
