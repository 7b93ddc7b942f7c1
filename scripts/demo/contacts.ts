import { addDays } from '../../domain/calendar.ts';
import { birthDateOfIdentityCode, sexOfIdentityCode } from '../../domain/personal-identity-code.ts';
import type { DemoCustomer } from './customer.ts';
import type { DemoHousehold, DemoPerson } from './household.ts';
import type { Random } from './random.ts';

const streets = [
  'Kuusikuja',
  'Havutie',
  'Männynkatu',
  'Björkgatan',
  'Koivurinne',
  'Lehtopolku',
  'Ängsvägen',
  'Käpytie',
] as const;
type Town = { postalCode: string; town: string; homeMunicipality: string };
const towns: readonly [Town, ...Town[]] = [
  { postalCode: '40100', town: 'Jyväskylä', homeMunicipality: '179' },
  { postalCode: '65100', town: 'Vasa', homeMunicipality: '905' },
  { postalCode: '00100', town: 'Helsinki', homeMunicipality: '091' },
  { postalCode: '99800', town: 'Ivalo', homeMunicipality: '148' },
];
const checkCharacters = '0123456789ABCDEFHJKLMNPRSTUVWXY';
const [oldest, days] = ['1940-01-01', 22_000] as const;

/** The household's persons with birth dates, codes, addresses and contacts, all made up by `random`. */
export function withContacts(random: Random, household: DemoHousehold, serial: number): DemoHousehold {
  const { homeMunicipality, ...place } = random.pick(towns);
  const address = { lines: [`${random.pick(streets)} ${random.whole(1, 120)}`], ...place, country: 'FI' };
  const [head, ...others] = household.persons.map((person, index) => ({
    ...person,
    customer: { ...person.customer, ...contactsOf(random, person, serial * 10 + index), address, homeMunicipality },
  })) as [DemoPerson, ...DemoPerson[]];
  return { ...household, persons: [head, ...others] };
}

function contactsOf(random: Random, { customer }: DemoPerson, place: number): Partial<DemoCustomer> {
  const phoneNumbers = [`+35840${String(1_000_000 + place)}`];
  if (customer.companyName !== undefined) return { phoneNumbers };
  const identityCode = madeUpCode(place);
  return {
    identityCode,
    birthDate: birthDateOfIdentityCode(identityCode),
    sex: sexOfIdentityCode(identityCode),
    language: random.pick(['fi', 'fi', 'fi', 'sv']),
    phoneNumbers,
    email: `jasen${place}@esimerkki.example`,
  };
}

/**
 * A made-up personal identity code: numbers from 900 on are given to nobody (domain.md 4.1). Another one for each place below 22,000, since
 * 13 and 22,000 have no factor in common.
 */
function madeUpCode(place: number): string {
  const [year = '', month = '', day = ''] = addDays(oldest, (place * 13) % days).split('-');
  const digits = `${day}${month}${year.slice(2)}${900 + (place % 100)}`;
  const sign = year.startsWith('19') ? '-' : 'A';
  return `${digits.slice(0, 6)}${sign}${digits.slice(6)}${checkCharacters[Number(digits) % 31]}`;
}
