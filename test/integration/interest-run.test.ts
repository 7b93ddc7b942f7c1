import { describe, expect, it } from 'vitest';
import { withhold } from '../../domain/withholding.ts';
import { putDecision, type StoredDecision } from '../../functions/table/decisions.ts';
import { interestOfPayment } from '../../functions/table/interest-of-payment.ts';
import type { Run } from '../../functions/table/items.ts';
import { benefitAccountKey, membershipKey } from '../../functions/table/keys.ts';
import { memberShardCount } from '../../functions/table/member-listing.ts';
import { paymentOf } from '../../functions/table/payments.ts';
import type { InterestPayout } from '../../functions/table/payout-item.ts';
import { itemOfAccount } from '../../scripts/demo/customer.ts';
import { aDecision } from '../fixtures/decisions.ts';
import {
  customerNumberOf,
  member,
  memberItems,
  memberNumberOf,
  nonResident,
  percentageCard,
  type TestMember,
} from '../fixtures/interest-members.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import {
  copyInto,
  dump,
  goOn,
  load,
  outcome,
  payoutsOfAnyKind,
  release,
  runMonth,
  sign,
  start,
  whyStopped,
} from '../fixtures/run-driver.ts';
import { Crash, counting, crashAtWrite } from '../fixtures/run-faults.ts';
import { newWorld, type World, type WorldOptions } from '../fixtures/run-world.ts';
import { testSealer } from '../fixtures/sealing.ts';

const openedAt = Date.parse('2026-06-05T06:00+03:00');
const interestOf2025 = { kind: 'INTEREST', period: '2025' } as const;
/** 30 % of 100 €: more than 20 €, so that tax is withheld. */
const thirty = { ...aDecision().terms, rateBasisPoints: 3_000 };

/** Each kind of member, with what 30 € of interest comes to: withheld, to the account, held and why. */
const members: [TestMember, [withheld: number, paid: number, held: number, reason: string | null] | undefined][] = [
  [member(1), [225, 2_775, 0, null]],
  [member(2, { paid: [['2025-12-31', 10_000]] }), [225, 2_775, 0, null]],
  [member(3, { paid: [['2026-01-01', 10_000]] }), undefined],
  [member(4, { paid: [['2010-01-01', 9_999]] }), undefined],
  [member(5, { iban: undefined }), [225, 0, 2_775, 'NO_ACCOUNT']],
  [member(6, { cards: [percentageCard(1_000)] }), [300, 2_700, 0, null]],
  [member(7, { cards: [nonResident] }), [0, 0, 3_000, 'NON_RESIDENT']],
  [member(8, { values: { companyName: 'Havun Leipä Oy' } }), [0, 3_000, 0, null]],
  [
    member(9, { values: { lastName: 'Mallikas', firstNames: 'Matti', deceasedOn: '2026-01-20' } }),
    [225, 0, 2_775, 'DECEASED'],
  ],
  [
    member(10, {
      membership: { status: 'RESIGNED', endedAs: 'RESIGNED', until: '2026-05-01', refundDueOn: '2027-12-31' },
    }),
    undefined,
  ],
  [member(11, { coopId: 'koivu' }), undefined],
  [
    member(12, {
      values: { lastName: 'Mallikas', firstNames: 'Matti', deceasedOn: '2026-01-20' },
      accountType: 'ESTATE',
    }),
    [225, 2_775, 0, null],
  ],
  [
    member(13, { values: { lastName: 'Mallikas', firstNames: 'Eva', deceasedOn: '2026-01-20' }, cards: [nonResident] }),
    [0, 0, 3_000, 'NON_RESIDENT'],
  ],
];

async function world(options: WorldOptions = {}, decision: Partial<StoredDecision> = {}): Promise<World> {
  const made = newWorld(options);
  await load(made, [
    ...coopItems(coop()),
    ...coopItems(coop({ coopId: 'koivu' })),
    ...members.flatMap(([of]) => memberItems(of)),
  ]);
  await putDecision(made.others, aDecision({ terms: thirty, ...decision }));
  return made;
}

async function interestsOf(of: World, run: Run): Promise<Map<string, InterestPayout>> {
  const payouts = await payoutsOfAnyKind(of, run, memberShardCount);
  return new Map([...payouts].map(([id, payout]) => [id, payout as InterestPayout]));
}

/** The amounts of the payments in a world's files, in cents. */
const inFiles = ({ files }: World): number[] =>
  [...files.values()].flatMap((file) =>
    [...file.matchAll(/<InstdAmt Ccy="EUR">(\d+)\.(\d\d)</g)].map(([, euros, cents]) => Number(`${euros}${cents}`)),
  );

describe('a year’s interest', () => {
  it('goes to each entitled member, less what is withheld, and what cannot be paid is held with its reason', async () => {
    const havu = await world();
    const run = await runMonth(havu, openedAt, interestOf2025);
    const payouts = await interestsOf(havu, run);
    const found = members.map(([{ serial }]) => {
      const payout = payouts.get(memberNumberOf(serial));
      return payout && [payout.withheldCents, payout.toAccountCents, payout.unpaidCents, payout.reason];
    });
    expect(found).toEqual(members.map(([, expected]) => expected));
    // Whoever asks about the payment is told how it came about.
    const money = { coopId: 'havu', kind: 'INTEREST', period: '2025', payeeId: memberNumberOf(6) };
    expect(await interestOfPayment(havu.others, money)).toMatchObject({
      amountCents: 3_000,
      withholding: { ground: 'TAX_CARD', withheldCents: 300 },
    });
    expect(await interestOfPayment(havu.others, { ...money, kind: 'BONUS' })).toBeUndefined();
    const expected = members.flatMap(([, sums]) => (sums === undefined ? [] : [sums]));
    const sum = (place: 0 | 1 | 2): number => expected.reduce((total, sums) => total + sums[place], 0);
    expect(run.totals).toMatchObject({
      payees: expected.length,
      baseCents: 10_000 * expected.length,
      amountCents: 3_000 * expected.length,
      withheldCents: sum(0),
      payableCents: 3_000 * expected.length - sum(0),
      toAccountCents: sum(1),
      unpaidCents: sum(2),
      toShareCents: 0,
    });
    expect(inFiles(havu).toSorted((a, b) => a - b)).toEqual(
      expected.flatMap(([, paid]) => (paid > 0 ? [paid] : [])).toSorted((a, b) => a - b),
    );
    expect([...havu.files.values()].join('')).toContain('OSUUSMAKSUN KORKO 2025');
    expect(run.payOn).toBe('2026-06-15');
  });

  it('leaves a payment of each, sent or held', async () => {
    const havu = await world();
    await runMonth(havu, openedAt, interestOf2025);
    const stateOf = async (serial: number) => {
      const payment = await paymentOf(havu.db, `I2025havu-${memberNumberOf(serial)}-0-1`);
      return payment && [payment.state, payment.amountCents, payment.reason];
    };
    expect(await stateOf(1)).toEqual(['SENT', 2_775, undefined]);
    expect(await stateOf(5)).toEqual(['HELD', 2_775, 'NO_ACCOUNT']);
    expect(await stateOf(9)).toEqual(['HELD', 2_775, 'DECEASED']);
    expect(await stateOf(3)).toBeUndefined();
  });

  it('is not opened without an approved decision; a dry run may go by one that waits', async () => {
    const havu = await world({}, { state: 'RECORDED' });
    await expect(start(havu, openedAt, interestOf2025)).rejects.toMatchObject({ code: 'decisionNotApproved' });
    await expect(start(havu, openedAt, { ...interestOf2025, period: '2024' })).rejects.toMatchObject({
      code: 'decisionNotApproved',
    });
    const dry = await start(havu, openedAt, { ...interestOf2025, dryRun: true });
    expect(dry).toMatchObject({ state: 'CALCULATED', totals: { payees: 9 } });
  });

  it('shows what the year before gave', async () => {
    const havu = await world();
    const before = { ...thirty, decidedOn: '2025-04-20', payOn: '2025-06-15', rateBasisPoints: 500 };
    await putDecision(havu.others, aDecision({ year: '2024', terms: before }));
    await runMonth(havu, Date.parse('2025-06-05T06:00+03:00'), { ...interestOf2025, period: '2024' });
    const run = await start(havu, openedAt, interestOf2025);
    const payouts = await interestsOf(havu, run);
    expect(payouts.get(memberNumberOf(1))).toMatchObject({ beforeCents: 500, amountCents: 3_000 });
    expect(payouts.get(memberNumberOf(2))?.beforeCents).toBeUndefined();
  });
});

describe('interest of two years that is paid in one', () => {
  const fullCents = 1_000_000;
  const rich = member(1, { paid: [['2010-01-01', fullCents]] });
  /** 4,000 € each. */
  const forty = { ...thirty, rateBasisPoints: 4_000 };

  it('is withheld from by the year’s sum: 25.5 % begins at 5,000 €', async () => {
    const made = newWorld({ settings: { shareContributionCents: fullCents } });
    await load(made, [...coopItems(coop()), ...memberItems(rich)]);
    for (const year of ['2024', '2025']) await putDecision(made.others, aDecision({ year, terms: forty }));
    const first = await runMonth(made, openedAt, { ...interestOf2025, period: '2024' });
    const second = await runMonth(made, openedAt + 86_400_000, interestOf2025);
    const [one, two] = await Promise.all([first, second].map((run) => interestsOf(made, run)));
    const number = memberNumberOf(1);
    expect(one?.get(number)).toMatchObject({ amountCents: 400_000, withheldCents: 30_000 });
    expect(two?.get(number)).toMatchObject({ amountCents: 400_000, withheldCents: 7_500 + 76_500 });
    expect(two?.get(number)?.withholding).toMatchObject({ ground: 'LAW', paidBeforeCents: 400_000 });
    // Naive: each payment alone.
    const alone = { paidOn: '2026-06-15', grossCents: 400_000, paidBeforeCents: 0, payee: 'PERSON' } as const;
    expect(withhold(alone).withheldCents).toBe(30_000);
  });
});

describe('between the signature and the file', () => {
  async function signedAfter(change: (of: World) => Promise<void>): Promise<World> {
    const havu = await world();
    const run = await start(havu, openedAt, interestOf2025);
    await change(havu);
    const written = await sign(havu, openedAt + 3_600_000, run);
    if (written.state !== 'FILES_WRITTEN') throw new Error(whyStopped(havu));
    expect(written.held).toEqual({ count: 1, sumCents: 2_775 });
    await release(havu, openedAt + 7_200_000, written);
    return havu;
  }
  const held = async (of: World, serial: number) => await paymentOf(of.db, `I2025havu-${memberNumberOf(serial)}-0-1`);

  it('who has resigned meanwhile is held back', async () => {
    const havu = await signedAfter(async (of) => {
      const key = membershipKey(customerNumberOf(1), 'havu', 1);
      const items = await dump(of);
      const before = items.get(`${key.pk}|${key.sk}`);
      const left = { status: 'RESIGNED', endedAs: 'RESIGNED', until: '2026-06-06', refundDueOn: '2027-12-31' };
      await load(of, [{ ...key, ...before, ...left }]);
    });
    expect(await held(havu, 1)).toMatchObject({ state: 'HELD', reason: 'MEMBERSHIP_ENDED', amountCents: 2_775 });
    expect(inFiles(havu)).toHaveLength(4);
  });

  it('whose account has changed is held back', async () => {
    const havu = await signedAfter(async (of) => {
      const customerNumber = customerNumberOf(1);
      const account = { iban: 'FI5636000000000016', type: 'PAYMENT', from: '2026-06-06' } as const;
      const item = itemOfAccount(account, customerNumber, 'havu', testSealer);
      expect(item.sk).toBe(benefitAccountKey(customerNumber, '2026-06-06').sk);
      await load(of, [item]);
    });
    expect(await held(havu, 1)).toMatchObject({ state: 'HELD', amountCents: 2_775 });
  });
});

describe('a run of interest that dies', () => {
  it('at any write comes to what an undisturbed one comes to', async () => {
    const prepared = await dump(await world());
    const copy = async (): Promise<World> => {
      const made = newWorld();
      await copyInto(made, prepared);
      return made;
    };
    const calm = await copy();
    const counted = counting();
    calm.faults.current = counted;
    expect(await goOn(calm, openedAt, interestOf2025)).toMatchObject({ state: 'RELEASED' });
    const expected = await outcome(calm);
    const writes = counted.writes();
    expect(writes).toBeGreaterThan(20);
    for (let at = 1; at <= writes; at += 7)
      for (const when of ['before', 'after'] as const) {
        const shaken = await copy();
        shaken.faults.current = crashAtWrite(at, when);
        for (let tries = 0; tries < 5; tries += 1) {
          const run = await goOn(shaken, openedAt, interestOf2025).catch((error) => {
            if (!(error instanceof Crash)) throw error;
            return undefined;
          });
          await shaken.machine.settled();
          shaken.faults.current = {};
          if (run?.postedAtMs !== undefined) break;
        }
        expect(await outcome(shaken), `${when} write ${at}`).toEqual(expected);
      }
  });
});

describe('a later correction', () => {
  it('pays what was held for want of an account, and not what a person has to look at', async () => {
    const havu = await world();
    await runMonth(havu, openedAt, interestOf2025);
    const account = { iban: 'FI5636000000000016', type: 'PAYMENT', from: '2026-06-20' } as const;
    await load(havu, [itemOfAccount(account, customerNumberOf(5), 'havu', testSealer)]);
    const at = Date.parse('2026-07-01T09:00+03:00');
    await runMonth(havu, at, { kind: 'CORRECTION', period: '2026-07-01' });
    const stateOf = async (serial: number, issue = 1) =>
      (await paymentOf(havu.db, `I2025havu-${memberNumberOf(serial)}-0-${issue}`))?.state;
    expect([await stateOf(5), await stateOf(5, 2)]).toEqual(['REISSUED', 'SENT']);
    expect([await stateOf(7), await stateOf(7, 2)]).toEqual(['HELD', undefined]);
    expect([await stateOf(9), await stateOf(9, 2)]).toEqual(['HELD', undefined]);
  });
});
