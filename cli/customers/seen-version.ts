import { Option } from 'commander';
import { showCustomer } from '../../contract/customers.ts';
import { wholeNumber } from '../arguments.ts';
import type { Call } from '../client.ts';
import type { Context } from '../context.ts';
import type { Looking } from '../person-options.ts';
import { printable } from '../render/paint.ts';

/** An option for a version that a person has seen. */
export const versionOption = (flags: string, what: string): Option =>
  new Option(flags, `${what} that this was decided on (default: the present one)`).argParser(
    wholeNumber(1, Number.MAX_SAFE_INTEGER),
  );

/**
 * The version that a change is decided on: the one given, else the one that stands in the register now, which is told, so that whoever
 * else is at work is noticed. What changes between this look and the change itself is refused by the register.
 */
export async function seenVersion(
  context: Context,
  call: Call,
  { customerNumber, purpose, given }: Looking & { customerNumber: string; given: number | undefined },
): Promise<number> {
  if (given !== undefined) return given;
  const { name, version } = await call(showCustomer, { body: { customerNumber, purpose } });
  context.note(`${customerNumber} ${printable(name)}: decided on version ${version}`);
  return version;
}
