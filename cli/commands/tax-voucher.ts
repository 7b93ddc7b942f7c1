import { type Command, Option } from 'commander';
import { showVoucher } from '../../contract/returns.ts';
import { type VoucherLanguage, voucherLanguages } from '../../domain/annual-return/voucher-texts.ts';
import { customerNumberSchema } from '../../domain/identifiers.ts';
import { yearSchema } from '../../domain/run-period.ts';
import { by } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { type Looking, withPurpose } from '../person-options.ts';
import { coopArgument } from '../runs/run-choice.ts';

type Options = Looking & { language?: VoucherLanguage; format: 'text' | 'html' };

/** `tax voucher`: what a payee is told of a year. */
export function addTaxVoucherCommand(program: Command, session: Session): void {
  const tax =
    program.commands.find((command) => command.name() === 'tax') ??
    program.command('tax').description('withholding, and the annual return');
  withPurpose(tax.command('voucher').description("a payee's voucher of a year, as text or as a page to print"))
    .argument('<customer>', 'customer number', by(customerNumberSchema, 'a customer number'))
    .argument('<coop>', 'co-op id', coopArgument)
    .argument('<year>', 'the year in which the money could be drawn', by(yearSchema, 'a year as yyyy'))
    .addOption(new Option('--language <language>', "(default: the customer's own)").choices(voucherLanguages))
    .addOption(new Option('--format <format>', 'text or html').choices(['text', 'html']).default('text'))
    .action(
      action(session, async (context, options: Options, customerNumber: string, coopId: string, year: string) => {
        const { purpose, language, format } = options;
        const body = { purpose, customerNumber, coopId, year, ...(language && { language }) };
        const voucher = await (await context.staff())(showVoucher, { body });
        context.print(voucher, () => voucher[format].trimEnd());
        return undefined;
      }),
    );
}
