import { canonicalJson } from './canonical-json.ts';

/** An access event as it is stored: its place in the order of its minute, its instant, and whatever else it says. */
export type SealedEvent = { readonly sk: string; readonly at: string; readonly [name: string]: unknown };

/**
 * The access events of `from` ≤ minute < `until` (UTC, `yyyy-mm-ddThh:mm`), sealed: it carries the hash of the block before, and its own
 * time begins where that one's ends. So nothing can be changed, left out, put in or moved without breaking the chain, and
 * where nobody looked at anything that is sealed as well.
 */
export type AuditBlock = {
  readonly format: 1;
  readonly sequence: number;
  readonly previous: string;
  readonly from: string;
  readonly until: string;
  readonly events: readonly SealedEvent[];
};

/** SHA-256 of a text's UTF-8, in hexadecimal digits; given by the caller, since this room is free of Node. */
export type Sha256 = (text: string) => string;

/** How far the log is sealed: the newest block. */
export type ChainHead = { readonly sequence: number; readonly hash: string; readonly until: string };

/** What the table says of an event only so that it can be found: not part of what is sealed. */
export function sealedEventOf(item: Readonly<Record<string, unknown>>): SealedEvent {
  const { pk: _minute, person: _subject, ...event } = item;
  return event as SealedEvent;
}

/** Before the first block, whose `previous` this is. */
export const noHash = '0'.repeat(64);

/** Where the access log has the events of a minute, and where the links of the blocks: whoever verifies the log reads both. */
export const minutePartition = (minute: string): string => `MINUTE#${minute}`;
export const chainPartition = 'CHAIN';
/** The number of a block as text that sorts; twelve digits last for a million years of minutes. */
export const sequenceText = (sequence: number): string => String(sequence).padStart(12, '0');

/** A block's name in its store. */
export const blockName = (sequence: number): string => `${sequenceText(sequence)}.json`;
/** The number that a block's name says, undefined for other names. */
export function sequenceOfName(name: string): number | undefined {
  const digits = /(?:^|\/)(\d{12})\.json$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * A block as it is stored: `{"hash":"…","block":{…}}`, the hash being that of the block's canonical JSON, letter by letter. A function
 * of the block alone, so that whoever seals the same events writes the same bytes.
 */
export function textOfBlock(block: AuditBlock, sha256: Sha256): { text: string; hash: string } {
  const json = canonicalJson(block);
  const hash = sha256(json);
  return { text: `{"hash":"${hash}","block":${json}}`, hash };
}

/** The events of a block in their order: that of their keys, by UTF-16 units, whatever order a store has. */
export const inOrder = (events: readonly SealedEvent[]): SealedEvent[] =>
  events.toSorted((a, b) => (a.sk < b.sk ? -1 : 1));

/** The block after `head`. */
export const nextBlock = (head: ChainHead, until: string, events: readonly SealedEvent[]): AuditBlock => ({
  format: 1,
  sequence: head.sequence + 1,
  previous: head.hash,
  from: head.until,
  until,
  events: inOrder(events),
});

const stored = /^\{"hash":"([0-9a-f]{64})","block":(.*)\}$/s;
const hexHash = /^[0-9a-f]{64}$/;
const minute = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** What a stored text says, or why it says nothing: not in the form of a block, or its hash is not that of its letters. */
export function readBlock(
  text: string,
  sha256: Sha256,
): { block: AuditBlock; hash: string } | { fault: 'unreadable' | 'wrongHash' } {
  const [, hash, json] = stored.exec(text) ?? [];
  if (hash === undefined || json === undefined) return { fault: 'unreadable' };
  if (sha256(json) !== hash) return { fault: 'wrongHash' };
  let block: unknown;
  try {
    block = JSON.parse(json);
  } catch {
    return { fault: 'unreadable' };
  }
  return isBlock(block) ? { block, hash } : { fault: 'unreadable' };
}

/** By hand, not by a schema: a year has millions of events, and of each only key and instant matter here. */
function isBlock(value: unknown): value is AuditBlock {
  if (typeof value !== 'object' || value === null) return false;
  const { format, sequence, previous, from, until, events } = value as Record<string, unknown>;
  return (
    format === 1 &&
    Number.isSafeInteger(sequence) &&
    typeof previous === 'string' &&
    hexHash.test(previous) &&
    typeof from === 'string' &&
    minute.test(from) &&
    typeof until === 'string' &&
    minute.test(until) &&
    Array.isArray(events) &&
    events.every(isEvent)
  );
}

function isEvent(value: unknown): value is SealedEvent {
  if (typeof value !== 'object' || value === null) return false;
  const { sk, at } = value as Record<string, unknown>;
  return typeof sk === 'string' && typeof at === 'string' && sk.startsWith(`${at}#`);
}
