import * as z from 'zod/mini';
import type { Register } from './client.ts';
import { type CustomerFile, customerFile } from './customer-file.ts';
import { type IdentifierItem, identifierItem } from './items.ts';
import { identifierKey } from './keys.ts';
import { getItem, withoutKeys } from './read.ts';

/** A card's links to households, and all of its holder. */
export type CardFile = { cardNumber: string; links: IdentifierItem['links']; holder: CustomerFile };

/**
 * Reads a card and its holder.
 * @returns undefined if there is no such card, or nobody holds it
 */
export async function cardFile(db: Register, cardNumber: string): Promise<CardFile | undefined> {
  const item = await getItem(db, identifierKey({ kind: 'card', value: cardNumber }));
  if (item === undefined) return undefined;
  const { links, holderCustomerNumber } = z.parse(identifierItem, withoutKeys(item));
  const holder = holderCustomerNumber === undefined ? undefined : await customerFile(db, holderCustomerNumber);
  return holder === undefined ? undefined : { cardNumber, links, holder };
}
