import { describe, expect, it } from 'vitest';
import { putDecision } from '../../functions/table/decisions.ts';
import { memberShardCount, membersPage } from '../../functions/table/member-listing.ts';
import type { InterestPayout } from '../../functions/table/payout-item.ts';
import { type Random, randomOf } from '../../scripts/demo/random.ts';
import { aDecision } from '../fixtures/decisions.ts';
import {
  member,
  memberItems,
  memberNumberOf,
  nonResident,
  percentageCard,
  type TestMember,
} from '../fixtures/interest-members.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import { load, payoutsOfAnyKind, runMonth } from '../fixtures/run-driver.ts';
import { newWorld, type World } from '../fixtures/run-world.ts';

const openedAt = Date.parse('2026-06-05T06:00+03:00');
const count = 160;
const resigned = { status: 'RESIGNED', endedAs: 'RESIGNED', until: '2026-03-01', refundDueOn: '2027-12-31' } as const;

/** Payments around the cut-off and around the full sum, and everything else that matters, each by chance. */
function memberByChance(random: Random, serial: number): TestMember {
  const days = ['2019-05-02', '2025-12-30', '2025-12-31', '2026-01-01', '2026-02-10'];
  const first = random.pick([2_000, 9_999, 10_000, 10_000, 10_001, 15_000]);
  const rest = random.pick([0, 0, 1, 10_000 - 2_000]);
  const from = random.whole(0, 3);
  const second = days[from + 1] ?? '2026-02-10';
  return member(serial, {
    paid: [[days[from] ?? '2019-05-02', first], ...(rest === 0 ? [] : [[second, rest] as [string, number]])],
    membership: random.chance(12) ? resigned : {},
    values: random.chance(8)
      ? { companyName: 'Havun Leipä Oy' }
      : { lastName: 'Mallikas', firstNames: 'Maija', ...(random.chance(10) ? { deceasedOn: '2026-01-20' } : {}) },
    iban: random.chance(15) ? undefined : 'FI7239390010000016',
    cards: random.chance(20) ? [random.pick([percentageCard(0), percentageCard(3_333), nonResident])] : [],
  });
}

type Expected = { withheldCents: number; toAccountCents: number; unpaidCents: number };

/** By a second hand: what a member gets at a rate, with whole euros of law written out. */
function expectedOf(of: TestMember, rateBasisPoints: number): Expected | undefined {
  const atCutOff = of.paid.filter(([day]) => day <= '2025-12-31').reduce((sum, [, cents]) => sum + BigInt(cents), 0n);
  if (atCutOff < 10_000n || of.membership.status === 'RESIGNED') return undefined;
  const gross = (10_000n * BigInt(rateBasisPoints) + 5_000n) / 10_000n;
  const [card] = of.cards;
  const isCompany = of.values.companyName !== undefined;
  const percent = isCompany || card?.kind === 'NON_RESIDENT' ? 0n : BigInt(card?.rateBasisPoints ?? 750);
  const withheld = gross <= 2_000n ? 0n : (gross * percent + 5_000n) / 10_000n;
  const isHeld = of.iban === undefined || of.values.deceasedOn !== undefined || card?.kind === 'NON_RESIDENT';
  const net = Number(gross - withheld);
  return { withheldCents: Number(withheld), toAccountCents: isHeld ? 0 : net, unpaidCents: isHeld ? net : 0 };
}

async function world(members: readonly TestMember[], rateBasisPoints: number): Promise<World> {
  // Pages of the table are short, so that a shard is read in several.
  const made = newWorld({ pageItems: 7 });
  await load(made, [...coopItems(coop()), ...members.flatMap(memberItems)]);
  await putDecision(made.others, aDecision({ terms: { ...aDecision().terms, rateBasisPoints } }));
  return made;
}

describe('interest by chance', () => {
  it.each([
    [1, 2_000],
    [2, 2_001],
    [3, 7_777],
  ])('seed %i at %i basis points comes to what a second hand reckons', async (seed, rateBasisPoints) => {
    const members = Array.from({ length: count }, (_, index) => memberByChance(randomOf(seed, `m${index}`), index + 1));
    const havu = await world(members, rateBasisPoints);
    const run = await runMonth(havu, openedAt, { kind: 'INTEREST', period: '2025' });
    const payouts = await payoutsOfAnyKind(havu, run, memberShardCount);
    const found = members.map(({ serial }) => {
      const payout = payouts.get(memberNumberOf(serial)) as InterestPayout | undefined;
      if (payout === undefined) return undefined;
      const { withheldCents, toAccountCents, unpaidCents } = payout;
      return { withheldCents, toAccountCents, unpaidCents };
    });
    const expected = members.map((of) => expectedOf(of, rateBasisPoints));
    expect(found).toEqual(expected);
    const entitled = expected.flatMap((sums) => sums ?? []);
    expect(entitled.length).toBeGreaterThan(20);
    const sum = (name: keyof Expected): number => entitled.reduce((total, sums) => total + sums[name], 0);
    expect(run.totals).toMatchObject({
      payees: entitled.length,
      amountCents: rateBasisPoints * entitled.length,
      withheldCents: sum('withheldCents'),
      toAccountCents: sum('toAccountCents'),
      unpaidCents: sum('unpaidCents'),
    });
  });
});

describe('the listing of members', () => {
  it('has each membership once, in its shard, page by page', async () => {
    const members = Array.from({ length: 60 }, (_, index) => member(index + 1));
    const havu = await world(members, 1_000);
    const found: string[] = [];
    for (let shard = 0; shard < memberShardCount; shard += 1) {
      let after: string | undefined;
      do {
        const page = await membersPage(havu.db, 'havu', shard, after, 2);
        expect(page.members.length).toBeLessThanOrEqual(2);
        found.push(...page.members.map(({ memberNumber }) => memberNumber));
        after = page.last;
      } while (after !== undefined);
    }
    expect(found.toSorted()).toEqual(members.map(({ serial }) => memberNumberOf(serial)).toSorted());
    expect(await membersPage(havu.db, 'koivu', 0, undefined, 10)).toEqual({ members: [], last: undefined });
  });
});
