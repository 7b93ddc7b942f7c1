import { DomainError } from './errors.ts';

/**
 * What a run's amounts and files rest on beside its payees, each with its version: which text a version is does not matter, only
 * whether it is still the same. What is of payees is not in it: late receipts are the next run's, and accounts are looked at once more
 * after the approval.
 */
export type RunInputs = Readonly<Record<string, string>>;

/** What is no more as it was, in the order of names; also what has come or gone. */
export function changedInputs(before: RunInputs, now: RunInputs): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]).toSorted();
}

/** `bonusTable` as a person reads it: `bonus table`. */
const words = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/**
 * A run is signed only while all that it rests on is as it was when it was calculated.
 * @param before as stored when the calculation ended
 * @param now as it is at the signature
 * @throws DomainError runStale that names what has changed
 */
export function checkInputs(before: RunInputs, now: RunInputs): void {
  const changed = changedInputs(before, now).map(words);
  if (changed.length === 0) return;
  throw new DomainError(
    'runStale',
    `Changed since the run was calculated: ${changed.join(', ')}. Cancel or reject it and start it again.`,
  );
}
