import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { linkAt } from '../../../domain/household-link.ts';
import { accessLog, register } from '../../../functions/table/client.ts';

import { batchGet, withoutKeys } from '../../../functions/table/read.ts';
import { contentHash } from '../../../functions/table/receipt-item.ts';
import { withoutNetwork } from '../../fixtures/http-requests.ts';
import { aLink, aReceipt, noon } from '../../fixtures/recording.ts';

const { table, reset } = withoutNetwork();
beforeEach(reset);
afterEach(() => {
  vi.useRealTimers();
});

describe('linkAt', () => {
  const [from, until] = [noon, noon + 1_000];
  const links = [aLink({ householdId: 'first', from, until }), aLink({ householdId: 'second', from: until })];

  it.each([
    [from - 1, undefined],
    [from, 'first'],
    [until - 1, 'first'],
    [until, 'second'],
    [until * 2, 'second'],
  ])('at %i', (purchasedAt, householdId) => {
    expect(linkAt(links, purchasedAt)?.householdId).toBe(householdId);
    expect(linkAt(links.toReversed(), purchasedAt)?.householdId).toBe(householdId);
  });

  it('finds nothing where there is no link, or one of no time', () => {
    expect(linkAt(undefined, noon)).toBeUndefined();
    expect(linkAt([], noon)).toBeUndefined();
    expect(linkAt([aLink({ from: noon, until: noon })], noon)).toBeUndefined();
  });
});

describe('batchGet', () => {
  const db = { client: table as unknown as DynamoDBDocumentClient, tableName: 'register' };
  const keys = Array.from({ length: 3 }, (_, index) => ({ pk: `p${index}`, sk: 's' }));

  it('asks eight times for keys that stay unread, ever later, and says then that the table is busy', async () => {
    vi.useFakeTimers();
    table.on(BatchGetCommand).callsFake(({ RequestItems: asked }) => ({ Responses: {}, UnprocessedKeys: asked }));
    const refused = expect(batchGet(db, keys)).rejects.toMatchObject({ code: 'busy' });
    await vi.runAllTimersAsync();
    await refused;
    expect(table.commandCalls(BatchGetCommand)).toHaveLength(8);
  });

  it('asks again only for what is unread', async () => {
    vi.useFakeTimers();
    const asked: string[][] = [];
    table.on(BatchGetCommand).callsFake(({ RequestItems: { register: request } }) => {
      const [first, ...others] = request.Keys as { pk: string }[];
      asked.push(request.Keys.map(({ pk }: { pk: string }) => pk));
      return {
        Responses: { register: [first] },
        UnprocessedKeys: others.length === 0 ? {} : { register: { Keys: others } },
      };
    });
    const found = batchGet(db, keys, { consistent: true });
    await vi.runAllTimersAsync();
    expect((await found).map(({ pk }) => pk)).toEqual(['p0', 'p1', 'p2']);
    expect(asked).toEqual([['p0', 'p1', 'p2'], ['p1', 'p2'], ['p2']]);
    expect(table.commandCalls(BatchGetCommand)[0]?.args[0].input.RequestItems?.register?.ConsistentRead).toBe(true);
  });
});

describe('an item without its keys', () => {
  it('is what is left of it', () => {
    expect(withoutKeys({ pk: 'p', sk: 's', l: 'l', k: 'k', name: 'n' })).toEqual({ name: 'n' });
  });
});

describe('the hash of what a till sent', () => {
  it('has 16 bytes, and leaves out whose purchase it is', () => {
    const receipt = aReceipt();
    expect(contentHash(receipt)).toHaveLength(16);
    expect(contentHash({ ...receipt })).toEqual(contentHash(receipt));
    expect(contentHash({ ...receipt, totalCents: receipt.totalCents + 1 })).not.toEqual(contentHash(receipt));
  });
});

/** What the SDK's handler for Node can tell of itself, beyond what its type says. */
type NodeHttpHandler = { handle: (request: never) => Promise<unknown>; httpHandlerConfigs: () => unknown };

describe('the client', () => {
  it('ends a request whose time is over; without saying so the SDK only warns and waits on', async () => {
    const { client } = register();
    expect(accessLog().client).toBe(client);
    const requestHandler = client.config.requestHandler as NodeHttpHandler;
    // The handler's settings are known once it has been asked for anything.
    await requestHandler.handle({ protocol: 'none:' } as never).catch(() => undefined);
    expect(requestHandler.httpHandlerConfigs()).toMatchObject({ requestTimeout: 5_000, throwOnRequestTimeout: true });
  });
});
