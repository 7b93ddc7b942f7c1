import { endTaxCard, setTaxCard, showTaxCards } from '../../../../contract/tax-cards.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { endRight, grantRight } from '../../../../domain/dated-right.ts';
import { DomainError } from '../../../../domain/errors.ts';
import type { TaxCard } from '../../../../domain/tax-card.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import type { CustomerFile } from '../../../table/customer-file.ts';
import { putNext } from '../../../table/customer-services.ts';
import { taxCardsKey } from '../../../table/keys.ts';
import { stale } from '../../../table/transaction.ts';
import { liveCustomer } from '../services/live-customer.ts';
import { viewOfTaxCards } from './view.ts';

export const showTaxCardsEndpoint = answers(showTaxCards, async ({ subjects, nowMs }) =>
  viewOfTaxCards(subjects.customerNumber.taxCards, localDateOf(nowMs)),
);

export const setTaxCardEndpoint = answers(setTaxCard, async ({ body, subjects, nowMs }) => {
  const { from, lastDay, source } = body;
  const said = { from, lastDay, source, at: nowMs };
  return await changed(subjects.customerNumber, body, nowMs, (cards) =>
    body.kind === 'PERCENTAGE'
      ? grantRight<TaxCard>(cards, { ...said, kind: body.kind, rateBasisPoints: body.rateBasisPoints })
      : grantRight<TaxCard>(cards, { ...said, kind: body.kind }),
  );
});

export const endTaxCardEndpoint = answers(endTaxCard, async ({ body, subjects, nowMs }) => {
  const { lastDay, source } = body;
  return await changed(subjects.customerNumber, body, nowMs, (cards) =>
    endRight(cards, { lastDay, source, at: nowMs }),
  );
});

/** One put of all cards over the version that was seen: a repetition finds another version and changes nothing. */
async function changed(
  file: CustomerFile,
  { version, dryRun }: { version: number; dryRun?: boolean | undefined },
  nowMs: number,
  change: (cards: readonly TaxCard[]) => { periods: TaxCard[] } | { refused: string },
) {
  const customerNumber = liveCustomer(file);
  if (version !== (file.taxCards?.version ?? 0)) throw new DomainError(stale.code, stale.detail);
  const outcome = change(file.taxCards?.cards ?? []);
  if ('refused' in outcome) throw new DomainError('taxCardConflict', outcome.refused);
  const cards = outcome.periods;
  await putNext(register(), taxCardsKey(customerNumber), { cards }, version, { dryRun });
  return viewOfTaxCards({ cards, version: version + 1 }, localDateOf(nowMs));
}
