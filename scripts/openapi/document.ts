import { api } from '../../contract/api.ts';
import { receiptLimits } from '../../contract/receipts.ts';
import { links } from './links.ts';
import { operationOf, tags } from './operation.ts';
import { failureComponents, gatewayMessageSchema } from './responses.ts';
import { schemaSet } from './schemas.ts';
import { securitySchemes } from './security.ts';

const description = `Receipts in, Bonus out: the register of a federation of consumer co-operatives.

**Units.** Money is integer cents in fields named \`…Cents\`; rates are basis points (350 is 3.5 %) in \`…BasisPoints\`; fuel is
millilitres. There are no decimals but in a line's \`quantity\`. Returns are negative.

**Times.** Instants are RFC 3339 with their offset (\`2026-10-31T18:30:00+02:00\`). Dates (\`yyyy-mm-dd\`) and months (\`yyyy-mm\`)
are those of Finland's calendar (Europe/Helsinki).

**Bodies.** JSON in UTF-8, at most ${receiptLimits.bodyBytes.toLocaleString('en-US')} bytes. Every object is closed: a field that is not described here is an error.

**Sending again.** Every request may be sent again unchanged when no answer came: a receipt is kept once however often it is
sent, and an act that is done already changes nothing. Only a dry run starts anew each time.

**Lists.** Long lists come a page at a time: send the \`cursor\` of a page to get the next one; the last page has none.

**Errors.** RFC 9457 \`application/problem+json\` with a \`code\` of a closed list; each has a page at
${links.errors}. API Gateway itself answers \`{"message": …}\` as application/json.`;

/**
 * The whole API as an OpenAPI 3.1 document, in a stable order.
 * @param version of the package
 */
export function openApiDocument(version: string): object {
  const schemas = schemaSet(api);
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of api) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operationOf(endpoint, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Omistaja',
      version,
      summary: 'A register for consumer co-operatives.',
      description,
      contact: { name: 'Omistaja', url: links.repository },
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    externalDocs: { description: 'What each error means and what to do', url: links.errors },
    servers: [
      {
        url: 'https://{host}',
        description: 'A deployment',
        variables: { host: { default: 'api.omistaja.example', description: "The host of the deployment's HTTP API." } },
      },
      {
        url: 'http://127.0.0.1:4566/_aws/execute-api/{apiId}/$default',
        description: 'The local cloud (npm start)',
        variables: { apiId: { default: 'local', description: 'The id that npm start prints.' } },
      },
    ],
    tags,
    paths,
    components: {
      securitySchemes,
      schemas: { ...schemas.components, GatewayMessage: gatewayMessageSchema },
      ...failureComponents(api),
    },
  };
}
