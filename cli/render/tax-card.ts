import type { TaxCardsView } from '../../contract/tax-cards.ts';
import { formatPercent } from './figures.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

/** The cards of a payee, or as they would stand. */
export function renderTaxCards({ cards }: TaxCardsView, paint: Paint, dryRun = false): string {
  if (cards.length === 0) return "No tax card: the law's percentages count.";
  const rows = cards.map((card) => [
    card.kind === 'PERCENTAGE' ? formatPercent(card.rateBasisPoints) : 'non-resident',
    card.from,
    card.lastDay ?? '',
    card.inForceToday ? paint('green', 'in force') : '',
  ]);
  const heads = ['card', 'from', 'last day', 'today'].map((head) => ({ head }));
  return [table(heads, rows, paint), ...(dryRun ? [paint('yellow', 'A dry run: nothing was changed.')] : [])].join(
    '\n',
  );
}
