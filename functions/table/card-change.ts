import { localDateOf } from '../../domain/calendar.ts';
import {
  type Card,
  type CardRefusal,
  type CardRules,
  cardEndMs,
  cardRefusals,
  linkStart,
  replaceCard,
  stepCard,
} from '../../domain/card.ts';
import { DomainError } from '../../domain/errors.ts';
import { endedLinks, type HouseholdLink, linkAt, overlapsLink } from '../../domain/household-link.ts';
import type { CardFile } from './card-file.ts';
import type { CustomerFile } from './customer-file.ts';
import { historyWrite } from './customer-history.ts';
import { type HouseholdFile, householdLinks } from './household-file.ts';
import type { StoredCard } from './items.ts';
import { cardKey, customerKey, identifierKey } from './keys.ts';
import { identifierOfCard, linksWrite } from './person-links.ts';
import { putNew, putOver, type Write } from './transaction.ts';

/** A card after a change, with its links; `gatherFromMs`: receipts that waited since then are given to the household. */
export type ChangedCard = { card: Card; links: HouseholdLink[]; gatherFromMs?: number };
type Refused = { refused: CardRefusal };
type At = { nowMs: number; rules: CardRules };

/** @throws DomainError cardStateConflict */
export function allowedCard<T extends object>(decided: T | Refused): T {
  if ('refused' in decided) throw new DomainError('cardStateConflict', cardRefusals[decided.refused]);
  return decided;
}

/** Takes a card into use; with a day, from its beginning on. @param household of the holder, undefined if in none */
export function activatedCard(
  { card, links }: Pick<CardFile, 'card' | 'links'>,
  household: HouseholdFile | undefined,
  fromDay: string | undefined,
  at: At,
): ChangedCard | Refused {
  const stepped = stepCard(card, 'activate', localDateOf(at.nowMs));
  if ('refused' in stepped) return stepped;
  const linked = linkedCard({ card: stepped.card, links }, household, fromDay, at);
  // A person without household may have a card; it is linked when they join one.
  if ('refused' in linked && linked.refused === 'notInHousehold' && fromDay === undefined)
    return { card: stepped.card, links };
  return linked;
}

/** Links a card that is in use, or takes the beginning of its link further back (domain.md 6 #6, #8). */
export function linkedCard(
  { card, links }: { card: Card; links: HouseholdLink[] },
  household: HouseholdFile | undefined,
  fromDay: string | undefined,
  { nowMs, rules }: At,
): ChangedCard | Refused {
  if (card.status !== 'ACTIVE') return { refused: 'notActive' };
  if (household === undefined) return { refused: 'notInHousehold' };
  const start = linkStart(fromDay, nowMs, localDateOf(nowMs), rules);
  if ('refused' in start) return start;
  const present = linkAt(links, nowMs);
  const begun = present === undefined ? undefined : beginningOf(links, present);
  const fromMs = Math.min(start.fromMs, begun ?? start.fromMs);
  if (begun !== undefined && fromMs >= begun) return { card, links, gatherFromMs: begun };
  const untilMs = begun ?? cardEndMs(card);
  if (overlapsLink(links, fromMs, untilMs)) return { refused: 'linkedThen' };
  const added = householdLinks(household, fromMs, untilMs);
  return { card, links: [...links, ...added].toSorted((a, b) => a.from - b.from), gatherFromMs: fromMs };
}

/** Where the present stay at the household began: a change of co-op splits it into several links. */
function beginningOf(links: readonly HouseholdLink[], present: HouseholdLink): number {
  const before = links.find(({ until, householdId }) => until === present.from && householdId === present.householdId);
  return before === undefined ? present.from : beginningOf(links, before);
}

/** Blocks or cancels: the link ends at this instant. */
export function endedCard(
  { card, links }: Pick<CardFile, 'card' | 'links'>,
  action: 'block' | 'cancel',
  blocked: Card['blocked'],
  nowMs: number,
): ChangedCard | Refused {
  const more = blocked === undefined ? {} : { blocked };
  const stepped = stepCard(card, action, localDateOf(nowMs), more);
  return 'refused' in stepped ? stepped : { card: stepped.card, links: endedLinks(links, nowMs) };
}

/** The old card's link ends, and the new one's begins, at this instant. */
export function replacedCard(
  { card, links }: Pick<CardFile, 'card' | 'links'>,
  household: HouseholdFile | undefined,
  cardNumber: string,
  { nowMs, rules }: At,
): { old: ChangedCard; fresh: ChangedCard } | Refused {
  const replaced = replaceCard(card, cardNumber, localDateOf(nowMs), rules);
  if ('refused' in replaced) return replaced;
  const { old, fresh } = replaced;
  return {
    old: { card: old, links: endedLinks(links, nowMs) },
    fresh: {
      card: fresh,
      links: household === undefined ? [] : householdLinks(household, nowMs, cardEndMs(fresh)),
    },
  };
}

/**
 * The writes of a change of a card: facts, links, what it was before, and the next version of the holder, which guards the links.
 * @param fresh a new card, with what else is kept of it
 */
export function cardWrites(
  { card: before, holder }: { card?: StoredCard; holder: CustomerFile },
  changed: ChangedCard | undefined,
  fresh: (ChangedCard & Pick<StoredCard, 'source' | 'createdBy'>) | undefined,
  said: { nowMs: number; reason?: string | undefined },
): { writes: Write[]; stored: StoredCard[] } {
  const { customer } = holder;
  const { customerNumber } = customer;
  const stored: StoredCard[] = [];
  const writes: Write[] = [
    putOver(customerKey(customerNumber), { ...customer, version: customer.version + 1 }, customer.version),
    historyWrite(customerNumber, {
      version: customer.version + 1,
      at: said.nowMs,
      action: 'CARD_CHANGED',
      fields: [],
      replaced: {},
      ...(before === undefined ? {} : { card: before }),
      ...(said.reason === undefined ? {} : { reason: said.reason }),
    }),
  ];
  if (before !== undefined && changed !== undefined) {
    const { gathering: _, ...kept } = before;
    const next = { ...kept, ...changed.card, ...gatheringOf(changed), version: before.version + 1 };
    stored.push(next);
    writes.push(
      putOver(cardKey(customerNumber, before.cardNumber), next, before.version),
      linksWrite(identifierOfCard(before), changed.links, customerNumber),
    );
  }
  if (fresh !== undefined) {
    const { card, links, source, createdBy } = fresh;
    const made: StoredCard = { ...card, version: 1, source, ...(createdBy === undefined ? {} : { createdBy }) };
    stored.push(made);
    writes.push(
      putNew(cardKey(customerNumber, card.cardNumber), made, takenNumber),
      putNew(identifierKey(identifierOfCard(card)), { links, holderCustomerNumber: customerNumber }, takenNumber),
    );
  }
  return { writes, stored };
}

const gatheringOf = ({ gatherFromMs }: ChangedCard) =>
  gatherFromMs === undefined ? {} : { gathering: { fromMs: gatherFromMs } };

const takenNumber = {
  code: 'alreadyRegistered',
  detail: 'The register has a card with this number already.',
} as const;
