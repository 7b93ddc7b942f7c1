import { beforeAll, describe, expect, it } from 'vitest';
import { api } from '../../contract/api.ts';
import { permissions } from '../../contract/permissions.ts';
import { showServices } from '../../contract/services.ts';
import { DomainError } from '../../domain/errors.ts';
import { logger } from '../../functions/runtime/log.ts';
import { inParallel } from '../../functions/runtime/parallel.ts';
import { answers } from '../../functions/runtime/serve.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { allOf, type Canary, makeCanaries, sealedOf } from '../fixtures/e2e-canaries.ts';
import { type CanaryRequest, canaryRequests } from '../fixtures/e2e-canary-requests.ts';
import { whenRecorded } from '../fixtures/e2e-cloud.ts';
import { anOutlet, smallFederation } from '../fixtures/e2e-federation.ts';
import { type Answer, send } from '../fixtures/e2e-http.ts';
import { askInProcess, functionsInProcess } from '../fixtures/e2e-in-process.ts';
import { leaksIn, type Trace, tableTraces, tracesOf } from '../fixtures/e2e-leaks.ts';
import { enterStaff, makePerson } from '../fixtures/e2e-people.ts';
import { plantInMetric, withPlantedItems, withPlantedLeaks } from '../fixtures/e2e-planted-leaks.ts';
import { subjectsOf } from '../fixtures/e2e-subjects.ts';
import { type Caller, openWorld, type World } from '../fixtures/e2e-world.ts';
import { logLines } from '../fixtures/log-lines.ts';
import { eventOf, requestOf } from '../fixtures/staff-requests.ts';

/**
 * More than a thousand made-up people are sent to every endpoint, where their data belongs and where it does not. None of it may be found
 * in anything that is kept outside of the tables, in the tables only what is not sealed, and in no error at all.
 */
const { names, coop, outlet, household, neighbour, federation } = smallFederation();
const secondOutlet = anOutlet(names.outletId(3), 'havu', coop);
const staffIds = [1, 2].map((number) => `${names.coopId('k')}-${number}`) as [string, string];
const filling = {
  coopId: coop.coop.coopId,
  subjects: subjectsOf([household, neighbour], [outlet, secondOutlet], staffIds),
};

const people = makeCanaries(9_000);
let next = 0;
const nextPerson = (): Canary => people[next++] ?? expect.fail('make more people');
const used = (): Canary[] => people.slice(0, next);

const lines = logLines();
let world: World;
type Told = { name: string; request: CanaryRequest; answer: Answer };
const told: Told[] = [];

beforeAll(async () => {
  world = await openWorld({ ...federation, outlets: [...federation.outlets, secondOutlet] });
  const caller = async (name: string, may: readonly (typeof permissions)[number][]): Promise<Caller> => {
    const person = await makePerson(world.cloud, name, may);
    await enterStaff(world.cloud, { staffId: person.staffId, coopIds: [filling.coopId] });
    return world.signIn(person);
  };
  for (const staffId of staffIds) await enterStaff(world.cloud, { staffId, coopIds: [filling.coopId] });
  const [clerk, visitor] = [await caller('canary', permissions), await caller('nobody', [])];
  const requests = api.flatMap((endpoint) =>
    canaryRequests(endpoint, filling, nextPerson).map((request) => ({ endpoint, request })),
  );
  await inParallel(requests, 6, async ({ endpoint, request }) => {
    const by = request.by === 'withoutPermission' ? visitor : endpoint.audience === 'pos' ? world.tills.havu : clerk;
    const answer = await (request.by === 'asSaid' ? send(world.apiUrl, request.request) : by.send(request.request));
    told.push({ name: `${endpoint.name} ${request.name}`, request, answer });
  });
  await whenRecorded(world.cloud);
}, 240_000);

const traceOf = ({ name, answer }: Told): Trace => ({
  place: name,
  text: `${JSON.stringify([...answer.headers])} ${answer.text}`,
});

describe('a thousand people and more', () => {
  it('went to every endpoint, were taken and were refused', () => {
    expect(next).toBeGreaterThan(1_000);
    const statuses = Map.groupBy(told, ({ answer }) => answer.status);
    for (const status of [200, 201, 400, 401, 403, 404, 409])
      expect([status, statuses.has(status)]).toEqual([status, true]);
    const failed = told.filter(({ answer }) => answer.status >= 500);
    expect(failed.map(({ name, answer }) => `${name}: ${answer.text.slice(0, 300)}`)).toEqual([]);
  });

  it('are in no error', () => {
    const refused = told.filter(({ answer }) => answer.status >= 400);
    expect(leaksIn(refused.map(traceOf), used().flatMap(allOf))).toEqual([]);
  });

  it('are in no answer in full, unless they are revealed', () => {
    const shown = told.filter(({ name, answer }) => answer.status < 400 && !name.startsWith('revealCustomer'));
    expect(leaksIn(shown.map(traceOf), used().flatMap(sealedOf))).toEqual([]);
  });

  it('are in no log, execution, key of a bucket, attribute of a queue and metric', async () => {
    const traces = (await tracesOf(world.cloud)).filter(({ place }) => place !== 'access events');
    for (const place of ['log /aws/lambda/', 'bucket ', 'queue ', 'metrics'])
      expect([place, traces.some((trace) => trace.place.startsWith(place))]).toEqual([place, true]);
    expect(leaksIn(traces, used().flatMap(allOf))).toEqual([]);
  });

  it('are not in the tables in the clear, but for their names', async () => {
    const tables = await tableTraces(world.cloud);
    expect(leaksIn(tables, used().flatMap(sealedOf))).toEqual([]);
    const named = leaksIn(
      tables,
      used().map(({ lastName }) => lastName),
    );
    expect(named.filter((leak) => leak.startsWith('register')).length).toBeGreaterThan(2);
  });
});

describe('the detector', () => {
  const person = (): Canary => used()[0] ?? expect.fail('nobody was sent');
  const where = (leaks: string[]): string[] => leaks.map((leak) => leak.split(': ')[0] ?? '').toSorted();

  it('finds every kind of value wherever it is planted', async () => {
    const { identityCode, iban, email } = person();
    await plantInMetric(world.cloud, identityCode);
    for (const planted of [identityCode, iban, email])
      await withPlantedLeaks(world.cloud, planted, async () => {
        const traces = (await tracesOf(world.cloud)).filter(
          ({ place }) => !['access events', 'emulator'].includes(place),
        );
        const places = ['bucket planted-leak', 'execution planted-leak', 'log planted-leak', 'queue planted-leak'];
        expect(where(leaksIn(traces, [planted]))).toEqual(
          planted === identityCode ? [...places, 'metrics'].toSorted() : places,
        );
      });
  });

  it.each(['identityCode', 'iban', 'email', 'phoneNumber', 'street'] as const)(
    'finds the %s in the tables',
    async (kind) => {
      const planted = person()[kind];
      await withPlantedItems(world.cloud, planted, async () => {
        expect(where(leaksIn(await tableTraces(world.cloud), sealedOf(person())))).toEqual([
          'access events',
          'register',
        ]);
      });
    },
  );

  it('finds it in a text, encoded at any place of it', () => {
    const { identityCode, street } = person();
    for (const planted of [identityCode, street])
      for (const before of ['', 'a', 'ab', '{"after":"'])
        for (const encoding of ['base64', 'base64url', 'hex'] as const) {
          const text = Buffer.from(`${before}${planted}"}`).toString(encoding);
          expect(leaksIn([{ place: 'x', text: `cursor=${text}` }], [planted])).toEqual([`x: ${planted}`]);
        }
    expect(leaksIn([{ place: 'x', text: `{"code":"${identityCode.slice(0, -1)}"}` }], [identityCode])).toEqual([]);
  });

  it('naive: an endpoint that repeats and logs what it was sent is found', async () => {
    await functionsInProcess(world.cloud);
    const naive = answers({ ...showServices, permission: undefined, access: undefined } as never, async (request) => {
      const body = JSON.stringify((request as { body: unknown }).body);
      logger.warn('looking for', { body });
      throw new DomainError('unknownCustomer', `There is no customer as in ${body}.`);
    });
    const phone = person().phoneNumber.slice(1, 13);
    const request = requestOf(showServices, filling);
    const event = eventOf(showServices, { ...request, body: { ...request.body, customerNumber: phone } });
    const claims = { token_use: 'access', sub: staffIds[0] };
    const { text } = await askInProcess(serveStaff([naive]), event, { requestId: 'naive', claims });
    const traces = [
      { place: 'answer', text },
      { place: 'log', text: lines.join('\n') },
    ];
    expect(where(leaksIn(traces, [phone]))).toEqual(['answer', 'log']);
  });
});
