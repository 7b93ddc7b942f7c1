import * as z from 'zod/mini';
import { type LocalDate, localDateSchema } from './calendar.ts';
import { roundHalfUp } from './money.ts';

/** Basis points of the whole: 10 000. */
const whole = 10_000;

/** A part of a year's payments and what the law says of it; the last band has no upper end. */
type Band = { upToCents?: number; rateBasisPoints: number; taxableBasisPoints: number };

/** The law on a co-op's surplus from a day on. A change of the law is a row more here, never a changed one. */
export type WithholdingRule = {
  from: LocalDate;
  /** Where it stands, for whoever checks it each year (domain.md 6 #22). */
  source: string;
  /** A payment of at most this is paid whole, and yet reported (R89). */
  freeAtMostCents: number;
  /** Over all payments of the payer to the payee in the calendar year, from the first cent on. */
  bands: readonly Band[];
};

/** R85, R88, R89. */
export const withholdingRules: readonly WithholdingRule[] = [
  {
    from: '2015-01-01',
    // Stryker disable next-line StringLiteral: where it stands is for people
    source: 'EPA 1124/1996 14 §, 15.1 § 5; TVL 1535/1992 33 e §',
    freeAtMostCents: 2_000,
    bands: [
      { upToCents: 500_000, rateBasisPoints: 750, taxableBasisPoints: 2_500 },
      { rateBasisPoints: 2_550, taxableBasisPoints: 8_500 },
    ],
  },
];

/** Who is paid. Only natural persons and estates are withheld from (R90). */
export type TaxPayee = 'PERSON' | 'ESTATE' | 'ORGANISATION';

/** By what the amount came about: not subject at all, too small, the law's bands, or the payee's own tax card. */
export const withholdingGrounds = ['NOT_SUBJECT', 'SMALL_PAYMENT', 'LAW', 'TAX_CARD'] as const;

const cents = z.int().check(z.nonnegative());

/** What is withheld from one payment, and how it came about: the parts add up to the payment. */
export const withholdingSchema = z.strictObject({
  ground: z.enum(withholdingGrounds),
  /** The row of the law that counted: its first day. */
  ruleFrom: localDateSchema,
  /** What the payer has paid the payee earlier in the year. */
  paidBeforeCents: cents,
  parts: z.array(z.strictObject({ baseCents: cents, rateBasisPoints: z.int().check(z.nonnegative(), z.lte(whole)) })),
  withheldCents: cents,
  /** What of the payment is taxable income of a natural person; the rest is free of tax (R85). */
  taxableCents: cents,
});
export type Withholding = z.infer<typeof withholdingSchema>;

export type WithholdingInput = {
  paidOn: LocalDate;
  /** What is due before tax, also if it goes to the share (R92). */
  grossCents: number;
  /** The payer's other payments to the payee in the year of `paidOn`; a federation's co-ops are payers of their own (R91). */
  paidBeforeCents: number;
  payee: TaxPayee;
  /** The percentage of the payee's tax card on that day, in basis points; it stands for those of the law (R94). */
  cardBasisPoints?: number | undefined;
};

/**
 * What is withheld from one payment of surplus (R88–R94). The sum of the parts is rounded once, HALF_UP to the cent (R93).
 * @throws RangeError if an amount is no whole number of cents of at least 0, or no rule was in force on the day
 */
export function withhold(input: WithholdingInput, rules: readonly WithholdingRule[] = withholdingRules): Withholding {
  const { paidOn, grossCents, paidBeforeCents, payee, cardBasisPoints } = input;
  for (const amount of [grossCents, paidBeforeCents, grossCents + paidBeforeCents])
    if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError('an amount must be whole cents, at least 0');
  const rule = ruleOn(paidOn, rules);
  const bands = bandsOf(rule, grossCents, paidBeforeCents);
  const undivided = (rateBasisPoints: number) => [{ baseCents: grossCents, rateBasisPoints }];
  const by = (ground: Withholding['ground'], parts: Withholding['parts']): Withholding => ({
    ground,
    ruleFrom: rule.from,
    paidBeforeCents,
    parts: parts.filter(({ baseCents }) => baseCents > 0),
    withheldCents: shareOf(parts.map(({ baseCents, rateBasisPoints }) => [baseCents, rateBasisPoints])),
    taxableCents: shareOf(bands.map(({ baseCents, band }) => [baseCents, band.taxableBasisPoints])),
  });
  if (payee === 'ORGANISATION') return by('NOT_SUBJECT', undivided(0));
  if (grossCents <= rule.freeAtMostCents) return by('SMALL_PAYMENT', undivided(0));
  if (cardBasisPoints !== undefined) return by('TAX_CARD', undivided(cardBasisPoints));
  return by(
    'LAW',
    bands.map(({ baseCents, band }) => ({ baseCents, rateBasisPoints: band.rateBasisPoints })),
  );
}

function ruleOn(day: LocalDate, rules: readonly WithholdingRule[]): WithholdingRule {
  // Stryker disable next-line EqualityOperator: no two rows begin on one day
  const rule = rules.filter(({ from }) => from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
  if (rule === undefined) throw new RangeError('no rule of withholding is known for that day');
  return rule;
}

/** The payment cut at the bands' ends, which earlier payments of the year have moved nearer. Every cent is in one part. */
function bandsOf({ bands }: WithholdingRule, grossCents: number, paidBeforeCents: number) {
  let placed = 0;
  return bands.map((band) => {
    const room = (band.upToCents ?? Number.POSITIVE_INFINITY) - paidBeforeCents - placed;
    const baseCents = Math.max(0, Math.min(grossCents - placed, room));
    placed += baseCents;
    return { band, baseCents };
  });
}

const shareOf = (parts: readonly (readonly [number, number])[]): number =>
  roundHalfUp(
    parts.reduce((sum, [baseCents, basisPoints]) => sum + baseCents * basisPoints, 0),
    whole,
  );
