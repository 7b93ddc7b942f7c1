import type { Command } from 'commander';
import * as z from 'zod/mini';
import type { CustomerValues } from '../../domain/catalogue/customer.ts';
import { ibanSchema } from '../../domain/iban.ts';
import { personalIdentityCodeSchema } from '../../domain/personal-identity-code.ts';
import { listOf } from '../arguments.ts';
import { askHidden } from '../ask-hidden.ts';
import { CliError } from '../exit-codes.ts';
import { ask, type Terminal } from '../terminal.ts';
import { valueNames, valuesOf } from './values.ts';

/** Names that `--set` takes: an identity code among the words of a command could be read by others and stays in the shell's history. */
const settable = valueNames.filter((name) => name !== 'identityCode');

export type ValueOptions = { set?: string[]; identityCode?: true | string };

/**
 * `lastName=Virtanen`; the value may hold further equals signs. Faults are told here and not by commander, which would repeat the word.
 * @throws CliError badInput
 */
function assignment(word: string): [name: string, text: string] {
  const at = word.indexOf('=');
  const name = word.slice(0, Math.max(0, at));
  if (settable.includes(name)) return [name, word.slice(at + 1)];
  if (name === 'identityCode')
    throw new CliError(
      'badInput',
      'An identity code is no word of a command.',
      'Use --identity-code, which asks for it.',
    );
  throw new CliError('badInput', 'A --set is not <name>=<value>.', `Names: ${settable.join(', ')}.`);
}

/** `--identity-code` of a command: never with the code. */
export const withIdentityCode = (command: Command): Command =>
  command.option('--identity-code [-]', 'asks for the personal identity code; with - it is read from standard input');

export const withValues = (command: Command): Command =>
  withIdentityCode(
    command.option(
      '--set <name=value>',
      'a value, any number of times',
      listOf((word) => word),
    ),
  ).addHelpText(
    'after',
    `\nNames for --set: ${settable.join(', ')}.\nSeveral of one (lines, numbers, years) stand between bars: --set 'phoneNumbers=+358401234567|+358407654321'`,
  );

/** What `--set` and `--identity-code` say, checked. */
export async function saidValues(
  terminal: Terminal,
  { set = [], identityCode }: ValueOptions,
): Promise<CustomerValues> {
  const values = valuesOf(set.map(assignment));
  return identityCode === undefined
    ? values
    : { ...values, identityCode: await identityCodeOf(terminal, identityCode) };
}

/** The code that is asked for or stands in the input. @throws CliError badInput without repeating what was given */
export async function identityCodeOf(terminal: Terminal, given: true | string): Promise<string> {
  return await secretOf(terminal, given, {
    option: '--identity-code',
    what: 'personal identity code',
    schema: personalIdentityCodeSchema,
  });
}

/** The account, likewise. */
export async function ibanOf(terminal: Terminal, given: true | string): Promise<string> {
  return await secretOf(terminal, given, { option: '--iban', what: 'IBAN', schema: ibanSchema });
}

type Secret = { option: string; what: string; schema: z.ZodMiniType<string, string> };

async function secretOf(terminal: Terminal, given: true | string, { option, what, schema }: Secret): Promise<string> {
  if (given !== true && given !== '-')
    throw new CliError('badInput', `${option} takes no value.`, `Type it when asked, or pipe it in with ${option} -.`);
  const text = given === '-' ? await ask(terminal, '') : await askHidden(terminal, `The ${what}: `);
  const parsed = z.safeParse(schema, text);
  if (parsed.success) return parsed.data;
  throw new CliError('badInput', `This is no ${what}: ${parsed.error.issues[0]?.message ?? 'it is faulty'}`);
}
