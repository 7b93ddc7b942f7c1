/**
 * Divides an amount into parts in proportion to weights, by largest remainder: each part is its exact share rounded towards zero, and the
 * cents left over go one by one to the parts whose shares lost most. Of equal losses the earlier part comes first, so the same input
 * always gives the same parts.
 * @param amountCents what is divided; negative amounts are divided like positive ones, with their sign
 * @param weights whole numbers, at least 0, with a sum above 0; their sum is at most a safe integer
 * @returns one part a weight; Σ parts = amountCents, each less than a cent beside its exact share
 * @throws RangeError if there is nothing to divide by, or an amount or weight is no safe integer
 */
export function apportion(amountCents: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + checkedWeight(weight), 0);
  if (!Number.isSafeInteger(amountCents)) throw new RangeError('an amount to divide must be whole cents');
  if (!Number.isSafeInteger(whole) || whole === 0) throw new RangeError('the weights must have a sum above 0');
  // A product of two safe integers may leave them, so the shares are taken as big integers.
  const shares = weights.map((weight) => {
    const product = BigInt(Math.abs(amountCents)) * BigInt(weight);
    return { cents: Number(product / BigInt(whole)), remainder: Number(product % BigInt(whole)) };
  });
  const left = Math.abs(amountCents) - shares.reduce((sum, { cents }) => sum + cents, 0);
  const luckiest = new Set(
    shares
      .map(({ remainder }, index) => ({ remainder, index }))
      // Sorting leaves equal ones in their order.
      .toSorted((a, b) => b.remainder - a.remainder)
      .slice(0, left)
      .map(({ index }) => index),
  );
  return shares.map(({ cents }, index) => withSign(cents + (luckiest.has(index) ? 1 : 0), amountCents));
}

function checkedWeight(weight: number): number {
  if (!Number.isSafeInteger(weight) || weight < 0) throw new RangeError('a weight must be a whole number, at least 0');
  return weight;
}

/** Never -0. */
const withSign = (cents: number, amountCents: number): number => (cents === 0 ? 0 : Math.sign(amountCents) * cents);
