import type { ReturnBasis } from '../../../domain/annual-return/return-life.ts';
import { customerName } from '../../../domain/customer-name.ts';
import type { ReturnLine } from '../../table/annual-return-items.ts';
import type { Register } from '../../table/client.ts';
import type { Customer } from '../../table/customer-item.ts';
import { batchOfCustomers } from '../../table/customers-batch.ts';
import type { Payout } from '../../table/payout-item.ts';
import { payoutPage } from '../../table/payouts.ts';

/** Payouts a page: their customers are four batches of a hundred. */
const pageSize = 400;

/**
 * The lines of a page of a run's shard, each with its payee as they are now. What a run gave a payee stands in the return whether it was drawn or
 * held (R98), and also where nothing was withheld (R89).
 * @param after the payee of the page before
 * @returns `last`: where the next page begins, undefined at the end
 */
export async function linesOfPage(
  db: Register,
  coopId: string,
  basis: ReturnBasis,
  shard: number,
  after: string | undefined,
): Promise<{ lines: ReturnLine[]; last: string | undefined }> {
  const run = { coopId, kind: basis.kind, period: basis.period, attempt: basis.attempt };
  const { payouts, last } = await payoutPage(db, run, shard, after, pageSize);
  const paid = payouts.filter(({ amountCents }) => amountCents !== 0);
  const customers = await batchOfCustomers(
    db,
    paid.map(({ customerNumber }) => customerNumber ?? missing()),
  );
  return {
    lines: paid.map((payout) => lineOf(payout, basis, customers.get(payout.customerNumber ?? '') ?? missing())),
    last,
  };
}

function missing(): never {
  throw new Error('a payout of interest has no customer');
}

function lineOf(payout: Payout, basis: ReturnBasis, customer: Customer): ReturnLine {
  const { customerNumber, values } = customer;
  return {
    customerNumber,
    memberNumber: payout.payeeId,
    kind: basis.kind,
    period: basis.period,
    attempt: basis.attempt,
    grossCents: payout.amountCents,
    withheldCents: payout.withheldCents,
    capitalCents: payout.baseCents,
    payeeKind: payeeKindOf(payout, customer, basis.drawableOn),
    payeeName: customerName(values),
    ...identityOf(customer),
  };
}

function payeeKindOf(payout: Payout, { kind, values }: Customer, drawableOn: string): ReturnLine['payeeKind'] {
  if (payout.reason === 'NON_RESIDENT') return 'NON_RESIDENT';
  if (kind === 'COMPANY') return 'COMPANY';
  const deceasedOn = values.deceasedOn?.value;
  const isEstate = payout.kind === 'INTEREST' && payout.entitledAs === 'ESTATE';
  return isEstate || (deceasedOn !== undefined && deceasedOn <= drawableOn) ? 'ESTATE' : 'PERSON';
}

/** By what the tax authority knows the payee (R99): as it is sealed, never opened here. */
function identityOf({
  kind,
  values,
  foundBy,
}: Customer): Pick<ReturnLine, 'payeeHash' | 'sealedIdentityCode' | 'businessId'> {
  const hashOf = (of: string): string | undefined => foundBy.find((one) => one.kind === of)?.hash;
  const [hash, code] =
    kind === 'COMPANY'
      ? [hashOf('businessId'), values.businessId && { businessId: values.businessId.value }]
      : [hashOf('identityCode'), values.identityCode && { sealedIdentityCode: values.identityCode.sealed }];
  return hash === undefined || code === undefined ? {} : { payeeHash: hash, ...code };
}
