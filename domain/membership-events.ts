import type { LocalDate } from './calendar.ts';
import type { Membership, MembershipEventKind } from './membership.ts';
import type { ShareEntry } from './share-entry.ts';
import type { Source } from './source.ts';

/** Money of an event: where it comes from says under which id it is booked, so that it is booked once. */
type Money = { amountCents: number; sourceId: string };

/** What each event tells besides the day on which it happened. */
export type EventData = {
  apply: Pick<Membership, 'coopId' | 'memberNumber' | 'sequence'>;
  /** Change of co-op, at the new one: the share moves, and the time to fill it goes on (R34). */
  receive: Pick<Membership, 'coopId' | 'memberNumber' | 'sequence' | 'fillBy'> & Money & { fromCoopId: string };
  accept: object;
  refuse: object;
  pay: Money;
  fillByBonus: Money;
  remind: object;
  endUnfilled: object;
  resign: object;
  noticeExpulsion: object;
  /** When the member was told of the decision. */
  decideExpulsion: { notifiedOn: LocalDate };
  demandMeeting: object;
  dropExpulsion: object;
  /** `byMeeting`: the general meeting has decided, whose decision takes effect at once. */
  expel: { byMeeting: boolean };
  /** `on` is the day of death; the refund counts from the day on which the co-op learned of it (R30). */
  die: { learnedOn: LocalDate };
  transfer: { toCoopId: string; sourceId: string };
  /** All of the balance, or what a run has paid of it and has written off (R30): then the rest stays due. */
  refund: { sourceId: string; amountCents?: number; writtenOffCents?: number };
  /** All that is beyond a full share, or what a run has paid of it. */
  refundExcess: { sourceId: string; amountCents?: number };
  correct: Money & { corrects: string; note: string };
};

export type MembershipEvent<K extends MembershipEventKind = MembershipEventKind> = {
  [E in K]: { kind: E; on: LocalDate; source?: Source | undefined } & EventData[E];
}[K];

/** A membership and the entries of its share, as they stand. */
export type MembershipState = { membership: Membership; entries: readonly ShareEntry[] };
