import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  type ChainHead,
  nextBlock,
  noHash,
  type SealedEvent,
  sealedEventOf,
  textOfBlock,
} from '../domain/audit-chain.ts';
import type { StoredBlock } from '../domain/audit-verification.ts';
import { type AccessEvent, logAccess } from '../functions/table/access-events.ts';
import type { PlainItem } from './rules/item-size.ts';

const retentionDays = 730;
const began = Date.parse('2026-01-01T00:00:00Z');

/** The events of one read: one person's page, or a household's page, which shows its persons as well. */
export function eventsOfRead(people: number, read: number, atMs: number): AccessEvent[] {
  const household = `H${String(read % 1_000_000).padStart(6, '0')}`;
  return Array.from({ length: people }, (_, index) => ({
    staffId: '6f2d0a3e-8c1b-4a57-9d6e-3b1f0c7a5e42',
    permission: 'register.read',
    purpose: 'customerRequest',
    action: 'READ',
    subject:
      people > 1 && index === 0
        ? { kind: 'HOUSEHOLD', id: household }
        : { kind: 'CUSTOMER', id: String(1_000_000 + read * 10 + index) },
    ...(index > 0 && { via: `HOUSEHOLD/${household}` }),
    fieldGroups: ['name', 'contact', 'basic', 'membership', 'share', 'household', 'benefitAccount', 'card', 'services'],
    atMs,
    requestId: `JKJaX${String(read).padStart(8, '0')}PvHcES=`,
  }));
}

/** What {@link logAccess} sends for these events: the items of each call. */
export async function itemsWritten(events: readonly AccessEvent[]): Promise<PlainItem[][]> {
  const calls: PlainItem[][] = [];
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-north-1' }));
  client.middlewareStack.add(
    () => async (args) => {
      const { Item, TransactItems } = args.input as {
        Item?: PlainItem;
        TransactItems?: { Put: { Item: PlainItem } }[];
      };
      calls.push(TransactItems?.map(({ Put }) => Put.Item) ?? (Item === undefined ? [] : [Item]));
      return { output: { $metadata: {} }, response: {} };
    },
    { step: 'initialize', name: 'itemsWritten' },
  );
  await logAccess({ client, tableName: 'AccessEvents' }, events, retentionDays);
  return calls;
}

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** A chain of so many events, so many in each block, as the sealer makes it: each is a stored event with another time and subject. */
export async function chainOf(
  events: number,
  perBlock: number,
): Promise<{ blocks: StoredBlock[]; head: ChainHead; bytes: number }> {
  const [[item]] = (await itemsWritten(eventsOfRead(1, 1, began))) as [[PlainItem]];
  const stored = sealedEventOf(item);
  let head: ChainHead = { sequence: 0, hash: noHash, until: minuteOf(began) };
  const blocks: StoredBlock[] = [];
  let bytes = 0;
  for (let read = 0; read < events; read += perBlock) {
    const minuteMs = began + (read / perBlock) * 60_000;
    const ofMinute = Array.from({ length: perBlock }, (_, index): SealedEvent => {
      const at = new Date(minuteMs + Math.floor((index * 60_000) / perBlock)).toISOString();
      const id = String(1_000_000 + read + index);
      return { ...stored, at, sk: `${at}#${stored.requestId}#CUSTOMER/${id}`, subjectId: id };
    });
    const { text, hash } = textOfBlock(nextBlock(head, minuteOf(minuteMs + 60_000), ofMinute), sha256);
    head = { sequence: head.sequence + 1, hash, until: minuteOf(minuteMs + 60_000) };
    blocks.push({ sequence: head.sequence, text });
    bytes += Buffer.byteLength(text);
  }
  return { blocks, head, bytes };
}

const minuteOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
