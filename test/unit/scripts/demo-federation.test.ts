import { describe, expect, it } from 'vitest';
import { bonusTableSchema, generalBonusTable } from '../../../domain/bonus-table.ts';
import { bicOfFinnishIban, isIban } from '../../../domain/iban.ts';
import { cardNumberSchema, customerNumberSchema, memberNumberSchema } from '../../../domain/identifiers.ts';
import { payeeName } from '../../../domain/payee-name.ts';
import { householdKey, registerTable } from '../../../functions/table/keys.ts';
import { demoFederation } from '../../../scripts/demo/federation.ts';
import { itemsOfFederation } from '../../../scripts/demo/federation-items.ts';
import { demoCard, demoNumber, finnishIban } from '../../../scripts/demo/numbers.ts';
import { testHasher, testSealer } from '../../fixtures/sealing.ts';

const federation = demoFederation(1);
const persons = federation.households.flatMap(({ persons }) => persons);
const heads = federation.households.map(({ persons: [head] }) => head);

describe('numbers of the demo', () => {
  it.each([
    [1, '924600000000000013'],
    [2, '924600000000000021'],
    [1_234_567, '924600000012345679'],
  ])('makes card %i as domain.md 6 #19 has it', (serial, card) => {
    expect(demoCard(serial)).toBe(card);
  });

  it('makes the IBANs of domain_vectors.json', () => {
    expect(finnishIban('39', 1)).toBe('FI6439000000000013');
    expect(finnishIban('36', 1)).toBe('FI5636000000000016');
  });

  it('refuses a serial that does not fit', () => {
    expect(() => demoCard(10 ** 13)).toThrow(RangeError);
    expect(() => demoNumber('11', 10 ** 7)).toThrow(RangeError);
  });
});

describe('the demo federation', () => {
  it('has 2 co-ops with outlets of their own, one of them selling fuel', () => {
    expect(federation.coops.map(({ coop }) => coop.coopId)).toEqual(['havu', 'koivu']);
    for (const { coop } of federation.coops) {
      const own = federation.outlets.filter(({ outlet }) => outlet.coopId === coop.coopId);
      expect(own.length).toBeGreaterThanOrEqual(4);
      expect(own.filter(({ sells }) => sells === 'fuel')).toHaveLength(1);
      expect(bicOfFinnishIban(coop.debtor.iban)).toBe('SBANFIHH');
    }
  });

  it('has the general table for one co-op and a placeholder of its own for the other (R6)', () => {
    const [havu, koivu] = federation.coops;
    expect(havu?.tables).toEqual([generalBonusTable]);
    expect(koivu?.tables.map(({ placeholder }) => placeholder)).toEqual([true]);
    for (const table of koivu?.tables ?? []) expect(bonusTableSchema.parse(table)).toEqual(table);
  });

  it('has 200 households with two or more cards each, every number given once', () => {
    expect(federation.households).toHaveLength(200);
    const cards = federation.households.flatMap(({ cards }) => cards);
    for (const { cards } of federation.households) expect(cards.length).toBeGreaterThanOrEqual(2);
    for (const card of cards) {
      expect(card).toMatch(/^9246\d{14}$/);
      expect(cardNumberSchema.safeParse(card).success).toBe(true);
    }
    const numbers = persons.map(({ customer }) => customer.customerNumber);
    const memberNumbers = heads.map(({ membership }) => membership?.memberNumber ?? '');
    const ibans = heads.flatMap(({ account }) => account?.iban ?? []);
    for (const number of numbers) expect(customerNumberSchema.safeParse(number).success).toBe(true);
    for (const number of memberNumbers) expect(memberNumberSchema.safeParse(number).success).toBe(true);
    for (const list of [cards, numbers, memberNumbers, ibans]) expect(new Set(list).size).toBe(list.length);
  });

  it('gives heads valid accounts at S-Pankki (R101)', () => {
    for (const { account } of heads) {
      if (account === undefined) continue;
      expect(isIban(account.iban)).toBe(true);
      expect(account.iban.slice(4)).toMatch(/^3[69]/);
    }
  });

  it('has every kind of household that a run treats in its own way', () => {
    const shares = heads.map(({ shareEntries }) => shareEntries.reduce((sum, entry) => sum + entry.amountCents, 0));
    expect(shares.filter((cents) => cents < 10_000).length).toBeGreaterThanOrEqual(5);
    expect(shares.filter((cents) => cents === 10_000).length).toBeGreaterThan(180);
    for (const cents of shares) expect(cents).toBeGreaterThanOrEqual(2_000);
    expect(heads.filter(({ account }) => account === undefined).length).toBeGreaterThanOrEqual(3);
    expect(federation.households.filter(({ household }) => household.memberKind === 'COMPANY')).toHaveLength(1);
    expect(heads.filter(({ customer }) => customer.deceasedOn !== undefined)).toHaveLength(1);
  });

  it('spreads the households over more than one shard of each co-op', () => {
    for (const { coop } of federation.coops) {
      const shards = federation.households
        .filter(({ household }) => household.coopId === coop.coopId)
        .map(({ household }) => household.shard);
      expect(new Set(shards).size).toBe(coop.shardCount);
      expect(coop.shardCount).toBeGreaterThanOrEqual(2);
    }
  });

  it('has names that try the payment file, and all of them can be written', () => {
    const names = heads.map(({ customer: { firstNames, lastName, companyName } }) =>
      companyName === undefined ? `${firstNames} ${lastName}` : companyName,
    );
    for (const pattern of [/å/, /ä/, /ö/, /&/, /'/, /-/, /[Čč]/])
      expect(names.some((name) => pattern.test(name))).toBe(true);
    expect(names.some((name) => name.length === 140)).toBe(true);
    for (const name of names) expect(payeeName(name, 'Asiakasomistaja')).not.toBe('');
  });

  it('is decided by its seed', () => {
    expect(demoFederation(1)).toEqual(federation);
    expect(demoFederation(2)).not.toEqual(federation);
  });
});

describe('the items of a federation', () => {
  const items = itemsOfFederation(federation, testSealer, testHasher);

  it('have a key each, given once', () => {
    const keys = items.map(({ pk, sk }) => `${pk} ${sk}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('list co-ops, outlets and the households of each shard', () => {
    const listings = items.flatMap((item) => (item[registerTable.byListing.partitionKey] as string | undefined) ?? []);
    const counts = Object.groupBy(listings, (listing) => listing);
    expect(counts.COOPS).toHaveLength(2);
    expect(counts.OUTLETS).toHaveLength(federation.outlets.length);
    expect(Object.keys(counts).filter((listing) => listing.startsWith('HOUSEHOLDS#'))).toHaveLength(4);
  });

  it('give a household its key, and its cards and numbers the way to it', () => {
    const [first] = federation.households;
    const household = items.find(({ pk }) => pk === householdKey(first?.household.householdId ?? '').pk);
    expect(household).toMatchObject({ ...first?.household, k: first?.household.householdId });
    for (const card of first?.cards ?? []) {
      expect(items.find(({ pk }) => pk === `CARD#${card}`)).toMatchObject({ links: [first?.link] });
    }
    const number = first?.persons[0].customer.customerNumber;
    expect(items.find(({ pk }) => pk === `LOOKUP#customerNumber#${number}`)).toMatchObject({ links: [first?.link] });
  });
});
