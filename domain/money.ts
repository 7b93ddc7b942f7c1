/**
 * Divides two whole numbers and rounds half away from zero ("HALF_UP", R18, domain.md 6 #2 and #23). Exact: the quotient
 * is taken from the remainder, so no fraction is ever held in a float.
 * @param numerator a safe integer, for example cents × basis points
 * @param denominator a safe integer other than 0, for example 10 000
 * @returns a whole number, never -0
 * @throws RangeError if either is no safe integer (so a product that lost digits is refused) or the denominator is 0
 */
export function roundHalfUp(numerator: number, denominator: number): number {
  assertSafeInteger(numerator);
  assertSafeInteger(denominator);
  if (denominator === 0) throw new RangeError('cannot divide by 0');
  const remainder = numerator % denominator;
  const towardsZero = (numerator - remainder) / denominator;
  const toNextWhole = Math.abs(denominator) - Math.abs(remainder);
  // Stryker disable next-line ArithmeticOperator: both signs are 1 or -1 here, and dividing by such a number is multiplying by it
  const step = Math.abs(remainder) >= toNextWhole ? Math.sign(numerator) * Math.sign(denominator) : 0;
  return towardsZero + step;
}

/**
 * Cents as a file writes them: `1234.56`, `-0.05` (decimal point, no grouping, always two decimals).
 * @throws RangeError if `cents` is no safe integer
 */
export function formatEuros(cents: number): string {
  const { sign, euros, rest } = partsOf(cents);
  return `${sign}${euros}.${rest}`;
}

/**
 * Cents as a Finnish reader expects them: `1 234,56 €`, `−0,05 €` with no-break spaces (U+00A0) and a minus sign (U+2212),
 * as CLDR's fi-FI has it.
 * @throws RangeError if `cents` is no safe integer
 */
export function formatEurosFi(cents: number): string {
  const { sign, euros, rest } = partsOf(cents);
  const grouped = euros.replace(/\B(?=(\d{3})+$)/g, '\u00a0');
  return `${sign === '' ? '' : '\u2212'}${grouped},${rest}\u00a0€`;
}

/** The digits of an amount, taken from its text so that nothing is divided. */
function partsOf(cents: number): { sign: '' | '-'; euros: string; rest: string } {
  assertSafeInteger(cents);
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return { sign: cents < 0 ? '-' : '', euros: digits.slice(0, -2), rest: digits.slice(-2) };
}

function assertSafeInteger(value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError('not a whole number that a double holds exactly');
}
