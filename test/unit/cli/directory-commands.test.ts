import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { showStaffMember } from '../../../contract/directory.ts';
import { coopSettingsExamples } from '../../../contract/examples/coop-settings.ts';
import { directoryExamples } from '../../../contract/examples/directory.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';
import { signedIn } from './signed-in.ts';
import { run } from './workplace.ts';

const ok = (body: unknown): Answer => ({ status: 200, body });
const example = (name: keyof typeof directoryExamples) => directoryExamples[name].results[0]?.value;
const shown = z.parse(showStaffMember.result, example('showStaffMember'));
const { staffId } = shown.member;

/** A register whose directory is that of the examples. */
const directory = ({ path }: Seen): Answer => {
  const answers: Record<string, unknown> = {
    'staff-members/list': { members: [shown.member] },
    'staff-members/show': shown,
    'staff-members/put': shown.member,
    'staff-members/disable': example('disableStaffMember'),
    'companies/list': example('listCompanies'),
    'companies/put': example('putCompany'),
    'outlets/list': { outlets: [example('putOutlet')] },
    'outlets/put': example('putOutlet'),
    'paper-documents/list': example('listPaperDocuments'),
    'paper-documents/put': example('putPaperDocument'),
    'till-clients/list': example('listTillClients'),
    'till-clients/put': example('putTillClient'),
    'coop-settings/show': coopSettingsExamples.showCoopSettings.results[0]?.value,
    'coop-settings/change': coopSettingsExamples.changeCoopSettings.results[0]?.value,
  };
  const answer = answers[path.replace('/v1/staff/', '')];
  return answer === undefined ? problem(404, 'unknownEntry') : ok(answer);
};
const changesOf = (seen: readonly Seen[]) =>
  seen.filter(({ path }) => /put|disable/.test(path)).map(({ path, body }) => [path.replace('/v1/staff/', ''), body]);
const reason = ['--reason', 'as agreed'];

describe('staff', () => {
  it('are listed, page after page, and shown with every change', async () => {
    let pages = 0;
    const { place, seen } = await signedIn((asked) => {
      if (!asked.path.endsWith('/list')) return directory(asked);
      pages += 1;
      return ok({ members: [shown.member], ...(pages === 1 && { cursor: 'next' }) });
    });
    const listed = await run(place, ['staff', 'list', 'demo']);
    expect(listed.stdout.match(new RegExp(staffId, 'g'))).toHaveLength(2);
    expect(seen.map(({ body }) => body)).toEqual([{ coopId: 'demo' }, { coopId: 'demo', cursor: 'next' }]);
    const { stdout } = await run(place, ['staff', 'show', staffId]);
    for (const text of ['Aino Esimerkki', 'Member service', 'version 2, signed 2026-01-07', 'Moved to member service.'])
      expect(stdout).toContain(text);
    expect(JSON.parse((await run(place, ['staff', 'show', staffId, '--json'])).stdout)).toEqual(shown);
  });

  it('are entered with employer, mandate, agreement, permissions and co-ops', async () => {
    const { place, seen } = await signedIn(directory);
    const mandate = ['--from', '2026-01-07', '--until', '2026-12-31', '--signed', '2026-01-07', '--agreement', '2'];
    const may = ['--may', 'register.read', 'audit', '--coop', 'demo', 'toinen'];
    const words = ['--name', 'Aino Esimerkki', '--employer', 'demo', '--job', 'Member service'];
    const { code } = await run(place, ['staff', 'add', staffId, ...words, ...mandate, ...may, ...reason, '--dry-run']);
    expect(code).toBe(0);
    expect(changesOf(seen)).toEqual([
      [
        'staff-members/put',
        {
          staffId,
          member: {
            name: 'Aino Esimerkki',
            employerCompanyId: 'demo',
            job: 'Member service',
            mandate: { from: '2026-01-07', until: '2026-12-31' },
            confidentialityAgreement: { signedOn: '2026-01-07', version: '2' },
            permissions: ['register.read', 'audit'],
            coopIds: ['demo', 'toinen'],
          },
          reason: 'as agreed',
          dryRun: true,
        },
      ],
    ]);
  });

  it('are changed and disabled over the version that was seen', async () => {
    const { place, seen } = await signedIn(directory);
    await run(place, ['staff', 'permit', staffId, '--may', 'register.read', ...reason]);
    await run(place, ['staff', 'disable', staffId, ...reason]);
    const { standing: _, active: _a, version, staffId: _id, ...entry } = shown.member;
    expect(changesOf(seen)).toEqual([
      [
        'staff-members/put',
        { staffId, member: { ...entry, permissions: ['register.read'] }, version, reason: 'as agreed' },
      ],
      ['staff-members/disable', { staffId, version, reason: 'as agreed' }],
    ]);
  });

  it.each([
    ['an unknown permission', ['staff', 'permit', 'x', '--may', 'everything', ...reason]],
    ['no reason', ['staff', 'disable', 'x']],
    ['a day that is none', ['staff', 'add', 'x', '--from', '2026-02-30', ...reason]],
    ['a co-op that is none', ['staff', 'list', 'D E M O']],
  ])('are not asked about with %s', async (_name, argv) => {
    const { place, seen } = await signedIn(directory);
    expect((await run(place, argv)).code).toBe(2);
    expect(seen).toEqual([]);
  });
});

describe('the directory of a co-op', () => {
  it.each([
    ['companies', ['companies'], 'Demo Energia Oy'],
    ['outlets', ['outlets', 'demo'], 'Demon Halli'],
    ['tills', ['tills'], '4demotillclient0'],
    ['papers', ['papers', 'demo'], 'cabinet 3'],
  ])('shows %s', async (_name, argv, text) => {
    const { place } = await signedIn(directory);
    expect((await run(place, ['coop', ...argv])).stdout).toContain(text);
  });

  it('changes what is there over its version, and enters what is new', async () => {
    const { place, seen } = await signedIn(directory);
    await run(place, ['coop', 'company', 'demo-energia', '--until', '2026-12-31', ...reason]);
    await run(place, [
      'coop',
      'company',
      'uusi',
      '--name',
      'Uusi Oy',
      '--roles',
      'partner',
      'service',
      '--from',
      '2026-05-01',
      ...reason,
    ]);
    await run(place, ['coop', 'outlet', 'demo', 'DEMO1', '--until', '2026-06-30', ...reason]);
    await run(place, ['coop', 'till', '4demotillclient0', '--retailer', 'demo', '--end', ...reason]);
    await run(place, ['coop', 'till', 'another', '--retailer', 'demo', ...reason]);
    await run(place, ['coop', 'paper', 'demo', 'applications-2025', '--destroyed', '2026-03-31', ...reason]);
    const why = { reason: 'as agreed' };
    expect(changesOf(seen)).toEqual([
      [
        'companies/put',
        { company: { ...withoutVersion(example('putCompany')), until: '2026-12-31' }, version: 1, ...why },
      ],
      [
        'companies/put',
        { company: { companyId: 'uusi', name: 'Uusi Oy', roles: ['partner', 'service'], from: '2026-05-01' }, ...why },
      ],
      ['outlets/put', { ...withoutVersion(example('putOutlet')), validUntil: '2026-06-30', version: 1, ...why }],
      ['till-clients/put', { clientId: '4demotillclient0', retailerId: 'demo', active: false, version: 1, ...why }],
      ['till-clients/put', { clientId: 'another', retailerId: 'demo', active: true, ...why }],
      [
        'paper-documents/put',
        { ...withoutVersion(example('putPaperDocument')), destroyedOn: '2026-03-31', version: 1, ...why },
      ],
    ]);
  });
});

function withoutVersion(entry: unknown): object {
  const { version: _, ...rest } = entry as { version: number };
  return rest;
}

describe('coop settings', () => {
  it('are shown and changed over the version that there is; what is not named stays', async () => {
    const { place, seen } = await signedIn(directory);
    const { stdout } = await run(place, ['coop', 'settings', 'demo']);
    expect(stdout).toContain('lowers the month in which it was brought back');
    const set = ['coop', 'set', 'demo', '--returns', 'monthOfPurchase', ...reason];
    expect((await run(place, set)).stdout).toMatch(/2 +monthOfPurchase +yes/);
    await run(place, ['coop', 'set', 'demo', '--surplus-fills-share', 'no', ...reason, '--dry-run']);
    const changes = seen.filter(({ path }) => path.endsWith('change')).map(({ body }) => body);
    const said = { coopId: 'demo', version: 1, reason: 'as agreed' };
    expect(changes).toEqual([
      { ...said, settings: { returnPolicy: 'monthOfPurchase', surplusFillsShare: true } },
      { ...said, settings: { returnPolicy: 'monthOfReturn', surplusFillsShare: false }, dryRun: true },
    ]);
  });
});
