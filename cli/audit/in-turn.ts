/**
 * Does some work for each value with several under way at once, and gives the results in the order of the values.
 * @throws what the first work in that order throws
 */
export async function* inTurn<Value, Result>(
  values: AsyncIterable<Value> | Iterable<Value>,
  atOnce: number,
  work: (value: Value) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for await (const value of values) {
    const result = work(value);
    // Whoever comes to it first throws it; until then it is no unhandled rejection.
    result.catch(() => undefined);
    underWay.push(result);
    if (underWay.length >= atOnce) yield await (underWay.shift() as Promise<Result>);
  }
  for (const result of underWay) yield await result;
}
