import { orderCard } from '../../../../contract/cards.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { orderCard as decideOrder } from '../../../../domain/card.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { settings } from '../../../runtime/env.ts';
import { creationMark, numbersToTry } from '../../../runtime/idempotency.ts';
import { answers } from '../../../runtime/serve.ts';
import { allowedCard, cardWrites } from '../../../table/card-change.ts';
import { cardFile } from '../../../table/card-file.ts';
import { type Register, register } from '../../../table/client.ts';
import { householdFile } from '../../../table/household-file.ts';
import { candidateOf, findLinkedPersons, type LinkedPerson, linkedPersons } from '../../../table/person-links.ts';
import { commit } from '../../../table/transaction.ts';
import { viewOfCard } from './view.ts';

/** One transaction makes the card and takes its number. Sent again, the key leads to the same number and finds what was made. */
export const orderCardEndpoint = answers(orderCard, async ({ body, subjects, nowMs }) => {
  const db = register();
  const holder = subjects.customerNumber;
  const { customerNumber } = holder.customer;
  const { type, coopId, idempotencyKey, source } = body;
  const dryRun = body.dryRun === true;
  const createdBy = creationMark(`${idempotencyKey}|${customerNumber}|${coopId}|${type}`);
  const made = holder.cards.find((card) => card.createdBy === createdBy);
  if (made !== undefined) {
    const file = await cardFile(db, made.cardNumber);
    const card = viewOfCard(made, file?.links ?? [], customerNumber, nowMs);
    return { card, replacement: null, gathered: 0, dryRun };
  }
  const [person] = await linkedPersons(db, [holder]);
  if (person === undefined) throw new Error('the holder was read and is not there');
  const { isAlive } = candidateOf(person, nowMs);
  const memberships = await membershipsFor(db, person, nowMs);
  const cardNumber = body.issuedCardNumber ?? (await freeNumber(db, idempotencyKey));
  const order = { cardNumber, type, coopId, isAlive, memberships };
  const { card } = allowedCard(decideOrder(order, holder.cards, localDateOf(nowMs), settings()));
  const fresh = { card, links: [], source, createdBy };
  const { writes, stored } = cardWrites({ holder }, undefined, fresh, { nowMs, reason: body.reason });
  await commit(db, writes, { dryRun });
  const [ordered] = stored;
  if (ordered === undefined) throw new Error('an order makes a card');
  return { card: viewOfCard(ordered, [], customerNumber, nowMs), replacement: null, gathered: 0, dryRun };
});

/** Co-ops whose membership can carry a card of the person: their own, and those of the head of their household (R43, R47). */
async function membershipsFor(db: Register, person: LinkedPerson, nowMs: number): Promise<string[]> {
  const { memberOf, householdId } = candidateOf(person, nowMs);
  const household = householdId === undefined ? undefined : await householdFile(db, householdId);
  const head = household?.household.headCustomerNumber;
  const [found] = head === undefined ? [] : await findLinkedPersons(db, [head]);
  return [...memberOf, ...(found === undefined ? [] : candidateOf(found, nowMs).memberOf)];
}

async function freeNumber(db: Register, idempotencyKey: string): Promise<string> {
  for (const cardNumber of numbersToTry('card', idempotencyKey))
    if ((await cardFile(db, cardNumber)) === undefined) return cardNumber;
  throw new DomainError('busy', 'No number was free for this key; choose a new idempotencyKey.');
}
