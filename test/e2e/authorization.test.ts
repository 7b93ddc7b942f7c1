import { beforeAll, describe, expect, it } from 'vitest';
import { tillTokens } from '../../cli/auth/till-tokens.ts';
import { api } from '../../contract/api.ts';
import type { Audience, Endpoint } from '../../contract/endpoint.ts';
import { examples } from '../../contract/examples.ts';
import { type Permission, permissions } from '../../contract/permissions.ts';
import { inParallel } from '../../functions/runtime/parallel.ts';
import { waitFor } from '../fixtures/e2e-cloud.ts';
import { smallFederation } from '../fixtures/e2e-federation.ts';
import { expiredToken, forgeriesOf, publicKeyOf } from '../fixtures/e2e-forgeries.ts';
import { type RawRequest, send, verdictOf } from '../fixtures/e2e-http.ts';
import { enterStaff, enterTillClient, everyTokenOf, makePerson } from '../fixtures/e2e-people.ts';
import { openWorld, type World } from '../fixtures/e2e-world.ts';

const { names, federation } = smallFederation();
/** A co-op that the staff of this test may act for, and that is not there: whoever gets through changes nothing. */
const ownCoop = names.coopId('n');

let world: World;
/** Tokens by what they are; `expected` is what each endpoint of an audience must say to one. */
type Attempt = { token: string | undefined; expected: Record<Audience, string> };
const attempts = new Map<string, Attempt>();
const withOnly = new Map<Permission, string>();
const withAllBut = new Map<Permission, string>();
let unlisted: string;
let closedTill: ClosedTill;

const used = permissions.filter((permission) => api.some((endpoint) => endpoint.permission === permission));

beforeAll(async () => {
  world = await openWorld(federation);
  closedTill = await openAndClose();
  const { cloud, config, tills, seeded } = world;
  const till = await tills.havu.token();
  const everybody = { pos: '401', staff: '401' };
  const expect401 = (name: string, token: string | undefined): unknown =>
    attempts.set(name, { token, expected: everybody });
  expect401('no token', undefined);

  const staffScope = config.staff.scope;
  const matti = seeded.staff.matti;
  const full = await everyTokenOf(config.staff, matti, `openid ${staffScope}`);
  for (const [pool, token, poolId] of [
    ['till', till, cloud.deployed.tillPoolId],
    ['staff', full.access_token, cloud.deployed.staffPoolId],
  ] as const) {
    const key = await publicKeyOf(cloud, poolId);
    for (const [name, forged] of forgeriesOf(token, key)) expect401(`${pool} token: ${name}`, forged);
  }
  expect401('refresh token', full.refresh_token);
  const { clientId, clientSecret = '' } = seeded.tills.find(({ retailerId }) => retailerId === 'havu') ?? {
    clientId: '',
  };
  const fetchToken = () => tillTokens(config.till, clientSecret).current();
  expect401('expired token', await expiredToken(cloud, clientId, fetchToken));
  // An ID token is for the right client and of the right pool, so what keeps it out is that it has no scope.
  attempts.set('ID token', { token: full.id_token, expected: { pos: '401', staff: '403' } });
  const scopeless = await everyTokenOf(config.staff, matti, 'openid');
  attempts.set('token without the scope', { token: scopeless.access_token, expected: { pos: '401', staff: '403' } });

  const tokenOf = async (
    name: string,
    groups: readonly Permission[],
    coopIds: string[] | undefined,
  ): Promise<string> => {
    const person = await makePerson(cloud, name, groups);
    if (coopIds !== undefined) await enterStaff(cloud, { staffId: person.staffId, coopIds });
    return await world.signIn(person).token();
  };
  for (const permission of used) {
    withOnly.set(permission, await tokenOf('only', [permission], [ownCoop]));
    withAllBut.set(
      permission,
      await tokenOf(
        'but',
        permissions.filter((other) => other !== permission),
        [ownCoop],
      ),
    );
  }
  unlisted = await tokenOf('unlisted', permissions, undefined);
});

/** What a till client, which is disabled now, heard before it was registered and once it was. */
type ClosedTill = { before: string[]; once: string[] };

/** The other retailer's client, which no other test file uses: what functions remember of it comes from here. */
async function openAndClose(): Promise<ClosedTill> {
  const { clientId = '' } = world.seeded.tills.find(({ retailerId }) => retailerId === 'koivu') ?? {};
  const client = { clientId, retailerId: 'koivu' };
  await enterTillClient(world.cloud, client);
  const before = await verdictsOfClosedTill();
  await enterTillClient(world.cloud, { ...client, active: true });
  const once = await verdictsOfClosedTill();
  await enterTillClient(world.cloud, { ...client, active: false });
  return { before, once };
}

const tillEndpoints = api.filter(({ audience }) => audience === 'pos');
const verdictsOfClosedTill = async (): Promise<string[]> => {
  const token = await world.tills.koivu.token();
  return await Promise.all(tillEndpoints.map((endpoint) => verdict({ ...requestOf(endpoint, ownCoop), token })));
};

/** A request that an endpoint's schemas let through, by its example. */
function requestOf(endpoint: Endpoint, coopId: string): RawRequest {
  const { params, query, requests = [] } = examples[endpoint.name] ?? {};
  const inPath: Record<string, unknown> = { ...(params as Record<string, unknown> | undefined), coopId };
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(inPath[name]));
  const { cursor: _, ...search } = { ...(query as Record<string, string> | undefined) };
  const body = requests[0]?.value as Record<string, unknown> | undefined;
  return {
    method: endpoint.method,
    path: `${path}${Object.keys(search).length === 0 ? '' : `?${new URLSearchParams(search)}`}`,
    ...(body === undefined ? {} : { body: endpoint.coopIn === 'body' ? { ...body, coopId } : body }),
  };
}

const verdict = async (request: RawRequest): Promise<string> => verdictOf(await send(world.apiUrl, request));
/** What a proxy or a careless framework would believe. */
const pretended = {
  'x-user': 'admin',
  'x-forwarded-user': 'admin',
  'x-cognito-groups': 'admin',
  'x-http-method-override': 'GET',
  'x-original-url': '/v1/staff/runs',
};

describe.each(api.map((endpoint) => ({ route: `${endpoint.method} ${endpoint.path}`, endpoint })))(
  '$route',
  ({ endpoint }) => {
    it('is closed to every token that was not given for it', async () => {
      const request = requestOf(endpoint, ownCoop);
      const seen = await inParallel([...attempts], 8, async ([name, { token }]) => [
        name,
        (await verdict({ ...request, token })).slice(0, 3),
      ]);
      const expected = [...attempts].map(([name, attempt]) => [name, attempt.expected[endpoint.audience]]);
      expect(seen).toEqual(expected);
    });

    it('is closed to the tokens of the other audience', async () => {
      const other = endpoint.audience === 'pos' ? unlisted : await world.tills.havu.token();
      expect(await verdict({ ...requestOf(endpoint, ownCoop), token: other })).toBe('401');
    });
  },
);

const staffEndpoints = api.flatMap((endpoint) => {
  const { audience, permission } = endpoint;
  if (audience !== 'staff') return [];
  if (permission === undefined) throw new Error(`${endpoint.name} needs a permission`);
  return [{ name: endpoint.name, endpoint, permission }];
});

describe.each(staffEndpoints)('$name asks for $permission', ({ endpoint, permission }) => {
  const ask = async (token: string | undefined, more: Partial<RawRequest> = {}): Promise<string> =>
    await verdict({ ...requestOf(endpoint, ownCoop), token, ...more });

  it('and for no other permission', async () => {
    expect(await ask(withOnly.get(permission))).not.toMatch(/^(401|403|5\d\d)/);
    expect(await ask(withAllBut.get(permission))).toBe('403 permissionMissing');
    expect(await ask(withAllBut.get(permission), { headers: pretended })).toBe('403 permissionMissing');
  });

  it('and for a person in the directory', async () => {
    expect(await ask(unlisted)).toBe('403 staffNotActive');
  });
});

describe('what is not declared', () => {
  const routes = new Set(api.map(({ method, path }) => `${method} ${path}`));
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];
  const undeclared = api.flatMap((endpoint) =>
    methods.filter((method) => !routes.has(`${method} ${endpoint.path}`)).map((method) => ({ method, endpoint })),
  );

  it(`has no route: ${undeclared.length} other methods of declared paths`, async () => {
    const tokens = { pos: await world.tills.havu.token(), staff: await world.staff.liisa.token() };
    const seen = await inParallel(undeclared, 8, async ({ method, endpoint }) => {
      const { path } = requestOf(endpoint, ownCoop);
      return `${method} ${path} ${await verdict({ method, path, token: tokens[endpoint.audience] })}`;
    });
    expect(seen.filter((line) => !line.endsWith(' 404'))).toEqual([]);
  });

  it.each([
    '/',
    '/v1',
    '/v1/',
    '/v2/receipts',
    '/V1/receipts',
    '/v1/Receipts',
    '/v1/receipts/',
    '/v1//receipts',
    '/v1/receipts;x',
    '/v1/receipts/101',
    '/v1/staff',
    '/v1/staff/',
    '/v1/staff/runs/',
    '/v1/staff/heaps',
    '/v1/me',
    '/v1/admin',
    '/v1/staff/../receipts/x',
    '/openapi.json',
    '/.env',
    '/_debug',
  ])('has no route: %s', async (path) => {
    const token = await world.staff.liisa.token();
    for (const method of ['GET', 'POST']) expect(await verdict({ method, path, token })).toBe('404');
  });
});

describe('a till client', () => {
  const refused = tillEndpoints.map(() => '403 clientNotActive');

  it('is refused until it is registered, and counts at once when it is', () => {
    expect(closedTill.before).toEqual(refused);
    expect(closedTill.once).toEqual([
      '400 noValidReceipt',
      '404 unknownOutlet',
      '404 unknownIdentifier',
      '404 unknownOutlet',
    ]);
  });

  it('is refused everywhere within a minute of being disabled', async () => {
    // A function has several processes, each with a memory of its own: all must have forgotten.
    let inARow = 0;
    await waitFor('the end of the client', async () => {
      inARow = (await verdictsOfClosedTill()).every((seen) => seen === refused[0]) ? inARow + 1 : 0;
      return inARow === 5;
    });
  });
});
