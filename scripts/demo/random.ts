/** Chance that a seed decides: the same seed gives the same demo on every machine. Never for anything secret. */
export type Random = {
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  chance(percent: number): boolean;
};

/**
 * A stream of its own for each `purpose`, so that one household's draws never shift another's.
 * @param seed any whole number
 * @param purpose what the stream is for, such as `receipts/2026-10/H000012`
 */
export function randomOf(seed: number, purpose: string): Random {
  const next = mulberry32(fnv1a(`${seed}/${purpose}`));
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    whole,
    pick: (list) => list[whole(0, list.length - 1)] ?? list[0],
    chance: (percent) => next() * 100 < percent,
  };
}

/** Tommy Ettinger's 32-bit generator: small, and good enough to spread purchases over a month. Gives [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
