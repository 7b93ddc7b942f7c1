import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import type { Endpoint, Schema } from '../../contract/endpoint.ts';
import { describeFields } from './field-texts.ts';
import type { JsonSchema } from './json-schema.ts';
import { namedSchemas } from './named-schemas.ts';

type Registry = ReturnType<typeof newRegistry>;

const newRegistry = () => z.registry<{ id: string; description?: string; format?: string }>();
const referenceTo = (id: string): string => `#/components/schemas/${id}`;

/** The schemas of an API as JSON Schema 2020-12, each under one name. */
export type SchemaSet = {
  /** Sorted by name, paths and queries left out: they are told as parameters. */
  components: Record<string, JsonSchema>;
  /** A reference to the component that a schema is. */
  referenceOf(schema: Schema): JsonSchema;
  /** The fields of a path or query: name, schema, and whether it must be sent. */
  fieldsOf(schema: Schema): { name: string; schema: JsonSchema; required: boolean }[];
};

/**
 * Converts all schemas of the endpoints.
 * @throws Error if a schema differs as input and as output: it then needs two names, which nothing has asked for yet
 */
export function schemaSet(endpoints: readonly Endpoint[]): SchemaSet {
  const registry = newRegistry();
  for (const { schema, ...named } of namedSchemas) registry.add(schema, named);
  const parameterIds = new Set<string>();
  for (const endpoint of endpoints) {
    const name = `${endpoint.name.charAt(0).toUpperCase()}${endpoint.name.slice(1)}`;
    register(registry, endpoint.body, `${name}Request`);
    register(registry, endpoint.result, `${name}Result`);
    for (const id of [
      register(registry, endpoint.params, `${name}Path`),
      register(registry, endpoint.query, `${name}Query`),
    ]) {
      if (id !== undefined) parameterIds.add(id);
    }
  }
  const all = convert(registry);
  const idOf = (schema: Schema): string => registry.get(schema)?.id ?? '';
  return {
    components: Object.fromEntries(
      Object.entries(all)
        .filter(([id]) => !parameterIds.has(id))
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
    referenceOf: (schema) => ({ $ref: referenceTo(idOf(schema)) }),
    fieldsOf: (schema) => {
      const { properties = {}, required = [] } = all[idOf(schema)] ?? {};
      return Object.entries(properties).map(([name, field]) => ({
        name,
        schema: field as JsonSchema,
        required: required.includes(name),
      }));
    },
  };
}

/** Gives a schema the name unless it has one. @returns the name if it was given */
function register(registry: Registry, schema: Schema | undefined, id: string): string | undefined {
  if (schema === undefined || registry.has(schema)) return undefined;
  registry.add(schema, { id });
  return id;
}

function convert(registry: Registry): Record<string, JsonSchema> {
  const options = { metadata: registry, uri: referenceTo, override: readable };
  const { schemas } = z.toJSONSchema(registry, { ...options, io: 'input' });
  const { schemas: asOutput } = z.toJSONSchema(registry, { ...options, io: 'output' });
  for (const [id, schema] of Object.entries(schemas)) {
    if (!isDeepStrictEqual(schema, asOutput[id]))
      throw new Error(`${id} differs as input and as output: name the two sides apart`);
    delete schema.$schema;
    delete schema.$id;
    describeFields(id, schema);
  }
  return schemas;
}

/**
 * Integers are `int64` for client generators; bounds that only say "what a double holds" are left out, and so is the long
 * pattern of a time, which its format says.
 */
function readable({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.type !== 'integer') return;
  jsonSchema.format = 'int64';
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
