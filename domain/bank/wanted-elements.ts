import * as z from 'zod/mini';

/** What is read of an element: its text, attributes and children, as far as the schema has them. */
export type Wanted = {
  many: boolean;
  text: boolean;
  attributes: readonly string[];
  children?: ReadonlyMap<string, Wanted>;
};

/**
 * The elements that a schema names: an object is an element with children, an array one that may be repeated, anything else one with a text. In
 * an object, `@name` is an attribute and `#` the text beside attributes.
 */
export function wantedOf(schema: z.core.$ZodType): Wanted {
  if (schema instanceof z.ZodMiniOptional) return wantedOf(schema.def.innerType);
  if (schema instanceof z.ZodMiniArray) return { ...wantedOf(schema.def.element), many: true };
  if (!(schema instanceof z.ZodMiniObject)) return { many: false, text: true, attributes: [] };
  const names = Object.keys(schema.shape);
  const attributes = names.filter((name) => name.startsWith('@')).map((name) => name.slice(1));
  const elements = names.filter((name) => !name.startsWith('@') && name !== '#');
  return {
    many: false,
    text: names.includes('#'),
    attributes,
    children: new Map(elements.map((name) => [name, wantedOf(schema.shape[name] as z.core.$ZodType)])),
  };
}
