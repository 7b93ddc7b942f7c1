import * as z from 'zod/mini';
import type { HouseholdLink } from '../../domain/household-link.ts';
import type { Identifier } from '../../domain/identifiers.ts';
import type { Register } from './client.ts';
import { identifierItem } from './items.ts';
import { identifierKey, identifierText } from './keys.ts';
import { type Bounded, batchGet, getItem, withoutKeys } from './read.ts';

/** The dated household links of identifiers, keyed by {@link identifierText}; half a read unit each, or a whole one if `consistent`. */
export async function linksOf(
  db: Register,
  identifiers: readonly Identifier[],
  bounded: Bounded & { consistent?: boolean } = {},
): Promise<Map<string, readonly HouseholdLink[]>> {
  const byKey = new Map<string, string>();
  for (const identifier of identifiers) byKey.set(identifierKey(identifier).pk, identifierText(identifier));
  const keys = [
    ...new Map(identifiers.map((identifier) => [identifierText(identifier), identifierKey(identifier)])).values(),
  ];
  const items = await batchGet(db, keys, bounded);
  return new Map(items.map((item) => [byKey.get(item.pk) ?? '', z.parse(identifierItem, withoutKeys(item)).links]));
}

/**
 * An identifier's links and its holder, as tills ask: half a read unit.
 * @returns the holder of a card or customer number; of a member number nobody says it here
 */
export async function findIdentifier(
  db: Register,
  identifier: Identifier,
): Promise<{ links: readonly HouseholdLink[]; holder: string | undefined } | undefined> {
  const item = await getItem(db, identifierKey(identifier), { eventual: true });
  if (item === undefined) return undefined;
  const { links, holderCustomerNumber } = z.parse(identifierItem, withoutKeys(item));
  return {
    links,
    holder: holderCustomerNumber ?? (identifier.kind === 'customerNumber' ? identifier.value : undefined),
  };
}
