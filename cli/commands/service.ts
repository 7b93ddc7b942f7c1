import { Argument, type Command } from 'commander';
import * as z from 'zod/mini';
import {
  changeDiscountRight,
  changePartnerNumber,
  changeService,
  changeStaffMembership,
  setCustomerCode,
  showServices,
  verifyCustomerCode,
} from '../../contract/services.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { companyIdSchema } from '../../domain/company.ts';
import { customerCodeSchema } from '../../domain/customer-code.ts';
import { customerNumberSchema } from '../../domain/identifiers.ts';
import { type ServiceAction, serviceActions, serviceCodeSchema } from '../../domain/services.ts';
import { by } from '../arguments.ts';
import { askHidden } from '../ask-hidden.ts';
import { action, type Context, type Session } from '../context.ts';
import { CliError } from '../exit-codes.ts';
import { type Changing, changeOf, type Looking, withChange, withPurpose } from '../person-options.ts';
import { renderCode, renderRight, renderServices, renderServicesPage } from '../render/services.ts';

const customer = by(customerNumberSchema, 'a customer number');
const day = by(localDateSchema, 'a date as yyyy-mm-dd');

/** `service show | act | number | discount | staff-membership | code-set | code-verify`. */
export function addServiceCommands(program: Command, session: Session): void {
  const service = program.command('service').description("a customer's services, rights and code");
  addShow(service, session);
  addActs(service, session);
  addRight(service, session, { name: 'discount', description: 'the discount right', part: 'discountRight' });
  addRight(service, session, {
    name: 'staff-membership',
    description: 'whether the customer belongs to the staff',
    part: 'staffMembership',
  });
  addCode(service, session);
}

/** What stands now: every change names the version that it was decided on. */
async function shown(context: Context, customerNumber: string, { purpose }: Looking) {
  const call = await context.staff();
  return { call, page: await call(showServices, { body: { customerNumber, purpose } }) };
}

const ofCustomer = (parent: Command, name: string, description: string): Command =>
  parent.command(name).description(description).argument('<customer>', 'customer number', customer);

function addShow(parent: Command, session: Session): void {
  withPurpose(ofCustomer(parent, 'show', 'services, rights and whether a code is set')).action(
    action(session, async (context, options: Looking, customerNumber: string) => {
      const { page } = await shown(context, customerNumber, options);
      context.print(page, (paint) => renderServicesPage(page, paint));
      return undefined;
    }),
  );
}

function addActs(parent: Command, session: Session): void {
  withChange(ofCustomer(parent, 'act', 'order, end, block or unblock a service; a block without one is against all'))
    .addArgument(new Argument('<action>', 'what to do').choices(serviceActions))
    .argument('[service]', 'the service', by(serviceCodeSchema, 'the code of a service'))
    .requiredOption('--on <day>', 'from which day on', day)
    .action(
      action(
        session,
        async (
          context,
          options: Changing & { on: string },
          customerNumber: string,
          act: ServiceAction,
          service?: string,
        ) => {
          const { call, page } = await shown(context, customerNumber, options);
          const { version } = page.services;
          const what = { action: act, on: options.on, ...(service !== undefined && { service }) };
          const changed = await call(changeService, {
            body: { customerNumber, version, ...what, ...changeOf(options) },
          });
          context.print(changed, (paint) => renderServices(changed, paint));
          return undefined;
        },
      ),
    );
  withChange(ofCustomer(parent, 'number', 'give a partner that bills the number, or end it'))
    .addArgument(new Argument('<action>', 'what to do').choices(['give', 'end'] as const))
    .argument('<company>', 'id of the partner', by(companyIdSchema, 'the id of a company'))
    .requiredOption('--on <day>', 'from which day on', day)
    .action(
      action(
        session,
        async (
          context,
          options: Changing & { on: string },
          customerNumber: string,
          act: 'give' | 'end',
          companyId: string,
        ) => {
          const { call, page } = await shown(context, customerNumber, options);
          const { version } = page.services;
          const what = { action: act, companyId, on: options.on };
          const changed = await call(changePartnerNumber, {
            body: { customerNumber, version, ...what, ...changeOf(options) },
          });
          context.print(changed, (paint) => renderServices(changed, paint));
          return undefined;
        },
      ),
    );
}

type RightCommand = { name: string; description: string; part: 'discountRight' | 'staffMembership' };
const endpointOf = { discountRight: changeDiscountRight, staffMembership: changeStaffMembership } as const;

function addRight(parent: Command, session: Session, { name, description, part }: RightCommand): void {
  withChange(ofCustomer(parent, name, `${description}: granted with --from, ended with --last-day alone`))
    .option('--from <day>', 'first day', day)
    .option('--last-day <day>', 'last day', day)
    .action(
      action(
        session,
        async (context, options: Changing & { from?: string; lastDay?: string }, customerNumber: string) => {
          const { from, lastDay } = options;
          const { call, page } = await shown(context, customerNumber, options);
          const shared = { customerNumber, version: page[part].version, ...changeOf(options) };
          const changed = await call(endpointOf[part], {
            body:
              from === undefined
                ? { ...shared, action: 'end', lastDay: lastDay ?? missing('--from or --last-day') }
                : { ...shared, action: 'grant', from, ...(lastDay !== undefined && { lastDay }) },
          });
          context.print(changed, (paint) => renderRight(changed, paint));
          return undefined;
        },
      ),
    );
}

function missing(what: string): never {
  throw new CliError('badInput', `Give ${what}.`);
}

function addCode(parent: Command, session: Session): void {
  withChange(ofCustomer(parent, 'code-set', 'set the code; it is asked for, or read from a pipe')).action(
    action(session, async (context, options: Changing, customerNumber: string) => {
      const code = await codeFrom(context);
      const { call, page } = await shown(context, customerNumber, options);
      const { version } = page.customerCode;
      const set = await call(setCustomerCode, { body: { customerNumber, version, code, ...changeOf(options) } });
      context.print(set, (paint) => renderCode(set, paint));
      return undefined;
    }),
  );
  withPurpose(ofCustomer(parent, 'code-verify', 'check the code that the customer gives; it is asked for')).action(
    action(session, async (context, { purpose }: Looking, customerNumber: string) => {
      const code = await codeFrom(context);
      const call = await context.staff();
      const verified = await call(verifyCustomerCode, { body: { customerNumber, purpose, code } });
      context.print(verified, () => `${verified.result}, ${verified.triesLeft} tries left`);
      return verified.result === 'right' ? undefined : 'conflict';
    }),
  );
}

/** Never from the words of the command line: other users of the machine can read those. */
async function codeFrom({ terminal }: Context): Promise<string> {
  const parsed = z.safeParse(customerCodeSchema, await askHidden(terminal, 'Code of four digits: '));
  if (parsed.success) return parsed.data;
  throw new CliError('badInput', 'The code is not four digits.', 'Type it when asked, or send it through a pipe.');
}
