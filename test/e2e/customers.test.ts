import { randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  correctCustomer,
  createCustomer,
  customerHistory,
  mergeCustomers,
  revealCustomer,
  searchCustomers,
  setBenefitAccount,
  showCustomer,
  undoMerge,
} from '../../contract/customers.ts';
import type { BodyOf } from '../../contract/endpoint.ts';
import type { Permission } from '../../contract/permissions.ts';
import { finnishIban } from '../../scripts/demo/numbers.ts';
import { itemsOf } from '../fixtures/e2e-cloud.ts';
import { smallFederation } from '../fixtures/e2e-federation.ts';
import { verdictOf } from '../fixtures/e2e-http.ts';
import { enterStaff, makePerson } from '../fixtures/e2e-people.ts';
import { type Caller, openWorld, type World } from '../fixtures/e2e-world.ts';
import { madeUpIdentityCode } from '../fixtures/identity-codes.ts';

const { coop, otherCoop, household, federation } = smallFederation();
let world: World;
let clerk: Caller;
let officer: Caller;
let stranger: Caller;

const why = { purpose: 'customerRequest' } as const;
const source = { kind: 'phone' } as const;
const address = { lines: ['Testikatu 1'], postalCode: '40100', town: 'Jyväskylä', country: 'FI' };

beforeAll(async () => {
  world = await openWorld(federation);
  const person = async (name: string, permissions: readonly Permission[], coopId: string): Promise<Caller> => {
    const made = await makePerson(world.cloud, name, permissions);
    await enterStaff(world.cloud, { staffId: made.staffId, coopIds: [coopId] });
    return world.signIn(made);
  };
  clerk = await person('clerk', ['register.read', 'register.write'], coop.coop.coopId);
  officer = await person('officer', ['register.read', 'identity.reveal', 'privacy'], coop.coop.coopId);
  stranger = await person('stranger', ['register.read', 'register.write', 'identity.reveal'], otherCoop.coop.coopId);
});

let keys = 0;
const newKey = (): string => {
  keys += 1;
  return `e2e-${Date.now().toString(36)}-${keys}`;
};
type Creation = BodyOf<typeof createCustomer>;
const creation = (set: Creation['set'], more: Partial<Creation> = {}): Creation => ({
  ...why,
  source,
  idempotencyKey: newKey(),
  coopId: coop.coop.coopId,
  kind: 'PERSON',
  ...more,
  set: { firstNames: 'Aino Maria', lastName: 'Kokeilija', ...set },
});
const entered = async (set: Creation['set'] = {}): Promise<string> =>
  (await clerk.call(createCustomer, { body: creation(set) })).customerNumber;
const shown = (customerNumber: string, by: Caller = clerk) =>
  by.call(showCustomer, { body: { ...why, customerNumber } });
const ask = async (by: Caller, path: string, body: unknown): Promise<string> =>
  verdictOf(await by.send({ path, body }));
const phone = (): string => `+35840${randomInt(1_000_000, 9_999_999)}`;

describe('a customer', () => {
  it('is entered once however often the request is sent, and shown by masks', async () => {
    const identityCode = madeUpIdentityCode();
    const body = creation({ identityCode, address, phoneNumbers: [phone()], email: 'Aino.K@Kokeilija.Example' });
    const [first, again] = [await clerk.call(createCustomer, { body }), await clerk.call(createCustomer, { body })];
    expect(again).toEqual(first);
    const page = await shown(first.customerNumber);
    expect(page).toMatchObject({ name: 'Kokeilija Aino Maria', version: 1, until: null, nonDisclosure: false });
    expect(page.values).toMatchObject({
      identityCode: { mask: '••••••-••••' },
      address: { mask: '••••••, 40100 Jyväskylä' },
      email: { mask: 'A•••@•••.example' },
      firstNames: { value: 'Aino Maria', source },
    });
    expect(JSON.stringify(page)).not.toContain(identityCode);
    const other = { ...body, set: { ...body.set, lastName: 'Toinen' } };
    expect(await ask(clerk, '/v1/staff/customers', other)).toBe('409 idempotencyKeyReused');
  });

  it('is nowhere in the table in the clear', async () => {
    const secrets = [madeUpIdentityCode(), phone(), `x${newKey()}@kokeilija.example`, `Salaisuudenkuja ${newKey()}`];
    const [identityCode = '', number = '', email = '', street = ''] = secrets;
    await entered({ identityCode, phoneNumbers: [number], email, address: { ...address, lines: [street] } });
    const everything = JSON.stringify([await itemsOf(world.cloud.register), await itemsOf(world.cloud.accessLog)]);
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });

  it('is found by every key, and by none of them from another co-op', async () => {
    const identityCode = madeUpIdentityCode();
    const [number, email] = [phone(), `${newKey()}@kokeilija.example`];
    const lastName = `Haku${newKey().replaceAll(/[^a-z]/g, '')}`;
    const customerNumber = await entered({ identityCode, phoneNumbers: [number], email, lastName });
    const { birthDate } = (await shown(customerNumber)).values;
    const byName = { firstNames: 'aino', lastName: lastName.toUpperCase(), birthDate: String(Object(birthDate).value) };
    const searches = [
      { customerNumber },
      { identityCode },
      { phoneNumber: number.replace('+358', '0') },
      { email: email.toUpperCase() },
      byName,
    ];
    for (const by of searches) {
      const { customers } = await clerk.call(searchCustomers, { body: { ...why, by } as never });
      expect([by, customers.map((found) => found.customerNumber)]).toEqual([by, [customerNumber]]);
      expect((await stranger.call(searchCustomers, { body: { ...why, by } as never })).customers).toEqual([]);
    }
    const [head] = household.persons;
    const card = await clerk.call(searchCustomers, { body: { ...why, by: { cardNumber: household.cards[0] ?? '' } } });
    const member = { memberNumber: head.membership?.memberNumber ?? '' };
    const byMember = await clerk.call(searchCustomers, { body: { ...why, by: member } });
    for (const { customers } of [card, byMember])
      expect(customers.map((found) => found.customerNumber)).toEqual([head.customer.customerNumber]);
  });

  it('is not there for another co-op, in the same words as one that is nowhere', async () => {
    const customerNumber = await entered();
    const answers = await Promise.all(
      [customerNumber, '59999999999'].map(async (number) => {
        const answer = await stranger.send({
          path: '/v1/staff/customers/show',
          body: { ...why, customerNumber: number },
        });
        const { requestId: _requestId, ...rest } = answer.body as Record<string, unknown>;
        return { status: answer.status, rest };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ status: 404, rest: { code: 'unknownCustomer' } });
  });

  it('of one identity code is one: a second is refused, and the two codes that share a check character are two', async () => {
    const identityCode = madeUpIdentityCode('-');
    await entered({ identityCode });
    expect(await ask(clerk, '/v1/staff/customers', creation({ identityCode }))).toBe('409 alreadyRegistered');
    await entered({ identityCode: identityCode.replace('-', 'Y') });
  });
});

describe('a correction', () => {
  it('keeps what it replaced with its source, and a stale one changes nothing', async () => {
    const customerNumber = await entered({ address });
    const moved = { ...address, lines: ['Uusikuja 2'], postalCode: '33100', town: 'Tampere' };
    const body = {
      ...why,
      customerNumber,
      version: 1,
      source: { kind: 'email' as const },
      reason: 'moved',
      set: { address: moved },
    };
    const dry = await clerk.call(correctCustomer, { body: { ...body, dryRun: true } });
    expect([dry, (await shown(customerNumber)).version]).toEqual([{ customerNumber, version: 2, dryRun: true }, 1]);
    await clerk.call(correctCustomer, { body });
    expect(await ask(clerk, '/v1/staff/customers/correct', body)).toBe('409 staleVersion');
    expect((await shown(customerNumber)).values).toMatchObject({
      address: { mask: '••••••, 33100 Tampere', source: { kind: 'email' } },
    });
    const { changes } = await clerk.call(customerHistory, { body: { ...why, customerNumber } });
    expect(changes).toMatchObject([
      {
        version: 2,
        action: 'CORRECTED',
        reason: 'moved',
        replaced: { address: { mask: '••••••, 40100 Jyväskylä', source } },
      },
    ]);
  });

  it('of two at once one wins and the other is told', async () => {
    const customerNumber = await entered();
    const body = (lastName: string) => ({
      ...why,
      customerNumber,
      version: 1,
      source,
      reason: 'married',
      set: { lastName },
    });
    const verdicts = await Promise.all(
      ['Yksi', 'Kaksi', 'Kolme', 'Neljä'].map((name) => ask(clerk, '/v1/staff/customers/correct', body(name))),
    );
    expect(verdicts.toSorted()).toEqual(['200', ...Array(3).fill('409 staleVersion')]);
  });

  it.each([
    ['children told by an authority', { childrenBirthYears: [2020] }, { kind: 'authority' }, '/source/kind'],
    ['grown children', { childrenBirthYears: [2001] }, source, '/set/childrenBirthYears'],
    ['a company name of a person', { companyName: 'Firma Oy' }, source, '/set/companyName'],
    [
      'another birth date than the code’s',
      { identityCode: '010190-900P', birthDate: '1990-01-02' },
      source,
      '/set/birthDate',
    ],
    ['an emoji in a name', { lastName: 'Mäki 🎉' }, source, '/set/lastName'],
    ['a name from right to left', { lastName: 'Mä\u202eki' }, source, '/set/lastName'],
    ['a zero-width joiner', { lastName: 'Mä\u200dki' }, source, '/set/lastName'],
    ['a code with a wrong check character', { identityCode: '010190-9000' }, source, '/set/identityCode'],
    ['an unknown field', { shoeSize: 43 }, source, '/set/shoeSize'],
    ['an enum in capitals', { language: 'FI' }, source, '/set/language'],
  ])('with %s is a clear 400', async (_name, set, from, pointer) => {
    const customerNumber = await entered();
    const body = { ...why, customerNumber, version: 1, source: from, reason: 'a test', set };
    const answer = await clerk.send({ path: '/v1/staff/customers/correct', body });
    expect([answer.status, verdictOf(answer)]).toEqual([400, '400 invalidRequest']);
    expect((answer.body as { errors: { pointer: string }[] }).errors.map((error) => error.pointer)).toContain(pointer);
    expect((await shown(customerNumber)).version).toBe(1);
  });

  it('takes a decomposed name and keeps it composed', async () => {
    const customerNumber = await entered({ lastName: 'Ma\u0308kela\u0308' });
    expect((await shown(customerNumber)).name).toBe('Mäkelä Aino Maria');
  });
});

describe('sealed values', () => {
  it('are revealed with the permission and a reason, and the reason is in the access log', async () => {
    const identityCode = madeUpIdentityCode();
    const customerNumber = await entered({ identityCode, address });
    const body = {
      ...why,
      customerNumber,
      reason: `reveal ${customerNumber.slice(-4)}`,
      fields: ['identityCode', 'address'] as const,
    };
    expect(await ask(clerk, '/v1/staff/customers/reveal', body)).toBe('403 permissionMissing');
    expect(await ask(stranger, '/v1/staff/customers/reveal', body)).toBe('404 unknownCustomer');
    const { values } = await officer.call(revealCustomer, { body: { ...body, fields: [...body.fields] } });
    expect(values).toEqual({ identityCode, address });
    const events = (await itemsOf(world.cloud.accessLog)).filter(({ reason }) => reason === body.reason);
    expect(events).toMatchObject([{ subjectId: customerNumber, action: 'READ', purpose: 'customerRequest' }]);
  });

  it('under a non-disclosure order are hidden from all without the permission, in the history as well', async () => {
    const customerNumber = await entered({ address });
    const change = (version: number, set: object) => ({
      ...why,
      customerNumber,
      version,
      source,
      reason: 'told by phone',
      set,
    });
    await clerk.call(correctCustomer, { body: change(1, { nonDisclosureOrder: { from: '2026-01-01' } }) });
    await clerk.call(correctCustomer, { body: change(2, { address: { ...address, lines: ['Piilokuja 3'] } }) });
    const page = await shown(customerNumber);
    expect([page.nonDisclosure, page.values.address]).toEqual([true, { hidden: true }]);
    const { changes } = await clerk.call(customerHistory, { body: { ...why, customerNumber } });
    expect(changes[0]?.replaced).toEqual({ address: { hidden: true } });
    expect((await shown(customerNumber, officer)).values.address).toMatchObject({ mask: '••••••, 40100 Jyväskylä' });
  });
});

describe('a merge', () => {
  it('takes over what the other lacks, and its undoing gives it back', async () => {
    const [identityCode, number] = [madeUpIdentityCode(), phone()];
    const duplicate = await entered({ identityCode, phoneNumbers: [number] });
    const into = await entered({ email: `${newKey()}@kokeilija.example` });
    const both = { customerNumber: duplicate, intoCustomerNumber: into, reason: 'entered twice' };
    const merged = await clerk.call(mergeCustomers, { body: { ...why, ...both, version: 1, intoVersion: 1 } });
    expect(merged).toMatchObject({ version: 2, intoVersion: 2 });
    const found = async (by: object) =>
      (await clerk.call(searchCustomers, { body: { ...why, by } as never })).customers.map((one) => one.customerNumber);
    expect(await found({ identityCode })).toEqual([into]);
    expect((await found({ phoneNumber: number })).toSorted()).toEqual([duplicate, into].toSorted());
    expect(await shown(duplicate)).toMatchObject({ mergedInto: into });
    const reveal = { ...why, customerNumber: into, reason: 'a test', fields: ['identityCode' as const] };
    expect((await officer.call(revealCustomer, { body: reveal })).values).toEqual({ identityCode });
    const onDead = {
      ...why,
      customerNumber: duplicate,
      version: 2,
      source,
      reason: 'a test',
      set: { lastName: 'Uusi' },
    };
    expect(await ask(clerk, '/v1/staff/customers/correct', onDead)).toBe('409 customerMerged');

    await clerk.call(undoMerge, { body: { ...why, ...both, version: 2, intoVersion: 2 } });
    expect(await found({ identityCode })).toEqual([duplicate]);
    expect(await found({ phoneNumber: number })).toEqual([duplicate]);
    expect((await shown(into)).values.identityCode).toBeUndefined();
    expect(await shown(duplicate)).toMatchObject({ mergedInto: null, version: 3 });
  });

  it('of a member who is in use is refused', async () => {
    const [head] = household.persons;
    const body = {
      ...why,
      customerNumber: head.customer.customerNumber,
      version: 1,
      intoCustomerNumber: await entered(),
      intoVersion: 1,
      reason: 'a test',
    };
    expect(await ask(clerk, '/v1/staff/customers/merge', body)).toBe('409 customerInUse');
  });
});

describe('a benefit account', () => {
  it('counts at once if it is the first; another waits, and can be taken back', async () => {
    const customerNumber = await entered();
    const [one, two] = [finnishIban('36', randomInt(1, 1e9)), finnishIban('39', randomInt(1, 1e9))];
    const set = (version: number, iban: string) =>
      clerk.call(setBenefitAccount, {
        body: { ...why, customerNumber, version, source, reason: 'told by phone', iban, type: 'PAYMENT' },
      });
    expect((await set(1, one)).benefitAccounts).toMatchObject([{ until: null, iban: `FI•• •••• ${one.slice(-4)}` }]);
    const waiting = (await set(2, two)).benefitAccounts;
    expect(waiting.map(({ until }) => until)).toEqual([waiting[1]?.from, null]);
    expect((await set(3, one)).benefitAccounts).toMatchObject([{ until: null, iban: `FI•• •••• ${one.slice(-4)}` }]);
    const reveal = { ...why, customerNumber, reason: 'a test', fields: ['iban' as const] };
    expect((await officer.call(revealCustomer, { body: reveal })).values).toEqual({ iban: one });
  });
});
