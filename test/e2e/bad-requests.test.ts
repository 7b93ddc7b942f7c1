import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../domain/errors.ts';
import { itemsOf } from '../fixtures/e2e-cloud.ts';
import { smallFederation } from '../fixtures/e2e-federation.ts';
import { problemOf, type RawRequest } from '../fixtures/e2e-http.ts';
import { openWorld, type World } from '../fixtures/e2e-world.ts';

const { coop, outlet, household, federation } = smallFederation();
const { coopId } = coop.coop;
const { outletId } = outlet.outlet;
const { householdId } = household.household;
let world: World;
let itemsBefore: number;

beforeAll(async () => {
  world = await openWorld(federation);
  itemsBefore = (await itemsOf(world.cloud.register)).length;
});

afterAll(async () => {
  expect((await itemsOf(world.cloud.register)).length, 'nothing of all this is stored').toBe(itemsBefore);
});

type Case = readonly [name: string, request: RawRequest, code: ErrorCode, ...faults: string[]];

const get = (path: string): RawRequest => ({ method: 'GET', path });
const post = (path: string, body: unknown): RawRequest => ({ path, body });
const cursorOf = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

const accrual = (identifier: unknown): RawRequest => post('/v1/accruals', { identifier });
const day = { outletId, terminalId: '1', businessDay: '2026-01-31', count: 0, totalCents: 0 };
const dayEnd = (change: Record<string, unknown>): RawRequest => post('/v1/day-ends', { ...day, ...change });
const tooMany = Array.from({ length: 10_001 }, () => ({ receiptId: '1', totalCents: 1 }));

const ofTills: readonly Case[] = [
  [
    'a status of an id with a separator',
    get('/v1/receipts/a%23b/2026-01-31/1/1'),
    'invalidRequest',
    '/path/outletId badFormat',
  ],
  [
    'a status of a null character',
    get('/v1/receipts/a%00/2026-01-31/1/1'),
    'invalidRequest',
    '/path/outletId badFormat',
  ],
  [
    'a status of a letter with dots',
    get('/v1/receipts/%C3%A4/2026-01-31/1/1'),
    'invalidRequest',
    '/path/outletId badFormat',
  ],
  ['a status of a broken escape', get('/v1/receipts/%zz/2026-01-31/1/1'), 'invalidRequest', '/path/outletId badFormat'],
  [
    'a status of a day that is none',
    get('/v1/receipts/101/2026-02-30/1/1'),
    'invalidRequest',
    '/path/businessDay badFormat',
  ],
  [
    'a status of long ids',
    get(`/v1/receipts/101/2026-01-31/${'t'.repeat(9)}/${'r'.repeat(25)}`),
    'invalidRequest',
    '/path/terminalId badFormat',
    '/path/receiptId badFormat',
  ],
  ['a status of an outlet that is not there', get('/v1/receipts/nowhere/2026-01-31/1/1'), 'unknownOutlet'],
  ['accruals of nothing', post('/v1/accruals', {}), 'invalidRequest', '/identifier required'],
  [
    'accruals of two',
    accrual({ card: '924600000000000013', memberNumber: '123456' }),
    'invalidRequest',
    '/identifier notOneOf',
  ],
  ['accruals of an operator', accrual({ card: { $gt: '' } }), 'invalidRequest', '/identifier/card wrongType'],
  [
    'accruals of a wrong check digit',
    accrual({ card: '924600000000000014' }),
    'invalidRequest',
    '/identifier/card badCheckDigit',
  ],
  [
    'accruals with a month',
    post('/v1/accruals', { identifier: { card: '924600000000000013' }, month: '2026-01' }),
    'invalidRequest',
    '/month unknownField',
  ],
  ['accruals of a list', post('/v1/accruals', []), 'invalidRequest', ' wrongType'],
  ['accruals that are no JSON', post('/v1/accruals', '{'), 'invalidJson'],
  ['accruals without a body', { path: '/v1/accruals' }, 'invalidJson'],
  ['accruals that are too large', post('/v1/accruals', `"${'x'.repeat(900_000)}"`), 'bodyTooLarge'],
  ['a day of less than nothing', dayEnd({ count: -1 }), 'invalidRequest', '/count outOfRange'],
  [
    'a day of half a receipt',
    dayEnd({ count: 0.5, totalCents: 0.5 }),
    'invalidRequest',
    '/count notWholeNumber',
    '/totalCents notWholeNumber',
  ],
  ['a day that is none', dayEnd({ businessDay: '2026-00-01' }), 'invalidRequest', '/businessDay badFormat'],
  ['a day of too many receipts', dayEnd({ receipts: tooMany }), 'invalidRequest', '/receipts outOfRange'],
  [
    'a day with a faulty list',
    dayEnd({ receipts: [{ receiptId: 'a#b', totalCents: '1' }] }),
    'invalidRequest',
    '/receipts/0/receiptId badFormat',
    '/receipts/0/totalCents wrongType',
  ],
  ['a day of a terminal with a separator', dayEnd({ terminalId: '1#' }), 'invalidRequest', '/terminalId badFormat'],
  [
    'a day with a prototype',
    post('/v1/day-ends', JSON.stringify(day).replace('{', '{"__proto__":{},')),
    'invalidRequest',
    '/__proto__ unknownField',
  ],
];

const run = { coopId, kind: 'BONUS', period: '2026-01' };
const start = (change: Record<string, unknown>): RawRequest => post('/v1/staff/runs', { ...run, ...change });
const ofRun = `/v1/staff/runs/${coopId}/BONUS/2026-01/1`;
const why = { householdId, month: '2026-01', purpose: 'audit' };
const explain = (change: Record<string, unknown>): RawRequest => post('/v1/staff/explanations', { ...why, ...change });
const moved = {
  receipt: { outletId, businessDay: '2026-01-31', terminalId: '1', receiptId: '1' },
  toHouseholdId: householdId,
  reason: 'the wrong card was read',
};
const move = (change: Record<string, unknown>): RawRequest => post('/v1/staff/receipts/moves', { ...moved, ...change });
const unmatched = (query: string): RawRequest => get(`/v1/staff/receipts/unmatched?${query}`);
const faultyCursor = ['invalidRequest', '/query/cursor badFormat'] as const;

const ofStaff: readonly Case[] = [
  ['a run of no month', start({ period: '2026-13' }), 'invalidRequest', '/period badFormat'],
  ['a run of another kind', start({ kind: 'bonus' }), 'invalidRequest', '/kind notOneOf'],
  ['a run of a co-op with a separator', start({ coopId: 'a#b' }), 'invalidRequest', '/coopId badFormat'],
  ['a run that is perhaps dry', start({ dryRun: 'yes' }), 'invalidRequest', '/dryRun wrongType'],
  ['a run with its cut-off', start({ cutOffMs: 0 }), 'invalidRequest', '/cutOffMs unknownField'],
  [
    'a run of nothing',
    post('/v1/staff/runs', {}),
    'invalidRequest',
    '/coopId required',
    '/kind required',
    '/period required',
  ],
  ['a run of a month to come', start({ period: '2099-12' }), 'monthNotEnded'],
  ['a run of a month without receipts left', start({ period: '2020-01' }), 'monthTooOld'],
  ['a dry run of a month without receipts left', start({ period: '2020-01', dryRun: true }), 'monthTooOld'],
  ['an attempt 0', get(`/v1/staff/runs/${coopId}/BONUS/2026-01/0`), 'invalidRequest', '/path/attempt badFormat'],
  ['an attempt that is not there', get(ofRun), 'unknownRun'],
  [
    'an attempt of nothing right',
    get(`/v1/staff/runs/${coopId}/bonus/2026-1/x`),
    'invalidRequest',
    '/path/kind notOneOf',
    '/path/period badFormat',
    '/path/attempt badFormat',
  ],
  ['a submission without a hash', post(`${ofRun}/submissions`, {}), 'invalidRequest', '/hash required'],
  ['a submission of half a hash', post(`${ofRun}/submissions`, { hash: 'abc' }), 'invalidRequest', '/hash badFormat'],
  [
    'a submission for another',
    post(`${ofRun}/submissions`, { hash: '0'.repeat(64), by: 'matti' }),
    'invalidRequest',
    '/by unknownField',
  ],
  ['a submission of a run that is not there', post(`${ofRun}/submissions`, { hash: '0'.repeat(64) }), 'unknownRun'],
  ['an approval without a body', { path: `${ofRun}/approvals` }, 'invalidJson'],
  ['an explanation without a purpose', explain({ purpose: undefined }), 'invalidRequest', '/purpose required'],
  ['an explanation out of curiosity', explain({ purpose: 'curiosity' }), 'invalidRequest', '/purpose notOneOf'],
  ['an explanation of a key', explain({ householdId: 'H1#PERSON' }), 'invalidRequest', '/householdId badFormat'],
  [
    'an explanation of two things',
    explain({ householdId: ['H1', 'H2'], month: 202601 }),
    'invalidRequest',
    '/householdId wrongType',
    '/month wrongType',
  ],
  ['an explanation of nobody', explain({ householdId: 'H999999999' }), 'unknownHousehold'],
  ['an explanation of a month before all tables', explain({ month: '2000-01' }), 'noBonusTable'],
  ['a move without a reason', move({ reason: 'x' }), 'invalidRequest', '/reason outOfRange'],
  ['a move with a novel', move({ reason: 'x'.repeat(201) }), 'invalidRequest', '/reason outOfRange'],
  [
    'a move of half a receipt',
    move({ receipt: { ...moved.receipt, receiptId: undefined } }),
    'invalidRequest',
    '/receipt/receiptId required',
  ],
  ['a move of a receipt that is not there', move({}), 'unknownReceipt'],
  ['unmatched receipts of no month', unmatched(''), 'invalidRequest', '/query/month required'],
  [
    'unmatched receipts of two months',
    unmatched('month=2026-01&month=2026-02'),
    'invalidRequest',
    '/query/month badFormat',
  ],
  [
    'unmatched receipts of a prototype',
    unmatched('month=2026-01&__proto__=1'),
    'invalidRequest',
    '/query/__proto__ unknownField',
  ],
  ['a cursor that is none', unmatched('month=2026-01&cursor=!!!'), ...faultyCursor],
  ['a cursor of nothing', unmatched(`month=2026-01&cursor=${cursorOf({ after: '' })}`), ...faultyCursor],
  ['a cursor of a number', unmatched(`month=2026-01&cursor=${cursorOf({ after: 1 })}`), ...faultyCursor],
  ['a cursor of a list', unmatched(`month=2026-01&cursor=${cursorOf(['x'])}`), ...faultyCursor],
  [
    'a cursor with a table key',
    unmatched(`month=2026-01&cursor=${cursorOf({ pk: 'CUSTOMER#1', sk: 'CUSTOMER' })}`),
    ...faultyCursor,
  ],
  [
    'a cursor that is too long',
    unmatched(`month=2026-01&cursor=${'x'.repeat(401)}`),
    'invalidRequest',
    '/query/cursor outOfRange',
  ],
  [
    'conflicts of no outlet and no day',
    get('/v1/staff/receipts/conflicts?outletId=a%23b&businessDay=x'),
    'invalidRequest',
    '/query/outletId badFormat',
    '/query/businessDay badFormat',
  ],
  [
    'conflicts of an outlet that is not there',
    get('/v1/staff/receipts/conflicts?outletId=nowhere&businessDay=2026-01-31'),
    'unknownOutlet',
  ],
  ['payees of a run that is not there', get(`${ofRun}/payees`), 'unknownRun'],
  ['payees by page', get(`${ofRun}/payees?page=2`), 'invalidRequest', '/query/page unknownField'],
  ['files of a run that is not there', get(`${ofRun}/files`), 'unknownRun'],
];

const shown = (cases: readonly Case[]) =>
  cases.map(([name, request, code, ...faults]) => ({ name, request, code, faults }));

describe.each([
  { who: 'till', cases: shown(ofTills) },
  { who: 'staff member', cases: shown(ofStaff) },
])('of a $who', ({ who, cases }) => {
  it.each(cases)('$name is refused', async ({ request, code, faults }) => {
    const caller = who === 'till' ? world.tills.havu : world.staff.liisa;
    const { errors = [] } = problemOf(await caller.send(request), code);
    expect(errors.map((error) => `${error.pointer} ${error.code}`)).toEqual(faults);
  });
});
