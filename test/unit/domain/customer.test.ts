import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { setAccount } from '../../../domain/benefit-account.ts';
import { type CustomerField, customerFields } from '../../../domain/catalogue/customer.ts';
import { completed, hiddenFields, isChild, issuesOfChange } from '../../../domain/customer.ts';
import { openTies } from '../../../domain/customer-ties.ts';
import { customershipEnd } from '../../../domain/customership.ts';
import { nameBirthForm } from '../../../domain/search-form.ts';
import { shieldedBy } from '../../../domain/shielding.ts';

const today = '2026-11-28';
const source = { kind: 'phone' } as const;
const change = (set: object, more: object = {}) => ({ set, clear: [], source, ...more }) as never;
const pointers = (...args: Parameters<typeof issuesOfChange>) => issuesOfChange(...args).map(({ pointer }) => pointer);
const named = new Set<CustomerField>(['firstNames', 'lastName']);

describe('a change of a customer', () => {
  it('of somebody born in the 1800s has a birth date that the catalogue takes', () => {
    const { birthDate } = completed({ identityCode: '010199+9001' });
    expect(z.safeParse(customerFields.birthDate.schema, birthDate).success).toBe(true);
  });

  it('needs the names of its kind and none of the other', () => {
    expect(pointers('PERSON', change({}), new Set(), today)).toEqual(['/set/firstNames', '/set/lastName']);
    expect(pointers('COMPANY', change({ companyName: 'Oy' }), new Set(), today)).toEqual([]);
    expect(pointers('COMPANY', change({ companyName: 'Oy', identityCode: '010190-900P' }), new Set(), today)).toEqual([
      '/set/identityCode',
    ]);
    expect(pointers('PERSON', change({}, { clear: ['lastName'] }), named, today)).toEqual(['/set/lastName']);
    expect(pointers('PERSON', change({ email: 'a@b.fi' }, { clear: ['email'] }), named, today)).toEqual(['/clear']);
  });

  it('takes each field from its own sources only', () => {
    const by = (kind: string, set: object) => pointers('PERSON', change(set, { source: { kind } }), named, today);
    expect(by('groupTill', { email: 'a@b.fi' })).toEqual(['/source/kind']);
    expect(by('authority', { deceasedOn: '2026-01-01' })).toEqual([]);
    expect(by('internet', { deceasedOn: '2026-01-01' })).toEqual(['/source/kind']);
    expect(by('authority', { childrenBirthYears: [2020] })).toContain('/source/kind');
  });

  it('has no date of the future, and no child who is none', () => {
    expect(pointers('PERSON', change({ birthDate: '2026-11-29' }), named, today)).toEqual(['/set/birthDate']);
    expect(pointers('PERSON', change({ birthDate: today }), named, today)).toEqual([]);
    for (const [year, isOne] of [
      [2007, false],
      [2008, true],
      [2026, true],
      [2027, false],
    ] as const)
      expect([year, pointers('PERSON', change({ childrenBirthYears: [year] }), named, today).length === 0]).toEqual([
        year,
        isOne,
      ]);
  });

  it('takes birth date and sex from an identity code, and refuses another date', () => {
    expect(completed({ identityCode: '010190-901R' })).toEqual({
      identityCode: '010190-901R',
      birthDate: '1990-01-01',
      sex: 'male',
    });
    expect(pointers('PERSON', change({ identityCode: '010190-901R', birthDate: '1990-01-02' }), named, today)).toEqual([
      '/set/birthDate',
    ]);
  });
});

it('a child is one until the year in which it is 18 has ended', () => {
  expect(isChild(2008, '2026-12-31')).toBe(true);
  expect(isChild(2008, '2027-01-01')).toBe(false);
});

it('an order hides address and contacts, and of a mate at the same address the address alone', () => {
  expect(hiddenFields({ hasOrder: true, shielded: false })).toEqual([
    'address',
    'homeMunicipality',
    'phoneNumbers',
    'email',
  ]);
  expect(hiddenFields({ hasOrder: false, shielded: true })).toEqual(['address', 'homeMunicipality']);
  expect(hiddenFields({ hasOrder: false, shielded: false })).toEqual([]);
});

describe('who hides whose address', () => {
  const at = (street: string) => ({ lines: [street], postalCode: '00100', town: 'Helsinki', country: 'FI' });
  const mate = (customerNumber: string, street: string | undefined, hasOrder = false) => ({
    customerNumber,
    hasOrder,
    address: street === undefined ? undefined : at(street),
  });
  it('is told by the orders of mates at the same place, however it was typed', () => {
    const [a, b, c, d] = [mate('1', 'Katu 1', true), mate('2', 'KATU  1'), mate('3', 'Kuja 2'), mate('4', undefined)];
    const household = [a, b, c, d];
    expect(household.map((one) => shieldedBy(one, household))).toEqual([[], ['1'], [], []]);
  });
});

describe('the end of a customership', () => {
  const dated = fc.record({
    until: fc.option(fc.constantFrom('2024-01-01', '2025-06-30', '2026-11-01'), { nil: undefined }),
  });
  it('is that of the last tie, and none while one lasts or if there never was any', () => {
    expect(customershipEnd([], [])).toBeNull();
    fc.assert(
      fc.property(fc.array(dated), fc.array(dated), (a, b) => {
        const all = [...a, ...b].map(({ until }) => until);
        const expected = all.length === 0 || all.includes(undefined) ? null : (all as string[]).toSorted().at(-1);
        expect(customershipEnd(a, b)).toBe(expected);
      }),
    );
  });
});

it('a merge leaves no membership, household or service without its person', () => {
  const free = {
    memberships: [{ until: '2026-01-01' }],
    services: { orders: [], numbers: [] },
    inHousehold: false,
    cards: [{ isLive: false }],
  };
  expect(openTies(free, today)).toEqual([]);
  expect(openTies({ ...free, memberships: [{}] }, today)).toEqual(['a membership']);
  expect(openTies({ ...free, cards: [{ isLive: false }, { isLive: true }] }, today)).toEqual(['a card']);
  expect(
    openTies({ ...free, inHousehold: true, services: { orders: [], numbers: [{ until: '2026-12-01' }] } }, today),
  ).toEqual(['a household', 'a service']);
});

it('a name is looked for by its last and first first name, in any case', () => {
  const form = nameBirthForm({ firstNames: 'Aino Maria', lastName: 'MÄKELÄ' }, '1990-01-01');
  expect(nameBirthForm({ firstNames: 'AINO', lastName: 'Ma\u0308kela\u0308' }, '1990-01-01')).toBe(form);
  expect(nameBirthForm({ firstNames: 'Maria', lastName: 'Mäkelä' }, '1990-01-01')).not.toBe(form);
});

describe('a benefit account', () => {
  const isNone = () => false;
  it('counts at once if it is the first, and waits in place of another', () => {
    expect(setAccount([], isNone, today, 7)).toEqual({ newFrom: today, present: undefined, takenBack: [] });
    const used = { from: '2020-01-01' };
    expect(setAccount([used], isNone, today, 7)).toEqual({
      newFrom: '2026-12-05',
      present: { account: used, until: '2026-12-05' },
      takenBack: [],
    });
  });
  it('that waits is taken back by the one that is used, or replaced by another', () => {
    const [used, waiting] = [{ from: '2020-01-01', until: '2026-12-01' }, { from: '2026-12-01' }];
    expect(setAccount([used, waiting], (account) => account === used, today, 7)).toEqual({
      newFrom: undefined,
      present: { account: used, until: undefined },
      takenBack: [waiting],
    });
    expect(setAccount([used, waiting], isNone, today, 7).takenBack).toEqual([waiting]);
  });
  it('leaves one account on every day from the first on, whatever is set in whatever order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ day: fc.nat(60), iban: fc.nat(3) }), { maxLength: 12 }),
        fc.nat(10),
        (settings, waitingDays) => {
          type Account = { from: string; until?: string | undefined; iban: number };
          let accounts: Account[] = [];
          const dayOf = (offset: number) =>
            new Date(Date.UTC(2026, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);
          for (const { day, iban } of settings.toSorted((a, b) => a.day - b.day)) {
            const { newFrom, present, takenBack } = setAccount(
              accounts,
              (account) => account.iban === iban,
              dayOf(day),
              waitingDays,
            );
            accounts = accounts.filter((account) => !takenBack.includes(account) && account !== present?.account);
            if (present !== undefined) accounts.push({ ...present.account, until: present.until });
            if (newFrom !== undefined) accounts.push({ from: newFrom, iban });
          }
          const first = accounts.map(({ from }) => from).toSorted()[0];
          for (let offset = 0; offset < 80; offset += 1) {
            const day = dayOf(offset);
            const valid = accounts.filter(({ from, until }) => from <= day && (until === undefined || day < until));
            expect(valid.length).toBe(first !== undefined && day >= first ? 1 : 0);
          }
        },
      ),
    );
  });
});
