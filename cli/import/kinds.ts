import * as z from 'zod/mini';
import { orderCard } from '../../contract/cards.ts';
import { createCustomer } from '../../contract/customers.ts';
import type { Endpoint, ResultOf } from '../../contract/endpoint.ts';
import { applyForMembership } from '../../contract/memberships.ts';
import { flag, unchecked, valueNames } from '../customers/values.ts';
import { CliError } from '../exit-codes.ts';
import { type Changing, changeOf, sourceInWords } from '../person-options.ts';

/** What is the same for every row of an import. */
export type Given = Changing & { coopId: string };
/** A row's cells by the names of their columns, without the empty ones. */
type Cells = ReadonlyMap<string, string>;

type Kind<E extends Endpoint> = {
  endpoint: E;
  /** The names that columns may have: those of the API's fields. */
  columns: readonly string[];
  /** Columns that a file must have. */
  required: readonly string[];
  /** The body of a row's request. It is not checked here: the register says what is wrong, in the same words for all. */
  bodyOf: (cells: Cells, given: Given & { idempotencyKey: string }) => object;
  /** The number of what was made. */
  made: (result: ResultOf<E>) => string;
};
export type ImportKind = Omit<Kind<Endpoint>, 'made'> & {
  /** What an answer says was made; undefined if it is not the endpoint's. */
  madeIn: (answer: unknown) => string | undefined;
};

function importKind<E extends Endpoint>({ made, ...kind }: Kind<E>): ImportKind {
  const madeIn = (answer: unknown): string | undefined => {
    const result = z.safeParse(kind.endpoint.result, answer);
    return result.success ? made(result.data as ResultOf<E>) : undefined;
  };
  return { ...kind, madeIn };
}

/** What every body has; where the values come from may differ by row. */
const everyRow = (cells: Cells, { idempotencyKey, ...given }: Given & { idempotencyKey: string }) => {
  const own = cells.get('source');
  return { ...changeOf(given), ...(own !== undefined && { source: sourceInWords(own) }), idempotencyKey };
};

/** What can be imported: each row is one request. A new kind is a new entry. */
export const importKinds = {
  customers: importKind({
    endpoint: createCustomer,
    columns: ['kind', 'source', ...valueNames],
    required: [],
    bodyOf: (cells, given) => ({
      ...everyRow(cells, given),
      coopId: given.coopId,
      kind: cells.get('kind') ?? 'PERSON',
      set: unchecked(cells),
    }),
    made: ({ customerNumber }) => customerNumber,
  }),
  memberships: importKind({
    endpoint: applyForMembership,
    columns: ['customerNumber', 'on', 'guardianConsents', 'source'],
    required: ['customerNumber', 'on'],
    bodyOf: (cells, given) => ({
      ...everyRow(cells, given),
      coopId: given.coopId,
      customerNumber: cells.get('customerNumber'),
      on: cells.get('on'),
      ...(cells.has('guardianConsents') && { guardianConsents: flag(cells.get('guardianConsents') ?? '') }),
    }),
    made: ({ membership }) => membership.memberNumber,
  }),
  cards: importKind({
    endpoint: orderCard,
    columns: ['customerNumber', 'type', 'issuedCardNumber', 'source'],
    required: ['customerNumber', 'type'],
    bodyOf: (cells, given) => ({
      ...everyRow(cells, given),
      coopId: given.coopId,
      customerNumber: cells.get('customerNumber'),
      type: cells.get('type'),
      ...(cells.has('issuedCardNumber') && { issuedCardNumber: cells.get('issuedCardNumber') }),
    }),
    made: ({ card }) => card.cardNumber,
  }),
} as const satisfies Record<string, ImportKind>;

export type ImportName = keyof typeof importKinds;
export const importNames = Object.keys(importKinds) as ImportName[];

/**
 * Checks a header.
 * @throws CliError badInput with the number of the column: what stands there may be a person, if the file has no header
 */
export function checkHeader(kind: ImportName, header: readonly string[]): void {
  const { columns, required } = importKinds[kind];
  const advice = `Columns of ${kind}: ${columns.join(', ')}.`;
  const at = (index: number, fault: string) =>
    new CliError('badInput', `Column ${index + 1} of the header ${fault}.`, advice);
  for (const [index, name] of header.entries()) {
    if (!columns.includes(name)) throw at(index, `is no field of ${kind}`);
    if (header.indexOf(name) !== index) throw at(index, 'is there twice');
  }
  const missing = required.find((name) => !header.includes(name));
  if (missing !== undefined) throw new CliError('badInput', `The header has no column ${missing}.`, advice);
}
