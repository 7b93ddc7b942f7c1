import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { returnExamples } from '../../../contract/examples/returns.ts';
import type { ReturnView } from '../../../contract/returns.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';
import { signedIn } from './signed-in.ts';
import { run } from './workplace.ts';

const ok = (body: unknown): Answer => ({ status: 200, body });
const example = (name: keyof typeof returnExamples): unknown => returnExamples[name].results[0]?.value;
const draft = example('showReturn') as ReturnView;
const content = '\uFEFFtoimenpide;maksaja\r\n';

/** A register with one return of 2026, which is built at the second look, and whose files are there at the third. */
function register(url: string) {
  let looks = 0;
  let lists = 0;
  return ({ method, path, query }: Seen): Answer => {
    const place = path.replace('/v1/staff/', '');
    const file = {
      kind: 'CSV',
      name: 'ylijaama-demo-2026-1-001.csv',
      rows: 649,
      sha256: createHash('sha256').update(content).digest('hex'),
      url,
    };
    switch (`${method} ${place}`) {
      case 'POST returns':
        return { status: 202, body: example('openReturn') };
      case 'GET returns/demo':
        return ok({ returns: [draft] });
      case 'GET returns/demo/2026/1':
        looks += 1;
        return ok(looks < 2 ? { ...draft, state: 'BUILDING' } : draft);
      case 'GET returns/demo/2026/1/payees':
        return ok(
          query.get('cursor') === null ? { ...(example('listReturnPayees') as object), cursor: 'abc' } : { payees: [] },
        );
      case 'POST returns/demo/2026/1/files':
        return { status: 202, body: draft };
      case 'GET returns/demo/2026/1/files':
        lists += 1;
        return ok({ filesPerKind: 1, files: lists < 2 ? [] : [file] });
      case 'POST returns/demo/2026/1/approvals':
        return ok(example('approveReturn'));
      case 'POST returns/demo/2026/1/discards':
        return ok(example('discardReturn'));
      case 'POST returns/demo/2026/1/deliveries':
        return ok(example('deliverReturn'));
      case 'POST vouchers':
        return ok(example('showVoucher'));
      case 'GET disclosures/demo':
        return ok(example('listDisclosures'));
      case 'POST customers/disclosures':
        return ok(example('disclosuresByCustomer'));
      default:
        return problem(404, 'unknownReturn');
    }
  };
}
/** Serves the file of the return, as the bucket does: to whoever has its address. */
async function fileServer(): Promise<string> {
  const server = createServer((_, response) => response.end(content));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
}
const place = async () => signedIn(register(await fileServer()));
const bodies = (seen: readonly Seen[]) =>
  seen.filter(({ body }) => body !== undefined).map(({ path, body }) => [path.replace('/v1/staff/', ''), body]);
const of = ['demo', '2026'];

describe('tax return', () => {
  it('opens a return and waits until it is built', async () => {
    const { place: at, seen } = await place();
    const { stdout, code } = await run(at, ['tax', 'return', 'open', ...of, '--under-500-members', '--wait']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Annual return 2026 of demo, number 1 {2}DRAFT/);
    for (const text of [
      'Osuuskauppa Demo, 1234567-1',
      '649',
      '6 500,00',
      '2027-01-31, electronic; vouchers 2027-01-15',
    ])
      expect(stdout.replaceAll('\u00a0', ' ')).toContain(text);
    expect(stdout).toMatch(/--only by-hand/);
    expect(bodies(seen)).toEqual([['returns', { coopId: 'demo', year: '2026', underFiveHundredMembers: true }]]);
  });

  it('opens nothing in a dry run, and a correction with its reason', async () => {
    const { place: at, seen } = await place();
    await run(at, ['tax', 'return', 'open', ...of, '--dry-run', '--wait']);
    await run(at, ['tax', 'return', 'open', ...of, '--reason', 'A run was late']);
    expect(bodies(seen)).toEqual([
      ['returns', { coopId: 'demo', year: '2026', dryRun: true }],
      ['returns', { coopId: 'demo', year: '2026', reason: 'A run was late' }],
    ]);
  });

  it('lists and shows returns and their payees to the last page', async () => {
    const { place: at, seen } = await place();
    expect((await run(at, ['tax', 'return', 'list', 'demo'])).stdout).toMatch(/2026 +1 +DRAFT !/);
    expect((await run(at, ['tax', 'return', 'show', ...of])).stdout).toContain(draft.hash);
    const { stdout } = await run(at, ['tax', 'return', 'payees', ...of, '1', '--only', 'by-hand']);
    expect(stdout).toMatch(/1100000042 +Mallikas Maija +person .* report by hand/);
    const pages = seen.filter(({ path }) => path.endsWith('/payees')).map(({ query }) => String(query));
    expect(pages).toEqual(['only=byHand', 'only=byHand&cursor=abc']);
    const missing = await run(at, ['tax', 'return', 'show', 'demo', '2025']);
    expect([missing.code, missing.stderr]).toEqual([3, expect.stringMatching(/no such return of 2025/)]);
  });

  it('signs the hash that was shown, and asks nobody who is not there', async () => {
    const { place: at, seen } = await place();
    expect((await run(at, ['tax', 'return', 'approve', ...of])).code).toBe(2);
    const { stdout, stderr } = await run(at, ['tax', 'return', 'approve', ...of, '--yes']);
    expect(stderr).toContain(draft.hash);
    expect(stdout).toMatch(/APPROVED/);
    await run(at, ['tax', 'return', 'discard', ...of, '--reason', 'A run is missing']);
    expect(bodies(seen)).toEqual([
      ['returns/demo/2026/1/approvals', { hash: draft.hash }],
      ['returns/demo/2026/1/discards', { reason: 'A run is missing' }],
    ]);
  });

  it('writes files, waits for them, and keeps those with the hash that was told', async () => {
    const { place: at, seen } = await place();
    const { stdout, code } = await run(at, [
      'tax',
      'return',
      'files',
      ...of,
      '--write',
      'csv',
      '--wait',
      '--download',
      'out',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/CSV +ylijaama-demo-2026-1-001\.csv/);
    expect(await readFile(join(at.folder, 'out', 'ylijaama-demo-2026-1-001.csv'), 'utf8')).toBe(content);
    await run(at, ['tax', 'return', 'deliver', ...of, '--on', '2027-01-12', '--reference', 'VERO 1', '--as', 'csv']);
    expect(bodies(seen)).toEqual([
      ['returns/demo/2026/1/files', { kind: 'CSV' }],
      ['returns/demo/2026/1/deliveries', { on: '2027-01-12', reference: 'VERO 1', fileKind: 'CSV' }],
    ]);
  });
});

describe('tax voucher', () => {
  it('prints the text, or the page', async () => {
    const { place: at, seen } = await place();
    const asked = ['tax', 'voucher', '1100000042', 'demo', '2026'];
    expect((await run(at, asked)).stdout).toMatch(/^Tosite osuuskunnan ylijäämästä\n/);
    expect((await run(at, [...asked, '--format', 'html', '--language', 'sv'])).stdout).toMatch(/^<!doctype html>/);
    expect(bodies(seen).at(-1)).toEqual([
      'vouchers',
      { purpose: 'customerRequest', customerNumber: '1100000042', coopId: 'demo', year: '2026', language: 'sv' },
    ]);
  });
});

describe('disclosure', () => {
  it('lists what a co-op gave to others, and to whom data of a customer was given', async () => {
    const { place: at } = await place();
    const row = /2027-01-12 +demo +taxAuthority +annual return 2026\/1 +649 +staff-0012 +VERO-2027-000123/;
    expect((await run(at, ['disclosure', 'list', 'demo'])).stdout).toMatch(row);
    expect((await run(at, ['disclosure', 'customer', '1100000042'])).stdout).toMatch(row);
    expect(JSON.parse((await run(at, ['disclosure', 'list', 'demo', '--json'])).stdout).disclosures).toHaveLength(1);
  });
});
