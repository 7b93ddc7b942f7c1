import { describe, expect, it } from 'vitest';
import { decisionExamples } from '../../../contract/examples/decisions.ts';
import { taxCardExamples } from '../../../contract/examples/tax-cards.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';
import { signedIn } from './signed-in.ts';
import { run } from './workplace.ts';

const ok = (body: unknown): Answer => ({ status: 200, body });
const decided = (name: keyof typeof decisionExamples) => decisionExamples[name].results[0]?.value;
const carded = (name: keyof typeof taxCardExamples) => taxCardExamples[name].results[0]?.value;

const register = ({ path }: Seen): Answer => {
  const answers: Record<string, unknown> = {
    decisions: decided('recordDecision'),
    'decisions/demo': decided('listDecisions'),
    'decisions/demo/INTEREST/2025': decided('showDecision'),
    'decisions/demo/INTEREST/2025/approvals': decided('approveDecision'),
    'decisions/demo/INTEREST/2025/withdrawals': decided('withdrawDecision'),
    'tax-cards/show': carded('showTaxCards'),
    'tax-cards/set': carded('setTaxCard'),
    'tax-cards/end': carded('endTaxCard'),
  };
  const answer = answers[path.replace('/v1/staff/', '')];
  return answer === undefined ? problem(404, 'unknownDecision') : ok(answer);
};
const changes = (seen: readonly Seen[]) =>
  seen.filter(({ body }) => body !== undefined).map(({ path, body }) => [path.replace('/v1/staff/', ''), body]);
const minutes = ['--decided', '2026-04-20', '--rate', '1000', '--funds', 'Profit of 2025', '--pay-on', '2026-06-15'];
const terms = { decidedOn: '2026-04-20', rateBasisPoints: 1_000, funds: 'Profit of 2025', payOn: '2026-06-15' };

describe('decision', () => {
  it('lists and shows what was decided, by whom, and every version', async () => {
    const { place } = await signedIn(register);
    expect((await run(place, ['decision', 'list', 'demo'])).stdout).toMatch(/2025 +INTEREST +APPROVED +10\s%/);
    const { stdout } = await run(place, ['decision', 'show', 'demo', 'interest', '2025']);
    for (const text of ['council of representatives', 'staff-pekka', 'Profit of the financial year', 'RECORDED'])
      expect(stdout).toContain(text);
  });

  it('records over the version that there is, by whoever decided', async () => {
    const { place, seen } = await signedIn(register);
    const of = ['demo', 'interest', '2025'];
    await run(place, ['decision', 'record', ...of, '--by', 'council', ...minutes, '--most', '100000']);
    const board = ['--authorised', '2026-04-01', '--authorised-until', '2027-04-30', '--authorised-most', '200000'];
    await run(place, [
      'decision',
      'record',
      ...of,
      '--by',
      'board',
      ...minutes,
      '--most',
      '100000',
      ...board,
      '--dry-run',
    ]);
    const which = { coopId: 'demo', kind: 'INTEREST', year: '2025', version: 2 };
    const byBoard = {
      by: 'BOARD',
      authorisedOn: '2026-04-01',
      authorisedUntil: '2027-04-30',
      mostTotalCents: 200_000,
    };
    expect(changes(seen)).toEqual([
      ['decisions', { ...which, terms: { authority: { by: 'COUNCIL' }, ...terms, mostTotalCents: 100_000 } }],
      ['decisions', { ...which, terms: { authority: byBoard, ...terms, mostTotalCents: 100_000 }, dryRun: true }],
    ]);
  });

  it('of a board needs its authorisation', async () => {
    const { place, seen } = await signedIn(register);
    const refused = await run(place, [
      'decision',
      'record',
      'demo',
      'interest',
      '2025',
      '--by',
      'board',
      ...minutes,
      '--most',
      '1',
    ]);
    expect(refused.stderr).toContain('--authorised');
    expect(refused.code).toBe(2);
    expect(changes(seen)).toEqual([]);
  });

  it('is approved and taken back in the version that was looked at', async () => {
    const { place, seen } = await signedIn(register);
    const of = ['demo', 'interest', '2025', '--version'];
    expect((await run(place, ['decision', 'approve', ...of, '1'])).stdout).toContain('APPROVED');
    await run(place, ['decision', 'withdraw', ...of, '2', '--reason', 'Entered wrong', '--dry-run']);
    expect((await run(place, ['decision', 'approve', 'demo', 'interest', '2025'])).code).toBe(2);
    expect(changes(seen)).toEqual([
      ['decisions/demo/INTEREST/2025/approvals', { version: 1 }],
      ['decisions/demo/INTEREST/2025/withdrawals', { version: 2, reason: 'Entered wrong', dryRun: true }],
    ]);
  });
});

describe('tax card', () => {
  const asked = { customerNumber: '1100000042', purpose: 'customerRequest' };
  const said = ['--source', 'authority'];

  it('is shown, set and ended over the version that there is', async () => {
    const { place, seen } = await signedIn(register);
    const of = '1100000042';
    expect((await run(place, ['tax', 'card', 'show', of])).stdout).toMatch(/10,5\s% +2026-02-01/);
    await run(place, ['tax', 'card', 'set', of, '--rate', '1050', '--from', '2026-02-01', ...said]);
    await run(place, ['tax', 'card', 'set', of, '--non-resident', '--from', '2026-02-01', ...said, '--dry-run']);
    await run(place, ['tax', 'card', 'end', of, '--last-day', '2026-06-30', ...said]);
    const change = { ...asked, source: { kind: 'authority' }, version: 1 };
    expect(changes(seen).filter(([path]) => path !== 'tax-cards/show')).toEqual([
      ['tax-cards/set', { ...change, kind: 'PERCENTAGE', rateBasisPoints: 1_050, from: '2026-02-01' }],
      ['tax-cards/set', { ...change, kind: 'NON_RESIDENT', from: '2026-02-01', dryRun: true }],
      ['tax-cards/end', { ...change, lastDay: '2026-06-30' }],
    ]);
    expect((await run(place, ['tax', 'card', 'set', of, '--from', '2026-02-01', ...said])).code).toBe(2);
  });
});
