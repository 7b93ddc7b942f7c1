import { type Command, Option } from 'commander';
import { confirmBenefitAccount, setBenefitAccount, showCustomer } from '../../contract/customers.ts';
import { benefitAccountTypes } from '../../domain/benefit-account.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { customerNumberSchema } from '../../domain/identifiers.ts';
import { by } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { seenVersion, versionOption } from '../customers/seen-version.ts';
import { ibanOf } from '../customers/value-options.ts';
import { CliError } from '../exit-codes.ts';
import { type Changing, changeOf, type Looking, withChange, withPurpose } from '../person-options.ts';
import { renderChanged } from '../render/customer.ts';
import { renderAccounts } from '../render/customer-page.ts';

const customer = by(customerNumberSchema, 'a customer number');

type Setting = Changing & { type: (typeof benefitAccountTypes)[number]; iban?: true | string; version?: number };
type Confirming = Changing & { from: string; version?: number };

/** `account set | confirm | show`: where a customer's benefits are paid. */
export function addAccountCommands(program: Command, session: Session): void {
  const account = program.command('account').description("where a customer's benefits are paid");
  const ofCustomer = (name: string, description: string): Command =>
    account.command(name).description(description).argument('<customer>', 'customer number', customer);

  withPurpose(ofCustomer('show', 'the accounts and from when each is used')).action(
    action(session, async (context, { purpose }: Looking, customerNumber: string) => {
      const call = await context.staff();
      const { version, benefitAccounts } = await call(showCustomer, { body: { customerNumber, purpose } });
      const shown = { customerNumber, version, benefitAccounts };
      context.print(shown, (paint) => renderAccounts(benefitAccounts, paint));
      return undefined;
    }),
  );

  withChange(ofCustomer('set', 'set the account; the IBAN is asked for, or read from a pipe'))
    .addOption(new Option('--type <type>', 'what it is').choices(benefitAccountTypes).default('PAYMENT'))
    .option('--iban [-]', 'asks for the IBAN, as without it; with - it is read from standard input')
    .addOption(versionOption('--version <n>', 'version of the customer'))
    .action(
      action(session, async (context, options: Setting, customerNumber: string) => {
        const { purpose, reason, type } = options;
        if (reason === undefined) throw new CliError('badInput', 'Give --reason: it is kept with the change.');
        const iban = await ibanOf(context.terminal, options.iban ?? true);
        const call = await context.staff();
        const version = await seenVersion(context, call, { customerNumber, purpose, given: options.version });
        const set = await call(setBenefitAccount, {
          body: { customerNumber, version, iban, type, ...changeOf(options), reason },
        });
        context.print(set, (paint) =>
          [renderChanged('set', set, paint), renderAccounts(set.benefitAccounts, paint)].join('\n\n'),
        );
        return undefined;
      }),
    );

  withChange(ofCustomer('confirm', 'an account that a payment came back from is right after all'))
    .requiredOption('--from <day>', 'the day from which the account is used', by(localDateSchema, 'a day'))
    .addOption(versionOption('--version <n>', 'version of the customer'))
    .action(
      action(session, async (context, options: Confirming, customerNumber: string) => {
        const { purpose, reason, from } = options;
        if (reason === undefined) throw new CliError('badInput', 'Give --reason: it is kept with the change.');
        const call = await context.staff();
        const version = await seenVersion(context, call, { customerNumber, purpose, given: options.version });
        const confirmed = await call(confirmBenefitAccount, {
          body: { customerNumber, version, from, ...changeOf(options), reason },
        });
        context.print(confirmed, (paint) =>
          [renderChanged('confirmed', confirmed, paint), renderAccounts(confirmed.benefitAccounts, paint)].join('\n\n'),
        );
        return undefined;
      }),
    );
}
