import type { PostalAddress } from './postal-address.ts';

/** A person of a household as the rule sees them. */
export type Housemate = {
  customerNumber: string;
  /** Has a non-disclosure order of their own. */
  hasOrder: boolean;
  /** Undefined: no address is known. */
  address: PostalAddress | undefined;
};

const folded = (text: string): string => text.toLowerCase().replace(/\s+/gu, ' ').trim();

/** The same place, however it was typed. */
export const samePlace = (a: PostalAddress, b: PostalAddress): boolean =>
  a.country === b.country &&
  folded(a.postalCode) === folded(b.postalCode) &&
  folded(a.lines.join(' ')) === folded(b.lines.join(' '));

/**
 * Whose orders of non-disclosure hide a person's address: mates of the household who live at the same address (R82). Their address would
 * tell that of the protected one.
 * @returns customer numbers in order
 */
export function shieldedBy(person: Housemate, household: readonly Housemate[]): string[] {
  const { address } = person;
  if (address === undefined) return [];
  return household
    .filter((mate) => mate.customerNumber !== person.customerNumber && mate.hasOrder)
    .filter((mate) => mate.address !== undefined && samePlace(mate.address, address))
    .map(({ customerNumber }) => customerNumber)
    .toSorted();
}
