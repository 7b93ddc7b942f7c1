import type { MembershipAct } from '../../contract/memberships.ts';

/** A command of `member` whose act needs to be told nothing but its day. */
type PlainKind = Exclude<MembershipAct['kind'], 'pay' | 'decideExpulsion' | 'expel' | 'die' | 'correct'>;
export type PlainAct = { name: string; kind: PlainKind; description: string };

/** What can be done with a membership by its day alone; the register says what is possible now. */
export const plainActs: readonly PlainAct[] = [
  { name: 'accept', kind: 'accept', description: 'the board has accepted the application' },
  { name: 'refuse', kind: 'refuse', description: 'the board has refused the application; with --reason' },
  { name: 'remind', kind: 'remind', description: 'the member was reminded to fill the share' },
  { name: 'end-unfilled', kind: 'endUnfilled', description: 'end a membership whose share was not filled in time' },
  { name: 'resign', kind: 'resign', description: 'the notice of resignation was received' },
  { name: 'notice-expulsion', kind: 'noticeExpulsion', description: 'notice of an expulsion was given; with --reason' },
  { name: 'demand-meeting', kind: 'demandMeeting', description: 'the member demands that the general meeting decides' },
  { name: 'drop-expulsion', kind: 'dropExpulsion', description: 'the member is not expelled; with --reason' },
  { name: 'refund', kind: 'refund', description: 'the balance of an ended membership was refunded' },
  { name: 'refund-excess', kind: 'refundExcess', description: 'what was beyond a full share was refunded' },
];
