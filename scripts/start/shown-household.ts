import type { ReceiptRequest } from '../../domain/receipt.ts';
import type { Material } from './material.ts';
import type { RunPayee } from './month-run.ts';

const fewestReceipts = 3;
const mostReceipts = 9;

/**
 * The household whose amount is explained in the end: one that got something from a handful of receipts with as much in them
 * as possible – fuel, a campaign, the payment benefit, a return. The same material gives the same.
 * @returns undefined if no household got anything
 */
export function householdToShow(material: Material, households: readonly RunPayee[]): RunPayee | undefined {
  const kinds = kindsByHousehold(material);
  const paid = households.filter(({ outcome }) => outcome !== 'NOT_PAID');
  const short = paid.filter(({ receipts }) => receipts >= fewestReceipts && receipts <= mostReceipts);
  const rank = (one: RunPayee): number => (kinds.get(one.payeeId)?.size ?? 0) * 1e12 + one.amountCents;
  return [...(short.length > 0 ? short : paid)].sort((a, b) => rank(b) - rank(a))[0];
}

function kindsByHousehold({ federation, receipts }: Material): Map<string, Set<string>> {
  const owners = new Map<string, string>();
  for (const { household, cards, persons } of federation.households) {
    const numbers = persons.flatMap(({ customer, membership }) => [
      customer.customerNumber,
      membership?.memberNumber ?? '',
    ]);
    for (const value of [...cards, ...numbers]) owners.set(value, household.householdId);
  }
  const kinds = new Map<string, Set<string>>();
  for (const receipt of receipts) {
    const owner = owners.get(Object.values(receipt.identifier)[0] ?? '');
    if (owner === undefined) continue;
    kinds.set(owner, new Set([...(kinds.get(owner) ?? []), ...kindsIn(receipt)]));
  }
  return kinds;
}

function kindsIn({ totalCents, fuel, campaignCents, paymentBenefitBaseCents }: ReceiptRequest): string[] {
  const kinds = {
    fuel: fuel !== undefined,
    campaign: campaignCents !== undefined,
    payment: paymentBenefitBaseCents !== undefined,
    return: totalCents < 0,
  };
  return Object.entries(kinds).flatMap(([kind, has]) => (has ? [kind] : []));
}
