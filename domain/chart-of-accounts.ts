import * as z from 'zod/mini';

/**
 * What the journal books on: the role of each account. Which number and name an account has is the co-op's own, so both are
 * configuration; no source states them.
 */
export const accountRoles = [
  'bonusExpense',
  'surplus',
  'bonusLiability',
  'interestLiability',
  'surplusRefundLiability',
  'shareRefundLiability',
  'withheldTax',
  'taxAtSource',
  'shareCapital',
  'unrefundedShares',
  'bankClearing',
  'lapsedClaims',
] as const;
export type AccountRole = (typeof accountRoles)[number];

/** An account of the books: its number as text, and its name as the bookkeeper reads it. */
export const accountSchema = z.strictObject({
  number: z.string().check(z.regex(/^\d{3,8}$/)),
  name: z.string().check(z.minLength(1), z.maxLength(60)),
});
export type Account = z.infer<typeof accountSchema>;

/** An account for each role. Roles may not share a number: what is owed could then not be told apart in the books. */
export const chartOfAccountsSchema = z
  .strictObject(
    Object.fromEntries(accountRoles.map((role) => [role, accountSchema])) as Record<AccountRole, typeof accountSchema>,
  )
  .check(z.refine(hasDifferentNumbers, 'two roles have the same account number'));
export type ChartOfAccounts = z.infer<typeof chartOfAccountsSchema>;

function hasDifferentNumbers(chart: Record<string, Account>): boolean {
  const numbers = Object.values(chart).map(({ number }) => number);
  return new Set(numbers).size === numbers.length;
}

/**
 * The numbers and names where a stage names none, after the usual Finnish ranges: assets 1…, equity and liabilities 2…, income and
 * its adjustments 3…. Bonus adjusts the price of what was bought (R87), so it lessens sales.
 */
export const defaultChartOfAccounts = {
  bonusExpense: { number: '3590', name: 'Bonus ja maksutapaetu (myynnin oikaisuerä)' },
  surplus: { number: '2250', name: 'Edellisten tilikausien ylijäämä' },
  bonusLiability: { number: '2961', name: 'Bonusvelka' },
  interestLiability: { number: '2962', name: 'Osuuspääoman korkovelka' },
  surplusRefundLiability: { number: '2963', name: 'Ylijäämänpalautusvelka' },
  shareRefundLiability: { number: '2964', name: 'Palautettavat osuusmaksut' },
  withheldTax: { number: '2920', name: 'Ennakonpidätysvelka' },
  taxAtSource: { number: '2921', name: 'Lähdeverovelka' },
  shareCapital: { number: '2000', name: 'Osuuspääoma' },
  unrefundedShares: { number: '2090', name: 'Palauttamatta jääneet osuusmaksut' },
  bankClearing: { number: '1960', name: 'Maksuliikenteen selvittelytili' },
  lapsedClaims: { number: '3980', name: 'Vanhentuneet velat' },
} as const satisfies ChartOfAccounts;
