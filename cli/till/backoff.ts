const firstMs = 500;
const mostMs = 60_000;
/** A register that asks for more is asked again anyway. */
const longestRetryAfterMs = 3_600_000;

/**
 * How long to wait before the next attempt: full jitter over an exponential ceiling, so that tills which lost the register
 * together do not come back together, and never less than the register asked for.
 * @param attempt failures so far, from 0
 * @param retryAfter the header: seconds or a date (RFC 9110 10.2.3)
 * @param random 0 ≤ x < 1
 * @returns milliseconds
 */
export function waitMs(attempt: number, retryAfter: string | null, random: number, nowMs: number): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 20));
  return askedMs(retryAfter, nowMs) + random * ceiling;
}

function askedMs(retryAfter: string | null, nowMs: number): number {
  if (retryAfter === null) return 0;
  const asked = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - nowMs;
  return Number.isNaN(asked) ? 0 : Math.min(Math.max(asked, 0), longestRetryAfterMs);
}
