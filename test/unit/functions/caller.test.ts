import { beforeEach, describe, expect, it } from 'vitest';
import { api } from '../../../contract/api.ts';
import { type Permission, permissions } from '../../../contract/permissions.ts';
import { authorize, callerOf, requireCoop, type StaffCaller } from '../../../functions/runtime/caller.ts';
import { staffKey, tillClientKey } from '../../../functions/table/keys.ts';
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
    const client = { ...tillClientKey('till-9'), clientId: 'till-9', retailerId: 'havu' };
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
    put({ ...staffKey('staff-1'), staffId: 'staff-1', coopIds: ['demo'], active: false });
    await expect(callerOf({ audience: 'staff' }, staffClaims(), noon)).rejects.toMatchObject({
      code: 'staffNotActive',
    });
    const stranger = { ...staffClaims(), sub: 'staff-2' };
    await expect(callerOf({ audience: 'staff' }, stranger, noon)).rejects.toMatchObject({ code: 'staffNotActive' });
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

  it('at a co-op that is known only later', () => {
    expect(() => requireCoop(member([]), 'demo')).not.toThrow();
    for (const coopId of ['dem', 'demo2', '', '__proto__'])
      expect(() => requireCoop(member([]), coopId)).toThrow(expect.objectContaining({ code: 'coopNotAllowed' }));
  });
});
