import type { CardView } from '../../../../contract/cards.ts';
import { localDateOf, localTimeOf } from '../../../../domain/calendar.ts';
import { cardStatusOn } from '../../../../domain/card.ts';
import type { HouseholdLink } from '../../../../domain/household-link.ts';
import type { StoredCard } from '../../../table/items.ts';

/** A card as staff see it; its status is that of today. */
export function viewOfCard(
  card: StoredCard,
  links: readonly HouseholdLink[],
  customerNumber: string,
  nowMs: number,
): CardView {
  return {
    cardNumber: card.cardNumber,
    customerNumber,
    version: card.version,
    type: card.type,
    status: cardStatusOn(card, localDateOf(nowMs)),
    coopId: card.coopId,
    orderedOn: card.orderedOn,
    activatedOn: card.activatedOn ?? null,
    validUntil: card.validUntil ?? null,
    endedOn: card.endedOn ?? null,
    blocked: card.blocked ?? null,
    replaces: card.replaces ?? null,
    replacedBy: card.replacedBy ?? null,
    links: links.map(({ householdId, coopId, from, until }) => ({
      householdId,
      coopId,
      from: localTimeOf(from),
      until: until === undefined ? null : localTimeOf(until),
    })),
    gathering: card.gathering !== undefined,
  };
}
