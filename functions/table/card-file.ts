import * as z from 'zod/mini';
import type { Register } from './client.ts';
import { type CustomerFile, customerFile } from './customer-file.ts';
import { type IdentifierItem, identifierItem, type StoredCard } from './items.ts';
import { identifierKey } from './keys.ts';
import { getItem, withoutKeys } from './read.ts';

/** A card, its links to households, and all of its holder. */
export type CardFile = { card: StoredCard; links: IdentifierItem['links']; holder: CustomerFile };

/**
 * Reads a card and its holder: two requests.
 * @returns undefined if there is no such card, or nobody holds it
 */
export async function cardFile(db: Register, cardNumber: string): Promise<CardFile | undefined> {
  const item = await getItem(db, identifierKey({ kind: 'card', value: cardNumber }));
  if (item === undefined) return undefined;
  const { links, holderCustomerNumber } = z.parse(identifierItem, withoutKeys(item));
  const holder = holderCustomerNumber === undefined ? undefined : await customerFile(db, holderCustomerNumber);
  const card = holder?.cards.find((one) => one.cardNumber === cardNumber);
  return holder === undefined || card === undefined ? undefined : { card, links, holder };
}
