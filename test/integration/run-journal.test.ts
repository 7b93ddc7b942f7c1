import { describe, expect, it } from 'vitest';
import { defaultChartOfAccounts as chart } from '../../domain/chart-of-accounts.ts';
import type { OwedKind } from '../../domain/payment-ids.ts';
import { zeroTotals } from '../../domain/run-totals.ts';
import { sha256Of } from '../../functions/runtime/payment-bucket.ts';
import { holdPayment } from '../../functions/table/held-payments.ts';
import type { Run } from '../../functions/table/items.ts';
import type { RunId } from '../../functions/table/keys.ts';
import type { CorrectionPayout } from '../../functions/table/payout-item.ts';
import { putPayout, putShardResult } from '../../functions/table/payouts.ts';
import { openRun, runOf } from '../../functions/table/runs.ts';
import { finishPosting } from '../../functions/workflow/finish-posting.ts';
import { writeJournal } from '../../functions/workflow/write-journal.ts';
import { aRun, aShardResult } from '../fixtures/register-items.ts';
import { household, householdItems, receipt } from '../fixtures/run-coop.ts';
import { load, present, record, runMonth, sign, start } from '../fixtures/run-driver.ts';
import { Crash } from '../fixtures/run-faults.ts';
import { lateButInTime, openingOf, run, scene } from '../fixtures/run-scene.ts';
import type { World, WorldOptions } from '../fixtures/run-world.ts';

const january = '2026-01';
const february = '2026-02';

/** What a journal's file moves on an account: credit less debit, read from its text. */
function moved(text: string, account: string): number {
  const cents = (cell = ''): number => Number(cell.replace(',', '') || 0);
  return text
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(';'))
    .filter(([, , number]) => number === account)
    .reduce((sum, [, , , , debit, credit]) => sum + cents(credit) - cents(debit), 0);
}

const journalsOf = (world: World): string[] =>
  [...world.files].filter(([key]) => key.includes('JOURNAL')).map(([, text]) => text);
const sumOf = (texts: readonly string[], account: string): number =>
  texts.reduce((sum, text) => sum + moved(text, account), 0);

/** Who is paid, whose share is filled, who has no account, who owes. */
const people = [
  household(1),
  household(2, { sharePaidCents: 9_500 }),
  household(3, { iban: undefined }),
  household(4),
  household(5, { head: { lastName: 'Mallikas', firstNames: 'Matti', deceasedOn: '2025-12-01' } }),
];

async function twoMonths(options: WorldOptions = {}): Promise<{ world: World; runs: Run[] }> {
  const world = await scene({ households: people, ...options });
  await record(
    world,
    lateButInTime(january),
    ...[1, 2, 3, 4, 5].map((serial) => receipt(serial, '2026-01-10T12:00', 30_000 + serial * 10_000)),
  );
  const first = await runMonth(world, openingOf(january), { period: january });
  await record(
    world,
    lateButInTime(february),
    // One comes late for January, one takes January back in February.
    receipt(1, '2026-01-20T12:00', 50_000),
    receipt(4, '2026-02-11T12:00', -70_000),
    receipt(3, '2026-02-12T12:00', 20_000),
  );
  const second = await runMonth(world, openingOf(february), { period: february });
  return { world, runs: [first, second] };
}

describe('the journal of a posted run', () => {
  it('stands beside the payment files, with its sums and hash noted on the run', async () => {
    const { world, runs } = await twoMonths();
    for (const { journal, period, totals, files } of runs) {
      expect(journal?.key).toBe(`havu/BONUS/${period}/1/JOURNAL-BONUS-havu-${period.replace('-', '')}-1.csv`);
      const text = world.files.get(journal?.key ?? '') ?? '';
      expect(sha256Of(text)).toBe(journal?.sha256);
      expect(-moved(text, chart.bonusExpense.number)).toBe((totals?.amountCents ?? 0) + (totals?.lateAmountCents ?? 0));
      expect(moved(text, chart.shareCapital.number)).toBe(totals?.toShareCents);
      expect(moved(text, chart.bankClearing.number)).toBe(files?.reduce((sum, { sumCents }) => sum + sumCents, 0));
    }
    expect(runs[1]?.totals).toMatchObject({
      lateAmountCents: expect.any(Number),
      openingUnpaidCents: expect.any(Number),
    });
    expect(runs[1]?.totals?.lateAmountCents).not.toBe(0);
  });

  it('after each run the liability of all journals is what the run leaves unpaid', async () => {
    const { world, runs } = await twoMonths();
    const [first, both] = [journalsOf(world).slice(0, 1), journalsOf(world)];
    expect(sumOf(first, chart.bonusLiability.number)).toBe(runs[0]?.totals?.unpaidCents);
    expect(sumOf(both, chart.bonusLiability.number)).toBe(runs[1]?.totals?.unpaidCents);
    expect(runs[1]?.totals?.unpaidCents).not.toBe(0);
  });

  it('what is held back at the last look stays in the liability', async () => {
    const dead = household(1, { head: { lastName: 'Mallikas', firstNames: 'Maija', deceasedOn: '2026-02-01' } });
    let world: World | undefined;
    world = await scene({
      households: people,
      onStep: async ({ when, step }) => {
        if (when === 'before' && step === 'check-payees' && world !== undefined)
          await load(world, householdItems(dead));
      },
    });
    await record(world, lateButInTime(january), ...[1, 2].map((serial) => receipt(serial, '2026-01-10T12:00', 90_000)));
    const { held, totals } = await runMonth(world, openingOf(january), { period: january });
    expect(held).toEqual({ count: 1, sumCents: 4_500 });
    expect(sumOf(journalsOf(world), chart.bonusLiability.number)).toBe((totals?.unpaidCents ?? 0) + 4_500);
  });

  it('names nobody', async () => {
    const { world } = await twoMonths();
    const names = people.flatMap(({ householdId, iban, head }) => [householdId, iban, head?.lastName]);
    for (const text of journalsOf(world))
      for (const name of names) if (name !== undefined) expect(text).not.toContain(name);
  });
});

it('a run that was cancelled before its release has none', async () => {
  const world = await scene();
  await record(world, lateButInTime(january), receipt(1, '2026-01-10T12:00', 30_000));
  const written = await sign(world, openingOf(january), await start(world, openingOf(january), { period: january }));
  expect(written.state).toBe('FILES_WRITTEN');
  expect(journalsOf(world)).toEqual([]);
  await expect(writeJournal(world.db, written, chart)).rejects.toThrow('released');
});

describe('a voucher is never replaced', () => {
  /** A released run whose process died when the journal was put and nothing of it noted. */
  async function diedAfterPut(): Promise<{ world: World; released: Run; putText: string }> {
    const { world, runs } = await twoMonths();
    const released = await present(world, runs[1] as Run);
    const { journal: _, postedAtMs: __, ...before } = released;
    return { world, released: before, putText: journalsOf(world)[1] ?? '' };
  }

  it('naive: dated by the clock, a journal that is written again the next day is another one', async () => {
    const { world, released } = await diedAfterPut();
    const tomorrow = { by: 'matti', atMs: (released.released?.atMs ?? 0) + 86_400_000 };
    await expect(writeJournal(world.db, { ...released, released: tomorrow }, chart)).rejects.toThrow('another file');
  });

  it('written again at any time, it is the same bytes', async () => {
    const { world, released, putText } = await diedAfterPut();
    const again = await writeJournal(world.db, released, chart);
    expect(again.sha256).toBe(sha256Of(putText));
    expect(journalsOf(world)).toHaveLength(2);
  });

  it('nor by a chart of accounts that was changed meanwhile', async () => {
    const { world, released } = await diedAfterPut();
    const renumbered = { ...chart, bonusLiability: { number: '2999', name: 'Bonusvelka' } };
    await expect(writeJournal(world.db, released, renumbered)).rejects.toThrow('another file');
  });

  it('dying between the file and its note, the step is done again and comes to the same', async () => {
    let crashes = 0;
    const world = await scene({ households: people });
    await record(world, lateButInTime(january), receipt(1, '2026-01-10T12:00', 30_000));
    world.faults.current = {
      after: ({ operation, input }) => {
        if (operation !== 'PutObject' || !String(input.Key).includes('JOURNAL')) return;
        crashes += 1;
        throw new Crash();
      },
    };
    await expect(runMonth(world, openingOf(january), { period: january })).rejects.toThrow('stopped');
    world.faults.current = {};
    expect([crashes, journalsOf(world).length]).toEqual([1, 1]);
    const id = run(january);
    await finishPosting(world.db, id, chart, openingOf(january) + 86_400_000 * 3);
    await finishPosting(world.db, id, chart, openingOf(january) + 86_400_000 * 4);
    const done = await runOf(world.db, id);
    expect(done.postedAtMs).toBe(openingOf(january) + 86_400_000 * 3);
    expect(done.journal?.sha256).toBe(sha256Of(journalsOf(world)[0] ?? ''));
  });
});

it('a journal whose liability is not what the run says is not written', async () => {
  const { world, runs } = await twoMonths();
  const wrong = { ...(runs[1] as Run), held: { count: 1, sumCents: 1 } };
  await expect(writeJournal(world.db, wrong, chart)).rejects.toThrow('liability');
});

describe('the journal of a correction', () => {
  const id: RunId = { coopId: 'havu', kind: 'CORRECTION', period: '2026-03-02', attempt: '1' };
  const owed = (kind: OwedKind, payeeId: string) => ({ kind, period: '2025', payeeId, revision: 0, issue: 0 });

  const correctionPayout = (cents: number, more: Pick<CorrectionPayout, 'payeeId' | 'owed'>): CorrectionPayout => ({
    ...more,
    kind: 'CORRECTION',
    ...{ shard: 0, pass: 1, baseCents: cents, amountCents: cents, withheldCents: 0, payableCents: cents },
    ...{ toShareCents: 0, toAccountCents: cents, unpaidCents: 0, outcome: 'PAID', reason: null },
  });

  /** Two amounts of Bonus and one of interest are paid anew; of a share refund the payee has died meanwhile. */
  async function corrected(): Promise<{ world: World; run: Run }> {
    const world = await scene();
    const paid = [
      { payeeId: 'B202601havu-H000001-0-0', toAccountCents: 1_000, owed: owed('BONUS', 'H000001') },
      { payeeId: 'B202601havu-H000002-0-0', toAccountCents: 234, owed: owed('BONUS', 'H000002') },
      { payeeId: 'I2025havu-1100000001-0-0', toAccountCents: 2_000, owed: owed('INTEREST', '1100000001') },
      { payeeId: 'R202602havu-1100000002-0-0', toAccountCents: 10_000, owed: owed('REFUND', '1100000002') },
    ];
    for (const { toAccountCents, ...more } of paid)
      await putPayout(world.db, id, correctionPayout(toAccountCents, more));
    await putShardResult(world.db, id, aShardResult());
    const at = { by: 'matti', atMs: openingOf(february) };
    const released = aRun({ ...id, state: 'RELEASED', released: at, totals: zeroTotals });
    const held = { shard: 0, payeeId: 'R202602havu-1100000002-0-0', reason: 'DECEASED' as const, amountCents: 10_000 };
    await openRun(world.db, released, undefined);
    await holdPayment(world.db, id, held);
    const file = { fileNumber: 1, key: 'k', count: 3, sumCents: 3_234, sha256: 's' };
    return { world, run: { ...released, held: { count: 1, sumCents: 10_000 }, files: [file] } };
  }

  it('takes each amount out of the liability that it was owed in, and leaves in it what is held back', async () => {
    const { world, run: correction } = await corrected();
    const { key, lines, sumCents } = await writeJournal(world.db, correction, chart);
    const text = world.files.get(key) ?? '';
    expect([lines, sumCents]).toEqual([4, 3_234]);
    expect(moved(text, chart.bonusLiability.number)).toBe(-1_234);
    expect(moved(text, chart.interestLiability.number)).toBe(-2_000);
    expect(moved(text, chart.shareRefundLiability.number)).toBe(0);
    expect(moved(text, chart.bankClearing.number)).toBe(3_234);
  });

  it('is not written if its payments are not the sum of its files', async () => {
    const { world, run: correction } = await corrected();
    const files = (correction.files ?? []).map((file) => ({ ...file, sumCents: 3_233 }));
    await expect(writeJournal(world.db, { ...correction, files }, chart)).rejects.toThrow('sum of its files');
  });
});
