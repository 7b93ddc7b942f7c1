import type { ReceiptRequest } from '../../domain/receipt.ts';
import type { Random } from './random.ts';

/** What a till says a purchase counts for: the total and the bases inside it. */
export type BasketBases = Pick<ReceiptRequest, 'totalCents' | 'cardUse'> &
  Partial<Pick<ReceiptRequest, 'bonusBaseCents' | 'paymentBenefitBaseCents' | 'fuel' | 'campaignCents'>>;

/**
 * A basket whose Bonus base is `cents`: some hold tobacco or a gift card beside it (no base), some a campaign (paid double, R12),
 * some are paid with the card (payment benefit without alcohol, R20–R21), few go by a number given.
 */
export function groceryBasket(random: Random, cents: number): BasketBases {
  const withoutBase = cents > 0 && random.chance(12) ? random.whole(300, 3_000) : 0;
  const paidWithCard = random.chance(35);
  const campaignCents = cents > 500 && random.chance(18) ? Math.floor((cents * random.whole(10, 60)) / 100) : 0;
  return {
    totalCents: cents + withoutBase,
    cardUse: paidWithCard
      ? random.pick(['account', 'credit'])
      : random.pick(['shown', 'shown', 'shown', 'shown', 'webshop', 'numberGiven']),
    ...(withoutBase === 0 ? {} : { bonusBaseCents: cents }),
    ...(campaignCents === 0 ? {} : { campaignCents }),
    ...(paidWithCard && cents > 0
      ? { paymentBenefitBaseCents: cents - Math.floor((cents * random.pick([0, 0, 0, 15, 30])) / 100) }
      : {}),
  };
}

/** Fuel for `cents` at a price of today; its euros count for the total, its litres for Tankkausbonus (R14). */
export function fuelBasket(random: Random, cents: number): BasketBases {
  const centsPerHundredLitres = random.whole(16_900, 20_900);
  const paidWithCard = random.chance(50);
  return {
    totalCents: cents,
    cardUse: paidWithCard ? 'credit' : 'shown',
    fuel: { cents, millilitres: Math.round((cents * 100_000) / centsPerHundredLitres) },
    ...(paidWithCard ? { paymentBenefitBaseCents: cents } : {}),
  };
}

/** The same purchase brought back: every base with the other sign. */
export function negative(bases: BasketBases): BasketBases {
  const { bonusBaseCents, paymentBenefitBaseCents, campaignCents, fuel } = bases;
  return {
    cardUse: bases.cardUse,
    totalCents: -bases.totalCents,
    ...(bonusBaseCents === undefined ? {} : { bonusBaseCents: -bonusBaseCents }),
    ...(paymentBenefitBaseCents === undefined ? {} : { paymentBenefitBaseCents: -paymentBenefitBaseCents }),
    ...(campaignCents === undefined ? {} : { campaignCents: -campaignCents }),
    ...(fuel === undefined ? {} : { fuel: { cents: -fuel.cents, millilitres: -fuel.millilitres } }),
  };
}
