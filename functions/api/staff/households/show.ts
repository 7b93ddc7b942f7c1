import { showHousehold } from '../../../../contract/households.ts';
import { localDateOf, localTimeOf } from '../../../../domain/calendar.ts';
import { cardStatusOn } from '../../../../domain/card.ts';
import { linkAt } from '../../../../domain/household-link.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { balanceOf } from '../../../table/household-balance.ts';
import { personsOn, placementsOf } from '../../../table/household-file.ts';
import { lastChanges } from '../../../table/household-history.ts';
import { identifierText } from '../../../table/keys.ts';
import { findLinkedPersons, identifierOfCard } from '../../../table/person-links.ts';
import { viewOfFile } from './view.ts';

const shownChanges = 50;

/** The household with the cards of its present persons: a request for each of them, and one for all their links. */
export const showHouseholdEndpoint = answers(showHousehold, async ({ subjects, caller, nowMs }) => {
  const db = register();
  const file = subjects.householdId;
  const today = localDateOf(nowMs);
  const places = placementsOf(file).filter(({ coopId }) => caller.coopIds.includes(coopId));
  const [balances, persons, changes] = await Promise.all([
    Promise.all(places.map((place) => balanceOf(db, place))),
    findLinkedPersons(
      db,
      personsOn(file, today).map(({ customerNumber }) => customerNumber),
    ),
    lastChanges(db, file.household.householdId, shownChanges),
  ]);
  return {
    household: viewOfFile(file, nowMs),
    cards: persons.flatMap(({ file: { customer, cards }, links }) =>
      cards.map((card) => {
        const link = linkAt(links.get(identifierText(identifierOfCard(card))), nowMs);
        return {
          customerNumber: customer.customerNumber,
          cardNumber: card.cardNumber,
          type: card.type,
          status: cardStatusOn(card, today),
          linkedFrom: link === undefined ? null : localTimeOf(link.from),
          linkedUntil: link?.until === undefined ? null : localTimeOf(link.until),
        };
      }),
    ),
    history: changes.map(({ version, at, action, reason }) => ({
      version,
      at: localTimeOf(at),
      action,
      reason: reason ?? null,
    })),
    balances: balances.filter((balance) => balance !== undefined),
  };
});
