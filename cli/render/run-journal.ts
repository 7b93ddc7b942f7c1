import type { ResultOf } from '../../contract/endpoint.ts';
import type { showRunJournal } from '../../contract/journals.ts';
import { formatEurosFi } from '../../domain/money.ts';
import { formatCount } from './figures.ts';
import type { Paint } from './paint.ts';
import { list } from './table.ts';

/** A run's journal: never its address, which anyone who has it may use. */
export const renderJournal = (journal: ResultOf<typeof showRunJournal>, paint: Paint): string =>
  list(
    [
      ['Journal', journal.name],
      ['Lines', formatCount(journal.lines)],
      ['Σ debit = Σ credit', formatEurosFi(journal.sumCents)],
      ['SHA-256', journal.sha256],
    ],
    paint,
  );
