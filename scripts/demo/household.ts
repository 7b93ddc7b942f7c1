import { addDays, type LocalDate } from '../../domain/calendar.ts';
import type { Membership } from '../../domain/membership.ts';
import { shardOf } from '../../domain/shard.ts';
import type { ShareEntry } from '../../domain/share-entry.ts';
import type { Household, HouseholdLink } from '../../functions/table/items.ts';
import type { DemoAccount, DemoCustomer } from './customer.ts';
import { demoMembership } from './membership.ts';
import { madeUpName, type Name } from './names.ts';
import { demoNumber, finnishIban } from './numbers.ts';
import type { Random } from './random.ts';

/** A made-up person of a household; the head alone has a membership, a share and an account here. */
export type DemoPerson = {
  customer: DemoCustomer;
  from: LocalDate;
  membership?: Membership;
  shareEntries: readonly ShareEntry[];
  account?: DemoAccount;
};

/** A household with all that hangs on it, as plain data of the table's item types. The first person is the head. */
export type DemoHousehold = {
  household: Household;
  persons: readonly [DemoPerson, ...DemoPerson[]];
  cards: readonly string[];
  /** Where purchases with its cards and numbers go. */
  link: HouseholdLink;
};

/** A co-op's part of a household's numbers: two digits that start them, and its shards. */
export type CoopOfHousehold = { coopId: string; customerPrefix: string; memberPrefix: string; shardCount: number };

export type HouseholdTraits = {
  memberKind?: Household['memberKind'];
  /** What is paid of the share; all of it unless given. Cents. */
  sharePaidCents?: number;
  withoutAccount?: true;
  headDeceasedOn?: LocalDate;
  headName?: Name | { companyName: string };
  /** Persons beside the head. */
  others?: number;
};

type TraitName = NonNullable<HouseholdTraits['headName']>;

const shareCents = 10_000;
/** R25: at least this at joining, the rest within 24 months. */
const joiningCents = 2_000;
const firstJoining = '2009-01-01';
const daysOfJoining = 5_500;

/**
 * A household with a made-up head (and others), all by `random`.
 * @param serial from 1, unique in the federation: numbers and account come from it, so none is given twice
 * @param linkedFrom since when purchases with the cards count for it, epoch milliseconds
 */
export function madeUpHousehold(
  random: Random,
  given: { householdId: string; serial: number; coop: CoopOfHousehold; cards: readonly string[]; linkedFrom: number },
  traits: HouseholdTraits = {},
): DemoHousehold {
  const { householdId, serial, coop } = given;
  const shard = shardOf(householdId, coop.shardCount);
  const from = addDays(firstJoining, random.whole(0, daysOfJoining));
  const head = headOf(random, serial, coop, from, traits);
  const others = Array.from({ length: traits.others ?? 0 }, (_, index) =>
    personOf(serial, index + 1, coop, from, { ...madeUpName(random), ...lastNameOf(head) }),
  );
  return {
    household: {
      householdId,
      coopId: coop.coopId,
      shard,
      headCustomerNumber: head.customer.customerNumber,
      memberKind: traits.memberKind ?? 'PERSON',
      version: 1,
    },
    persons: [head, ...others],
    cards: given.cards,
    link: { householdId, coopId: coop.coopId, shard, from: given.linkedFrom },
  };
}

function headOf(
  random: Random,
  serial: number,
  coop: CoopOfHousehold,
  from: LocalDate,
  traits: HouseholdTraits,
): DemoPerson {
  const person = personOf(serial, 0, coop, from, traits.headName ?? madeUpName(random));
  const iban = finnishIban(random.pick(['36', '39']), serial);
  const memberNumber = demoNumber(coop.memberPrefix, serial);
  const member = { coopId: coop.coopId, memberNumber };
  const shareEntries = shareEntriesOf(member, from, traits.sharePaidCents ?? shareCents, random.chance(30));
  return {
    ...person,
    customer: {
      ...person.customer,
      ...(traits.headDeceasedOn === undefined ? {} : { deceasedOn: traits.headDeceasedOn }),
    },
    membership: demoMembership({ ...member, from }, shareEntries),
    shareEntries,
    ...(traits.withoutAccount ? {} : { account: { iban, type: random.pick(['PAYMENT', 'SAVINGS']), from } }),
  };
}

const lastNameOf = ({ customer: { lastName } }: DemoPerson) => (lastName === undefined ? {} : { lastName });

/** Ten numbers a household: more persons than that no demo needs. */
function personOf(serial: number, place: number, coop: CoopOfHousehold, from: LocalDate, name: TraitName): DemoPerson {
  return {
    customer: { customerNumber: demoNumber(coop.customerPrefix, serial * 10 + place), ...name },
    from,
    shareEntries: [],
  };
}

/** The share's ledger: all at joining, or 20 € first and the rest a year later. */
function shareEntriesOf(
  member: Pick<ShareEntry, 'coopId' | 'memberNumber'>,
  from: LocalDate,
  paidCents: number,
  inTwo: boolean,
): ShareEntry[] {
  const entry = (entryNumber: number, date: LocalDate, sourceId: string, amountCents: number): ShareEntry => {
    return { ...member, entryNumber, date, sourceId, amountCents, reason: 'PAYMENT' };
  };
  if (!inTwo || paidCents <= joiningCents) return [entry(1, from, 'joining', paidCents)];
  return [entry(1, from, 'joining', joiningCents), entry(2, addDays(from, 365), 'second', paidCents - joiningCents)];
}
