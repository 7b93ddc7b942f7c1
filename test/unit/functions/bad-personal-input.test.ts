import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { api } from '../../../contract/api.ts';
import { apiFunctions, type Endpoint, type Schema } from '../../../contract/endpoint.ts';
import { examples } from '../../../contract/examples.ts';
import { permissions } from '../../../contract/permissions.ts';
import { showServices } from '../../../contract/services.ts';
import type { FieldIssue } from '../../../domain/errors.ts';
import { answers } from '../../../functions/runtime/serve.ts';
import { serveStaff } from '../../../functions/runtime/serve-staff.ts';
import { ask, staffClaims, type TestAnswer, withoutNetwork } from '../../fixtures/http-requests.ts';
import { logLines } from '../../fixtures/log-lines.ts';

/**
 * Every place of every body that staff can send, with everything that does not belong there: a clear 400 that points at the place, at once,
 * and without a word of what was sent. Bodies that a schema takes are not sent; what they become is looked at instead.
 */
const lines = logLines();
const { reset } = withoutNetwork();
beforeEach(reset);

const targets = api
  .filter(({ audience, body }) => audience === 'staff' && body !== undefined)
  .map((endpoint) => ({
    name: endpoint.name,
    endpoint,
    bodies: (examples[endpoint.name]?.requests ?? []).map(({ value }) => value as Body),
  }));
type Body = Record<string, unknown>;
type Place = readonly string[];

const handlers = new Map<string, ReturnType<typeof serveStaff>>();
beforeAll(async () => {
  for (const name of apiFunctions.filter((one) => one.startsWith('staff-'))) {
    const entry: { handler: ReturnType<typeof serveStaff> } = await import(`../../../functions/lambda/${name}.ts`);
    handlers.set(name, entry.handler);
  }
});

/** All places in a body: of its fields, of theirs, and so on. */
const placesIn = (value: unknown): Place[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => [[key], ...placesIn(inner).map((rest) => [key, ...rest])]);
const at = (value: unknown, [key, ...rest]: Place): unknown =>
  key === undefined ? value : at((value as Body | undefined)?.[key], rest);
const withAt = (value: unknown, [key, ...rest]: Place, put: (there: unknown) => unknown): unknown => {
  if (key === undefined) return put(value);
  if (Array.isArray(value)) return value.with(Number(key), withAt(value[Number(key)], rest, put));
  return { ...(value as Body), [key]: withAt((value as Body)[key], rest, put) };
};

/** In everything hostile, so that it is seen if it comes back. */
const mark = 'Zz9Mark';
const large = 200_000;
const tenMegabytes = mark.padEnd(10_000_000, 'a');
/** What no field of any body may be, whatever it is called. */
const hostile: Readonly<Record<string, (there: unknown) => unknown>> = {
  'a text of 200,000 characters': () => mark.padEnd(large, 'a'),
  'as many marks to compose': () => mark + 'a\u0301'.repeat(large / 2),
  'a lone surrogate': () => `${mark}\ud800`,
  'a text from right to left': () => `${mark}\u202e`,
  'a zero-width joiner': () => `${mark}\u200d${mark}`,
  'a null character': () => `${mark}\u0000`,
  'nothing but spaces': () => '   ',
  'a number': () => 1e21,
  'half a number': () => 0.5,
  null: () => null,
  'a list in a list': () => [[[mark]]],
  'an operator': () => ({ $gt: mark }),
  'a prototype': () => JSON.parse(`{"__proto__":{"admin":"${mark}"}}`),
};
/** What some fields may be, and others not. */
const odd: Readonly<Record<string, (there: unknown) => unknown>> = {
  'in the other case': (there) => (typeof there === 'string' ? swapped(there) : there),
  decomposed: (there) => (typeof there === 'string' ? there.normalize('NFD') : there),
  'with an emoji': (there) => (typeof there === 'string' ? `${there}🛒` : there),
  'in Hebrew': (there) => (typeof there === 'string' ? `${there}שלום` : there),
  'in full width': (there) => (typeof there === 'string' ? `${there}１２` : there),
  'with a space': (there) => (typeof there === 'string' ? ` ${there}` : there),
  'twice as large': (there) => (typeof there === 'number' ? there * 2 : there),
};
const swapped = (text: string): string =>
  [...text].map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase())).join('');

const takes = ({ body }: Endpoint, value: unknown): boolean => z.safeParse(body as Schema, value).success;
const claims = staffClaims(`[${permissions.join(' ')}]`);
const millisecondsAtMost = 200;

/** Sends what the schema does not take. Counts time of this process only, since others run beside it. */
async function refused(endpoint: Endpoint, body: string, of = handlers.get(endpoint.function)): Promise<TestAnswer> {
  const { method, path, name } = endpoint;
  const handler = of ?? expect.fail(`no function ${endpoint.function}`);
  const request = { route: `${method} ${path}`, body, claims, params: paramsOf(name) };
  const before = process.cpuUsage();
  const answer = await ask(handler, request);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000, 'milliseconds').toBeLessThan(millisecondsAtMost);
  expect(answer.text).not.toContain(mark);
  expect(lines.join('\n')).not.toContain(mark);
  return answer;
}
const paramsOf = (name: string): Record<string, string> =>
  (examples[name]?.params as Record<string, string> | undefined) ?? {};

/** The pointers of a 400, each of which leads to the place that was spoilt or to something that holds it. */
function expectFault({ status, body }: TestAnswer, place: Place, told: string): void {
  expect([told, status, body.code]).toEqual([told, 400, 'invalidRequest']);
  const pointers = (body.errors as FieldIssue[]).map(({ pointer }) => pointer.split('/').slice(1));
  expect(pointers.length).toBeGreaterThan(0);
  const leads = pointers.some((pointer) => {
    const common = pointer.slice(0, place.length);
    return common.every((part, index) => part === place[index]) || pointer.length === 0;
  });
  expect(leads, `${told}: ${JSON.stringify(pointers)}`).toBe(true);
}

it('naive: a message that repeats what it was sent would be seen', async () => {
  const repeats = z
    .string()
    .check(
      z.refine(() => false, { params: { code: 'badFormat' }, error: ({ input }) => `${input} is no customer number.` }),
    );
  const naive = { ...showServices, body: z.strictObject({ customerNumber: repeats }) } as unknown as Endpoint;
  const handler = serveStaff([answers(naive, async () => ({}) as never)]);
  const body = JSON.stringify({ customerNumber: mark });
  await expect(refused(naive, body, handler)).rejects.toThrow(/not to (contain|include)/);
});

it('has an example of every body', () => {
  expect(targets.filter(({ bodies }) => bodies.length === 0).map(({ name }) => name)).toEqual([]);
});

describe.each(targets)('$name', ({ endpoint, bodies }) => {
  const everywhere = bodies.flatMap((body) => placesIn(body).map((place) => ({ body, place })));
  /** Each place once, in the first example that has it. */
  const spoilt = [...new Map(everywhere.toReversed().map((one) => [one.place.join('/'), one])).values()];

  it('is sent bodies that are right, to begin with', () => {
    for (const body of bodies) expect(takes(endpoint, body)).toBe(true);
  });

  it.each(Object.entries(hostile))('refuses %s, wherever it stands', async (what, make) => {
    for (const { body, place } of spoilt) {
      const bad = withAt(body, place, make);
      const told = `${what} at /${place.join('/')}`;
      if (takes(endpoint, bad)) {
        // Numbers may be numbers, and what may be nothing may be null. Cursors are opaque: whoever gave them reads them.
        if (place.at(-1) !== 'cursor') expect(['number', 'object'], told).toContain(typeof make(undefined));
        continue;
      }
      expectFault(await refused(endpoint, JSON.stringify(bad)), place, told);
    }
  });

  it('takes odd texts composed and visible, or refuses them', async () => {
    for (const { body, place } of spoilt)
      for (const [what, make] of Object.entries(odd)) {
        const bad = withAt(body, place, make);
        const told = `${what} at /${place.join('/')}`;
        const parsed = z.safeParse(endpoint.body as Schema, bad);
        if (!parsed.success) expectFault(await refused(endpoint, JSON.stringify(bad)), place, told);
        else {
          const text = JSON.stringify(parsed.data);
          expect(text === text.normalize('NFC') && text.isWellFormed(), told).toBe(true);
        }
      }
  });

  it('takes no enum in another case', () => {
    const enums = ['purpose', 'kind', 'action', 'type', 'language', 'sex', 'permissions', 'roles'];
    for (const { body, place } of spoilt.filter(({ place }) => enums.includes(place.at(-1) ?? '')))
      if (typeof at(body, place) === 'string')
        expect([
          place,
          takes(
            endpoint,
            withAt(body, place, (there) => swapped(String(there))),
          ),
        ]).toEqual([place, false]);
  });

  it('has no other fields, at any depth, whatever they are called', async () => {
    const objects = bodies.flatMap((body) =>
      [[], ...placesIn(body)].map((place) => ({ body, place })).filter(({ place }) => isObject(at(body, place))),
    );
    for (const { body, place } of objects)
      for (const name of ['shoeSize', 'constructor', 'isAdmin', mark, `${mark} 010190-900P`]) {
        const bad = withAt(body, place, (there) => ({ ...(there as Body), [name]: mark }));
        const answer = await refused(endpoint, JSON.stringify(bad));
        expectFault(answer, place, `${name} in /${place.join('/')}`);
        const pointers = (answer.body.errors as FieldIssue[]).map(({ pointer }) => pointer);
        const isNamed = pointers.includes(`/${[...place, name].join('/')}`);
        // In a choice of forms the whole is at fault; what may be somebody's data is not named.
        if (!pointers.includes(`/${place.join('/')}`.replace(/\/$/, '')))
          expect(isNamed, name).toBe(!name.startsWith(mark));
      }
    for (const body of bodies) {
      const text = JSON.stringify(body).replaceAll('{', `{"__proto__":{"${mark}":true},`);
      const answer = await refused(endpoint, text.replaceAll(',}', '}'));
      expect([answer.status, answer.body.code]).toEqual([400, 'invalidRequest']);
    }
    expect(Object.hasOwn(Object.prototype, mark)).toBe(false);
  });

  it('is closed to ten megabytes before anything is read of them', async () => {
    const [body = {}] = bodies;
    const answer = await refused(endpoint, JSON.stringify({ ...body, reason: tenMegabytes }));
    expect([answer.status, answer.body.code]).toEqual([413, 'bodyTooLarge']);
    for (const place of placesIn(body)) {
      const before = process.cpuUsage();
      takes(
        endpoint,
        withAt(body, place, () => tenMegabytes),
      );
      expect(process.cpuUsage(before).user / 1_000).toBeLessThan(millisecondsAtMost);
    }
  });
});

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

it('whatever else stands anywhere is a 400 with pointers, and does not come back', async () => {
  const places = targets.flatMap(({ endpoint, bodies }) =>
    bodies.flatMap((body) => placesIn(body).map((place) => ({ endpoint, body, place }))),
  );
  const text = fc.string({ unit: 'binary', maxLength: 60 }).map((more) => `${mark}${more}`);
  const junk = fc.oneof(
    text,
    fc.jsonValue({ maxDepth: 3 }).map((value) => [mark, value]),
    text.map((value) => ({ value })),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), junk, async ({ endpoint, body, place }, value) => {
      const bad = withAt(body, place, () => value);
      fc.pre(!takes(endpoint, bad));
      expectFault(await refused(endpoint, JSON.stringify(bad)), place, `${endpoint.name} /${place.join('/')}`);
    }),
    { numRuns: 500 },
  );
}, 60_000);
