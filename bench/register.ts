import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { createCustomer, searchCustomers, showCustomer } from '../contract/customers.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { permissions } from '../contract/permissions.ts';
import { createCustomerEndpoint } from '../functions/api/staff/customers/create.ts';
import { searchCustomersEndpoint } from '../functions/api/staff/customers/search.ts';
import { showCustomerEndpoint } from '../functions/api/staff/customers/show.ts';
import { envNames } from '../functions/runtime/env-names.ts';
import { serveStaff } from '../functions/runtime/serve-staff.ts';
import { register } from '../functions/table/client.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../scripts/demo/directory.ts';
import { itemsOfFederation } from '../scripts/demo/federation-items.ts';
import { writeItems } from '../scripts/demo/write-items.ts';
import type { LocalCloud } from '../scripts/local-cloud.ts';
import { emulatedAccessLog, emulatedRegister, withEmulator } from './emulator.ts';
import { functionEnv } from './function-env.ts';
import { generatedFederation } from './material.ts';
import { memberRegisterTable } from './member-register.ts';
import { figure, type Section } from './report.ts';
import { benchSealer } from './sealing.ts';
import { type CountedCall, onEachCall } from './size-rule-units.ts';

const handler = serveStaff([createCustomerEndpoint, showCustomerEndpoint, searchCustomersEndpoint]);
const clerk = 'bench-clerk';

/** What a clerk's page and searches cost: the real handlers on the emulator, their calls counted by DynamoDB's size rules. */
export async function registerSection(): Promise<Section> {
  const { rows, listing } = await withEmulator(async (cloud) => {
    const head = await prepared(cloud);
    const calls: CountedCall[] = [];
    onEachCall(register(), (call) => calls.push(call));
    return { rows: await measured(head, calls), listing: await memberRegisterTable(cloud) };
  });
  const page = rows.find(({ what }) => what === "a customer's page");
  const searches = rows.filter(({ what }) => what.startsWith('search'));
  const most = Math.max(...searches.map(({ data }) => data.length));
  return {
    title: 'The register: pages and searches',
    text: [
      'Each handler ran on the emulator as API Gateway calls it. Its calls are told apart: what the page itself reads; what every request of staff reads to know the caller; what the access log writes before the answer. KMS is asked once for each search by a hashed value.',
    ],
    tables: [
      {
        title: 'Requests and units',
        head: [
          'what',
          'requests',
          'read units',
          'caller: requests',
          'caller: read units',
          'log: requests',
          'log: write units',
        ],
        rows: rows.map(({ what, data, caller, log }) => [
          what,
          figure(data.length),
          figure(units(data, 'readUnits'), 1),
          figure(caller.length),
          figure(units(caller, 'readUnits'), 1),
          figure(log.length),
          figure(units(log, 'writeUnits')),
        ]),
      },
      listing,
    ],
    aims: [
      {
        what: "a customer's page: at most 3 requests and 3 read units",
        measured: `${page?.data.length} requests, ${figure(units(page?.data ?? [], 'readUnits'), 1)} read units`,
        met: (page?.data.length ?? 9) <= 3 && units(page?.data ?? [], 'readUnits') <= 3,
      },
      { what: 'a search by any key: at most 2 requests', measured: `at most ${most}`, met: most <= 2 },
    ],
  };
}

type Row = { what: string; data: CountedCall[]; caller: CountedCall[]; log: CountedCall[] };

const units = (calls: readonly CountedCall[], of: 'readUnits' | 'writeUnits'): number =>
  calls.reduce((sum, call) => sum + call[of], 0);

async function measured(head: Head, calls: CountedCall[]): Promise<Row[]> {
  const row = async (what: string, declaration: Endpoint, body: object): Promise<Row> => {
    calls.length = 0;
    await ask(declaration, body);
    const log = calls.filter(({ table }) => table === process.env[envNames.accessTable]);
    const caller = calls.filter(({ key }) => /^(STAFF|COMPANY)#/.test(key));
    return { what, log, caller, data: calls.filter((call) => !log.includes(call) && !caller.includes(call)) };
  };
  const why = { purpose: 'customerRequest' };
  const rows = [await row("a customer's page", showCustomer, { ...why, customerNumber: head.customerNumber })];
  for (const [name, by] of Object.entries(head.keys))
    rows.push(await row(`search by ${name}`, searchCustomers, { ...why, by }));
  return rows;
}

type Head = { customerNumber: string; keys: Record<string, object> };

/** Tables, keys, a federation, and a customer with all that can be searched for. */
async function prepared(cloud: LocalCloud): Promise<Head> {
  const db = await emulatedRegister(cloud);
  const log = await emulatedAccessLog(cloud);
  Object.assign(process.env, functionEnv({ endpointUrl: cloud.endpointUrl }));
  const keys = new KMSClient({});
  const fieldKey = await keys.send(new CreateKeyCommand({}));
  const indexKey = await keys.send(new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }));
  process.env[envNames.registerTable] = db.tableName;
  process.env[envNames.accessTable] = log.tableName;
  process.env[envNames.fieldKeyArn] = fieldKey.KeyMetadata?.KeyId ?? '';
  process.env[envNames.indexKeyArn] = indexKey.KeyMetadata?.KeyId ?? '';

  const federation = generatedFederation(5, 1);
  const coopId = federation.coops[0]?.coop.coopId ?? '';
  const [household] = federation.households;
  const [member] = household?.persons ?? [];
  if (household === undefined || member === undefined) throw new Error('no household was made');
  const clerkItem = itemOfStaffMember(
    demoStaffMember({ staffId: clerk, employerCompanyId: coopId, coopIds: [coopId] }),
  );
  const items = [
    ...itemsOfFederation(federation, benchSealer(federation)),
    clerkItem,
    itemOfCompany(demoCompany({ companyId: coopId })),
  ];
  await writeItems(db, items, () => undefined);
  const values = {
    firstNames: 'Aino Maria',
    lastName: 'Mitattava',
    identityCode: '010190-900P',
    phoneNumbers: ['+358401234567'],
    email: 'aino@mitattava.example',
  };
  const source = { kind: 'phone' };
  const creation = {
    purpose: 'customerRequest',
    source,
    idempotencyKey: 'bench-000001',
    coopId,
    kind: 'PERSON',
    set: values,
  };
  const { customerNumber } = await ask(createCustomer, creation);
  return {
    customerNumber: member.customer.customerNumber,
    keys: {
      'customer number': { customerNumber },
      'member number': { memberNumber: member.membership?.memberNumber },
      card: { cardNumber: household.cards[0] },
      phone: { phoneNumber: values.phoneNumbers[0] },
      'e-mail': { email: values.email },
      'name and birth date': { firstNames: 'Aino', lastName: 'Mitattava', birthDate: '1990-01-01' },
      'identity code': { identityCode: values.identityCode },
    },
  };
}

let requests = 0;

/** Calls an endpoint as API Gateway does. */
async function ask({ method, path }: Endpoint, body: object): Promise<{ customerNumber: string }> {
  requests += 1;
  const event = {
    routeKey: `${method} ${path}`,
    body: JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: `bench-${requests}`,
      authorizer: {
        jwt: {
          claims: { token_use: 'access', sub: clerk, 'cognito:groups': `[${permissions.join(' ')}]` },
          scopes: [],
        },
      },
    },
  } as unknown as APIGatewayProxyEventV2WithJWTAuthorizer;
  const answer = await handler(event, {} as never);
  if ((answer.statusCode ?? 500) >= 300) throw new Error(`${path} answered ${answer.body}`);
  return JSON.parse(answer.body ?? '{}');
}
