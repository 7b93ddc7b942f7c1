import { describe, expect, it } from 'vitest';
import { refundDecisionExamples } from '../../../contract/examples/refund-decisions.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';
import { signedIn } from './signed-in.ts';
import { run } from './workplace.ts';

const example = (name: keyof typeof refundDecisionExamples) => refundDecisionExamples[name].results[0]?.value;
const register = ({ path, method }: Seen): Answer => {
  const answers: Record<string, unknown> = {
    'POST refund-decisions': example('recordRefundDecision'),
    'GET refund-decisions/demo': example('listRefundDecisions'),
    'GET refund-decisions/demo/2025': example('showRefundDecision'),
    'POST refund-decisions/demo/2025/approvals': example('approveRefundDecision'),
    'POST refund-decisions/demo/2025/withdrawals': example('withdrawRefundDecision'),
  };
  const answer = answers[`${method} ${path.replace('/v1/staff/', '')}`];
  return answer === undefined ? problem(404, 'unknownDecision') : { status: 200, body: answer };
};
const command = (...words: string[]) => ['refund-decision', ...words];

describe('refund-decision', () => {
  it('lists and shows what part is refunded, and every version', async () => {
    const { place } = await signedIn(register);
    expect((await run(place, command('list', 'demo'))).stdout).toMatch(/2025 +2 +APPROVED +50\s%/);
    const { stdout } = await run(place, command('show', 'demo', '2025'));
    for (const text of ['Accounts of 2025', 'staff-pekka', 'RECORDED']) expect(stdout).toContain(text);
  });

  it('records over the version that there is', async () => {
    const { place, seen } = await signedIn(register);
    const told = ['--decided', '2026-04-20', '--part', '8000', '--basis', 'Accounts of 2025'];
    await run(place, command('record', 'demo', '2025', ...told));
    await run(place, command('record', 'demo', '2024', ...told, '--final', '--dry-run'));
    const terms = { decidedOn: '2026-04-20', partBasisPoints: 8_000, isFinal: false, basis: 'Accounts of 2025' };
    expect(seen.flatMap(({ body }) => (body === undefined ? [] : [body]))).toEqual([
      { coopId: 'demo', year: '2025', version: 2, terms },
      { coopId: 'demo', year: '2024', version: 0, terms: { ...terms, isFinal: true }, dryRun: true },
    ]);
  });

  it('approves and withdraws the version that was looked at', async () => {
    const { place, seen } = await signedIn(register);
    const { stdout } = await run(place, command('approve', 'demo', '2025', '--version', '1'));
    expect(stdout).toContain('APPROVED');
    await run(place, command('withdraw', 'demo', '2025', '--version', '1', '--reason', 'entered wrong', '--dry-run'));
    expect(seen.map(({ body }) => body)).toEqual([
      { version: 1 },
      { version: 1, reason: 'entered wrong', dryRun: true },
    ]);
    expect((await run(place, command('approve', 'demo', '2025'))).code).toBe(2);
  });
});
