import type { TaxCardsView } from '../../../../contract/tax-cards.ts';
import type { LocalDate } from '../../../../domain/calendar.ts';
import { coversDay, lastDayOf } from '../../../../domain/dated-right.ts';
import type { TaxCard } from '../../../../domain/tax-card.ts';

export function viewOfTaxCards(
  item: { cards: readonly TaxCard[]; version: number } | undefined,
  today: LocalDate,
): TaxCardsView {
  const days = (card: TaxCard) => ({
    from: card.from,
    lastDay: lastDayOf(card) ?? null,
    inForceToday: coversDay(card, today),
  });
  return {
    version: item?.version ?? 0,
    cards: (item?.cards ?? []).map((card) =>
      card.kind === 'PERCENTAGE'
        ? { kind: card.kind, rateBasisPoints: card.rateBasisPoints, ...days(card) }
        : { kind: card.kind, ...days(card) },
    ),
  };
}
