import { beforeEach, describe, expect, it } from 'vitest';
import { api } from '../../../contract/api.ts';
import { type Permission, permissions } from '../../../contract/permissions.ts';
import { authorize, callerOf, type StaffCaller } from '../../../functions/runtime/caller.ts';
import type { StaffMember, StoredCompany } from '../../../functions/table/items.ts';
import { tillClientKey } from '../../../functions/table/keys.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../../scripts/demo/directory.ts';
import { staffClaims, tillClaims, withoutNetwork } from '../../fixtures/http-requests.ts';
import { noon } from '../../fixtures/recording.ts';

const { put, reset } = withoutNetwork();
beforeEach(reset);

const permissionsFrom = async (groups: unknown): Promise<readonly Permission[]> => {
  const caller = await callerOf({ audience: 'staff' }, { ...staffClaims(), 'cognito:groups': groups }, noon);
  return caller.audience === 'staff' ? caller.permissions : [];
};

describe('a staff member’s groups', () => {
  it.each<[string, unknown, Permission[]]>([
    ['as API Gateway hands a list over', '[register.read payouts.prepare]', ['register.read', 'payouts.prepare']],
    ['one of them', '[audit]', ['audit']],
    ['separated by commas', 'register.read,payouts.approve', ['register.read', 'payouts.approve']],
    ['by commas and spaces in brackets', '[register.read, admin]', ['register.read', 'admin']],
    ['as JSON in a text', '["register.read","privacy"]', ['register.read', 'privacy']],
    ['as a list', ['marketing', 'register.write'], ['register.write', 'marketing']],
    ['none, as an empty list', '[]', []],
    ['none, as an empty text', '', []],
    ['absent', undefined, []],
    ['null', null, []],
  ])('%s', async (_name, groups, wanted) => {
    expect(await permissionsFrom(groups)).toEqual(wanted);
  });

  it.each(['register', 'register.readers', 'xregister.read', 'register.read.all', 'REGISTER.READ', 'register/read'])(
    'give no permission that they do not name: %s',
    async (group) => {
      expect(await permissionsFrom(`[${group}]`)).toEqual([]);
      expect(await permissionsFrom([group])).toEqual([]);
    },
  );

  it('a list’s entry that holds two names is neither', async () => {
    expect(await permissionsFrom(['register.read admin'])).toEqual([]);
  });
});

describe('who calls', () => {
  it('is a till client of its retailer', async () => {
    expect(await callerOf({ audience: 'pos' }, tillClaims, noon)).toEqual({
      audience: 'pos',
      clientId: 'till-1',
      retailerId: 'havu',
    });
  });

  it('a disabled till client is refused within a minute, a new one counts at once', async () => {
    const claims = { ...tillClaims, client_id: 'till-9' };
    const client = { ...tillClientKey('till-9'), clientId: 'till-9', retailerId: 'havu', version: 1 };
    await expect(callerOf({ audience: 'pos' }, claims, noon)).rejects.toMatchObject({ code: 'clientNotActive' });
    put({ ...client, active: true });
    expect(await callerOf({ audience: 'pos' }, claims, noon)).toMatchObject({ clientId: 'till-9' });
    put({ ...client, active: false });
    await expect(callerOf({ audience: 'pos' }, claims, noon + 60_000)).rejects.toMatchObject({
      code: 'clientNotActive',
    });
  });

  it('a staff member is looked up each time: one who is disabled is refused at once', async () => {
    expect(await callerOf({ audience: 'staff' }, staffClaims(), noon)).toMatchObject({
      staffId: 'staff-1',
      coopIds: ['demo'],
    });
    put(itemOfStaffMember(demoStaffMember({ staffId: 'staff-1', coopIds: ['demo'], active: false })));
    await expect(callerOf({ audience: 'staff' }, staffClaims(), noon)).rejects.toMatchObject({
      code: 'staffNotActive',
    });
    const stranger = { ...staffClaims(), sub: 'staff-2' };
    await expect(callerOf({ audience: 'staff' }, stranger, noon)).rejects.toMatchObject({ code: 'staffNotActive' });
  });

  it.each<[string, Partial<StaffMember>, string]>([
    ['whose mandate ends today', { mandate: { from: '2026-10-01', until: '2026-10-31' } }, 'allowed'],
    ['whose mandate ended', { mandate: { from: '2026-10-01', until: '2026-10-30' } }, 'staffMandateEnded'],
    ['who has signed nothing', { confidentialityAgreement: undefined }, 'confidentialityMissing'],
    ['whose employer is unknown', { employerCompanyId: 'nobody' }, 'employerNotValid'],
    ['whose employer has ended', { employerCompanyId: 'ended' }, 'employerNotValid'],
    ['of another valid company', { employerCompanyId: 'other' }, 'allowed'],
  ])('a staff member %s: %s', async (_name, overrides, expected) => {
    put(itemOfCompany(demoCompany({ companyId: 'ended', until: '2026-10-30' })));
    put(itemOfCompany(demoCompany({ companyId: 'other', roles: ['service'] })));
    put(itemOfStaffMember({ ...demoStaffMember({ staffId: 'staff-1' }), ...overrides }));
    const asked = callerOf({ audience: 'staff' }, staffClaims(), noon);
    if (expected === 'allowed') expect(await asked).toMatchObject({ staffId: 'staff-1' });
    else await expect(asked).rejects.toMatchObject({ code: expected });
  });

  it('a staff member may what both the groups of the token and the directory say', async () => {
    put(itemOfStaffMember(demoStaffMember({ staffId: 'staff-1', permissions: ['register.read', 'audit'] })));
    expect(await permissionsFrom('[admin register.read payouts.approve]')).toEqual(['register.read']);
    expect(await permissionsFrom('[admin]')).toEqual([]);
  });

  it('a company that ends is forgotten within a minute, with its staff', async () => {
    const member = demoStaffMember({ staffId: 'staff-1', employerCompanyId: 'closing' });
    put(itemOfStaffMember(member));
    put(itemOfCompany(demoCompany({ companyId: 'closing' })));
    expect(await callerOf({ audience: 'staff' }, staffClaims(), noon)).toMatchObject({ staffId: 'staff-1' });
    put(itemOfCompany(demoCompany({ companyId: 'closing', until: '2026-10-30' })));
    await expect(callerOf({ audience: 'staff' }, staffClaims(), noon + 60_000)).rejects.toMatchObject({
      code: 'employerNotValid',
    });
  });

  it.each<[string, Partial<StoredCompany>, boolean]>([
    ['ended, within the late window', { until: '2026-10-01' }, true],
    ['ended before the late window', { until: '2025-09-01' }, false],
    ['not begun', { from: '2026-11-01' }, false],
  ])('a till of a company that has %s', async (state, overrides, allowed) => {
    const retailerId = `r${state.length}`;
    put({ ...tillClientKey(retailerId), clientId: retailerId, retailerId, active: true, version: 1 });
    put(itemOfCompany(demoCompany({ companyId: retailerId, ...overrides })));
    const asked = callerOf({ audience: 'pos' }, { ...tillClaims, client_id: retailerId }, noon);
    if (allowed) expect(await asked).toMatchObject({ retailerId });
    else await expect(asked).rejects.toMatchObject({ code: 'clientNotActive' });
  });

  it.each(['pos', 'staff'] as const)('an ID token is nobody: %s', async (audience) => {
    for (const claims of [tillClaims, staffClaims()])
      await expect(callerOf({ audience }, { ...claims, token_use: 'id' }, noon)).rejects.toMatchObject({
        code: 'accessTokenRequired',
      });
  });
});

describe('what a staff member may do', () => {
  const member = (mine: readonly Permission[], coopIds = ['demo']): StaffCaller => ({
    audience: 'staff',
    staffId: 's',
    permissions: mine,
    coopIds,
  });
  const atCoop = (coopId: string) => ({ params: { coopId }, query: { coopId }, body: { coopId } });

  for (const declaration of api.filter(({ audience }) => audience === 'staff')) {
    it(`${declaration.name}: exactly with its permission, and at one’s own co-op`, () => {
      const allowed = permissions.filter((permission) => {
        try {
          authorize(declaration, member([permission]), atCoop('demo'));
          return true;
        } catch (error) {
          expect(error).toMatchObject({ code: 'permissionMissing' });
          return false;
        }
      });
      expect(allowed).toEqual(declaration.permission === undefined ? [...permissions] : [declaration.permission]);
      if (declaration.coopIn !== undefined)
        expect(() => authorize(declaration, member(permissions), atCoop('koivu'))).toThrow(
          expect.objectContaining({ code: 'coopNotAllowed' }),
        );
    });
  }
});
