import { describe, expect, it } from 'vitest';
import { servicesExamples } from '../../../contract/examples/services.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';
import { signedIn } from './signed-in.ts';
import { run } from './workplace.ts';

const ok = (body: unknown): Answer => ({ status: 200, body });
const example = (name: keyof typeof servicesExamples) => servicesExamples[name].results[0]?.value;

const services = ({ path }: Seen): Answer => {
  const answers: Record<string, unknown> = {
    'services/show': example('showServices'),
    'services/act': example('changeService'),
    'partner-numbers/act': example('changePartnerNumber'),
    'discount-rights/act': example('changeDiscountRight'),
    'staff-memberships/act': example('changeStaffMembership'),
    'customer-codes/set': example('setCustomerCode'),
    'customer-codes/verify': example('verifyCustomerCode'),
  };
  const answer = answers[path.replace('/v1/staff/', '')];
  return answer === undefined ? problem(404, 'unknownCustomer') : ok(answer);
};
const number = '1100000042';
const changes = (seen: readonly Seen[]) =>
  seen.filter(({ path }) => !path.endsWith('/show')).map(({ path, body }) => [path.replace('/v1/staff/', ''), body]);
const said = ['--source', 'phone'];

describe('service', () => {
  it('shows services, rights and whether a code is set', async () => {
    const { place, seen } = await signedIn(services);
    const { stdout } = await run(place, ['service', 'show', number, '--purpose', 'correction']);
    for (const text of ['warrantyReceipts', 'demo-energia', 'yes (2026-01-01 – 2026-12-31)', 'set, 2026-01-15'])
      expect(stdout).toContain(text);
    expect(seen.map(({ body }) => body)).toEqual([{ customerNumber: number, purpose: 'correction' }]);
  });

  it('changes each thing over the version that was seen of it', async () => {
    const { place, seen } = await signedIn(services);
    const asked = { customerNumber: number, purpose: 'customerRequest' };
    const source = { source: { kind: 'phone' } };
    const agreement = { source: { kind: 'agreement', date: '2026-01-15', version: '2' } };
    await run(place, ['service', 'act', number, 'order', 'onlineAccount', '--on', '2026-05-01', ...said]);
    await run(place, ['service', 'act', number, 'block', '--on', '2026-05-01', ...said, '--dry-run']);
    await run(place, [
      'service',
      'number',
      number,
      'give',
      'demo-energia',
      '--on',
      '2026-05-01',
      '--source',
      'agreement:2026-01-15:2',
    ]);
    await run(place, ['service', 'discount', number, '--from', '2026-05-01', '--last-day', '2026-12-31', ...said]);
    await run(place, [
      'service',
      'staff-membership',
      number,
      '--last-day',
      '2026-12-31',
      ...said,
      '--reason',
      'has left',
    ]);
    expect(changes(seen)).toEqual([
      [
        'services/act',
        { ...asked, ...source, version: 3, action: 'order', service: 'onlineAccount', on: '2026-05-01' },
      ],
      ['services/act', { ...asked, ...source, version: 3, action: 'block', on: '2026-05-01', dryRun: true }],
      [
        'partner-numbers/act',
        { ...asked, ...agreement, version: 3, action: 'give', companyId: 'demo-energia', on: '2026-05-01' },
      ],
      [
        'discount-rights/act',
        { ...asked, ...source, version: 1, action: 'grant', from: '2026-05-01', lastDay: '2026-12-31' },
      ],
      [
        'staff-memberships/act',
        { ...asked, ...source, version: 0, action: 'end', lastDay: '2026-12-31', reason: 'has left' },
      ],
    ]);
  });

  it.each([false, true])('takes a code from the input only, and shows it nowhere; on a terminal: %s', async (tty) => {
    const { place, seen } = await signedIn(services);
    const typed = { input: '4071\n', tty };
    const set = await run(place, ['service', 'code-set', number, ...said], typed);
    const verified = await run(place, ['service', 'code-verify', number], typed);
    expect([set.code, verified.code]).toEqual([0, 0]);
    expect(`${set.stdout}${set.stderr}${verified.stdout}${verified.stderr}`).not.toContain('4071');
    expect(set.stderr.includes('Code of four digits')).toBe(tty);
    expect(changes(seen)).toMatchObject([
      ['customer-codes/set', { code: '4071', version: 1 }],
      ['customer-codes/verify', { code: '4071' }],
    ]);
    const short = await run(place, ['service', 'code-verify', number], { input: '407\n', tty });
    expect([short.code, short.stderr.includes('407')]).toEqual([2, false]);
  });

  it.each([
    ['no source', ['service', 'discount', number, '--from', '2026-05-01']],
    ['a source that is none', ['service', 'discount', number, '--from', '2026-05-01', '--source', 'gossip']],
    [
      'an agreement without a version',
      ['service', 'act', number, 'order', 'x1', '--on', '2026-05-01', '--source', 'agreement:2026-01-15'],
    ],
    ['another action', ['service', 'act', number, 'steal', ...said, '--on', '2026-05-01']],
  ])('asks nothing with %s', async (_name, argv) => {
    const { place, seen } = await signedIn(services);
    expect((await run(place, argv)).code).toBe(2);
    expect(seen).toEqual([]);
  });
});
