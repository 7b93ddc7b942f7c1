import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { accessByPersonEndpoint, accessByStaffEndpoint } from '../../functions/api/staff/audit/access-events.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { type AccessEvent, logAccess } from '../../functions/table/access-events.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { answerOf, httpEvent, type TestAnswer } from '../fixtures/http-requests.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { noon, putItems, unique } from '../fixtures/recording.ts';
import { itemsUnder } from '../fixtures/recording-journal.ts';
import { householdItemOf } from '../fixtures/register-items.ts';
import { settings, settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

logLines();
let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
  for (const [name, value] of Object.entries({
    ...cloud.env,
    REGISTER_TABLE: cloud.register.tableName,
    ACCESS_TABLE: cloud.accessLog.tableName,
    SETTINGS: settingsText,
  }))
    vi.stubEnv(name, value);
  const staff = { auditor: ['havu'], clerk: ['havu', 'koivu'], 'of-koivu': ['koivu'], left: [] };
  await putItems(cloud.register, [
    ...Object.entries(staff).map(([staffId, coopIds]) =>
      itemOfStaffMember(demoStaffMember({ staffId, name: `Name of ${staffId}`, coopIds, employerCompanyId: 'havu' })),
    ),
    itemOfCompany(demoCompany({ companyId: 'havu' })),
    householdItemOf({ householdId: 'H000009', coopId: 'koivu' }),
  ]);
});
afterAll(() => cloud?.stop());

let householdId: string;
beforeEach(async () => {
  householdId = `H${String(Number(unique()) + 100_000).slice(-6)}`;
  await putItems(cloud.register, [householdItemOf({ householdId, coopId: 'havu' })]);
});

const handler = serveStaff([accessByPersonEndpoint, accessByStaffEndpoint], () => noon);
let requests = 0;
async function ask(path: string, body: object, groups = '[audit]'): Promise<TestAnswer> {
  requests += 1;
  const claims = { token_use: 'access', sub: 'auditor', 'cognito:groups': groups };
  const event = httpEvent({
    route: `POST /v1/staff/access-events/${path}`,
    body: JSON.stringify({ purpose: 'audit', ...body }),
    claims,
  });
  event.requestContext.requestId = `asking-${requests}`;
  return answerOf(await handler(event, {} as never));
}
const eventsIn = ({ body }: TestAnswer) => body.events as { at: string; requestId: string; actor: { id: string } }[];
const cursorIn = ({ body }: TestAnswer) => body.cursor as string | undefined;

async function looks(count: number, overrides: Partial<Extract<AccessEvent, { actorKind?: 'STAFF' }>> = {}) {
  const events = Array.from(
    { length: count },
    (_, index): AccessEvent => ({
      staffId: 'clerk',
      permission: 'register.read',
      purpose: 'customerRequest',
      action: 'READ',
      subject: { kind: 'HOUSEHOLD', id: householdId },
      fieldGroups: ['purchases'],
      atMs: noon - 86_400_000 * 3 + index * 60_000,
      requestId: `look-${unique()}`,
      ...overrides,
    }),
  );
  await logAccess(cloud.accessLog, events, settings.accessEventRetentionDays);
  return events.map(({ requestId }) => requestId);
}

describe('who looked at a household', () => {
  it('is told newest first, with who, why, which data, and in whose data it was seen', async () => {
    const [first = '', second = ''] = await looks(2, { via: 'CARD', reason: 'asked by phone' });
    const answer = await vi.waitFor(async () => {
      const page = await ask('by-person', { householdId, until: '2026-10-30' });
      expect(eventsIn(page)).toHaveLength(2);
      return page;
    });
    expect(eventsIn(answer).map(({ requestId }) => requestId)).toEqual([second, first]);
    expect(eventsIn(answer)[1]).toEqual({
      at: '2026-10-28T12:00:00+02:00',
      actor: { kind: 'STAFF', id: 'clerk', name: 'Name of clerk', employerCompanyId: 'havu' },
      permission: 'register.read',
      purpose: 'customerRequest',
      reason: 'asked by phone',
      action: 'READ',
      subject: { kind: 'HOUSEHOLD', id: householdId },
      via: 'CARD',
      fieldGroups: ['purchases'],
      requestId: first,
    });
    expect(cursorIn(answer)).toBeUndefined();
  });

  it('comes page by page to the end, each look once', async () => {
    const all = (await looks(205)).toReversed();
    await vi.waitFor(async () => {
      const seen: string[] = [];
      const sizes: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await ask('by-person', { householdId, until: '2026-10-30', ...(cursor && { cursor }) });
        seen.push(...eventsIn(page).map(({ requestId }) => requestId));
        sizes.push(eventsIn(page).length);
        cursor = cursorIn(page);
      } while (cursor !== undefined);
      expect(sizes).toEqual([100, 100, 5]);
      expect(seen).toEqual(all);
    });
  });

  it('is told of the days that are asked for, in Finnish time', async () => {
    // 23:59 and 00:00 in Finland, in summer and in winter.
    for (const at of [
      '2026-07-01T20:59:59.999Z',
      '2026-07-01T21:00:00.000Z',
      '2026-12-01T21:59:59.999Z',
      '2026-12-01T22:00:00.000Z',
    ])
      await looks(1, { atMs: Date.parse(at), requestId: at });
    const told = async (from?: string, until?: string) =>
      eventsIn(await ask('by-person', { householdId, ...(from && { from }), ...(until && { until }) }))
        .map(({ requestId }) => requestId.slice(5, 19))
        .filter((text) => !text.startsWith('g-'));
    await vi.waitFor(async () => {
      expect(await told('2026-07-02', '2026-12-01')).toEqual(['12-01T21:59:59', '07-01T21:00:00']);
      expect(await told('2026-12-02')).toEqual(['12-01T22:00:00']);
      expect(await told(undefined, '2026-07-01')).toEqual(['07-01T20:59:59']);
    });
  });

  it('is a look itself, logged before it is answered; without that there is no answer', async () => {
    const answer = await ask('by-person', { householdId, reason: 'a complaint' });
    expect(answer.status).toBe(200);
    const requestId = `asking-${requests}`;
    const [event] = (await itemsUnder(cloud.accessLog, 'MINUTE#')).filter((item) => item.requestId === requestId);
    expect(event).toMatchObject({
      staffId: 'auditor',
      permission: 'audit',
      purpose: 'audit',
      reason: 'a complaint',
      person: `HOUSEHOLD/${householdId}`,
      fieldGroups: ['accessEvents'],
    });
    vi.stubEnv('ACCESS_TABLE', 'omistaja-no-such-table');
    const refused = await ask('by-person', { householdId });
    vi.stubEnv('ACCESS_TABLE', cloud.accessLog.tableName);
    expect([refused.status, refused.body.events]).toEqual([500, undefined]);
  });
});

describe('what a staff member looked at', () => {
  it('is told newest first, also of one who works for no co-op any more', async () => {
    for (const [staffId, day] of [
      ['clerk', '2026-03-01'],
      ['left', '2026-03-02'],
    ] as const) {
      const ids = await looks(2, { staffId, atMs: Date.parse(`${day}T10:00:00Z`) });
      await vi.waitFor(async () => {
        const page = await ask('by-staff', { staffId, from: day, until: day });
        expect(eventsIn(page).map(({ requestId }) => requestId)).toEqual(ids.toSorted().toReversed());
      });
    }
  });

  it('is logged as a look at the person', async () => {
    await ask('by-staff', { staffId: 'clerk' });
    const requestId = `asking-${requests}`;
    const events = (await itemsUnder(cloud.accessLog, 'MINUTE#')).filter((item) => item.requestId === requestId);
    expect(events).toMatchObject([{ person: 'STAFF/clerk', fieldGroups: ['accessEvents'] }]);
  });
});

describe('nobody learns of another co-op', () => {
  it.each([
    ['by-person', { householdId: 'H000009' }, { householdId: 'H000010' }, 'unknownHousehold'],
    ['by-person', { customerNumber: '1999999' }, { customerNumber: '1999998' }, 'unknownCustomer'],
    ['by-staff', { staffId: 'of-koivu' }, { staffId: 'nobody' }, 'unknownEntry'],
  ])('%s %j: the same as what is not there', async (path, others, none, code) => {
    const [first, second] = [await ask(path, others), await ask(path, none)];
    expect([first.status, first.body.code]).toEqual([404, code]);
    expect({ ...first.body, requestId: '' }).toEqual({ ...second.body, requestId: '' });
  });

  it('and nothing without the permission, or with a request that says nothing or too much', async () => {
    expect((await ask('by-person', { householdId }, '[register.read admin]')).body.code).toBe('permissionMissing');
    for (const body of [
      {},
      { householdId, customerNumber: '1000001' },
      { householdId, purpose: 'curiosity' },
      { householdId, from: '2026-13-01' },
      { householdId, cursor: 'nonsense' },
      { householdId: "H'--" },
    ])
      expect((await ask('by-person', body)).body.code, JSON.stringify(body)).toBe('invalidRequest');
    expect((await ask('by-staff', { staffId: 'a#b' })).body.code).toBe('invalidRequest');
  });
});
