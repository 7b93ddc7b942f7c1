import { type Command, Option } from 'commander';
import {
  listCompanies,
  listOutlets,
  listTillClients,
  putCompany,
  putOutlet,
  putTillClient,
} from '../../contract/directory.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { type Company, companyIdSchema, companyRoles } from '../../domain/company.ts';
import { coopIdSchema, outletIdSchema } from '../../domain/identifiers.ts';
import type { Outlet } from '../../domain/outlet.ts';
import { by } from '../arguments.ts';
import type { Call } from '../client.ts';
import { action, type Session } from '../context.ts';
import { type DirectoryChange, given, saidOf, withReason } from '../directory-options.ts';
import { allPages } from '../pages.ts';
import { renderCompanies, renderOutlets, renderTillClients } from '../render/directory.ts';
import { addCoopBonusTableCommands } from './coop-bonus-tables.ts';
import { addCoopPaperCommands } from './coop-papers.ts';
import { addCoopSettingsCommands } from './coop-settings.ts';

const coop = by(coopIdSchema, 'the id of a co-op');
const company = by(companyIdSchema, 'the id of a company');
const outlet = by(outletIdSchema, 'the id of an outlet');
const day = by(localDateSchema, 'a date as yyyy-mm-dd');

/** `coop companies | company | outlets | outlet | tills | till | papers | paper | bonus-table | settings | set`. */
export function addCoopDirectoryCommands(program: Command, session: Session): void {
  const parent =
    program.commands.find((command) => command.name() === 'coop') ??
    program.command('coop').description('a co-op, and the directory around it');
  addCompanies(parent, session);
  addOutlets(parent, session);
  addTills(parent, session);
  addCoopPaperCommands(parent, session);
  addCoopBonusTableCommands(parent, session);
  addCoopSettingsCommands(parent, session);
}

const companiesOf = (call: Call) =>
  allPages(async (cursor) => {
    const page = await call(listCompanies, { body: cursor });
    return { entries: page.companies, cursor: page.cursor };
  });
const outletsOf = (call: Call, coopId: string) =>
  allPages(async (cursor) => {
    const page = await call(listOutlets, { body: { coopId, ...cursor } });
    return { entries: page.outlets, cursor: page.cursor };
  });
const tillsOf = (call: Call) =>
  allPages(async (cursor) => {
    const page = await call(listTillClients, { body: cursor });
    return { entries: page.clients, cursor: page.cursor };
  });

function addCompanies(parent: Command, session: Session): void {
  parent
    .command('companies')
    .description('companies of the federation: co-ops, the group, partners, services')
    .action(
      action(session, async (context) => {
        const companies = await companiesOf(await context.staff());
        context.print({ companies }, (paint) => renderCompanies(companies, paint));
        return undefined;
      }),
    );
  withReason(parent.command('company').description('enter a company, change it or end it'))
    .argument('<company>', 'id of the company', company)
    .option('--name <name>', 'name')
    .option('--business-id <id>', 'Finnish business id')
    .addOption(new Option('--roles <roles...>', 'what it is to the register').choices(companyRoles))
    .option('--from <day>', 'first day', day)
    .option('--until <day>', 'last day', day)
    .action(
      action(session, async (context, options: Partial<Company> & DirectoryChange, companyId: string) => {
        const call = await context.staff();
        const { name, businessId, roles, from, until } = options;
        const there = (await companiesOf(call)).find((one) => one.companyId === companyId);
        const { version, ...before } = there ?? { version: undefined };
        const changed = { ...before, companyId, ...given({ name, businessId, roles, from, until }) } as Company;
        const body = { company: changed, ...(version && { version }), ...saidOf(options) };
        const entered = await call(putCompany, { body });
        context.print(entered, (paint) => renderCompanies([entered], paint));
        return undefined;
      }),
    );
}

function addOutlets(parent: Command, session: Session): void {
  parent
    .command('outlets')
    .description('the outlets that a co-op looks after')
    .argument('<coop>', 'co-op id', coop)
    .action(
      action(session, async (context, _: unknown, coopId: string) => {
        const outlets = await outletsOf(await context.staff(), coopId);
        context.print({ outlets }, (paint) => renderOutlets(outlets, paint));
        return undefined;
      }),
    );
  withReason(parent.command('outlet').description('enter an outlet, change it or end it'))
    .argument('<coop>', 'co-op id', coop)
    .argument('<outlet>', 'id of the outlet', outlet)
    .option('--name <name>', 'name')
    .option('--retailer <company>', 'the company that runs it', company)
    .option('--from <day>', 'first day', day)
    .option('--until <day>', 'last day', day)
    .action(
      action(session, async (context, options: OutletOptions & DirectoryChange, coopId: string, outletId: string) => {
        const call = await context.staff();
        const { name, retailer: retailerId, from: validFrom, until: validUntil } = options;
        const there = (await outletsOf(call, coopId)).find((one) => one.outletId === outletId);
        const { version, ...before } = there ?? { version: undefined };
        const changed = { ...before, ...given({ name, retailerId, validFrom, validUntil }) } as Outlet;
        const body = { ...changed, coopId, outletId, ...(version && { version }), ...saidOf(options) };
        const entered = await call(putOutlet, { body });
        context.print(entered, (paint) => renderOutlets([entered], paint));
        return undefined;
      }),
    );
}
type OutletOptions = { name?: string; retailer?: string; from?: string; until?: string };

function addTills(parent: Command, session: Session): void {
  parent
    .command('tills')
    .description("retailers' till clients")
    .action(
      action(session, async (context) => {
        const clients = await tillsOf(await context.staff());
        context.print({ clients }, (paint) => renderTillClients(clients, paint));
        return undefined;
      }),
    );
  withReason(parent.command('till').description('register a till client, or end it'))
    .argument('<client-id>', "id of the app client in the tills' user pool")
    .requiredOption('--retailer <company>', 'whose tills use it', company)
    .option('--end', 'refuse it from now on')
    .action(
      action(
        session,
        async (context, options: { retailer: string; end?: true } & DirectoryChange, clientId: string) => {
          const call = await context.staff();
          const there = (await tillsOf(call)).find((one) => one.clientId === clientId);
          const entered = await call(putTillClient, {
            body: {
              clientId,
              retailerId: options.retailer,
              active: options.end !== true,
              ...(there && { version: there.version }),
              ...saidOf(options),
            },
          });
          context.print(entered, (paint) => renderTillClients([entered], paint));
          return undefined;
        },
      ),
    );
}
