import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '../../../cli/api-error.ts';
import type { Call } from '../../../cli/client.ts';
import type { RunView } from '../../../contract/runs.ts';
import type { ErrorCode } from '../../../domain/errors.ts';
import { approvedByTwo, calculated, payeesOf, released } from '../../../scripts/start/month-run.ts';
import { savePaymentFiles } from '../../../scripts/start/payment-files.ts';

const aRun = (overrides: Partial<RunView> = {}): RunView => ({
  ...{ coopId: 'havu', kind: 'BONUS', period: '2026-10', attempt: '1', dryRun: false, state: 'CALCULATED' },
  ...{ cutOff: '2026-11-01T08:00:00+02:00', opened: { by: 'liisa', at: '2026-11-01T08:00:20+02:00' } },
  ...{ hash: 'a'.repeat(64), payOn: '2026-11-10', inputs: {}, warnings: [], differences: [] },
  ...overrides,
});

/** Answers by the endpoint's name, one after the other, and notes what was asked. */
function callsOf(answers: Record<string, unknown[]>): { call: Call; asked: string[] } {
  const asked: string[] = [];
  const call = async ({ name }: { name: string }) => {
    asked.push(name);
    const answer = answers[name]?.shift();
    if (answer instanceof Error) throw answer;
    if (answer === undefined) throw new Error(`nobody expected ${name}`);
    return answer;
  };
  return { call: call as Call, asked };
}

const refusal = (code: ErrorCode): ApiError =>
  new ApiError({ status: 403, body: { type: 't', title: 't', status: 403, code, detail: 'd', requestId: 'r' } });

describe('approval by two persons', () => {
  it('submits, sees the submitter refused, and lets another approve', async () => {
    const liisa = callsOf({ submitRun: [aRun()], approveRun: [refusal('secondPersonRequired')] });
    const matti = callsOf({ approveRun: [aRun({ state: 'APPROVED' })] });
    expect(await approvedByTwo({ liisa: liisa.call, matti: matti.call }, aRun())).toBe('403 secondPersonRequired');
    expect([liisa.asked, matti.asked]).toEqual([['submitRun', 'approveRun'], ['approveRun']]);
  });

  it('fails if one person can do it alone, or is refused for another reason', async () => {
    const matti = callsOf({});
    const alone = callsOf({ submitRun: [aRun()], approveRun: [aRun({ state: 'APPROVED' })] });
    await expect(approvedByTwo({ liisa: alone.call, matti: matti.call }, aRun())).rejects.toThrow(/does not work/);
    const barred = callsOf({ submitRun: [aRun()], approveRun: [refusal('permissionMissing')] });
    await expect(approvedByTwo({ liisa: barred.call, matti: matti.call }, aRun())).rejects.toThrow(ApiError);
    expect(matti.asked).toEqual([]);
  });
});

describe('a run of the month', () => {
  it('is looked at until it is calculated', async () => {
    const { call, asked } = callsOf({
      startRun: [aRun({ state: 'DRAFT' })],
      showRun: [aRun({ state: 'DRAFT' }), aRun()],
    });
    expect(await calculated(call, 'havu', '2026-10')).toEqual(aRun());
    expect(asked).toEqual(['startRun', 'showRun', 'showRun']);
  });

  it('that stops for a person says why', async () => {
    const stopped = aRun({ state: 'DRAFT', problem: 'SUMS_DIFFER' });
    const { call } = callsOf({ startRun: [aRun({ state: 'DRAFT' })], showRun: [stopped] });
    await expect(calculated(call, 'havu', '2026-10')).rejects.toThrow(
      /run of havu for 2026-10 has stopped: SUMS_DIFFER/,
    );
  });

  it('is released once its files are written, and waited for until all is booked', async () => {
    const { call, asked } = callsOf({
      showRun: [
        aRun({ state: 'APPROVED' }),
        aRun({ state: 'FILES_WRITTEN' }),
        aRun({ state: 'RELEASED' }),
        aRun({ state: 'RELEASED', postedAt: '2026-11-01T09:00:00+02:00' }),
      ],
      releaseRun: [aRun({ state: 'RELEASED' })],
    });
    expect(await released(call, aRun())).toMatchObject({ state: 'RELEASED', postedAt: expect.any(String) });
    expect(asked).toEqual(['showRun', 'showRun', 'releaseRun', 'showRun', 'showRun']);
  });

  it('tells of its payees page by page', async () => {
    const { call } = callsOf({ listRunPayees: [{ payees: ['a', 'b'], cursor: 'c' }, { payees: ['d'] }] });
    expect(await payeesOf(call, aRun())).toEqual(['a', 'b', 'd']);
  });
});

describe('payment files', () => {
  let server: Server;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'omistaja-payments-'));
    server = createServer((_, response) => response.end('<Document/>')).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  const fileOf = (sha256: string) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/f`;
    return callsOf({ listRunFiles: [{ files: [{ name: '../BONUS-1.xml', count: 2, sumCents: 5, sha256, url }] }] })
      .call;
  };

  it('are kept inside their folder, for the user only, as they were written', async () => {
    const sha256 = createHash('sha256').update('<Document/>').digest('hex');
    const [saved] = await savePaymentFiles(fileOf(sha256), aRun(), folder);
    expect(saved).toEqual({ path: path.join(folder, 'BONUS-1.xml'), coopId: 'havu', count: 2, sumCents: 5 });
    expect(await readFile(saved?.path ?? '', 'utf8')).toBe('<Document/>');
    if (process.platform !== 'win32') expect((await stat(saved?.path ?? '')).mode & 0o777).toBe(0o600);
  });

  it('are refused if they are not the ones that were written', async () => {
    await expect(savePaymentFiles(fileOf('0'.repeat(64)), aRun(), folder)).rejects.toThrow(/its hash differs/);
  });
});
