import { createHash } from 'node:crypto';
import { addReviews, emptyReview, type PayeeReview, reviewOf } from '../../domain/run-exceptions.ts';
import { addTotals, brokenEquations, type RunTotals, zeroTotals } from '../../domain/run-totals.ts';
import type { Register } from '../table/client.ts';
import type { Run, ShardResult } from '../table/items.ts';
import type { RunId } from '../table/keys.ts';
import type { BonusPayout, InterestPayout, Payout } from '../table/payout-item.ts';
import { payoutsOfShard } from '../table/payouts.ts';

/**
 * A shard's totals, what is to be seen of its payees, and the hash over its inputs, rule versions and lines, always from what is stored:
 * asked again at any later step, the same must come out.
 * @throws Error if the money of a payee does not add up
 */
export async function shardSummary(
  db: Register,
  run: RunId,
  shard: number,
): Promise<{ totals: RunTotals; review: PayeeReview; hash: string }> {
  const hash = createHash('sha256');
  let totals = zeroTotals;
  let review = emptyReview;
  for await (const page of payoutsOfShard(db, run, shard)) {
    for (const payout of page) {
      const own = totalsOf(payout);
      const broken = brokenEquations(payout.kind, own);
      if (broken.length > 0) throw new Error(`a payee of shard ${shard} does not add up: ${broken.join(', ')}`);
      totals = addTotals(totals, own);
      review = addReviews(review, reviewOf(payout));
      hash.update(JSON.stringify(signedFields(payout)));
    }
  }
  return { totals, review, hash: hash.digest('hex') };
}

/** The hash that both signatures bind to: which run, its cut-off, and every shard's totals and hash, as they are stored. */
export function runHash(run: Run, shards: readonly ShardResult[]): string {
  const totals = shards.map((shard) => shard.totals).reduce(addTotals, zeroTotals);
  const signed = [
    run.coopId,
    run.kind,
    run.period,
    run.attempt,
    run.cutOffMs,
    run.payOn,
    Object.entries(run.inputs).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    shards.map((shard) => shard.hash),
    totals,
  ];
  return createHash('sha256').update(JSON.stringify(signed)).digest('hex');
}

function totalsOf(payout: Payout): RunTotals {
  const month = payout.kind === 'BONUS' ? payout : undefined;
  return {
    ...zeroTotals,
    payees: 1,
    ...(month === undefined
      ? {}
      : {
          receipts: month.receipts,
          purchases: month.purchases,
          lines: month.lines,
          lateAmountCents: month.late.reduce((sum, revision) => sum + revision.addedAmountCents, 0),
          openingUnpaidCents: month.openingUnpaidCents,
        }),
    baseCents: payout.baseCents,
    amountCents: payout.amountCents,
    withheldCents: payout.withheldCents,
    payableCents: payout.payableCents,
    toShareCents: payout.toShareCents,
    toAccountCents: payout.toAccountCents,
    unpaidCents: payout.unpaidCents,
    payments: payout.toAccountCents > 0 ? 1 : 0,
    toSharePayees: payout.toShareCents > 0 ? 1 : 0,
    notPaidPayees: payout.outcome === 'NOT_PAID' ? 1 : 0,
  };
}

/** What a signature binds of a payee, in a fixed order: who, from what, by which rules, how much, to where. */
function signedFields(payout: Payout): unknown[] {
  return [
    payout.kind,
    payout.payeeId,
    payout.baseCents,
    payout.amountCents,
    payout.withheldCents,
    payout.payableCents,
    payout.toShareCents,
    payout.toAccountCents,
    payout.unpaidCents,
    payout.outcome,
    payout.reason,
    payout.customerNumber ?? null,
    payout.endToEndId ?? null,
    payout.payeeName ?? null,
    payout.sealedIban ?? null,
    ...signedOfKind(payout),
  ];
}

/** What a kind says beside that. */
function signedOfKind(payout: Payout): unknown[] {
  switch (payout.kind) {
    case 'BONUS':
      return signedMonth(payout);
    case 'INTEREST':
      return [payout.rateBasisPoints, payout.entitledAs, payout.fullSince, signedWithholding(payout)];
    case 'SURPLUS':
      return [payout.rateBasisPoints];
    case 'REFUND':
      return [payout.refundDueOn, payout.isExcess ?? false, payout.writtenOffCents ?? 0, payout.leftCents ?? 0];
    case 'CORRECTION': {
      const { kind, period, payeeId, revision, issue } = payout.owed;
      return [kind, period, payeeId, revision, issue];
    }
  }
}

function signedWithholding({ withholding }: InterestPayout): unknown[] {
  const { ground, ruleFrom, paidBeforeCents, parts, taxableCents } = withholding;
  return [ground, ruleFrom, paidBeforeCents, taxableCents, parts.map((part) => [part.baseCents, part.rateBasisPoints])];
}

function signedMonth(payout: BonusPayout): unknown[] {
  const bases = (value: BonusPayout['purchases'] | undefined) =>
    value === undefined
      ? null
      : [value.bonusCents, value.fuelCents, value.fuelMillilitres, value.campaignCents, value.paymentBenefitCents];
  const lines = (value: BonusPayout['lines']) => [
    value.bonusCents,
    value.doubleExtraCents,
    value.fuelBonusCents,
    value.paymentBenefitCents,
  ];
  return [
    payout.receipts,
    bases(payout.opening),
    bases(payout.purchases),
    bases(payout.carry),
    payout.ownOutletCents ?? 0,
    payout.tableValidFrom,
    payout.tableVersion ?? 1,
    payout.rateBasisPoints,
    lines(payout.lines),
    payout.late.map((revision) => [
      revision.month,
      revision.revision,
      bases(revision.purchases),
      revision.ownOutletCents ?? 0,
      revision.tableValidFrom,
      revision.tableVersion ?? 1,
      lines(revision.addedLines),
      revision.addedAmountCents,
    ]),
    payout.openingUnpaidCents,
  ];
}
