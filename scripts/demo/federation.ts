import { type BonusTable, generalBonusTable } from '../../domain/bonus-table.ts';
import { startOfDay } from '../../domain/calendar.ts';
import { shardCountFor } from '../../domain/shard.ts';
import type { Coop, Outlet } from '../../functions/table/items.ts';
import { withContacts } from './contacts.ts';
import { type CoopOfHousehold, type DemoHousehold, type HouseholdTraits, madeUpHousehold } from './household.ts';
import { hostileNames } from './names.ts';
import { demoCard, finnishIban } from './numbers.ts';
import { randomOf } from './random.ts';

export type DemoCoop = { coop: Coop; tables: readonly BonusTable[] };
export type DemoOutlet = { outlet: Outlet; sells: 'groceries' | 'goods' | 'fuel' };

/** Everything the register knows before the first receipt, as plain data of the table's item types. */
export type Federation = {
  coops: readonly DemoCoop[];
  outlets: readonly DemoOutlet[];
  households: readonly DemoHousehold[];
};

/** Two shards in the demo, so that a run goes over more than one. */
const fewestShards = 2;
/** Purchases of any month that the late window lets in are after this. */
const linkedFrom = startOfDay('2000-01-01');

const debtors = {
  havu: { bankPartyId: '12345671', street: 'Kuusikatu', buildingNumber: '1', postalCode: '40100', town: 'JYVÄSKYLÄ' },
  koivu: { bankPartyId: '99999992', street: 'Björkgatan', buildingNumber: '8 B', postalCode: '65100', town: 'VAASA' },
} as const;

/** A co-op of the demo with an account at S-Pankki; its retailer has the same id. @param households it has to hold */
export function demoCoop(
  coopId: 'havu' | 'koivu',
  name: string,
  tables: readonly BonusTable[],
  households: number,
): DemoCoop {
  const serial = coopId === 'havu' ? 90_000_000_001 : 90_000_000_002;
  const debtor = {
    ...debtors[coopId],
    iban: finnishIban('39', serial),
    bic: 'SBANFIHH',
    country: 'FI',
  };
  const shardCount = Math.max(fewestShards, shardCountFor(households));
  return { coop: { coopId, name, shardCount, active: true, debtor }, tables };
}

/** What the numbers of a co-op's households start with. */
export function coopOfHousehold({ coop }: DemoCoop): CoopOfHousehold {
  const code = coop.coopId === 'havu' ? 1 : 2;
  return { coopId: coop.coopId, shardCount: coop.shardCount, customerPrefix: `1${code}`, memberPrefix: `7${code}` };
}

/** Only its beginning is known of one such table (R6: 1 % from the first euro), so the rest is the general one's and it says so. */
const placeholderTable: BonusTable = {
  ...generalBonusTable,
  placeholder: true,
  rows: generalBonusTable.rows.map((row, index) => (index === 0 ? { ...row, fromCents: 1 } : row)),
};

const householdsOf = { havu: 120, koivu: 80 } as const;

/** The demo federation: 2 co-ops, 11 outlets, 200 households with two or more cards. The same seed gives the same. */
export function demoFederation(seed: number): Federation {
  const havu = demoCoop('havu', 'Osuuskauppa Havu', [generalBonusTable], householdsOf.havu);
  const koivu = demoCoop('koivu', 'Osuuskauppa Koivu – Handelslaget Björken', [placeholderTable], householdsOf.koivu);
  return {
    coops: [havu, koivu],
    outlets: demoOutlets(),
    households: [
      ...demoHouseholds(seed, havu, householdsOf.havu, 0),
      ...demoHouseholds(seed, koivu, householdsOf.koivu, householdsOf.havu),
    ],
  };
}

function demoOutlets(): DemoOutlet[] {
  const outlet = (outletId: string, name: string, coopId: string, sells: DemoOutlet['sells']): DemoOutlet => ({
    outlet: { outletId, name, retailerId: coopId, coopId, validFrom: '2000-01-01', version: 1 },
    sells,
  });
  return [
    outlet('101', 'Havun Halli', 'havu', 'groceries'),
    outlet('102', 'Lähikauppa Kuusela', 'havu', 'groceries'),
    outlet('103', 'Lähikauppa Näreikkö', 'havu', 'groceries'),
    outlet('104', 'Tavaratalo Neulanen', 'havu', 'goods'),
    outlet('105', 'Liikennemyymälä Käpy', 'havu', 'groceries'),
    outlet('106', 'Huoltoasema Käpy', 'havu', 'fuel'),
    outlet('201', 'Koivun Halli – Björkhallen', 'koivu', 'groceries'),
    outlet('202', 'Lähikauppa Tuohi', 'koivu', 'groceries'),
    outlet('203', 'Närbutiken Löv', 'koivu', 'groceries'),
    outlet('204', 'Rautakauppa Visa', 'koivu', 'goods'),
    outlet('206', 'Huoltoasema Mahla', 'koivu', 'fuel'),
  ];
}

function demoHouseholds(seed: number, coop: DemoCoop, count: number, before: number): DemoHousehold[] {
  return Array.from({ length: count }, (_, index) => {
    const serial = before + index + 1;
    const householdId = `H${String(serial).padStart(6, '0')}`;
    const random = randomOf(seed, `household/${householdId}`);
    const cards = Array.from({ length: random.pick([2, 2, 2, 3, 3, 4]) }, (_, place) => demoCard(serial * 10 + place));
    const given = { householdId, serial, coop: coopOfHousehold(coop), cards, linkedFrom };
    const household = madeUpHousehold(random, given, { others: cards.length - 1, ...traitsOf(serial) });
    return withContacts(randomOf(seed, `contacts/${householdId}`), household, serial);
  });
}

/** Households that are not like most, at fixed places: every outcome of a run occurs, whatever the seed. */
const unusual: Readonly<Record<number, HouseholdTraits>> = {
  ...Object.fromEntries(hostileNames.map((headName, index) => [11 + index, { headName }])),
  31: { sharePaidCents: 2_000 },
  32: { sharePaidCents: 3_550 },
  33: { sharePaidCents: 5_000 },
  34: { sharePaidCents: 7_999 },
  41: { withoutAccount: true },
  42: { withoutAccount: true },
  44: { withoutAccount: true, sharePaidCents: 8_000 },
  51: { memberKind: 'COMPANY', headName: { companyName: 'Rakennus & Remontti Särmä Oy' } },
  151: { sharePaidCents: 2_000 },
  152: { sharePaidCents: 8_000 },
  161: { withoutAccount: true },
  171: { headDeceasedOn: '2026-02-14' },
};

const traitsOf = (serial: number): HouseholdTraits => unusual[serial] ?? {};
