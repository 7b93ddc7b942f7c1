import type { AccessEventView } from '../../contract/audit.ts';
import type { Difference } from '../audit/compare-table.ts';
import type { Verification } from '../audit/verify.ts';
import { formatCount, formatTime } from './figures.ts';
import { type Paint, printable } from './paint.ts';
import { list, table } from './table.ts';

type Fault = NonNullable<Verification['broken']>['fault'];

const faultTexts: Record<Fault, string> = {
  missing: 'it is not there, though later ones are',
  truncated: 'it is not there, though the table says that it was sealed',
  repeated: 'its number comes twice',
  unreadable: 'it is not in the form of a block',
  wrongHash: 'it was changed: its letters are not those that its hash was taken of',
  wrongSequence: 'it says another number than its name',
  wrongPrevious: 'it does not follow the block before, or that one was sealed anew',
  wrongTime: 'its time does not begin where that of the block before ends',
  eventOutside: 'it holds an event of another time',
  eventsOutOfOrder: 'its events are not in their order, or one is there twice',
  notTheHead: 'it is not the block that was sealed under this number',
  unknownToTable: 'the table does not know it, nor those after it',
};
const differenceTexts: Record<Difference['kind'], string> = {
  notSealed: 'the table has events that are not sealed',
  notInTable: 'the table has lost events',
  changed: 'the table says something else',
  otherLink: 'the table knows the block by another hash',
};
const utc = (minute: string): string => formatTime(`${minute}:00Z`);

/** What a verification found: the verdict first. */
export function renderVerification(found: Verification, paint: Paint): string {
  const { blocks, events, first, last, broken, differences, notKeptBefore } = found;
  const verdict = found.isWhole
    ? paint('green', 'The chain is whole.')
    : broken === null
      ? paint('red', 'The chain is whole, but the table differs from it.')
      : paint('red', `The chain is broken at block ${broken.sequence}: ${faultTexts[broken.fault]}.`);
  const facts = list(
    [
      [broken === null ? 'blocks' : 'sound before it', formatCount(blocks)],
      ['events', formatCount(events)],
      ['first', first && `block ${first.sequence}, from ${utc(first.from)}`],
      ['last', last && `block ${last.sequence}, until ${utc(last.until)}`],
      ['hash of the last', last?.hash],
      ['not looked at', notKeptBefore === null ? undefined : `blocks before ${notKeptBefore}`],
      ['end', found.isEndKnown ? undefined : 'not checked (--last-hash)'],
      ['table', differences === null ? 'not compared (--deep)' : undefined],
    ],
    paint,
  );
  const parts = [verdict, facts];
  if (differences !== null && differences.length > 0) {
    const rows = differences.map(({ minute, sequence, kind, count }) => [
      utc(minute),
      String(sequence),
      formatCount(count),
      differenceTexts[kind],
    ]);
    const columns = [
      { head: 'minute' },
      { head: 'block', align: 'right' as const },
      { head: 'events', align: 'right' as const },
      { head: 'what' },
    ];
    parts.push(table(columns, rows, paint));
  }
  return parts.join('\n\n');
}

/** Looks and changes, newest first. */
export function renderAccessEvents(events: readonly AccessEventView[], paint: Paint): string {
  if (events.length === 0) return 'Nobody looked.';
  const rows = events.map(({ at, actor, action, subject, via, purpose, reason, fieldGroups }) => [
    formatTime(at),
    printable(actor.name ?? actor.id),
    action.toLowerCase(),
    printable(`${subject.kind.toLowerCase()} ${subject.id}${via === null ? '' : ` (in ${via})`}`),
    printable(reason === null ? purpose : `${purpose}: ${reason}`),
    fieldGroups.join(' '),
  ]);
  const heads = ['when', 'who', 'what', 'whom', 'why', 'which data'];
  return table(
    heads.map((head) => ({ head })),
    rows,
    paint,
  );
}
