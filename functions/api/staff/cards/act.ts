import { actOnCard } from '../../../../contract/cards.ts';
import type { BodyOf } from '../../../../contract/endpoint.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { settings } from '../../../runtime/env.ts';
import { numbersToTry } from '../../../runtime/idempotency.ts';
import { answers } from '../../../runtime/serve.ts';
import {
  activatedCard,
  allowedCard,
  type ChangedCard,
  cardWrites,
  endedCard,
  linkedCard,
  replacedCard,
} from '../../../table/card-change.ts';
import type { CardFile } from '../../../table/card-file.ts';
import { finishGathering, gatherFor } from '../../../table/card-gathering.ts';
import { type Register, register } from '../../../table/client.ts';
import { type HouseholdFile, householdFile } from '../../../table/household-file.ts';
import { linkedPersons, placementAt } from '../../../table/person-links.ts';
import { commit, stale } from '../../../table/transaction.ts';
import { viewOfCard } from './view.ts';

type Body = BodyOf<typeof actOnCard>;
type Changed = { old: ChangedCard; fresh?: ChangedCard };

/**
 * One transaction changes the card and its links; then the receipts that waited are gathered. If the process dies between, the card says that it is
 * still gathering, and `link` finishes it.
 */
export const actOnCardEndpoint = answers(actOnCard, async ({ body, subjects, requestId, nowMs }) => {
  const db = register();
  const file = subjects.cardNumber;
  const { customerNumber } = file.holder.customer;
  if (file.card.version !== body.version) throw new DomainError(stale.code, stale.detail);
  const { old, fresh } = decided(body, file, await householdOfHolder(db, file, nowMs), nowMs);
  const replacement = fresh === undefined ? undefined : { ...fresh, source: body.source };
  const { writes, stored } = cardWrites(file, old, replacement, { nowMs, reason: body.reason });
  const dryRun = body.dryRun === true;
  await commit(db, writes, { dryRun });
  const context = { nowMs, newToken: () => requestId };
  const gathered = await gatherFor(db, old, context, dryRun);
  const [changed, made] = stored;
  if (changed === undefined) throw new Error('a change of a card leaves a card');
  const card = dryRun ? changed : await finishGathering(db, customerNumber, changed);
  return {
    card: viewOfCard(card, old.links, customerNumber, nowMs),
    replacement: made === undefined ? null : viewOfCard(made, fresh?.links ?? [], customerNumber, nowMs),
    gathered,
    dryRun,
  };
});

function decided(body: Body, file: CardFile, household: HouseholdFile | undefined, nowMs: number): Changed {
  const at = { nowMs, rules: settings() };
  switch (body.action) {
    case 'activate':
      return { old: allowedCard(activatedCard(file, household, body.linkFrom, at)) };
    case 'link':
      return { old: allowedCard(linkedCard(file, household, body.linkFrom, at)) };
    case 'block':
      return { old: allowedCard(endedCard(file, 'block', body.blockReason, nowMs)) };
    case 'cancel':
      return { old: allowedCard(endedCard(file, 'cancel', undefined, nowMs)) };
    case 'replace': {
      // A function of what is replaced: the same request leads to the same number.
      const [made = ''] = numbersToTry('card', `replaces|${body.cardNumber}|${body.version}`);
      return allowedCard(replacedCard(file, household, body.issuedCardNumber ?? made, at));
    }
  }
}

/** The household that the holder is in now. */
async function householdOfHolder(
  db: Register,
  { holder }: CardFile,
  nowMs: number,
): Promise<HouseholdFile | undefined> {
  const [person] = await linkedPersons(db, [holder]);
  const place = person === undefined ? undefined : placementAt(person, nowMs);
  return place === undefined ? undefined : await householdFile(db, place.householdId);
}
