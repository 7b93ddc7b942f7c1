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

const anEvent = (overrides: Partial<AccessEvent> = {}): AccessEvent => ({
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
const eventsOf = ({ subject }: AccessEvent) => itemsUnder(cloud.accessLog, `${subject.kind}#${subject.id}`);
const retentionDays = 730;

describe('an access event', () => {
  it('says who, why, whom, what, when and in which request, until its term ends', async () => {
    const event = anEvent({ reason: 'asked by phone' });
    await logAccess(cloud.accessLog, event, retentionDays);
    const { subject, atMs: _at, ...rest } = event;
    expect(await eventsOf(event)).toEqual([
      expect.objectContaining({
        ...rest,
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
      const { Items: items = [] } = await cloud.accessLog.client.send(
        new QueryCommand({
          TableName: cloud.accessLog.tableName,
          IndexName: accessTable.byStaff.name,
          KeyConditionExpression: 'staffId = :staff',
          ExpressionAttributeValues: { ':staff': staffId },
        }),
      );
      expect(items.map(({ at }) => String(at).slice(11, 16))).toEqual(['10:00', '10:01', '10:02']);
    });
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
    const [item] = await itemsUnder(cloud.accessLog, `LISTING#${event.subject.id.replace('#', '/')}`);
    expect(item).toMatchObject({ subjectId: event.subject.id, requestId: 'a#b' });
  });
});
