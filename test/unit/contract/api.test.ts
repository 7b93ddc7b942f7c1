import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { api } from '../../../contract/api.ts';
import type { Schema } from '../../../contract/endpoint.ts';
import { problems } from '../../../contract/problem.ts';
import { errorCodes } from '../../../domain/errors.ts';

const keysOf = (schema: Schema | undefined): string[] =>
  schema === undefined ? [] : Object.keys((schema as z.ZodMiniObject).shape);
const parametersIn = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');

describe('api', () => {
  it('names each endpoint once', () => {
    const names = api.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has each method and path once, whatever its parameters are called', () => {
    const routes = api.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it('declares something that every error code is answered by, but for what reaches no endpoint', () => {
    const declared = new Set(api.flatMap(({ errors }) => errors));
    expect(errorCodes.filter((code) => !declared.has(code))).toEqual(['unknownRoute']);
  });
});

describe.each(api.map((endpoint) => [endpoint.name, endpoint] as const))('%s', (_name, endpoint) => {
  it('has a schema for exactly the parameters of its path, in their order', () => {
    expect(keysOf(endpoint.params)).toEqual(parametersIn(endpoint.path));
  });

  it('has a problem for each of its errors, each declared once', () => {
    for (const code of endpoint.errors) expect(problems[code], code).toBeDefined();
    expect(new Set(endpoint.errors).size).toBe(endpoint.errors.length);
  });

  it('may fail by a fault of ours and by overload, and by its fields', () => {
    expect(endpoint.errors).toEqual(expect.arrayContaining(['internal', 'busy', 'invalidRequest']));
  });

  it('stands where its audience belongs, and asks staff for a permission', () => {
    const staff = endpoint.audience === 'staff';
    expect(endpoint.path.startsWith('/v1/staff/')).toBe(staff);
    expect(endpoint.function.startsWith(`${endpoint.audience}-`)).toBe(true);
    expect(endpoint.permission !== undefined).toBe(staff);
    expect(endpoint.errors.includes(staff ? 'staffNotActive' : 'clientNotActive')).toBe(true);
  });

  it('names the co-op where it says so', () => {
    const places = { path: endpoint.params, query: endpoint.query, body: endpoint.body };
    if (endpoint.coopIn !== undefined) expect(keysOf(places[endpoint.coopIn])).toContain('coopId');
    expect(endpoint.coopIn !== undefined).toBe(
      keysOf(endpoint.params).concat(keysOfObject(endpoint.body)).includes('coopId'),
    );
  });

  it('sends a body by POST only, and then may find it not to be JSON', () => {
    if (endpoint.body === undefined) return;
    expect(endpoint.method).toBe('POST');
    expect(endpoint.errors).toContain('invalidJson');
  });
});

/** The fields of a body, or none if it is a choice of several forms. */
function keysOfObject(schema: Schema | undefined): string[] {
  return schema?._zod.def.type === 'object' ? keysOf(schema) : [];
}
