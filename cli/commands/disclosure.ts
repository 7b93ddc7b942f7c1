import type { Command } from 'commander';
import { disclosuresByCustomer, listDisclosures } from '../../contract/disclosures.ts';
import { customerNumberSchema } from '../../domain/identifiers.ts';
import { by } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { allPages } from '../pages.ts';
import { type Looking, withPurpose } from '../person-options.ts';
import { renderDisclosures } from '../render/tax-return.ts';
import { coopArgument } from '../runs/run-choice.ts';

/** `disclosure list | customer`: what was given to others. */
export function addDisclosureCommands(program: Command, session: Session): void {
  const disclosure = program.command('disclosure').description('what was given to others, by which rule');
  disclosure
    .command('list')
    .description('what a co-op gave to others, newest first')
    .argument('<coop>', 'co-op id', coopArgument)
    .action(
      action(session, async (context, _: unknown, coopId: string) => {
        const call = await context.staff();
        const disclosures = await allPages(async (cursor) => {
          const page = await call(listDisclosures, { params: { coopId }, query: cursor });
          return { entries: page.disclosures, cursor: page.cursor };
        });
        context.print({ disclosures }, (paint) => renderDisclosures(disclosures, paint));
        return undefined;
      }),
    );
  withPurpose(disclosure.command('customer').description('to whom data of a customer was given; the look is logged'))
    .argument('<customer>', 'customer number', by(customerNumberSchema, 'a customer number'))
    .action(
      action(session, async (context, { purpose }: Looking, customerNumber: string) => {
        const found = await (await context.staff())(disclosuresByCustomer, { body: { purpose, customerNumber } });
        context.print(found, (paint) => renderDisclosures(found.disclosures, paint));
        return undefined;
      }),
    );
}
