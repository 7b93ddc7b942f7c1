import type { ReturnView } from '../../../../contract/returns.ts';
import { deadlinesOf } from '../../../../domain/annual-return/deadlines.ts';
import {
  isOpenReturn,
  isSameBasis,
  type ReturnBasis,
  warningsOf,
} from '../../../../domain/annual-return/return-life.ts';
import { localDateOf, localTimeOf } from '../../../../domain/calendar.ts';
import type { AnnualReturn } from '../../../table/annual-return-items.ts';
import { deliveredOf, returnsOf } from '../../../table/annual-returns.ts';
import type { Register } from '../../../table/client.ts';
import { basisOf } from '../../../workflow/annual-return/return-basis.ts';

type Signature = { by: string; atMs: number };
const signed = ({ by, atMs }: Signature) => ({ by, at: localTimeOf(atMs) });

/** @param runsNow the runs of the year as they are now: others than the return's are a warning */
export function viewOf(item: AnnualReturn, runsNow: readonly ReturnBasis[], nowMs: number): ReturnView {
  const { approved, discarded, delivered, totals, changes, hash, replaces, reason, state, basis } = item;
  const payouts = basis.reduce((sum, run) => sum + run.payouts, 0);
  const deadlines = deadlinesOf(item.year, totals?.payees ?? payouts);
  const warnings = warningsOf({
    state,
    payees: totals?.payees ?? payouts,
    byHand: totals?.byHand.payees ?? 0,
    underFiveHundred: item.distributorType === 'S',
    runsChanged: state !== 'DISCARDED' && !isSameBasis(basis, runsNow),
    today: localDateOf(nowMs),
    returnBy: deadlines.returnBy,
  });
  return {
    coopId: item.coopId,
    year: item.year,
    number: item.number,
    state,
    payer: item.payer,
    distributorType: item.distributorType,
    ...(replaces === undefined ? {} : { replaces }),
    ...(reason === undefined ? {} : { reason }),
    basis,
    opened: signed(item.opened),
    ...(approved === undefined ? {} : { approved: signed(approved) }),
    ...(discarded === undefined ? {} : { discarded: { ...signed(discarded), reason: discarded.reason } }),
    ...(delivered === undefined ? {} : { delivered: deliveryOf(delivered) }),
    ...(totals === undefined ? {} : { totals }),
    ...(changes === undefined ? {} : { changes }),
    ...(hash === undefined ? {} : { hash }),
    warnings,
    deadlines,
  };
}

const deliveryOf = ({ on, reference, fileKind, ...signature }: NonNullable<AnnualReturn['delivered']>) => ({
  ...signed(signature),
  on,
  reference,
  fileKind,
});

/**
 * A return with what has become of its runs. A delivered return that was corrected needs no second correction, so its runs are those of its
 * successor.
 */
export async function viewed(db: Register, item: AnnualReturn, nowMs: number): Promise<ReturnView> {
  const runsNow = await basisOf(db, item.coopId, item.year);
  if (isOpenReturn(item.state)) return viewOf(item, runsNow, nowMs);
  const last = deliveredOf(await returnsOf(db, item.coopId, item.year));
  return viewOf(item, last?.number === item.number ? runsNow : item.basis, nowMs);
}
