import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../domain/errors.ts';
import { inParallel } from '../../functions/runtime/parallel.ts';
import { badReceipts, changed } from '../fixtures/e2e-bad-receipts.ts';
import { itemsOf, whenRecorded } from '../fixtures/e2e-cloud.ts';
import { aReceipt, cardOf, smallFederation } from '../fixtures/e2e-federation.ts';
import { problemOf } from '../fixtures/e2e-http.ts';
import { openWorld, type World } from '../fixtures/e2e-world.ts';

const { outlet, otherOutlet, household, federation } = smallFederation();
const valid = aReceipt(outlet, cardOf(household));
const text = JSON.stringify(valid);
let world: World;
let itemsBefore: number;

beforeAll(async () => {
  world = await openWorld(federation);
  itemsBefore = (await itemsOf(world.cloud.register)).length;
});

afterAll(async () => {
  await whenRecorded(world.cloud);
  expect((await itemsOf(world.cloud.register)).length, 'nothing of all this is stored').toBe(itemsBefore);
});

const postRaw = (body: unknown, headers: Record<string, string | null> = {}) =>
  world.tills.havu.send({ path: '/v1/receipts', body, headers });
const faultsOf = (errors: readonly { pointer: string; code: string }[] | undefined): string[] =>
  (errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);

describe('a faulty receipt', () => {
  it(`is refused with the place of its fault (${badReceipts.length} of them)`, async () => {
    expect(badReceipts.length).toBeGreaterThanOrEqual(60);
    const answers = await inParallel(badReceipts, 4, async (bad) => {
      const problem = problemOf(await postRaw(changed(valid, bad)), 'noValidReceipt');
      return { name: bad.name, faults: faultsOf(problem.errors) };
    });
    expect(answers).toEqual(badReceipts.map(({ name, faults }) => ({ name, faults })));
  });

  it('is pointed at in its batch, as the 50th as well', async () => {
    for (let start = 0; start < badReceipts.length; start += 50) {
      const batch = badReceipts.slice(start, start + 50);
      const problem = problemOf(await postRaw({ receipts: batch.map((bad) => changed(valid, bad)) }), 'noValidReceipt');
      expect(faultsOf(problem.errors)).toEqual(
        batch.flatMap(({ faults }, index) => faults.map((fault) => `/receipts/${index}${fault}`)),
      );
    }
  });

  it('of another retailer’s outlet is refused', async () => {
    const problem = problemOf(await postRaw({ ...valid, outletId: otherOutlet.outlet.outletId }), 'noValidReceipt');
    expect(faultsOf(problem.errors)).toEqual(['/outletId outletOfAnotherRetailer']);
  });
});

/** What no object can express: JSON of a till that is broken, or not one. */
const asText: readonly [name: string, body: string, faults: readonly string[]][] = [
  ['a prototype', text.replace('{', '{"__proto__":{"totalCents":1},'), ['/__proto__ unknownField']],
  [
    'a prototype instead of a field',
    text.replace('"totalCents":1250', '"__proto__":{"totalCents":1}'),
    ['/totalCents required', '/__proto__ unknownField'],
  ],
  [
    'a field twice, the last faulty',
    text.replace('{', '{"totalCents":5,').replace(':1250', ':"x"'),
    ['/totalCents wrongType'],
  ],
  ['infinity', text.replace(':1250', ':1e400'), ['/totalCents wrongType']],
  ['minus infinity', text.replace(':1250', ':-1e400'), ['/totalCents wrongType']],
  ['2^53 + 1', text.replace(':1250', ':9007199254740993'), ['/totalCents outOfRange', '/totalCents outOfRange']],
  ['a number beyond all digits', text.replace(':1250', `:${'9'.repeat(400)}`), ['/totalCents wrongType']],
  [
    'lines 100,000 deep',
    text.replace('{', `{"lines":${'['.repeat(100_000)}${']'.repeat(100_000)},`),
    ['/lines/0 wrongType'],
  ],
];

/** Bodies that are no receipt and no batch. */
const asBody: readonly [name: string, code: ErrorCode, body: string | Buffer, faults: readonly string[]][] = [
  ['nothing', 'invalidJson', '', []],
  ['white space', 'invalidJson', ' \n\t ', []],
  ['a word', 'invalidJson', 'receipt', []],
  ['two documents', 'invalidJson', text + text, []],
  ['half a document', 'invalidJson', text.slice(0, -1), []],
  ['a comma too many', 'invalidJson', text.replace('}', ',}'), []],
  ['single quotes', 'invalidJson', text.replaceAll('"', "'"), []],
  ['a comment', 'invalidJson', `/* */${text}`, []],
  ['NaN', 'invalidJson', text.replace(':1250', ':NaN'), []],
  ['a hexadecimal number', 'invalidJson', text.replace(':1250', ':0x10'), []],
  ['a leading zero', 'invalidJson', text.replace(':1250', ':01250'), []],
  ['a raw line feed in a text', 'invalidJson', text.replace('shown', 'sho\nwn'), []],
  ['a byte order mark', 'invalidJson', `\ufeff${text}`, []],
  ['UTF-16', 'invalidJson', Buffer.from(text, 'utf16le'), []],
  ['XML', 'invalidJson', '<receipt totalCents="1250"/>', []],
  ['a form', 'invalidJson', 'totalCents=1250&outletId=101', []],
  ['a gzip bomb', 'invalidJson', gzipSync(Buffer.alloc(20_000_000)), []],
  ['null', 'invalidRequest', 'null', [' wrongType']],
  ['a text', 'invalidRequest', '"receipt"', [' wrongType']],
  ['a number', 'invalidRequest', '1', [' wrongType']],
  ['a list', 'invalidRequest', `[${text}]`, [' wrongType']],
  ['lists 100,000 deep', 'invalidRequest', '['.repeat(100_000) + ']'.repeat(100_000), [' wrongType']],
  ['receipts as an object', 'invalidRequest', `{"receipts":${text}}`, ['/receipts wrongType']],
  ['receipts as null', 'invalidRequest', '{"receipts":null}', ['/receipts wrongType']],
  ['no receipts', 'invalidRequest', '{"receipts":[]}', ['/receipts outOfRange']],
  ['something beside the receipts', 'invalidRequest', `{"receipts":[${text}],"coopId":"x"}`, ['/coopId unknownField']],
  [
    'a prototype beside the receipts',
    'invalidRequest',
    `{"receipts":[${text}],"__proto__":[]}`,
    ['/__proto__ unknownField'],
  ],
  [
    'receipts in receipts',
    'noValidReceipt',
    `{"receipts":[[${text}],null,7]}`,
    ['/receipts/0 wrongType', '/receipts/1 wrongType', '/receipts/2 wrongType'],
  ],
  ['101 receipts', 'tooManyReceipts', `{"receipts":[${Array.from({ length: 101 }, () => text)}]}`, []],
  ['100,000 receipts', 'tooManyReceipts', `{"receipts":[${Array.from({ length: 100_000 }, () => 0)}]}`, []],
  ['900,001 bytes', 'bodyTooLarge', text + ' '.repeat(900_001 - text.length), []],
  ['900,001 bytes of two-byte letters', 'bodyTooLarge', `"${'ä'.repeat(449_999)}x"`, []],
  ['5,000,000 bytes', 'bodyTooLarge', `{"lines":"${'x'.repeat(5_000_000)}"}`, []],
];

describe('a body', () => {
  it.each(asText)('with %s is refused as a receipt', async (_name, body, faults) => {
    expect(faultsOf(problemOf(await postRaw(body), 'noValidReceipt').errors)).toEqual(faults);
  });

  it.each(asBody)('that is %s is refused: %s', async (_name, code, body, faults) => {
    const headers = body instanceof Buffer && body[0] === 0x1f ? { 'content-encoding': 'gzip' } : {};
    expect(faultsOf(problemOf(await postRaw(body, headers), code).errors)).toEqual(faults);
  });

  it('of exactly 900,000 bytes is read', async () => {
    const bad = JSON.stringify({ ...valid, totalCents: 1.5 });
    problemOf(await postRaw(bad + ' '.repeat(900_000 - bad.length)), 'noValidReceipt');
  });

  it('of another content type is checked all the same', async () => {
    const types = [
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      'application/octet-stream',
      'text/plain',
      'x',
      null,
    ];
    for (const type of types) {
      problemOf(await postRaw({ ...valid, totalCents: 1.5 }, { 'content-type': type }), 'noValidReceipt');
      problemOf(await postRaw(text.slice(1), { 'content-type': type }), 'invalidJson');
      problemOf(await postRaw(text + ' '.repeat(900_001 - text.length), { 'content-type': type }), 'bodyTooLarge');
    }
  });

  it('with more faults than anybody reads names 20 of each receipt', async () => {
    const nameOf = (index: number): string => `k${index.toString(2).replaceAll('0', 'a').replaceAll('1', 'b')}`;
    const strangers = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [nameOf(index), 1]));
    expect(problemOf(await postRaw({ ...valid, ...strangers }), 'noValidReceipt').errors).toHaveLength(20);
  });
});
