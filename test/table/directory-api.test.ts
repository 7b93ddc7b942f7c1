import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listCompaniesEndpoint, putCompanyEndpoint } from '../../functions/api/staff/directory/companies.ts';
import {
  changeCoopSettingsEndpoint,
  showCoopSettingsEndpoint,
} from '../../functions/api/staff/directory/coop-settings.ts';
import { listOutletsEndpoint, putOutletEndpoint } from '../../functions/api/staff/directory/outlets.ts';
import {
  listPaperDocumentsEndpoint,
  putPaperDocumentEndpoint,
} from '../../functions/api/staff/directory/paper-documents.ts';
import {
  disableStaffMemberEndpoint,
  listStaffMembersEndpoint,
  putStaffMemberEndpoint,
  showStaffMemberEndpoint,
} from '../../functions/api/staff/directory/staff-members.ts';
import { listTillClientsEndpoint, putTillClientEndpoint } from '../../functions/api/staff/directory/till-clients.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { activeCoops, coopOf, findStaffMember } from '../../functions/table/directory.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { answerOf, httpEvent, type TestAnswer } from '../fixtures/http-requests.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { noon, putItems } from '../fixtures/recording.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import { settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

logLines();
let cloud: TableCloud;
let nowMs = noon;
beforeAll(async () => {
  cloud = await openTables();
  for (const [name, value] of Object.entries({
    ...cloud.env,
    REGISTER_TABLE: cloud.register.tableName,
    ACCESS_TABLE: cloud.accessLog.tableName,
    SETTINGS: settingsText,
  }))
    vi.stubEnv(name, value);
  await putItems(cloud.register, [
    ...['admin-havu', 'second-havu'].map((staffId) =>
      itemOfStaffMember(demoStaffMember({ staffId, coopIds: ['havu'] })),
    ),
    itemOfStaffMember(demoStaffMember({ staffId: 'of-koivu', coopIds: ['koivu'], employerCompanyId: 'koivu' })),
    itemOfStaffMember(demoStaffMember({ staffId: 'of-both', coopIds: ['havu', 'koivu'] })),
    ...['havu', 'koivu'].flatMap((coopId) => coopItems(coop({ coopId }), [])),
    itemOfCompany(demoCompany({ companyId: 'energia', roles: ['partner'], until: '2026-12-31' })),
  ]);
});
afterAll(() => cloud?.stop());

const handler = serveStaff(
  [
    putStaffMemberEndpoint,
    disableStaffMemberEndpoint,
    showStaffMemberEndpoint,
    listStaffMembersEndpoint,
    putCompanyEndpoint,
    listCompaniesEndpoint,
    showCoopSettingsEndpoint,
    changeCoopSettingsEndpoint,
    putOutletEndpoint,
    listOutletsEndpoint,
    putTillClientEndpoint,
    listTillClientsEndpoint,
    putPaperDocumentEndpoint,
    listPaperDocumentsEndpoint,
  ],
  () => nowMs,
);
let requests = 0;
async function ask(path: string, body: object, by = 'admin-havu', groups = '[admin]'): Promise<TestAnswer> {
  requests += 1;
  const claims = { token_use: 'access', sub: by, 'cognito:groups': groups };
  const event = httpEvent({ route: `POST /v1/staff/${path}`, body: JSON.stringify(body), claims });
  event.requestContext.requestId = `request-${requests}`;
  return answerOf(await handler(event, {} as never));
}
const verdict = ({ status, body }: TestAnswer): string => `${status} ${body.code ?? ''}`.trim();
const reason = 'as agreed';
const member = {
  name: 'Aino Laine',
  employerCompanyId: 'havu',
  job: 'Member service',
  mandate: { from: '2026-01-01', until: '2026-12-31' },
  confidentialityAgreement: { signedOn: '2026-01-01', version: '2' },
  permissions: ['register.read'],
  coopIds: ['havu'],
};
const put = (staffId: string, overrides: object = {}, more: object = {}, by?: string) =>
  ask('staff-members/put', { staffId, member: { ...member, ...overrides }, reason, ...more }, by);

describe("a co-op's settings", () => {
  const change = (settings: object, version: number, more: object = {}, by?: string) =>
    ask('coop-settings/change', { coopId: 'havu', version, settings, reason, ...more }, by);
  const asBuilt = { returnPolicy: 'monthOfReturn', surplusFillsShare: true };
  const other = { returnPolicy: 'monthOfPurchase', surplusFillsShare: false };

  it('are as built until they are changed; each version stays, and the co-op is still listed', async () => {
    const show = async () => (await ask('coop-settings/show', { coopId: 'havu' })).body;
    expect(await show()).toEqual({ coopId: 'havu', version: 1, settings: asBuilt, changes: [] });
    expect(await change(other, 1, { dryRun: true })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await show()).toMatchObject({ version: 1 });
    expect(await change(other, 1)).toMatchObject({ body: { version: 2, settings: other } });
    expect(await change(other, 1)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(verdict(await change(asBuilt, 1))).toBe('409 staleVersion');
    expect(await change(asBuilt, 2)).toMatchObject({ body: { version: 3, settings: asBuilt } });
    expect(await show()).toMatchObject({
      version: 3,
      changes: [
        { version: 2, by: 'admin-havu', reason, settings: other },
        { version: 3, settings: asBuilt },
      ],
    });
    expect(await coopOf(cloud.register, 'havu')).toMatchObject({ ...asBuilt, name: 'Osuuskauppa Havu', shardCount: 2 });
    await vi.waitFor(async () =>
      expect((await activeCoops(cloud.register)).map(({ coopId }) => coopId)).toContain('havu'),
    );
  });

  it('are changed by administrators of the co-op alone', async () => {
    expect(verdict(await change(other, 3, {}, 'of-koivu'))).toBe('403 coopNotAllowed');
    expect(verdict(await ask('coop-settings/show', { coopId: 'havu' }, 'admin-havu', '[payouts.prepare]'))).toBe(
      '403 permissionMissing',
    );
  });
});

describe('staff members', () => {
  it('are entered, changed, disabled and entered again; every change is told', async () => {
    expect(await put('aino')).toMatchObject({ status: 200, body: { version: 1, active: true, standing: 'allowed' } });
    expect(await put('aino', { permissions: ['register.read', 'audit'] }, { version: 1 })).toMatchObject({
      body: { version: 2, permissions: ['register.read', 'audit'] },
    });
    expect(await ask('staff-members/disable', { staffId: 'aino', version: 2, reason: 'has left' })).toMatchObject({
      body: { version: 3, active: false, standing: 'staffNotActive' },
    });
    expect(await put('aino', {}, { version: 3 })).toMatchObject({ body: { version: 4, active: true } });
    expect((await ask('staff-members/show', { staffId: 'aino' })).body).toMatchObject({
      member: { version: 4 },
      changes: [1, 2, 3, 4].map((version) => ({
        version,
        by: 'admin-havu',
        reason: version === 3 ? 'has left' : reason,
        at: '2026-10-31T12:00:00+02:00',
      })),
    });
  });

  it('are refused their next request once they are disabled, or an end is put to their mandate', async () => {
    const asks = () => ask('companies/list', {}, 'busy-admin');
    const admin = { permissions: ['admin'] };
    await put('busy-admin', admin);
    expect(verdict(await asks())).toBe('200');
    await ask('staff-members/disable', { staffId: 'busy-admin', version: 1, reason });
    expect(verdict(await asks())).toBe('403 staffNotActive');
    await put('busy-admin', { ...admin, mandate: { from: '2026-01-01', until: '2026-10-30' } }, { version: 2 });
    expect(verdict(await asks())).toBe('403 staffMandateEnded');
    const { confidentialityAgreement: _, ...unsigned } = member;
    await ask('staff-members/put', { staffId: 'busy-admin', member: { ...unsigned, ...admin }, version: 3, reason });
    expect(verdict(await asks())).toBe('403 confidentialityMissing');
    await put('busy-admin', { permissions: ['register.read'] }, { version: 4 });
    expect(verdict(await asks())).toBe('403 permissionMissing');
  });

  it('of other co-ops, and oneself, are not an administrator’s to change', async () => {
    expect(verdict(await put('admin-havu', {}, { version: 1 }))).toBe('403 ownEntry');
    expect(verdict(await ask('staff-members/disable', { staffId: 'admin-havu', version: 1, reason }))).toBe(
      '403 ownEntry',
    );
    expect(verdict(await put('of-koivu', {}, { version: 1 }))).toBe('404 unknownEntry');
    expect(verdict(await put('of-both', {}, { version: 1 }))).toBe('403 coopNotAllowed');
    expect(await put('new', { coopIds: ['havu', 'koivu'] })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/member/coopIds' }] },
    });
    expect(await findStaffMember(cloud.register, 'new')).toBeUndefined();
    const { version } = (await findStaffMember(cloud.register, 'of-koivu')) ?? {};
    expect(version).toBe(1);
  });

  it('of another co-op are shown as if there were none', async () => {
    const answers = await Promise.all(['of-koivu', 'nobody'].map((staffId) => ask('staff-members/show', { staffId })));
    const [first, second] = answers.map(({ body: { requestId: _, ...rest } }) => rest);
    expect(first).toMatchObject({ code: 'unknownEntry' });
    expect(first).toEqual(second);
  });

  it('need an employer that the directory has, and a permission of the administrator', async () => {
    expect(verdict(await put('new', { employerCompanyId: 'nobody' }))).toBe('409 companyNotValid');
    for (const groups of ['[]', '[register.write]'])
      expect(verdict(await ask('staff-members/show', { staffId: 'aino' }, 'admin-havu', groups))).toBe(
        '403 permissionMissing',
      );
  });

  it('are listed by co-op', async () => {
    await vi.waitFor(async () => {
      const { body } = await ask('staff-members/list', { coopId: 'havu' });
      expect((body.members as { staffId: string }[]).map(({ staffId }) => staffId)).toEqual(
        expect.arrayContaining(['admin-havu', 'aino', 'of-both', 'second-havu']),
      );
      expect(JSON.stringify(body)).not.toContain('of-koivu');
    });
    expect(verdict(await ask('staff-members/list', { coopId: 'koivu' }))).toBe('403 coopNotAllowed');
    expect(verdict(await ask('staff-members/list', { coopId: 'havu', cursor: 'x' }))).toBe('400 invalidRequest');
  });
});

describe('companies', () => {
  const company = { companyId: 'lehti', name: 'Lehti Oy', roles: ['partner'], from: '2026-01-01' };

  it('are entered and ended, co-ops by their own administrators only', async () => {
    expect(await ask('companies/put', { company, reason })).toMatchObject({ status: 200, body: { version: 1 } });
    const ended = { ...company, until: '2026-12-31' };
    expect(await ask('companies/put', { company: ended, version: 1, reason })).toMatchObject({ body: { version: 2 } });
    const koivu = { ...demoCompany({ companyId: 'koivu' }), until: '2026-01-01' };
    const { version: _, ...other } = koivu;
    for (const change of [
      { company: other, version: 1 },
      { company: { ...other, roles: ['partner'] }, version: 1 },
      { company: { ...company, companyId: 'uusi', roles: ['coop'] } },
    ])
      expect(verdict(await ask('companies/put', { ...change, reason }))).toBe('403 coopNotAllowed');
    await vi.waitFor(async () =>
      expect((await ask('companies/list', {})).body.companies).toContainEqual({ ...ended, version: 2 }),
    );
  });

  it('that end shut their staff out within a minute', async () => {
    const palvelu = { ...company, companyId: 'palvelu', roles: ['service'] };
    await ask('companies/put', { company: palvelu, reason });
    await put('of-palvelu', { employerCompanyId: 'palvelu', permissions: ['admin'] });
    const asks = () => ask('companies/list', {}, 'of-palvelu');
    expect(verdict(await asks())).toBe('200');
    await ask('companies/put', { company: { ...palvelu, until: '2026-10-30' }, version: 1, reason });
    nowMs += 60_000;
    expect(verdict(await asks())).toBe('403 employerNotValid');
  });
});

describe('outlets', () => {
  const outlet = { coopId: 'havu', outletId: '900', name: 'Halli', retailerId: 'energia', validFrom: '2026-02-01' };

  it('are entered and ended by the co-op that looks after them', async () => {
    expect(await ask('outlets/put', { ...outlet, reason })).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await ask('outlets/put', { ...outlet, validUntil: '2026-11-30', version: 1, reason })).toMatchObject({
      body: { version: 2, validUntil: '2026-11-30' },
    });
    expect(verdict(await ask('outlets/put', { ...outlet, coopId: 'koivu', version: 2, reason }, 'of-koivu'))).toBe(
      '404 unknownEntry',
    );
    await vi.waitFor(async () =>
      expect((await ask('outlets/list', { coopId: 'havu' })).body.outlets).toMatchObject([{ outletId: '900' }]),
    );
  });

  it('belong to a company that is valid on their first day', async () => {
    for (const wrong of [{ retailerId: 'nobody' }, { validFrom: '2027-01-01' }])
      expect(verdict(await ask('outlets/put', { ...outlet, outletId: '901', ...wrong, reason }))).toBe(
        '409 companyNotValid',
      );
  });
});

describe('till clients', () => {
  it('are registered and ended, and seen by the co-op whose they are', async () => {
    const client = { clientId: 'client-1', retailerId: 'havu', active: true };
    expect(await ask('till-clients/put', { ...client, reason })).toMatchObject({ status: 200, body: { version: 1 } });
    expect(verdict(await ask('till-clients/put', { ...client, clientId: 'c2', retailerId: 'koivu', reason }))).toBe(
      '403 coopNotAllowed',
    );
    const taken = { ...client, retailerId: 'koivu', version: 1, reason };
    expect(verdict(await ask('till-clients/put', taken, 'of-koivu'))).toBe('404 unknownEntry');
    expect(await ask('till-clients/put', { ...client, active: false, version: 1, reason })).toMatchObject({
      body: { version: 2, active: false },
    });
    await vi.waitFor(async () =>
      expect((await ask('till-clients/list', {})).body.clients).toMatchObject([{ clientId: 'client-1' }]),
    );
    expect((await ask('till-clients/list', {}, 'of-koivu')).body.clients).toEqual([]);
  });
});

describe('paper documents', () => {
  it('are recorded with kind and place, and when they were destroyed', async () => {
    const paper = {
      coopId: 'havu',
      documentId: 'applications-2025',
      kind: 'membershipApplication',
      place: 'Archive, cabinet 3',
      receivedOn: '2025-12-31',
    };
    const put = (more: object, by?: string) =>
      ask('paper-documents/put', { ...paper, reason, ...more }, by, '[privacy]');
    expect(await put({})).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await put({ destroyedOn: '2026-10-31', version: 1 })).toMatchObject({
      body: { version: 2, destroyedOn: '2026-10-31' },
    });
    expect(verdict(await put({ coopId: 'koivu', version: 2 }, 'of-koivu'))).toBe('404 unknownEntry');
    expect(verdict(await ask('paper-documents/list', { coopId: 'havu' }))).toBe('403 permissionMissing');
    await vi.waitFor(async () => {
      const { body } = await ask('paper-documents/list', { coopId: 'havu' }, 'admin-havu', '[privacy]');
      expect(body.documents).toMatchObject([{ documentId: 'applications-2025', version: 2 }]);
    });
  });
});
