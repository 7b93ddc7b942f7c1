import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bonusTableExamples } from '../../../contract/examples/bonus-tables.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';
import { signedIn } from './signed-in.ts';
import { run } from './workplace.ts';

const result = (name: keyof typeof bonusTableExamples) => bonusTableExamples[name].results[0]?.value;
const proposal = bonusTableExamples.proposeBonusTable.requests[0]?.value ?? { table: {}, reason: '' };

const register = ({ path }: Seen): Answer => {
  const answers: Record<string, unknown> = {
    'bonus-tables': result('proposeBonusTable'),
    'bonus-tables/demo': result('listBonusTables'),
    'bonus-tables/demo/proposals/4/approvals': result('approveBonusTable'),
    'bonus-tables/demo/proposals/4/withdrawals': result('withdrawBonusTable'),
  };
  const answer = answers[path.replace('/v1/staff/', '')];
  if (answer === undefined) return problem(404, 'unknownTableProposal');
  return { status: path.endsWith('bonus-tables') ? 201 : 200, body: answer };
};
const changes = (seen: readonly Seen[]) =>
  seen.filter(({ body }) => body !== undefined).map(({ path, body }) => [path.replace('/v1/staff/', ''), body]);

async function withTable(content: string) {
  const here = await signedIn(register);
  const file = join(here.place.folder, 'table.json');
  await writeFile(file, content);
  return { ...here, file };
}

describe('coop bonus-table', () => {
  it('lists what is in force, what was replaced and what was proposed', async () => {
    const { place } = await signedIn(register);
    const { stdout } = await run(place, ['coop', 'bonus-table', 'list', 'demo']);
    expect(stdout).toMatch(/2026-01 +2 +in force +1\s% to 5\s%, 2 rows/);
    expect(stdout).toMatch(/2026-01 +1 +replaced +1\s% to 1\s%/);
    expect(stdout).toMatch(/4 +2 +APPROVED +2026-01 +staff-anna/);
  });

  it('proposes the table of a file in place of the version that there is, and says which paid months it changes', async () => {
    const { place, seen, file } = await withTable(JSON.stringify(proposal.table));
    const propose = ['coop', 'bonus-table', 'propose', 'demo', '--file', file, '--reason', proposal.reason];
    const { stdout, stderr } = await run(place, [...propose, '--dry-run']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/calculated again +2026-01 2026-02/);
    expect(stdout).toMatch(/900,00\s€ +5\s% +5\sc\/l/);
    expect(changes(seen)).toEqual([['bonus-tables', { ...proposal, version: 2, dryRun: true }]]);
  });

  it.each([
    ['no JSON', '{'],
    ['no table', '{"validFrom":"2026-13","rows":[]}'],
  ])('sends nothing of a file that is %s', async (_name, content) => {
    const { place, seen, file } = await withTable(content);
    const refused = await run(place, [
      'coop',
      'bonus-table',
      'propose',
      'demo',
      '--file',
      file,
      '--reason',
      'Wrong row',
    ]);
    expect([refused.code, changes(seen)]).toEqual([2, []]);
    expect(refused.stderr).toContain('is no Bonus table');
  });

  it('is approved or withdrawn in the version that was looked at', async () => {
    const { place, seen } = await signedIn(register);
    const approved = await run(place, ['coop', 'bonus-table', 'approve', 'demo', '4', '--version', '1']);
    expect(approved.stdout).toContain('staff-pekka');
    const reason = 'A row was missing';
    const withdraw = ['coop', 'bonus-table', 'withdraw', 'demo', '4', '--version', '1', '--reason', reason];
    expect((await run(place, withdraw)).stdout).toContain(reason);
    expect((await run(place, ['coop', 'bonus-table', 'approve', 'demo', '9', '--version', '1'])).code).toBe(3);
    expect(changes(seen)).toEqual([
      ['bonus-tables/demo/proposals/4/approvals', { version: 1 }],
      ['bonus-tables/demo/proposals/4/withdrawals', { version: 1, reason }],
      ['bonus-tables/demo/proposals/9/approvals', { version: 1 }],
    ]);
  });
});
