import type { actOnCard, CardView } from '../../contract/cards.ts';
import type { ResultOf } from '../../contract/endpoint.ts';
import { formatTime } from './figures.ts';
import type { Paint } from './paint.ts';
import { list, table } from './table.ts';

/** A card with its links. */
export function renderCard(card: CardView, paint: Paint): string {
  const facts = list(
    [
      ['Card', card.cardNumber],
      ['Holder', card.customerNumber],
      ['Type', card.type],
      ['Status', card.blocked === null ? card.status : `${card.status} (${card.blocked})`],
      ['Membership', card.coopId],
      ['Ordered', card.orderedOn],
      ['In use since', card.activatedOn ?? undefined],
      ['Valid until', card.validUntil ?? undefined],
      ['Ended', card.endedOn ?? undefined],
      ['Takes over from', card.replaces ?? undefined],
      ['Taken over by', card.replacedBy ?? undefined],
      ['Gathering', card.gathering ? 'not finished: link it again' : undefined],
    ],
    paint,
  );
  if (card.links.length === 0) return `${facts}\n\nPurchases with it are gathered for nobody.`;
  const rows = card.links.map(({ householdId, coopId, from, until }) => [
    householdId,
    coopId,
    formatTime(from),
    until === null ? '' : formatTime(until),
  ]);
  const columns = ['household', 'co-op', 'from', 'until'].map((head) => ({ head }));
  return `${facts}\n\n${table(columns, rows, paint)}`;
}

/** What a change has come to. */
export function renderChangedCard(changed: ResultOf<typeof actOnCard>, paint: Paint): string {
  const { card, replacement, gathered, dryRun } = changed;
  return [
    ...(dryRun ? [paint('yellow', 'Dry run: nothing was changed.')] : []),
    renderCard(card, paint),
    ...(gathered === 0 ? [] : [`${gathered} receipts had waited for it and joined the household.`]),
    ...(replacement === null ? [] : [renderCard(replacement, paint)]),
  ].join('\n\n');
}
