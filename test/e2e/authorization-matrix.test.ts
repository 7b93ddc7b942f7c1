import { beforeAll, describe, expect, it } from 'vitest';
import { api } from '../../contract/api.ts';
import type { ApiFunction, Endpoint } from '../../contract/endpoint.ts';
import { permissions } from '../../contract/permissions.ts';
import { setCustomerCode } from '../../contract/services.ts';
import { inParallel } from '../../functions/runtime/parallel.ts';
import { answers } from '../../functions/runtime/serve.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { demoCard } from '../../scripts/demo/numbers.ts';
import { allowed, type Case, casesOf, type Role, type Target } from '../fixtures/authorization-cases.ts';
import { itemsOf } from '../fixtures/e2e-cloud.ts';
import { aHousehold, anOutlet, smallFederation } from '../fixtures/e2e-federation.ts';
import { verdictOf } from '../fixtures/e2e-http.ts';
import { askInProcess, type FunctionHandler, functionsInProcess } from '../fixtures/e2e-in-process.ts';
import { enterStaff, makePerson } from '../fixtures/e2e-people.ts';
import { subjectsOf } from '../fixtures/e2e-subjects.ts';
import { type Caller, openWorld, type World } from '../fixtures/e2e-world.ts';
import type { TestAnswer } from '../fixtures/http-requests.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { canBeDry, eventOf, httpRequestOf, requestOf, type Subjects } from '../fixtures/staff-requests.ts';

/**
 * Role × endpoint × object, all from the declarations: what nobody may see or do is refused, in the same words whether it is not there or
 * not theirs, and a refusal leaves no trace in the register and none in the access log.
 */
const { names, coop, otherCoop, outlet, household, neighbour, stranger, federation } = smallFederation();
const secondOutlet = anOutlet(names.outletId(3), 'havu', coop);
const othersOutlet = anOutlet(names.outletId(4), 'koivu', otherCoop);
const othersSecond = anOutlet(names.outletId(5), 'koivu', otherCoop);
const secondStranger = aHousehold(otherCoop, names.firstSerial + 3);
const prefix = names.coopId('m');

const own = subjectsOf([household, neighbour], [outlet, secondOutlet], [`${prefix}-own-1`, `${prefix}-own-2`]);
const others = subjectsOf(
  [stranger, secondStranger],
  [othersOutlet, othersSecond],
  [`${prefix}-other-1`, `${prefix}-other-2`],
);
const unknown: Subjects = {
  CUSTOMER: ['999999999999', '999999999998'],
  HOUSEHOLD: ['NOBODY0', 'NOBODY1'],
  CARD: [demoCard(9_999_999_999_998), demoCard(9_999_999_999_999)],
  OUTLET: ['nowhere.0', 'nowhere.1'],
  STAFF: [`${prefix}-nobody-1`, `${prefix}-nobody-2`],
};
const { coopId } = coop.coop;

logLines();
let world: World;
let functions: Record<ApiFunction, FunctionHandler>;
/** Everybody's entry in the directory, by what it lets them do. */
const entryOf = ({ entry, coops }: Pick<Role, 'entry' | 'coops'>): string =>
  `${prefix}-${permissions.map((one) => (entry.includes(one) ? 1 : 0)).join('')}-${coops}`;

const staffEndpoints = api.filter(({ audience }) => audience === 'staff');
const named = staffEndpoints.map((endpoint) => ({ name: endpoint.name, endpoint, cases: casesOf(endpoint) }));

let registerBefore: Map<string, string>;
let eventsBefore: Map<string, string>;
const contents = async (table: World['cloud']['register']): Promise<Map<string, string>> =>
  new Map((await itemsOf(table)).map((item) => [`${item.pk} ${item.sk}`, JSON.stringify(item)]));
/** Keys of what has come, gone or changed. */
const changes = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));

beforeAll(async () => {
  world = await openWorld({
    ...federation,
    outlets: [...federation.outlets, secondOutlet, othersOutlet, othersSecond],
    households: [...federation.households, secondStranger],
  });
  functions = await functionsInProcess(world.cloud);
  const roles = named.flatMap(({ cases }) => cases.map(({ role }) => role));
  const entries = new Map(roles.map((role) => [entryOf(role), role]));
  await inParallel(
    [
      ...[...entries].map(([staffId, { entry, coops }]) => {
        return { staffId, permissions: [...entry], coopIds: coops === 'own' ? [coopId] : [] };
      }),
      ...own.STAFF.map((staffId) => ({ staffId, coopIds: [coopId] })),
      ...others.STAFF.map((staffId) => ({ staffId, coopIds: [otherCoop.coop.coopId] })),
    ],
    8,
    async (member) => await enterStaff(world.cloud, member),
  );
  registerBefore = await contents(world.cloud.register);
  eventsBefore = await contents(world.cloud.accessLog);
});

const fillingOf = (target: Target) => {
  const ofCoop = 'coop' in target ? { other: otherCoop.coop.coopId, unknown: names.coopId('x') }[target.coop] : coopId;
  const ofSubject =
    'named' in target
      ? { named: target.named, id: { other: others, unknown }[target.of][target.named.kind][0] }
      : undefined;
  return { coopId: ofCoop, subjects: own, instead: ofSubject };
};

const asked = new Map<string, Case>();
async function ask(one: Case, handler = functions[one.endpoint.function]): Promise<TestAnswer> {
  const { endpoint, role, target, expected } = one;
  const requestId = `${prefix}-${asked.size}`;
  asked.set(requestId, one);
  const request = requestOf(endpoint, { ...fillingOf(target), dryRun: expected === allowed });
  const claims = {
    token_use: 'access',
    sub: entryOf(role),
    scope: 'staff/use',
    'cognito:groups': `[${role.groups.join(' ')}]`,
  };
  return await askInProcess(handler, eventOf(endpoint, request), { requestId, claims });
}
const verdict = ({ status, body }: TestAnswer): string => (status < 400 ? allowed : `${status} ${body.code}`);
const told = ({ role, target }: Case): string => `${role.name} · ${target.name}`;

/** What strangers are told about: endpoint and words. */
const strangers = new Set<string>();
const wordsOf = ({ name }: Endpoint, { code, detail }: Record<string, unknown>): string => `${name} ${code} ${detail}`;

describe.each(named)('$name', ({ endpoint, cases }) => {
  it('refuses whoever may not, and whatever is not theirs', async () => {
    const refused = cases.filter(({ expected }) => expected !== allowed);
    const seen = await inParallel(refused, 8, async (one) => [told(one), verdict(await ask(one))]);
    expect(seen).toEqual(refused.map((one) => [told(one), one.expected]));
  });

  it('answers "not there" and "not yours" in the same words', async () => {
    const mayAll = cases.filter(({ role, target }) => role.name === 'all' && 'named' in target);
    const answers = await inParallel(mayAll, 8, async (one) => {
      const { status, headers, body } = await ask(one);
      const { requestId: _, ...rest } = body;
      strangers.add(wordsOf(endpoint, body));
      return { at: 'named' in one.target && one.target.named.at, status, headers, rest };
    });
    for (const { at, ...answer } of answers)
      for (const other of answers.filter((one) => one.at === at)) expect(other).toEqual({ at, ...answer });
  });
});

it('leaves no trace of what was refused: nothing is changed, and nobody is said to have looked', async () => {
  const expected = [...asked.values()].map((one) => one.expected);
  expect(new Set(expected)).toContain('403 permissionMissing');
  expect(expected).not.toContain(allowed);
  expect(changes(registerBefore, await contents(world.cloud.register))).toEqual([]);
  const events = changes(eventsBefore, await contents(world.cloud.accessLog));
  expect(events.filter((key) => !key.startsWith('CHAIN '))).toEqual([]);
});

describe.each(named)('$name', ({ endpoint, cases }) => {
  const refusals = ['permissionMissing', 'coopNotAllowed', 'accessTokenRequired', 'busy', 'internal', 'invalidRequest'];

  it('lets in whoever may', async () => {
    const mayOwn = cases.filter(({ expected }) => expected === allowed);
    expect(mayOwn.map(({ role }) => role.name)).toEqual(expect.arrayContaining(['all', `only ${endpoint.permission}`]));
    for (const one of mayOwn) {
      const answer = await ask(one);
      if (answer.status < 400) continue;
      expect(endpoint.errors, told(one)).toContain(answer.body.code);
      expect(refusals, `${told(one)}: ${answer.text}`).not.toContain(answer.body.code);
      expect(strangers, told(one)).not.toContain(wordsOf(endpoint, answer.body));
    }
  });
});

it('accounts for everybody who was let in to a named person or a listing', async () => {
  const events = new Map((await itemsOf(world.cloud.accessLog)).map((event) => [String(event.requestId), event]));
  const accountable = ({ access }: Endpoint): boolean =>
    access?.listing !== undefined || (access?.named ?? []).some(({ kind }) => kind !== 'OUTLET');
  const letIn = [...asked].filter(([, { expected, endpoint }]) => expected === allowed && accountable(endpoint));
  expect(letIn.length).toBeGreaterThan(50);
  for (const [requestId, { endpoint, role }] of letIn) {
    const { access, permission } = endpoint;
    expect([endpoint.name, events.get(requestId)]).toMatchObject([
      endpoint.name,
      {
        staffId: entryOf(role),
        permission,
        action: canBeDry(endpoint) ? 'READ' : access?.action,
        fieldGroups: [...(access?.fieldGroups ?? [])],
      },
    ]);
  }
});

it('naive: a handler that is asked without its declaration lets strangers in, and the matrix sees it', async () => {
  const naive = answers({ ...setCustomerCode, permission: undefined, access: undefined } as never, async () => {
    return { version: 1, isSet: true, locked: false, setAt: null } as never;
  });
  const refused = casesOf(setCustomerCode).filter(({ expected }) => expected !== allowed);
  const seen = await inParallel(refused, 8, async (one) => verdict(await ask(one, serveStaff([naive]))));
  expect(new Set(seen)).toEqual(new Set([allowed]));
});

describe('over HTTP', () => {
  let clerk: Caller;
  beforeAll(async () => {
    const person = await makePerson(world.cloud, 'matrix', permissions);
    await enterStaff(world.cloud, { staffId: person.staffId, coopIds: [coopId] });
    clerk = world.signIn(person);
  });

  it.each(named)('$name says the same', async ({ endpoint, cases }) => {
    const samples = cases.filter(({ role, target }) => role.name === 'all' && !target.name.startsWith('unknown'));
    for (const one of samples) {
      const request = requestOf(endpoint, { ...fillingOf(one.target), dryRun: one.expected === allowed });
      const seen = verdictOf(await clerk.send(httpRequestOf(endpoint, request)));
      if (one.expected === allowed) expect(seen, told(one)).not.toMatch(/^(401|403|5\d\d)|invalidRequest/);
      else expect(`${told(one)} ${seen}`).toBe(`${told(one)} ${one.expected}`);
    }
  });
});
