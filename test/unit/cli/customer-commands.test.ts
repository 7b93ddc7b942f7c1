import { describe, expect, it } from 'vitest';
import { customerExamples } from '../../../contract/examples/customers.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';
import { signedIn } from './signed-in.ts';
import { run, start } from './workplace.ts';

const example = (name: keyof typeof customerExamples) => customerExamples[name].results[0]?.value;
const page = customerExamples.showCustomer.results[0]?.value;

const register =
  (overrides: Record<string, unknown> = {}) =>
  ({ path }: Seen): Answer => {
    const answers: Record<string, unknown> = {
      customers: example('createCustomer'),
      'customers/show': page,
      'customers/correct': example('correctCustomer'),
      'customers/history': example('customerHistory'),
      'customers/search': example('searchCustomers'),
      'customers/reveal': example('revealCustomer'),
      'customers/merge': example('mergeCustomers'),
      'customers/undo-merge': example('undoMerge'),
      'benefit-accounts': example('setBenefitAccount'),
      'benefit-accounts/confirmations': example('confirmBenefitAccount'),
      ...overrides,
    };
    const name = path.replace('/v1/staff/', '');
    const body = answers[name];
    return body === undefined ? problem(404, 'unknownCustomer') : { status: name === 'customers' ? 201 : 200, body };
  };

const number = '51000000428';
const other = '51000000436';
const code = '010190-900P';
const iban = 'FI4950009420028730';
const why = { purpose: 'customerRequest' };
const phone = ['--source', 'phone'];
const because = ['--reason', 'told by phone'];
const changes = (seen: readonly Seen[]) =>
  seen.filter(({ path }) => !path.endsWith('/show')).map(({ path, body }) => [path.replace('/v1/staff/', ''), body]);

describe('customer show', () => {
  it('is a page: values with source and date, memberships, household, cards, accounts; masks stay masks', async () => {
    const { place } = await signedIn(register());
    const { stdout, code: exit } = await run(place, ['customer', 'show', number]);
    expect(exit).toBe(0);
    for (const text of [
      'Esimerkki Aino Maria',
      '••••••-••••',
      'agreement 2026-01-12, version 4',
      '2026-01-12 10:15',
      'ACTIVE_PAID',
      '100,00',
      'H000042',
      'head',
      '924600000000000013',
      'FI•• •••• 0785',
    ])
      expect(stdout).toContain(text);
    expect(stdout).not.toMatch(/NON-DISCLOSURE|MERGED/);
    expect(JSON.parse((await run(place, ['customer', 'show', number, '--json'])).stdout)).toEqual(page);
  });

  it('says in red what nobody may overlook: a non-disclosure order and a merge', async () => {
    const guarded = { ...page, nonDisclosure: true, mergedInto: other, values: { address: { hidden: true } } };
    const { place } = await signedIn(register({ 'customers/show': guarded }));
    const { stdout } = await run(place, ['customer', 'show', number], { tty: true });
    const lines = stdout.split('\n');
    for (const text of ['NON-DISCLOSURE ORDER', `MERGED into ${other}`])
      expect(lines.find((line) => line.includes(text))).toContain('\u001b[31m');
    expect(stdout).toContain('hidden: non-disclosure order');
  });

  it('lets no value of the register repaint the terminal', async () => {
    const value = { value: 'A\u001b[31m', source: { kind: 'phone' }, at: '2026-01-12T10:15:00+02:00' };
    const hostile = { ...page, name: 'Aino\u001b[2J', values: { lastName: value } };
    const { place } = await signedIn(register({ 'customers/show': hostile }));
    expect((await run(place, ['customer', 'show', number])).stdout).not.toContain('\u001b');
  });
});

describe('customer add', () => {
  it('sends values by their names, a key of its own each time, and the code from the input', async () => {
    const { place, seen } = await signedIn(register());
    const set = [
      '--set',
      'firstNames=Aino Maria',
      '--set',
      'lastName=Esimerkki',
      '--set',
      'address.lines=Kuja 1|C/O Maa',
    ];
    const rest = ['--set', 'address.postalCode=00100', '--set', 'address.town=Helsinki', '--set', 'address.country=FI'];
    const years = ['--set', 'childrenBirthYears=2015|2018', '--set', 'updateBan.directMarketing=true'];
    const ban = ['--set', 'updateBan.registerUpdates=false', '--identity-code', '-'];
    const argv = [
      'customer',
      'add',
      '--coop',
      'demo',
      ...set,
      ...rest,
      ...years,
      ...ban,
      '--source',
      'agreement:2026-01-12:4',
    ];
    const first = await run(place, argv, { input: `${code}\n` });
    await run(place, [...argv, '--dry-run'], { input: `${code}\n` });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain(number);
    const body = {
      ...why,
      source: { kind: 'agreement', date: '2026-01-12', version: '4' },
      coopId: 'demo',
      kind: 'PERSON',
      idempotencyKey: expect.stringMatching(/^[A-Za-z0-9._-]{8,64}$/),
      set: {
        firstNames: 'Aino Maria',
        lastName: 'Esimerkki',
        identityCode: code,
        address: { lines: ['Kuja 1', 'C/O Maa'], postalCode: '00100', town: 'Helsinki', country: 'FI' },
        childrenBirthYears: [2015, 2018],
        updateBan: { directMarketing: true, registerUpdates: false },
      },
    };
    expect(changes(seen)).toEqual([
      ['customers', body],
      ['customers', { ...body, dryRun: true }],
    ]);
    const keys = changes(seen).map(([, sent]) => (sent as { idempotencyKey: string }).idempotencyKey);
    expect(new Set(keys).size).toBe(2);
  });

  it('without an answer tells the key with which nobody is entered twice', async () => {
    const { place, seen } = await signedIn(() => 'lost');
    const argv = ['customer', 'add', '--coop', 'demo', '--set', 'lastName=Uusi', ...phone];
    const lost = await run(place, argv);
    expect(lost.code).toBe(6);
    const key = /--key (\S+):/.exec(lost.stderr)?.[1] ?? '';
    await run(place, [...argv, '--key', key]);
    expect(seen.map(({ body }) => (body as { idempotencyKey: string }).idempotencyKey)).toEqual([key, key]);
  });
});

describe('an identity code', () => {
  it.each([
    ['add', ['customer', 'add', '--coop', 'demo', '--identity-code', code, ...phone]],
    ['add with an equals sign', ['customer', 'add', '--coop', 'demo', `--identity-code=${code}`, ...phone]],
    ['search', ['customer', 'search', '--identity-code', code]],
    ['--set', ['customer', 'correct', number, '--set', `identityCode=${code}`, ...because, ...phone]],
  ])('is never taken from the words of %s', async (_name, argv) => {
    const { place, seen } = await signedIn(register());
    const { code: exit, stdout, stderr } = await run(place, argv);
    expect(exit).toBe(2);
    expect(`${stdout}${stderr}`).not.toContain(code);
    expect(seen).toEqual([]);
  });

  it('is asked for without showing it, and a faulty one is not repeated', async () => {
    const { place, seen } = await signedIn(register());
    const found = await start(place, ['customer', 'search', '--identity-code'], `${code}\n`).ended;
    expect(found.code).toBe(0);
    expect(`${found.stdout}${found.stderr}`).not.toContain(code);
    expect(seen.map(({ body }) => body)).toEqual([{ ...why, by: { identityCode: code } }]);
    const faulty = await run(place, ['customer', 'search', '--identity-code', '-'], { input: '010190-9009\n' });
    expect(faulty.code).toBe(2);
    expect(faulty.stderr).not.toContain('010190');
  });
});

describe('customer search', () => {
  it.each([
    ['a phone number', ['--phone', '0401234567'], { phoneNumber: '+358401234567' }],
    ['a card', ['--card', '924600000000000013'], { cardNumber: '924600000000000013' }],
    [
      'a name with the birth date',
      ['--first-names', 'Aino', '--last-name', 'Esimerkki', '--birth-date', '1990-01-01'],
      { firstNames: 'Aino', lastName: 'Esimerkki', birthDate: '1990-01-01' },
    ],
  ])('by %s', async (_name, argv, by) => {
    const { place, seen } = await signedIn(register());
    const { stdout } = await run(place, ['customer', 'search', ...argv, '--purpose', 'correction']);
    expect(stdout).toContain('Esimerkki Aino Maria');
    expect(seen.map(({ body }) => body)).toEqual([{ purpose: 'correction', by }]);
  });

  it.each([
    ['no key', []],
    ['two keys', ['--phone', '0401234567', '--email', 'a@b.example']],
    ['a name alone', ['--last-name', 'Esimerkki']],
    ['what is no card', ['--card', '12']],
  ])('asks nothing by %s', async (_name, argv) => {
    const { place, seen } = await signedIn(register());
    expect((await run(place, ['customer', 'search', ...argv])).code).toBe(2);
    expect(seen).toEqual([]);
  });
});

describe('changes', () => {
  it('are made over the version that was shown, or the one that is named', async () => {
    const { place, seen } = await signedIn(register());
    const correct = ['customer', 'correct', number, '--set', 'lastName=Virtanen', '--clear', 'email', 'birthDate'];
    const shown = await run(place, [...correct, ...because, ...phone]);
    expect(shown.stderr).toContain('version 2');
    await run(place, [...correct, ...because, ...phone, '--version', '7', '--dry-run']);
    const both = ['customer', 'merge', other, '--into', number, '--reason', 'entered twice'];
    await run(place, both);
    await run(place, [...both.with(1, 'undo-merge'), '--version', '2', '--into-version', '3']);
    const account = ['account', 'set', number, '--type', 'SAVINGS', ...because, ...phone];
    const set = await run(place, account, { input: `FI49 5000 9420 0287 30\n` });
    expect(`${set.stdout}${set.stderr}`).not.toContain(iban);
    await run(place, ['account', 'confirm', number, '--from', '2026-01-20', ...because, ...phone]);

    const correction = { ...why, source: { kind: 'phone' }, customerNumber: number, reason: 'told by phone' };
    const values = { set: { lastName: 'Virtanen' }, clear: ['email', 'birthDate'] };
    const merge = { ...why, customerNumber: other, intoCustomerNumber: number, reason: 'entered twice' };
    expect(changes(seen)).toEqual([
      ['customers/correct', { ...correction, ...values, version: 2 }],
      ['customers/correct', { ...correction, ...values, version: 7, dryRun: true }],
      ['customers/merge', { ...merge, version: 2, intoVersion: 2 }],
      ['customers/undo-merge', { ...merge, version: 2, intoVersion: 3 }],
      ['benefit-accounts', { ...correction, version: 2, iban, type: 'SAVINGS' }],
      ['benefit-accounts/confirmations', { ...correction, version: 2, from: '2026-01-20' }],
    ]);
  });

  it('that lost a race end with 5, and nothing is tried again', async () => {
    const { place, seen } = await signedIn((asked) =>
      asked.path.endsWith('/correct') ? problem(409, 'staleVersion') : register()(asked),
    );
    const { code: exit } = await run(place, ['customer', 'correct', number, '--clear', 'email', ...because, ...phone]);
    expect([exit, changes(seen).length]).toEqual([5, 1]);
  });

  it.each([
    ['no reason', ['customer', 'correct', number, '--clear', 'email', ...phone]],
    ['nothing to change', ['customer', 'correct', number, ...because, ...phone]],
    ['an unknown name', ['customer', 'correct', number, '--set', '__proto__=x', ...because, ...phone]],
    ['a value that is none', ['customer', 'correct', number, '--set', 'birthDate=1990-02-30', ...because, ...phone]],
    ['an account that is none', ['account', 'set', number, '--iban', '-', ...because, ...phone]],
  ])('with %s ask nothing', async (_name, argv) => {
    const { place, seen } = await signedIn(register());
    expect((await run(place, argv)).code).toBe(2);
    expect(seen).toEqual([]);
  });
});

it('history, reveal and accounts are shown in words', async () => {
  const { place, seen } = await signedIn(register());
  const history = await run(place, ['customer', 'history', number, '--before', '9']);
  for (const text of ['CORRECTED: The customer has moved', '••••••, 33100 Tampere'])
    expect(history.stdout).toContain(text);
  const reveal = ['customer', 'reveal', number, 'address', 'email', '--reason', 'a letter'];
  expect((await run(place, reveal)).stdout).toContain('Esimerkkikatu 1 A 2');
  expect((await run(place, ['account', 'show', number])).stdout).toContain('FI•• •••• 0785');
  expect(seen.map(({ body }) => body)).toEqual([
    { ...why, customerNumber: number, before: 9 },
    { ...why, customerNumber: number, reason: 'a letter', fields: ['address', 'email'] },
    { ...why, customerNumber: number },
  ]);
});
