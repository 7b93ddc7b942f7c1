import { describe, expect, expectTypeOf, it, onTestFinished } from 'vitest';
import { createClient, type InputOf } from '../../../cli/client.ts';
import { getReceipt, postAccruals } from '../../../contract/receipts.ts';
import { listRunPayees, type RunView, showRun } from '../../../contract/runs.ts';
import { type Answer, problem, type Seen, startRegister } from './fake-register.ts';
import { runView } from './run-views.ts';

async function client(
  handle: (seen: Seen) => Answer,
  acceptsToken: (token: string) => boolean = (token) => token === 'staff-good',
) {
  const register = await startRegister(handle, { acceptsToken });
  onTestFinished(() => register.close());
  const renewed: string[] = [];
  const tokens = {
    current: async () => 'staff-good',
    renew: async (refused: string) => {
      renewed.push(refused);
      return 'staff-new';
    },
  };
  return { call: createClient({ apiUrl: `${register.apiUrl}/`, tokens }), seen: register.seen, renewed };
}

const params = { coopId: 'demo', kind: 'BONUS', period: '2026-10', attempt: '1' } as const;

describe('createClient', () => {
  it('builds the request from the declaration and gives the result with its type', async () => {
    const { call, seen } = await client(() => ({ status: 200, body: runView() }));
    const run = await call(showRun, { params });
    expectTypeOf(run).toEqualTypeOf<RunView>();
    expect(run.state).toBe('CALCULATED');
    expect(seen[0]).toMatchObject({ method: 'GET', path: '/v1/staff/runs/demo/BONUS/2026-10/1', body: undefined });
  });

  it('asks for exactly the parts that the endpoint declares', () => {
    expectTypeOf<InputOf<typeof showRun>>().toHaveProperty('params');
    expectTypeOf<{ params: typeof params }>().toExtend<InputOf<typeof showRun>>();
    expectTypeOf<object>().not.toExtend<InputOf<typeof showRun>>();
    expectTypeOf<{ body: string }>().not.toExtend<InputOf<typeof postAccruals>>();
  });

  it('sends the query, and leaves out what is undefined', async () => {
    const { call, seen } = await client(() => ({ status: 200, body: { payees: [] } }));
    await call(listRunPayees, { params, query: { cursor: 'a+b/c=&' } });
    await call(listRunPayees, { params, query: {} });
    expect(seen.map(({ query }) => query.get('cursor'))).toEqual(['a+b/c=&', null]);
  });

  it('checks the input before it sends, without repeating it', async () => {
    const { call, seen } = await client(() => 'lost');
    const asking = call(postAccruals, { body: { identifier: { card: '924600000000000019' } } });
    await expect(asking).rejects.toMatchObject({ exit: 'badInput', message: expect.not.stringContaining('9246') });
    const path = { outletId: '../..', businessDay: '2026-10-15', terminalId: '1', receiptId: 'R1' };
    await expect(call(getReceipt, { params: path })).rejects.toMatchObject({ exit: 'badInput' });
    expect(seen).toEqual([]);
  });

  it('renews a refused token once', async () => {
    const good = await client(
      () => ({ status: 200, body: runView() }),
      (token) => token === 'staff-new',
    );
    await expect(good.call(showRun, { params })).resolves.toMatchObject({ state: 'CALCULATED' });
    expect(good.renewed).toEqual(['staff-good']);
    const bad = await client(
      () => 'lost',
      () => false,
    );
    await expect(bad.call(showRun, { params })).rejects.toMatchObject({ name: 'ApiError', status: 401 });
    expect(bad.renewed).toHaveLength(1);
  });

  it('gives the problem of a refusal, and does not take a stranger’s answer for a result', async () => {
    const refused = await client(() => problem(409, 'runNotInState'));
    await expect(refused.call(showRun, { params })).rejects.toMatchObject({
      problem: { code: 'runNotInState', requestId: 'request-1' },
    });
    const stranger = await client(() => ({ status: 200, body: '<html>' }));
    await expect(stranger.call(showRun, { params })).rejects.toMatchObject({ exit: 'unexpected' });
  });

  it('does not follow a redirect with its token', async () => {
    const { call, seen } = await client(({ path }) =>
      path === '/elsewhere'
        ? { status: 200, body: runView() }
        : { status: 302, body: '', headers: { location: '/api/elsewhere' } },
    );
    await expect(call(showRun, { params })).rejects.toMatchObject({ exit: 'unavailable' });
    expect(seen).toHaveLength(1);
  });
});
