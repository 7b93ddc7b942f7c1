import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AccessEvent, logAccess } from '../../functions/table/access-events.ts';
import { accessTable } from '../../functions/table/keys.ts';
import { noon, unique } from '../fixtures/recording.ts';
import { itemsUnder } from '../fixtures/recording-journal.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';
import { injectFaults } from '../fixtures/table-faults.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
});
afterAll(() => cloud?.stop());

type StaffEvent = Extract<AccessEvent, { actorKind?: 'STAFF' }>;
const anEvent = (overrides: Partial<StaffEvent> = {}): StaffEvent => ({
  staffId: `staff-${unique()}`,
  permission: 'register.read',
  purpose: 'customerRequest',
  action: 'READ',
  subject: { kind: 'HOUSEHOLD', id: `H${unique()}` },
  fieldGroups: ['purchases', 'benefits'],
  atMs: noon,
  requestId: `request-${unique()}`,
  ...overrides,
});
const personOf = ({ subject }: Pick<AccessEvent, 'subject'>) => `${subject.kind}/${subject.id.replaceAll('#', '/')}`;
const eventsOf = async (event: Pick<AccessEvent, 'subject'>) =>
  (await itemsUnder(cloud.accessLog, 'MINUTE#')).filter(({ person }) => person === personOf(event));
const throughIndex = async (index: 'byPerson' | 'byStaff', value: string) => {
  const { Items: items = [] } = await cloud.accessLog.client.send(
    new QueryCommand({
      TableName: cloud.accessLog.tableName,
      IndexName: accessTable[index].name,
      KeyConditionExpression: `${accessTable[index].partitionKey} = :value`,
      ExpressionAttributeValues: { ':value': value },
    }),
  );
  return items;
};
const retentionDays = 730;

describe('an access event', () => {
  it('says who, why, whom, what, when and in which request, until its term ends', async () => {
    const event = anEvent({ reason: 'asked by phone' });
    await logAccess(cloud.accessLog, event, retentionDays);
    const { subject, atMs: _at, ...rest } = event;
    expect(await eventsOf(event)).toEqual([
      expect.objectContaining({
        ...rest,
        pk: 'MINUTE#2026-10-31T10:00',
        actorKind: 'STAFF',
        subjectKind: 'HOUSEHOLD',
        subjectId: subject.id,
        at: '2026-10-31T10:00:00.000Z',
        expiresAt: noon / 1000 + retentionDays * 86_400,
      }),
    ]);
  });

  it('is found by the one who looked, in the order of time', async () => {
    const staffId = `staff-${unique()}`;
    for (const minutes of [2, 0, 1])
      await logAccess(cloud.accessLog, anEvent({ staffId, atMs: noon + minutes * 60_000 }), retentionDays);
    await logAccess(cloud.accessLog, anEvent(), retentionDays);
    await vi.waitFor(async () => {
      const items = await throughIndex('byStaff', staffId);
      expect(items.map(({ at }) => String(at).slice(11, 16))).toEqual(['10:00', '10:01', '10:02']);
    });
  });

  it('is found by the person, whoever looked and in whatever household', async () => {
    const subject = { kind: 'CUSTOMER', id: `${unique()}` } as const;
    await logAccess(cloud.accessLog, anEvent({ subject, atMs: noon + 60_000, purpose: 'audit' }), retentionDays);
    await logAccess(cloud.accessLog, [anEvent({ subject, via: 'HOUSEHOLD/H1' }), anEvent()], retentionDays);
    await vi.waitFor(async () => {
      const items = await throughIndex('byPerson', `CUSTOMER/${subject.id}`);
      expect(items.map(({ via, purpose }) => [via, purpose])).toEqual([
        ['HOUSEHOLD/H1', 'customerRequest'],
        [undefined, 'audit'],
      ]);
    });
  });

  it('of somebody else than staff is in no staff member’s list', async () => {
    const { staffId: _none, actorKind: _staff, ...event } = anEvent();
    await logAccess(cloud.accessLog, { ...event, actorKind: 'SYSTEM', actorId: 'retention' }, retentionDays);
    const [item] = await eventsOf(event);
    expect(item).toMatchObject({ actorKind: 'SYSTEM', actorId: 'retention' });
    expect(item).not.toHaveProperty('staffId');
  });

  it('is never written over', async () => {
    const event = anEvent({ purpose: 'audit' });
    await logAccess(cloud.accessLog, event, retentionDays);
    const other = logAccess(cloud.accessLog, { ...event, action: 'EXPORT' }, retentionDays);
    await expect(other).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect(await eventsOf(event)).toMatchObject([{ purpose: 'audit', action: 'READ' }]);
  });

  it('is written once, and the look goes on, when only the answer was lost', async () => {
    const log = cloud.anotherClient(cloud.accessLog);
    let attempts = 0;
    injectFaults(log, () => {
      attempts += 1;
      return attempts === 1 ? 'lostResponse' : undefined;
    });
    const event = anEvent();
    await logAccess(log, event, retentionDays);
    expect(attempts).toBe(2);
    expect(await eventsOf(event)).toHaveLength(1);
  });

  it('keeps the look from going on if it cannot be written', async () => {
    const log = cloud.anotherClient(cloud.accessLog);
    injectFaults(log, () => 'throttle');
    const event = anEvent();
    await expect(logAccess(log, event, retentionDays)).rejects.toThrow();
    expect(await eventsOf(event)).toEqual([]);
  });

  it('of a subject or request whose id holds the separator stays readable and its own', async () => {
    const event = anEvent({ subject: { kind: 'LISTING', id: `unmatched#${unique()}` }, requestId: 'a#b' });
    await logAccess(cloud.accessLog, event, retentionDays);
    const [item] = await eventsOf(event);
    expect(item).toMatchObject({ subjectId: event.subject.id, requestId: 'a#b' });
  });
});

describe('access events of one request', () => {
  const many = (count: number, overrides: Partial<StaffEvent> = {}): StaffEvent[] => {
    const request = anEvent(overrides);
    return Array.from({ length: count }, () => ({ ...request, subject: { kind: 'CUSTOMER', id: `${unique()}` } }));
  };
  const written = async (events: readonly StaffEvent[]) => {
    const wanted = new Set(events.map(personOf));
    return (await itemsUnder(cloud.accessLog, 'MINUTE#')).filter(({ person }) => wanted.has(String(person))).length;
  };

  it('are written together, also more than one transaction takes, and one that is told twice once', async () => {
    const events = many(205);
    await logAccess(cloud.accessLog, [...events, ...events.slice(0, 3)], retentionDays);
    expect(await written(events)).toBe(205);
  });

  it('are written once when only the answer was lost, or a part was there', async () => {
    const log = cloud.anotherClient(cloud.accessLog);
    let attempts = 0;
    injectFaults(log, () => {
      attempts += 1;
      return attempts === 1 ? 'lostResponse' : undefined;
    });
    const events = many(4);
    await logAccess(log, events, retentionDays);
    await logAccess(cloud.accessLog, events, retentionDays);
    expect(await written(events)).toBe(4);
    const grown = [...events.slice(2), ...many(3, { requestId: events[0]?.requestId ?? '' })];
    await logAccess(cloud.accessLog, grown, retentionDays);
    expect(await written(grown)).toBe(5);
  });

  it('let none of them be written over', async () => {
    const events = many(2);
    await logAccess(cloud.accessLog, events, retentionDays);
    const others = events.map((event, index) => (index === 1 ? { ...event, action: 'EXPORT' as const } : event));
    await expect(logAccess(cloud.accessLog, others, retentionDays)).rejects.toThrow();
    await expect(logAccess(cloud.accessLog, [...others, ...events], retentionDays)).rejects.toThrow(/same key/);
    expect((await eventsOf(events[1] as StaffEvent)).map(({ action }) => action)).toEqual(['READ']);
  });

  it('keep the look from going on if they cannot be written', async () => {
    const log = cloud.anotherClient(cloud.accessLog);
    injectFaults(log, () => 'throttle');
    const events = many(3);
    await expect(logAccess(log, events, retentionDays)).rejects.toThrow();
    expect(await written(events)).toBe(0);
  });

  it('none for none', async () => {
    await expect(logAccess(cloud.accessLog, [], retentionDays)).resolves.toBeUndefined();
  });
});
