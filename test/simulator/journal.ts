import type { Receipt } from '../../domain/receipt.ts';
import type { Item } from './conditions.ts';
import { helsinkiMonth } from './helsinki.ts';

/**
 * What really happened, kept apart from the register: what the tills sent, whose card was whose when, what staff did. Invariants hold the
 * register against it.
 */
export type Place = { householdId: string; coopId: string };
export type Entry = {
  /** As it was first sent: what else came under its identity does not count. */
  receipt: Receipt;
  month: string;
  /** A message with it was worked off: from now on it must be there. */
  mustBeThere: boolean;
  /** To whom staff moved it last. */
  movedTo: string | undefined;
  /** Where the register had it: since when by its own time, and when that was seen. */
  history: { sinceMs: number; seenMs: number; place: Place | undefined }[];
  /** As it was last looked at. */
  seen: Item | undefined;
};
type Link = { householdId: string; fromMs: number; untilMs: number };

export type Journal = {
  entries: ReadonlyMap<string, Entry>;
  /** A till has sent it, perhaps again. */
  sent: (receipt: Receipt) => Entry;
  /** From an instant on a card's purchases go to a household. */
  link: (card: string, householdId: string, fromMs: number) => void;
  unlink: (card: string, atMs: number) => void;
  /** Whose it is, by the links of its card and by what staff moved. */
  ownerOf: (entry: Entry) => string | undefined;
  /** From a month on a household counts in a co-op. */
  countsIn: (householdId: string, coopId: string, fromMonth: string) => void;
  coopIn: (householdId: string, month: string) => string;
  coopsOf: (householdId: string) => readonly string[];
};

/** How the table keys a receipt, written down here once more. */
export const placeInLedger = ({ outletId, businessDay, terminalId, receiptId }: Receipt): string =>
  `R#${outletId}#${businessDay.replaceAll('-', '')}|${terminalId}#${receiptId}`;

export function newJournal(): Journal {
  const entries = new Map<string, Entry>();
  const links = new Map<string, Link[]>();
  const coops = new Map<string, { coopId: string; fromMonth: string }[]>();
  const ended = (card: string, atMs: number): Link[] =>
    (links.get(card) ?? [])
      .filter(({ fromMs }) => fromMs < atMs)
      .map((link) => ({ ...link, untilMs: Math.min(link.untilMs, atMs) }));
  return {
    entries,
    sent: (receipt) => {
      const key = placeInLedger(receipt);
      const known = entries.get(key);
      if (known !== undefined) return known;
      const month = helsinkiMonth(receipt.purchasedAt);
      const entry: Entry = { receipt, month, mustBeThere: false, movedTo: undefined, history: [], seen: undefined };
      entries.set(key, entry);
      return entry;
    },
    link: (card, householdId, fromMs) => {
      links.set(card, [...ended(card, fromMs), { householdId, fromMs, untilMs: Number.POSITIVE_INFINITY }]);
    },
    unlink: (card, atMs) => void links.set(card, ended(card, atMs)),
    ownerOf: ({ movedTo, receipt: { identifier, purchasedAt } }) =>
      movedTo ??
      links.get(identifier.value)?.find(({ fromMs, untilMs }) => fromMs <= purchasedAt && purchasedAt < untilMs)
        ?.householdId,
    countsIn: (householdId, coopId, fromMonth) => {
      const before = (coops.get(householdId) ?? []).filter((one) => one.fromMonth < fromMonth);
      coops.set(householdId, [...before, { coopId, fromMonth }]);
    },
    coopIn: (householdId, month) =>
      coops.get(householdId)?.findLast(({ fromMonth }) => fromMonth <= month)?.coopId ?? 'none',
    coopsOf: (householdId) => [...new Set((coops.get(householdId) ?? []).map(({ coopId }) => coopId))],
  };
}

/** Where a receipt was before an instant, by the register's own times. */
export function placeBefore({ history }: Entry, beforeMs: number): Place | undefined {
  return history.findLast(({ sinceMs }) => sinceMs < beforeMs)?.place;
}
