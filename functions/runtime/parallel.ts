/**
 * Runs `work` over all `inputs`, at most `limit` at a time. Waits for those under way when one fails, then throws its
 * error, so that nothing goes on behind the caller's back.
 * @returns the results in the order of the inputs
 */
export async function inParallel<T, R>(
  inputs: readonly T[],
  limit: number,
  work: (input: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(inputs.length);
  const failures: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < inputs.length && failures.length === 0) {
      const index = next;
      next += 1;
      try {
        results[index] = await work(inputs[index] as T);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, inputs.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
