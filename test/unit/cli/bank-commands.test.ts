import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { dropInInbox } from '../../../cli/bank/inbox.ts';
import { bankExamples } from '../../../contract/examples/bank.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';
import { runView } from './run-views.ts';
import { signedIn } from './signed-in.ts';
import { run } from './workplace.ts';

const example = (name: keyof typeof bankExamples) => bankExamples[name].results[0]?.value;
const withoutCursor = (name: keyof typeof bankExamples) => ({ ...example(name), cursor: undefined });
const bank = ({ path }: Seen): Answer => {
  const answers: Record<string, unknown> = {
    'files/demo': withoutCursor('listBankFiles'),
    cases: withoutCursor('listBankCases'),
    'cases/show': { case: bankExamples.listBankCases.results[0]?.value.cases[0] },
    'cases/assignments': example('assignBankCredit'),
    'cases/closings': example('closeBankCase'),
  };
  const name = path.replace('/v1/staff/bank/', '').replace(/\?.*/, '');
  const body = name.startsWith('files/demo/') ? example('showBankFile') : answers[name];
  return body === undefined ? problem(404, 'unknownBankCase') : { status: 200, body };
};
const caseId = '4a8a08f09d37b73795649038408b5f33';
const of = { coopId: 'demo', caseId, purpose: 'payoutControl' };

describe('bank', () => {
  it('lists the files with what came of them, also why one was refused', async () => {
    const { place } = await signedIn(bank);
    const { stdout } = await run(place, ['bank', 'files', 'demo']);
    expect(stdout).toContain('12 applied, 3 booked, 1 cases');
    expect(stdout).toContain('REFUSED DOCTYPE');
  });

  it('shows each time that a file was dropped', async () => {
    const { place } = await signedIn(bank);
    const { stdout } = await run(place, ['bank', 'file', 'demo', 'a'.repeat(64)]);
    expect(stdout.match(/demo\/NTF-1/g)).toHaveLength(2);
  });

  it('lists what waits for a person', async () => {
    const { place, seen } = await signedIn(bank);
    const { stdout } = await run(place, ['bank', 'cases', 'demo']);
    expect(stdout).toContain('NO_REFERENCE');
    expect(stdout).toContain('Mallikas Maija · osuusmaksu');
    expect(stdout).toContain('RETURNED AC04 B202601demo-H000099-0-1');
    expect(seen.map(({ body }) => body)).toEqual([{ coopId: 'demo', purpose: 'payoutControl' }]);
  });

  it('assigns money to a share over the version that was seen', async () => {
    const { place, seen } = await signedIn(bank);
    const words = ['bank', 'assign', 'demo', caseId, '1100000042', '600000042', '--source', 'phone'];
    const { code, stdout, stderr } = await run(place, [...words, '--purpose', 'payoutControl', '--cents', '1000']);
    expect([code, stderr]).toEqual([0, `${caseId}: OPEN, decided on version 1\n`]);
    expect(stdout).toContain('ASSIGNED');
    const whom = { customerNumber: '1100000042', memberNumber: '600000042', source: { kind: 'phone' } };
    expect(seen.at(-1)?.body).toEqual({ ...of, ...whom, version: 1, amountCents: 1_000 });
  });

  it('closes a case with reason and document', async () => {
    const { place, seen } = await signedIn(bank);
    const why = ['--reason', 'Nobody knows the payer', '--evidence', 'PAYMENT-2026-118'];
    const words = ['bank', 'close', 'demo', caseId, '--as', 'RETURNED'];
    const { stdout } = await run(place, [...words, ...why, '--version', '1', '--dry-run']);
    expect(stdout).toContain('RETURNED');
    const told = { as: 'RETURNED', reason: 'Nobody knows the payer', evidence: 'PAYMENT-2026-118' };
    expect(seen.map(({ body }) => body)).toEqual([{ ...of, ...told, version: 1, dryRun: true }]);
    expect((await run(place, [...words, '--reason', 'Nobody knows the payer'])).code).toBe(2);
  });
});

describe('bank payments', () => {
  it('adds the pages up, and says whether the run has anything open', async () => {
    const said = { fileNumber: 1, status: 'ACCP', reasonCode: null, at: '2026-02-10T10:12:00+02:00' };
    const pages = [
      { states: { CONFIRMED: 3, SENT: 1 }, files: [said], cursor: 'next' },
      { states: { CONFIRMED: 2, UNKNOWN: 1 }, files: [] },
    ];
    const { place, seen } = await signedIn(({ path, query }) => {
      if (!path.includes('payment-states')) return { status: 200, body: runView({ attempt: '1' }) };
      return { status: 200, body: pages[query.get('cursor') === 'next' ? 1 : 0] };
    });
    const { stdout } = await run(place, ['bank', 'payments', 'havu', '2026-10', '1']);
    expect(stdout).toMatch(/CONFIRMED.*5/);
    expect(stdout).toContain('file 1: ACCP');
    expect(stdout).toContain('2 without an end');
    expect(seen).toHaveLength(3);
  });
});

describe('bank drop', () => {
  const config = { inboxBucket: 'inbox', region: 'eu-north-1', endpointUrl: 'http://127.0.0.1:4566' };

  it("puts a file under the co-op's name", async () => {
    const s3 = mockClient(S3Client);
    const file = join(await mkdtemp(join(tmpdir(), 'omistaja-')), 'answer.xml');
    await writeFile(file, '<Document/>');
    expect(await dropInInbox(config, 'havu', file)).toBe('havu/answer.xml');
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      ...{ Bucket: 'inbox', Key: 'havu/answer.xml', Body: await readFile(file) },
    });
    const refusal = new S3ServiceException({ name: 'AccessDenied', $fault: 'client', $metadata: {} });
    s3.on(PutObjectCommand).rejects(refusal);
    await expect(dropInInbox(config, 'havu', file)).rejects.toMatchObject({ exit: 'unavailable' });
    s3.restore();
  });

  it('says what is missing', async () => {
    await expect(dropInInbox(undefined, 'havu', 'x')).rejects.toMatchObject({ exit: 'badInput' });
    await expect(dropInInbox(config, 'havu', '/no/such/file')).rejects.toMatchObject({ exit: 'badInput' });
  });
});
