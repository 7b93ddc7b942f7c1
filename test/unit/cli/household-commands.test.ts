import { describe, expect, it } from 'vitest';
import { householdExamples } from '../../../contract/examples/households.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';
import { signedIn } from './signed-in.ts';
import { run } from './workplace.ts';

const ok = (path: string, body: unknown): Answer => ({ status: /\/(households|cards)$/.test(path) ? 201 : 200, body });
const example = (name: keyof typeof householdExamples, at = 0) => householdExamples[name].results[at]?.value;
const register = ({ path, body }: Seen): Answer => {
  const replaces = (body as { action?: string }).action === 'replace';
  const answers: Record<string, unknown> = {
    households: example('createHousehold'),
    'households/show': example('showHousehold'),
    'households/act': example('actOnHousehold'),
    'households/move': example('moveHousehold'),
    cards: example('orderCard'),
    'cards/show': example('showCard'),
    'cards/act': example('actOnCard', replaces ? 1 : 0),
  };
  const answer = answers[path.replace('/v1/staff/', '')];
  return answer === undefined ? problem(404, 'unknownHousehold') : ok(path, answer);
};
const changes = (seen: readonly Seen[]) =>
  seen.filter(({ path }) => !path.endsWith('/show')).map(({ path, body }) => [path.replace('/v1/staff/', ''), body]);
const household = 'H000000000042';
const [head, person, card] = ['1100000042', '1100000059', '924600000000000013'];
const said = ['--source', 'phone'];
const asked = { purpose: 'customerRequest', source: { kind: 'phone' } };
/** The version that the example shows. */
const version = 3;

describe('household', () => {
  it('shows head, persons, cards and what was done', async () => {
    const { place } = await signedIn(register);
    const { stdout } = await run(place, ['household', 'show', household]);
    for (const text of [
      household,
      `${head}  2026-01-15`,
      'head',
      card,
      'since 2026-01-21',
      'accept',
      'Asked for by the head',
    ])
      expect(stdout).toContain(text);
  });

  it('is founded under a key that is told if no answer comes', async () => {
    let lost = true;
    const { place, seen } = await signedIn((one) => {
      if (one.path === '/v1/staff/households' && lost) return 'lost';
      return register(one);
    });
    const first = await run(place, ['household', 'create', 'havu', head, ...said]);
    const [, body] = changes(seen)[0] ?? [];
    const { idempotencyKey } = body as { idempotencyKey: string };
    expect(first.stderr).toContain(`--key ${idempotencyKey}`);
    lost = false;
    const second = await run(place, ['household', 'create', 'havu', head, ...said, '--key', idempotencyKey]);
    expect(second).toMatchObject({ code: 0 });
    const sent = { ...asked, coopId: 'havu', headCustomerNumber: head, idempotencyKey };
    expect(changes(seen).every(([, one]) => JSON.stringify(one) === JSON.stringify(body))).toBe(true);
    expect(body).toEqual(sent);
  });

  it.each([
    [['invite', household, person], { action: 'invite', customerNumber: person }],
    [['accept', household, person], { action: 'accept', customerNumber: person }],
    [['decline', household, person], { action: 'decline', customerNumber: person }],
    [['leave', household, person], { action: 'leave', customerNumber: person }],
    [['remove', household, person], { action: 'remove', customerNumber: person }],
    [['head', household, person], { action: 'nameHead', customerNumber: person }],
    [
      ['add-minor', household, person, '--guardian', head],
      { action: 'addMinor', customerNumber: person, guardianCustomerNumber: head },
    ],
    [
      ['split', household, person, '--with', head, '--key', 'split-0001'],
      { action: 'split', customerNumber: person, withCustomerNumbers: [head], idempotencyKey: 'split-0001' },
    ],
    [['merge', household, 'H9'], { action: 'merge', intoHouseholdId: 'H9' }],
    [['dissolve', household], { action: 'dissolve' }],
    [['pay-last-head', household], { action: 'payLastHead' }],
  ] as const)('%s acts on the version that was seen, or on the one given', async (words, act) => {
    const { place, seen } = await signedIn(register);
    await run(place, ['household', ...words, ...said, '--dry-run']);
    await run(place, ['household', ...words, ...said, '--version', '2', '--reason', 'as agreed']);
    const of = { householdId: household, ...asked, ...act };
    expect(changes(seen)).toEqual([
      ['households/act', { ...of, version, dryRun: true }],
      ['households/act', { ...of, version: 2, reason: 'as agreed' }],
    ]);
  });

  it('moves to another co-op and says how many receipts go along', async () => {
    const { place, seen } = await signedIn(register);
    const { stdout } = await run(place, ['household', 'move', household, 'koivu', ...said]);
    expect(changes(seen)).toEqual([
      ['households/move', { ...asked, householdId: household, version, toCoopId: 'koivu' }],
    ]);
    expect(stdout).toContain('12 receipts of this month go along.');
    expect(stdout).toContain('from 2026-02 on in koivu, before in havu');
  });

  it('needs to be told from where a change comes, and gives the problem as JSON', async () => {
    const { place, seen } = await signedIn(() => problem(409, 'householdStateConflict'));
    expect(await run(place, ['household', 'leave', household, person])).toMatchObject({ code: 2 });
    expect(seen).toEqual([]);
    const refused = await run(place, ['household', 'leave', household, person, ...said, '--version', '1', '--json']);
    expect(refused.code).toBe(5);
    expect(JSON.parse(refused.stdout)).toMatchObject({ code: 'householdStateConflict' });
  });
});

describe('card', () => {
  it.each([
    [['activate', card, '--from', '2026-01-21'], { action: 'activate', linkFrom: '2026-01-21' }],
    [['link', card], { action: 'link' }],
    [['block', card, '--because', 'LOST'], { action: 'block', blockReason: 'LOST' }],
    [
      ['replace', card, '--issued-number', '924600000000000021'],
      { action: 'replace', issuedCardNumber: '924600000000000021' },
    ],
    [['cancel', card], { action: 'cancel' }],
  ] as const)('%s acts on the version that was seen', async (words, act) => {
    const { place, seen } = await signedIn(register);
    const { stdout } = await run(place, ['card', ...words, ...said]);
    expect(changes(seen)).toEqual([['cards/act', { ...asked, cardNumber: card, version, ...act }]]);
    expect(stdout).toContain(act.action === 'replace' ? 'Takes over from' : '2 receipts had waited for it');
  });

  it('is ordered and shown', async () => {
    const { place, seen } = await signedIn(register);
    expect(
      await run(place, ['card', 'order', person, 'havu', 'parallel', ...said, '--key', 'card-0001']),
    ).toMatchObject({ code: 0, stdout: expect.stringContaining('ORDERED') });
    expect(changes(seen)).toEqual([
      ['cards', { ...asked, customerNumber: person, coopId: 'havu', type: 'PARALLEL', idempotencyKey: 'card-0001' }],
    ]);
    const { stdout } = await run(place, ['card', 'show', card]);
    for (const text of [card, 'ACTIVE', household, '2026-01-21']) expect(stdout).toContain(text);
    for (const words of [
      ['show', '924600000000000014'],
      ['order', person, 'havu', 'golden', ...said],
      ['block', card, '--because', 'boredom', ...said],
    ])
      expect(await run(place, ['card', ...words])).toMatchObject({ code: 2 });
  });
});
