import { DomainError } from '../../domain/errors.ts';
import type { ChangedCard } from './card-change.ts';
import type { Register } from './client.ts';
import type { StoredCard } from './items.ts';
import { cardKey } from './keys.ts';
import { identifierOfCard } from './person-links.ts';
import { countWaiting, gatherReceipts } from './receipt-gathering.ts';
import { commit, putOver } from './transaction.ts';

/** Gathers what waited for a card that was linked; a dry run counts it. */
export async function gatherFor(
  db: Register,
  { card, links, gatherFromMs }: ChangedCard,
  context: { nowMs: number; newToken: () => string },
  dryRun: boolean,
): Promise<number> {
  if (gatherFromMs === undefined) return 0;
  const identifier = identifierOfCard(card);
  return dryRun
    ? await countWaiting(db, identifier, links, gatherFromMs, context.nowMs)
    : await gatherReceipts(db, identifier, links, gatherFromMs, context);
}

/** Takes the note away that receipts are still to be gathered. Whoever has changed the card meanwhile keeps it, and the next `link` takes it. */
export async function finishGathering(
  db: Register,
  customerNumber: string,
  { gathering, ...card }: StoredCard,
): Promise<StoredCard> {
  if (gathering === undefined) return card;
  const done = { ...card, version: card.version + 1 };
  try {
    await commit(db, [putOver(cardKey(customerNumber, card.cardNumber), done, card.version)]);
    return done;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'staleVersion') return { ...card, gathering };
    throw error;
  }
}
