import type { ApiFunction, Endpoint } from '../../contract/endpoint.ts';
import type { EndpointExamples } from '../../contract/examples/example.ts';
import { examples } from '../../contract/examples.ts';
import { examplesObject, responsesOf } from './responses.ts';
import type { SchemaSet } from './schemas.ts';
import { securityOf } from './security.ts';

/** Under which heading the operations of a function stand. */
const tagOfFunction: Record<ApiFunction, string> = {
  'pos-receipts': 'Tills',
  'pos-queries': 'Tills',
  'pos-day-ends': 'Tills',
  'staff-runs': 'Payout runs',
  'staff-run-results': 'Payout runs',
  'staff-register': 'Register',
  'staff-customers': 'Customers',
  'staff-reveal': 'Customers',
  'staff-members': 'Memberships and shares',
  'staff-households': 'Households and cards',
  'staff-directory': 'Directory',
  'staff-audit': 'Access log',
  'staff-money': 'Money',
  'staff-returns': 'Annual return',
  'staff-return-files': 'Annual return',
};

export const tags = [
  { name: 'Tills', description: 'What tills and the systems behind them call.' },
  {
    name: 'Payout runs',
    description: "A month's Bonus from its calculation to the payment files, signed by two people.",
  },
  {
    name: 'Money',
    description: 'Decisions, bonus tables, payments that came back, what the bank has answered and paid in.',
  },
  { name: 'Annual return', description: 'What is told to the tax authority and to each payee.' },
  { name: 'Register', description: 'Looking into the register and correcting it. Every look is logged.' },
  { name: 'Customers', description: 'People and companies: search, show, correct, merge, reveal.' },
  {
    name: 'Memberships and shares',
    description: 'Applying, accepting, paying the share contribution, leaving; the member register of a co-op.',
  },
  { name: 'Households and cards', description: 'Who shops together, and with which cards.' },
  { name: 'Directory', description: 'Staff, companies, outlets and till clients, each with dates.' },
  { name: 'Access log', description: 'Who looked at whom, when and why.' },
];

/**
 * One endpoint as an OpenAPI operation.
 * @throws Error if contract/examples.ts has nothing for it
 */
export function operationOf(endpoint: Endpoint, schemas: SchemaSet): object {
  const shown = examples[endpoint.name];
  if (shown === undefined) throw new Error(`contract/examples.ts has no examples of ${endpoint.name}`);
  const { permission } = endpoint;
  return {
    operationId: endpoint.name,
    tags: [tagOfFunction[endpoint.function]],
    summary: endpoint.summary,
    description: `${endpoint.description}${rightsText(endpoint)}`,
    ...(permission === undefined ? {} : { 'x-permission': permission }),
    security: securityOf(endpoint.audience),
    ...parametersOf(endpoint, schemas, shown),
    ...requestBodyOf(endpoint, schemas, shown),
    responses: responsesOf(endpoint, schemas.referenceOf(endpoint.result), shown.results),
  };
}

function rightsText({ permission, coopIn }: Endpoint): string {
  if (permission === undefined) return '';
  return `\n\nNeeds the permission \`${permission}\`${coopIn === undefined ? '' : ', for the co-op that the request names'}.`;
}

function parametersOf(endpoint: Endpoint, schemas: SchemaSet, shown: EndpointExamples): { parameters?: object[] } {
  const places = [
    { place: 'path', schema: endpoint.params, values: shown.params },
    { place: 'query', schema: endpoint.query, values: shown.query },
  ] as const;
  const parameters = places.flatMap(({ place, schema, values }) =>
    schema === undefined
      ? []
      : schemas.fieldsOf(schema).map(({ name, required, schema: { description, ...field } }) => ({
          name,
          in: place,
          required,
          ...(description === undefined ? {} : { description }),
          schema: field,
          example: (values as Record<string, unknown> | undefined)?.[name],
        })),
  );
  return parameters.length === 0 ? {} : { parameters };
}

function requestBodyOf(endpoint: Endpoint, schemas: SchemaSet, shown: EndpointExamples): { requestBody?: object } {
  if (endpoint.body === undefined) return {};
  return {
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: schemas.referenceOf(endpoint.body),
          examples: examplesObject(shown.requests ?? []),
        },
      },
    },
  };
}
