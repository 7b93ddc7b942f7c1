/** The middle of some figures: of an even number of them, the mean of the two in the middle. @throws RangeError if there are none */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('no figures, no median');
  return (lower + upper) / 2;
}

/** @throws RangeError if there are none */
export function mean(figures: readonly number[]): number {
  if (figures.length === 0) throw new RangeError('no figures, no mean');
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

/** How much one figure is of another, from pairs measured side by side: the median of their ratios. */
export function medianRatio(pairs: readonly (readonly [part: number, whole: number])[]): number {
  return median(pairs.map(([part, whole]) => part / whole));
}
