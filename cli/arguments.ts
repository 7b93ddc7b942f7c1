import { InvalidArgumentError } from 'commander';
import * as z from 'zod/mini';

/** Checks an argument or option by its schema, before anything is asked or sent. */
export function by<Value>(schema: z.ZodMiniType<Value, string>, expected: string): (text: string) => Value {
  return (text) => {
    const parsed = z.safeParse(schema, text);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(`Give ${expected}.`);
  };
}

/** Several values of one option, each checked. */
export function listOf<Value>(parse: (text: string) => Value): (text: string, before?: Value[]) => Value[] {
  return (text, before = []) => [...before, parse(text)];
}

/** A whole number within bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

/** Minutes, also parts of one. */
export function minutes(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 10_080) return value;
  throw new InvalidArgumentError('Give minutes, more than 0 and at most a week (10080).');
}
