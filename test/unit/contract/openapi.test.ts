import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { api } from '../../../contract/api.ts';
import { scopes } from '../../../contract/endpoint.ts';
import { problems } from '../../../contract/problem.ts';
import { openApiDocument } from '../../../scripts/openapi/document.ts';
import { fieldTexts } from '../../../scripts/openapi/field-texts.ts';
import { generatedFiles } from '../../../scripts/openapi/generated-files.ts';
import { namedSchemas } from '../../../scripts/openapi/named-schemas.ts';

/** JSON as a test reads it: whatever is asked of it is there, and is JSON. */
type Json = { [key: string]: Json };

const root = new URL('../../../', import.meta.url);
const document = openApiDocument('0.0.0') as Json;
const components = document.components as Json;

/** Every object inside a value, the value included, each with the keys that lead to it. */
function objectsIn(value: unknown, path: readonly string[] = []): { path: readonly string[]; object: Json }[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, part]) => objectsIn(part, [...path, key]));
  return Array.isArray(value) ? inner : [{ path, object: value as Json }, ...inner];
}

/** What a `#/…` reference points at. */
const target = (reference: string): unknown =>
  reference
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Json | undefined)?.[key], document);

const resolved = (object: Json): Json => (typeof object.$ref === 'string' ? (target(object.$ref) as Json) : object);

describe('docs', () => {
  it.each(['docs/openapi.json', 'docs/errors.md'])(
    '%s is current: else run `node scripts/openapi.ts`',
    async (path) => {
      const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
      const generated = generatedFiles(version).find((file) => file.path === path);
      expect(await readFile(new URL(path, root), 'utf8')).toBe(generated?.text);
    },
  );
});

describe('openApiDocument', () => {
  it('is the same each time', () => {
    expect(JSON.stringify(openApiDocument('0.0.0'))).toBe(JSON.stringify(document));
  });

  it('has nothing but the operations of the contract', () => {
    const operations = Object.values(document.paths as Json).flatMap((path) => Object.values(path));
    expect(operations.map((operation) => operation.operationId).toSorted()).toEqual(
      api.map(({ name }) => name).toSorted(),
    );
  });

  it('refers only to what is there, and has no component that nothing refers to', () => {
    const references = objectsIn(document).flatMap(({ object }) =>
      typeof object.$ref === 'string' ? [object.$ref] : [],
    );
    for (const reference of references) expect(target(reference), reference).toBeDefined();
    for (const kind of ['schemas', 'responses', 'examples', 'headers']) {
      for (const name of Object.keys(components[kind] ?? {}))
        expect(references).toContain(`#/components/${kind}/${name}`);
    }
  });

  it('describes every field, and every text describes one', () => {
    const described = new Set<unknown>();
    const operations = Object.values(document.paths as Json).flatMap((path) => Object.values(path));
    const parameters = operations.flatMap((operation): Json[] =>
      Array.isArray(operation.parameters) ? operation.parameters : [],
    );
    const fields = objectsIn(components.schemas).flatMap(({ path, object }) =>
      path.at(-1) === 'properties'
        ? Object.entries(object).map(([name, field]) => ({ place: [...path, name].join('.'), field }))
        : [],
    );
    for (const { place, field } of [...fields, ...parameters.map((field) => ({ place: String(field.name), field }))]) {
      const text =
        field.description ?? resolved(field).description ?? resolved((field.schema ?? {}) as Json).description;
      expect(text, place).toBeTypeOf('string');
      described.add(text);
    }
    expect(Object.entries(fieldTexts).filter(([, text]) => !described.has(text))).toEqual([]);
  });

  it('tells the unit of every amount', () => {
    const amounts = objectsIn(components.schemas).flatMap(({ path, object }) =>
      path.at(-1) === 'properties' ? Object.entries(object).filter(([name]) => /cents$/i.test(name)) : [],
    );
    expect(amounts.length).toBeGreaterThan(20);
    for (const [name, field] of amounts) {
      expect(field.description, name).toMatch(/^Integer cents/);
      expect(JSON.stringify(field), name).toContain('"type":"integer"');
    }
  });

  it('uses every schema that was given a name, with its description', () => {
    for (const { id, description } of namedSchemas) expect(components.schemas?.[id], id).toMatchObject({ description });
  });
});

describe.each(api.map((endpoint) => [endpoint.name, endpoint] as const))('the operation %s', (_name, endpoint) => {
  const operation = (document.paths as Json)[endpoint.path]?.[endpoint.method.toLowerCase()] as Json;
  const responses = operation.responses as Json;

  it('says what it is, who may call it and with which right', () => {
    expect(operation).toMatchObject({
      operationId: endpoint.name,
      summary: endpoint.summary,
      tags: [expect.any(String)],
    });
    expect(operation.description).toContain(endpoint.description);
    expect(Object.values(operation.security ?? {}).flatMap((scheme) => Object.values(scheme))).toEqual([
      [scopes[endpoint.audience]],
    ]);
    expect(operation['x-permission']).toBe(endpoint.permission);
  });

  it('has examples of its bodies', () => {
    const bodies = [operation.requestBody, responses[String(endpoint.status)]].filter((body) => body !== undefined);
    expect(bodies).toHaveLength(endpoint.body === undefined ? 1 : 2);
    for (const body of bodies)
      expect(Object.keys((body as Json).content?.['application/json']?.examples as Json)).not.toEqual([]);
  });

  it('lists each of its errors under its status, as problem+json with an example', () => {
    for (const code of endpoint.errors) {
      const problem = resolved(responses[problems[code].status] as Json).content?.['application/problem+json'];
      expect(JSON.stringify(problem?.schema), code).toContain(`"${code}"`);
      expect(Object.keys(problem?.examples as Json), code).toContain(code);
    }
  });

  it.each([401, 403, 429])("has API Gateway's own %i", (status) => {
    const { content } = resolved(responses[status] as Json);
    expect(content?.['application/json']?.schema).toEqual({ $ref: '#/components/schemas/GatewayMessage' });
  });
});
