import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RegisterRow } from '../../domain/member-register.ts';
import type { Membership } from '../../domain/membership.ts';
import { correctCustomerEndpoint } from '../../functions/api/staff/customers/correct.ts';
import {
  listMemberRegisterEndpoint,
  listMemberRegisterForAuthorityEndpoint,
} from '../../functions/api/staff/memberships/member-register.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { itemOfCustomer } from '../../scripts/demo/customer.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { demoMembership, itemsOfMembership } from '../../scripts/demo/membership.ts';
import { answerOf, httpEvent, staffClaims } from '../fixtures/http-requests.ts';
import { noon, putItems, unique } from '../fixtures/recording.ts';
import { settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
  for (const [name, value] of Object.entries({
    ...cloud.env,
    REGISTER_TABLE: cloud.register.tableName,
    ACCESS_TABLE: cloud.accessLog.tableName,
    SETTINGS: settingsText,
    INDEX_KEY_ARN: 'index-key',
  }))
    vi.stubEnv(name, value);
  await putItems(cloud.register, [
    itemOfStaffMember(
      demoStaffMember({
        staffId: 'staff-1',
        coopIds: ['demo', 'many'],
        permissions: ['register.read', 'register.write', 'privacy'],
      }),
    ),
    itemOfCompany(demoCompany({ companyId: 'havu' })),
  ]);
});
afterAll(() => cloud?.stop());

const handler = serveStaff(
  [listMemberRegisterEndpoint, listMemberRegisterForAuthorityEndpoint, correctCustomerEndpoint],
  () => noon,
);
async function post(path: string, body: object, groups = '[register.read register.write privacy]') {
  const asked = JSON.stringify({ purpose: 'membershipHandling', reason: 'asked at the head office', ...body });
  const event = httpEvent({ route: `POST /v1/staff/${path}`, body: asked, claims: staffClaims(groups) });
  event.requestContext.requestId = `request-${unique()}`;
  return answerOf(await handler(event, {} as never));
}
type Page = { members: RegisterRow[]; cursor?: string };
const page = async (asked: object, path = 'member-registers/list') =>
  (await post(path, { coopId: 'demo', on: '2026-10-31', view: 'anyone', ...asked })).body as unknown as Page;

const protectedValues = {
  birthDate: { value: '1980-02-29', source: { kind: 'phone' }, at: 0 },
  homeMunicipality: { value: '091', source: { kind: 'phone' }, at: 0 },
};
const order = { nonDisclosureOrder: { value: { from: '2024-01-01' }, source: { kind: 'authority' }, at: 0 } };

async function aMember(
  name: { lastName: string; firstNames: string } | { companyName: string },
  more: { coopId?: string; values?: object; membership?: Partial<Membership> } = {},
): Promise<string> {
  const coopId = more.coopId ?? 'demo';
  const customerNumber = String(1_300_000_000 + unique());
  const customer = { customerNumber, ...name };
  const item = itemOfCustomer(customer, coopId, '2020-01-01');
  const from = { coopId, memberNumber: String(6_000_000 + unique()), from: '2020-05-01' };
  const membership = { ...demoMembership(from, []), ...more.membership };
  await putItems(cloud.register, [
    { ...item, values: { ...(item.values as object), ...more.values } },
    ...itemsOfMembership(customer, membership, []),
  ]);
  return customerNumber;
}

describe('the member register', () => {
  it('is alphabetical in Finnish, with present and former members of the day, names and days for anyone', async () => {
    const ended = { until: '2026-01-31', refundDueOn: '2027-12-31', status: 'RESIGNED', endedAs: 'RESIGNED' } as const;
    await aMember({ lastName: 'Öhman', firstNames: 'Karl' }, { membership: ended });
    await aMember({ lastName: 'Zeppelin', firstNames: 'Aino' });
    await aMember({ lastName: 'Åberg', firstNames: 'Bo' });
    await aMember({ lastName: 'Äijälä', firstNames: 'Maija' }, { values: order });
    await aMember({ companyName: 'Tähti Oy' });
    await aMember({ lastName: 'Aalto', firstNames: 'Uusi' }, { membership: { from: '2026-11-01' } });
    await aMember({ lastName: 'Hakija', firstNames: 'Ei' }, { membership: { from: undefined, status: 'APPLIED' } });
    const refunded = { ...ended, refundDueOn: undefined, status: 'REFUNDED' } as const;
    await aMember({ lastName: 'Maksettu', firstNames: 'On' }, { membership: refunded });
    const names = (rows: readonly RegisterRow[]) => rows.map(({ name, standing }) => `${name} ${standing}`);
    await vi.waitFor(async () =>
      expect(names((await page({})).members)).toEqual([
        'Tähti Oy PRESENT',
        'Zeppelin Aino PRESENT',
        'Åberg Bo PRESENT',
        'Äijälä Maija PRESENT',
        'Öhman Karl FORMER',
      ]),
    );
    const { members } = await page({});
    expect(members.at(-1)).toEqual({ name: 'Öhman Karl', standing: 'FORMER', from: '2020-05-01', until: '2026-01-31' });
    expect(names((await page({ on: '2026-01-30' })).members).at(-1)).toBe('Öhman Karl PRESENT');
    expect((await page({ on: '2020-04-30' })).members).toEqual([]);
  });

  it('shows the entitled more, but nothing of where the protected live; an authority that too', async () => {
    const name = { lastName: 'Yrjälä', firstNames: 'Suojattu' };
    await aMember(name, { coopId: 'many', values: { ...protectedValues, ...order } });
    const other = { lastName: 'Yrjö', firstNames: 'Avoin' };
    await aMember(other, { coopId: 'many', values: protectedValues });
    const asked = { coopId: 'many', view: 'entitled' };
    await vi.waitFor(async () => expect((await page(asked)).members).toHaveLength(2));
    expect((await page(asked)).members).toMatchObject([
      { name: 'Yrjälä Suojattu', birthDate: '1980-02-29', homeMunicipality: null, shares: 1 },
      { name: 'Yrjö Avoin', birthDate: '1980-02-29', homeMunicipality: '091' },
    ]);
    const forAuthority = { coopId: 'many', on: '2026-10-31', purpose: 'authorityRequest' };
    const answer = await post('member-registers/list-for-authority', forAuthority);
    expect(answer.body).toMatchObject({
      members: [
        { homeMunicipality: '091', nonDisclosure: true },
        { homeMunicipality: '091', nonDisclosure: false },
      ],
    });
    const unpermitted = await post('member-registers/list-for-authority', forAuthority, '[register.read]');
    expect(unpermitted.body.code).toBe('permissionMissing');
    expect((await post('member-registers/list', { ...asked, view: 'authority' })).status).toBe(400);
    expect((await post('member-registers/list', { ...forAuthority, coopId: 'koivu', view: 'anyone' })).status).toBe(
      403,
    );
  });

  it('goes on page by page without leaving anybody out, also of one name', async () => {
    const numbers = await Promise.all(
      Array.from({ length: 260 }, () => aMember({ lastName: 'Virtanen', firstNames: 'Matti' }, { coopId: 'many' })),
    );
    await vi.waitFor(async () => {
      const first = await page({ coopId: 'many', view: 'entitled' });
      const second = await page({ coopId: 'many', view: 'entitled', cursor: first.cursor });
      const members = [...first.members, ...second.members].filter(({ name }) => name === 'Virtanen Matti');
      expect([first.members.length, second.cursor]).toEqual([250, undefined]);
      expect(new Set(members.map(({ memberNumber }) => memberNumber)).size).toBe(numbers.length);
    });
    expect(
      (await post('member-registers/list', { coopId: 'many', on: '2026-10-31', view: 'anyone', cursor: 'x' })).status,
    ).toBe(400);
  });

  it('is in order after a change of name', async () => {
    const number = await aMember({ lastName: 'Aakkonen', firstNames: 'Liisa' });
    const corrected = await post('customers/correct', {
      ...{ customerNumber: number, version: 1, source: { kind: 'authority' }, set: { lastName: 'Öystilä' } },
    });
    expect(corrected.status).toBe(200);
    await vi.waitFor(async () => {
      const { members } = await page({});
      expect(members.at(-1)?.name).toBe('Öystilä Liisa');
      expect(members.map(({ name }) => name)).not.toContain('Aakkonen Liisa');
    });
  });
});
