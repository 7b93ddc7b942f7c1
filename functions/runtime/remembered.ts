/**
 * A look-up that is asked again only after some seconds: for the directory of clients and outlets, which every request
 * needs and which hardly changes. What was not found is not remembered, so a new entry counts at once.
 */
export function remembered<T>(
  look: (key: string) => Promise<T | undefined>,
): (key: string, nowMs: number, forSeconds: number) => Promise<T | undefined> {
  const known = new Map<string, { value: T; untilMs: number }>();
  return async (key, nowMs, forSeconds) => {
    const entry = known.get(key);
    if (entry !== undefined && nowMs < entry.untilMs) return entry.value;
    known.delete(key);
    const value = await look(key);
    if (value !== undefined) known.set(key, { value, untilMs: nowMs + forSeconds * 1000 });
    return value;
  };
}
