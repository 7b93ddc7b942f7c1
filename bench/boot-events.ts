import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { addMonths, localDateOf, monthOf } from '../domain/calendar.ts';
import type { RunState } from '../domain/run.ts';
import { emptyReview } from '../domain/run-exceptions.ts';
import { addTotals, zeroTotals } from '../domain/run-totals.ts';
import type { AnnualReturn } from '../functions/table/annual-return-items.ts';
import type { Register } from '../functions/table/client.ts';
import type { Run, ShardResult } from '../functions/table/items.ts';
import {
  controlKey,
  dataKeyKey,
  livePointerKey,
  payoutKey,
  type RunId,
  returnKey,
  runKey,
  shardResultKey,
  tillClientKey,
} from '../functions/table/keys.ts';
import type { BonusPayout } from '../functions/table/payout-item.ts';
import { shardResults } from '../functions/table/payouts.ts';
import { runOf } from '../functions/table/runs.ts';
import { runInputs } from '../functions/workflow/run-inputs.ts';
import { runHash, shardSummary } from '../functions/workflow/shard-summary.ts';
import { configs } from '../lib/config.ts';
import { demoStaffMember, itemOfStaffMember } from '../scripts/demo/directory.ts';
import { itemsOfFederation } from '../scripts/demo/federation-items.ts';
import { boughtNow, generatedFederation, generatedReceipts, receiptsOf } from './material.ts';
import type { PlainItem } from './rules/item-size.ts';
import { benchSealer } from './sealing.ts';
import type { Stub } from './stub/start.ts';

/** Who calls in the benchmarks; the directory items of {@link directoryItems} know them. */
const tillClaims = { token_use: 'access', client_id: 'till-client' };
const staffClaims = {
  token_use: 'access',
  sub: 'staff-1',
  'cognito:groups': '[payouts.prepare payouts.approve register.read register.write identity.reveal audit admin]',
};

export const directoryItems: readonly PlainItem[] = [
  { ...tillClientKey('till-client'), clientId: 'till-client', retailerId: 'havu', active: true, version: 1 },
  itemOfStaffMember(demoStaffMember({ staffId: 'staff-1', coopIds: ['havu'] })),
];

/** A request as API Gateway hands it to a function. */
export function httpEvent(routeKey: string, body: unknown, claims: Record<string, string> = tillClaims): unknown {
  return {
    version: '2.0',
    routeKey,
    isBase64Encoded: false,
    body: JSON.stringify(body),
    requestContext: { requestId: 'JKJaXmPLvHcESHA=', authorizer: { jwt: { claims, scopes: [] } } },
  };
}

/** A request whose path names something, without a body. */
function pathEvent(routeKey: string, pathParameters: Record<string, string>, claims: Record<string, string>): unknown {
  const { body: _none, ...event } = httpEvent(routeKey, {}, claims) as { body: string };
  return { ...event, pathParameters };
}

/** A batch of messages as the queue's poller hands it to the recorder. */
export function queueEvent(bodies: readonly unknown[]): unknown {
  return { Records: bodies.map((body, index) => ({ messageId: `message-${index}`, body: JSON.stringify(body) })) };
}

const federation = generatedFederation(1, 1);
const [head] = federation.households[0]?.persons ?? [];
const headNumber = head?.customer.customerNumber;
const memberNumber = head?.membership?.memberNumber;
const outletIds = federation.outlets.map(({ outlet }) => outlet.outletId);

/** Runs as steps want to find them: being calculated, approved with nothing to pay, approved with a payment. */
const attempts = { draft: '1', empty: '2', approved: '3', released: '4' } as const;
type Stand = keyof typeof attempts;
const stateOf: Record<Stand, RunState> = {
  draft: 'DRAFT',
  empty: 'APPROVED',
  approved: 'APPROVED',
  released: 'RELEASED',
};

/**
 * Puts a small register into the stub and gives, for each function, an event that it answers well: one that goes the function's usual
 * way and uses its clients.
 */
export async function bootEvents(stub: Stub, nowMs: number): Promise<Record<string, unknown>> {
  const period = addMonths(monthOf(nowMs), -1);
  const idOf = (stand: Stand): RunId => ({ coopId: 'havu', kind: 'BONUS', period, attempt: attempts[stand] });
  const known = [
    ...itemsOfFederation(federation, benchSealer(federation)),
    ...directoryItems,
    { ...dataKeyKey('havu', 1), coopId: 'havu', version: 1, wrapped: 'AAAA' },
  ];
  await stub.keep(known);
  const inputs = await runInputs(registerAt(stub), idOf('draft'), configs.prod.settings);
  const items = [
    ...known,
    ...(Object.keys(attempts) as Stand[]).map((stand) => runItemOf(idOf(stand), stateOf[stand], inputs, nowMs)),
    ...outletIds.map((outletId) => ({ ...controlKey(period, nowMs, outletId), outletId, readAtMs: nowMs, byCoop: {} })),
    { ...livePointerKey(idOf('released')), attempt: attempts.released },
    discardedReturn(nowMs),
    ...(['approved', 'released'] as const).map((stand) => ({
      ...payoutKey(idOf(stand), 0, 'H000001'),
      ...payoutOf(),
    })),
  ];
  await stub.keep(items);
  const drafted = { totals: zeroTotals, hash: createHash('sha256').digest('hex') };
  await stub.keepMore([resultItem(idOf('draft'), drafted)]);
  for (const stand of ['approved', 'released'] as const)
    await stub.keepMore([resultItem(idOf(stand), await shardSummary(registerAt(stub), idOf(stand), 0))]);
  for (const stand of ['approved', 'released'] as const)
    await stub.keepMore([await signedRun(registerAt(stub), idOf(stand), stateOf[stand])]);
  return eventsOf(idOf, nowMs);
}

function eventsOf(idOf: (stand: Stand) => RunId, nowMs: number): Record<string, unknown> {
  const [receipt] = boughtNow(generatedReceipts(federation, 0, 1), nowMs);
  const draft = { run: idOf('draft') };
  const approved = { run: idOf('approved') };
  const released = { run: idOf('released') };
  const dayEnd = { outletId: outletIds[0], terminalId: '1', businessDay: localDateOf(nowMs), count: 0, totalCents: 0 };
  const explanation = { householdId: 'H000001', month: draft.run.period, purpose: 'audit' };
  const look = { customerNumber: headNumber, purpose: 'audit' };
  const start = { coopId: 'havu', kind: 'BONUS', period: draft.run.period };
  return {
    'pos-receipts': httpEvent('POST /v1/receipts', receipt),
    'pos-queries': httpEvent('POST /v1/accruals', { identifier: receipt?.identifier }),
    'pos-day-ends': httpEvent('POST /v1/day-ends', dayEnd),
    'staff-runs': httpEvent('POST /v1/staff/runs', start, staffClaims),
    'staff-returns': pathEvent('GET /v1/staff/returns/{coopId}', { coopId: 'havu' }, staffClaims),
    'staff-return-files': pathEvent(
      'GET /v1/staff/returns/{coopId}/{year}/{number}/files',
      { coopId: 'havu', year: '2026', number: '1' },
      staffClaims,
    ),
    'staff-run-results': pathEvent(
      'GET /v1/staff/runs/{coopId}/{kind}/{period}/{attempt}/files',
      released.run,
      staffClaims,
    ),
    'staff-register': httpEvent('POST /v1/staff/explanations', explanation, staffClaims),
    'staff-customers': httpEvent('POST /v1/staff/services/show', look, staffClaims),
    'staff-reveal': httpEvent(
      'POST /v1/staff/customers/reveal',
      { ...look, reason: 'A benchmark', fields: ['iban'] },
      staffClaims,
    ),
    'staff-members': httpEvent('POST /v1/staff/shares/ledger', { ...look, coopId: 'havu', memberNumber }, staffClaims),
    'staff-households': httpEvent(
      'POST /v1/staff/households/show',
      { householdId: 'H000001', purpose: 'audit' },
      staffClaims,
    ),
    'staff-audit': httpEvent('POST /v1/staff/access-events/by-person', { ...look }, staffClaims),
    'staff-directory': httpEvent('POST /v1/staff/companies/list', {}, staffClaims),
    'record-receipts': queueEvent([{ version: 1, receipts: receiptsOf(receipt === undefined ? [] : [receipt]) }]),
    'staff-money': pathEvent('GET /v1/staff/bank/files/{coopId}', { coopId: 'havu' }, staffClaims),
    'read-bank-files': bankFileEvent(nowMs),
    'plan-run': draft,
    'rematch-receipts': { ...draft, cursor: null },
    'calculate-shard': { ...draft, shard: 0, pass: 1, cursor: null },
    'sum-outlets': { ...draft, outletIds: outletIds.slice(0, 1) },
    'compare-roads': { ...draft, pass: 1 },
    'conclude-run': draft,
    'await-approval': { ...approved, taskToken: 'token' },
    'check-payees': { ...approved, shard: 0, cursor: null },
    'post-shard': { ...released, shard: 0, cursor: null },
    'finish-posting': released,
    'plan-files': approved,
    'write-file': { ...approved, fileNumber: 1, shards: [0] },
    'finish-run': { run: idOf('empty') },
    'tell-approvers': draft,
    'stop-run': { ...draft, problem: 'STEP_FAILED' },
    'start-due-runs': {},
    'seal-access-events': {},
    'work-return': { return: { coopId: 'havu', year: '2026', number: 1 }, job: 'BUILD' },
  };
}

/** A file that was dropped and is too large: it is noted, and nothing of it is fetched. */
function bankFileEvent(nowMs: number): unknown {
  const object = { key: 'havu/answer.xml', size: 1_000_000_000, 'version-id': 'version-1', sequencer: '1' };
  const { Records } = queueEvent([{ time: new Date(nowMs).toISOString(), detail: { object } }]) as {
    Records: object[];
  };
  return { Records: Records.map((record) => ({ ...record, attributes: { ApproximateReceiveCount: '1' } })) };
}

/** A return that nothing is left to do with: the function looks and is done. */
function discardedReturn(nowMs: number): PlainItem {
  const item: AnnualReturn = {
    ...{ coopId: 'havu', year: '2026', number: 1, version: 1, state: 'DISCARDED' },
    payer: { businessId: '1234567-1', name: 'Havu' },
    distributorType: 'M',
    insuredActivity: false,
    basis: [],
    opened: { by: 'staff-1', atMs: nowMs },
    progress: { unit: 0 },
  };
  return { ...returnKey(item), ...item };
}

function runItemOf(id: RunId, state: RunState, inputs: Run['inputs'], nowMs: number): PlainItem {
  const signature = { by: 'staff-1', atMs: nowMs };
  const run: Run = {
    ...id,
    dryRun: false,
    state,
    cutOffMs: nowMs,
    execution: 1,
    opened: signature,
    pass: 1,
    agreedPass: 1,
    payOn: addMonths(monthOf(nowMs), 1).concat('-10'),
    inputs,
    warnings: [],
    ...(state === 'DRAFT' ? {} : { totals: zeroTotals }),
    ...(['APPROVED', 'RELEASED'].includes(state) ? { approved: signature, checkedAtMs: nowMs } : {}),
    ...(state === 'RELEASED' ? { released: signature, held: { count: 0, sumCents: 0 }, files: [fileOfOneEuro] } : {}),
  };
  return { ...runKey(id), ...run };
}

/** The item of a run that is in the stub, with the hash over the results of its shards that a signature binds to. */
export async function signedRun(db: Register, id: RunId, state: RunState = 'APPROVED'): Promise<PlainItem> {
  const [run, results] = await Promise.all([runOf(db, id), shardResults(db, id)]);
  const totals = results.map((result) => result.totals).reduce(addTotals, zeroTotals);
  const signature = { by: 'staff-1', atMs: run.opened.atMs };
  return { ...runKey(id), ...run, state, approved: signature, totals, hash: runHash(run, results) };
}

function resultItem(id: RunId, { totals, hash }: Pick<ShardResult, 'totals' | 'hash'>): PlainItem {
  return { ...shardResultKey(id, 0), shard: 0, pass: 1, totals, hash, review: emptyReview, unsettledMarks: 0 };
}

const fileOfOneEuro = { fileNumber: 1, key: 'havu/BONUS.xml', count: 1, sumCents: 100, sha256: '0'.repeat(64) };

/** A household that is paid one euro. */
export function payoutOf(): BonusPayout {
  const bases = { bonusCents: 10_000, fuelCents: 0, fuelMillilitres: 0, campaignCents: 0, paymentBenefitCents: 0 };
  return {
    kind: 'BONUS',
    payeeId: 'H000001',
    shard: 0,
    pass: 1,
    baseCents: 10_000,
    withheldCents: 0,
    receipts: 1,
    purchases: bases,
    tableValidFrom: '2024-01',
    rateBasisPoints: 100,
    lines: { bonusCents: 100, doubleExtraCents: 0, fuelBonusCents: 0, paymentBenefitCents: 0 },
    amountCents: 100,
    late: [],
    openingUnpaidCents: 0,
    payableCents: 100,
    toShareCents: 0,
    toAccountCents: 100,
    unpaidCents: 0,
    outcome: 'PAID',
    reason: null,
    customerNumber: '1100000014',
    endToEndId: 'BONUS-havu-202610-H000001-0-1',
    payeeName: 'Virtanen Maija',
    sealedIban: benchSealer(federation)('havu', { customerNumber: '1100000014', field: 'iban' }, 'FI2112345600000785'),
  };
}

/** The table at the stub, as functions reach it. */
export function registerAt(stub: Stub): Register {
  const client = new DynamoDBClient({
    endpoint: stub.endpointUrl,
    region: 'eu-north-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const marshallOptions = { removeUndefinedValues: true };
  return { client: DynamoDBDocumentClient.from(client, { marshallOptions }), tableName: 'Register' };
}
