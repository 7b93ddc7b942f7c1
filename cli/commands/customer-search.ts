import type { Command } from 'commander';
import * as z from 'zod/mini';
import { type SearchKey, searchCustomers, searchKeySchema } from '../../contract/customers.ts';
import { action, type Session } from '../context.ts';
import { identityCodeOf, withIdentityCode } from '../customers/value-options.ts';
import { CliError } from '../exit-codes.ts';
import { type Looking, withPurpose } from '../person-options.ts';
import { renderFound } from '../render/customer.ts';

type Searching = Looking & {
  number?: string;
  member?: string;
  card?: string;
  phone?: string;
  email?: string;
  firstNames?: string;
  lastName?: string;
  birthDate?: string;
  businessId?: string;
  identityCode?: true | string;
};

/** `customer search`: by exactly one key. */
export function addSearchCommand(parent: Command, session: Session): void {
  withIdentityCode(withPurpose(parent.command('search').description('find customers by one key')))
    .option('--number <number>', 'customer number')
    .option('--member <number>', 'member number')
    .option('--card <number>', 'card number')
    .option('--phone <number>', 'phone number, +358… or 0…')
    .option('--email <address>', 'e-mail address')
    .option('--first-names <names>', 'together with --last-name and --birth-date')
    .option('--last-name <name>')
    .option('--birth-date <yyyy-mm-dd>')
    .option('--business-id <id>', "a company's business ID")
    .action(
      action(session, async (context, options: Searching) => {
        const { identityCode } = options;
        const code = identityCode === undefined ? undefined : await identityCodeOf(context.terminal, identityCode);
        const found = await (await context.staff())(searchCustomers, {
          body: { purpose: options.purpose, by: keyOf(options, code) },
        });
        context.print(found, (paint) => renderFound(found, paint));
        return undefined;
      }),
    );
}

/** @throws CliError badInput unless it is one of the keys that the register knows; what was typed is not repeated */
function keyOf(options: Searching, identityCode: string | undefined): SearchKey {
  const { number, member, card, phone, email, firstNames, lastName, birthDate, businessId } = options;
  const given = {
    customerNumber: number,
    memberNumber: member,
    cardNumber: card,
    phoneNumber: phone,
    email,
    firstNames,
    lastName,
    birthDate,
    identityCode,
    businessId,
  };
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const parsed = z.safeParse(searchKeySchema, said);
  if (parsed.success) return parsed.data;
  const names = Object.keys(said);
  throw new CliError(
    'badInput',
    names.length === 1 ? `This is no ${names[0]}.` : 'Give one key, or the name in full with the birth date.',
    'See omistaja customer search --help.',
  );
}
