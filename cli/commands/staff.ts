import { type Command, Option } from 'commander';
import {
  disableStaffMember,
  listStaffMembers,
  putStaffMember,
  type StaffView,
  showStaffMember,
} from '../../contract/directory.ts';
import { permissions } from '../../contract/permissions.ts';
import { type StaffEntry, staffIdSchema } from '../../contract/staff-entry.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { companyIdSchema } from '../../domain/company.ts';
import { coopIdSchema } from '../../domain/identifiers.ts';
import { by, listOf } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { type DirectoryChange, saidOf, withReason } from '../directory-options.ts';
import { allPages } from '../pages.ts';
import { renderStaffList, renderStaffMember } from '../render/staff.ts';

const staffId = by(staffIdSchema, "the person's id in the user pool");
const coop = by(coopIdSchema, 'the id of a co-op');
const day = by(localDateSchema, 'a date as yyyy-mm-dd');

type May = { may?: StaffEntry['permissions']; coop?: string[] };

const mayOption = () => new Option('--may <permissions...>', 'what the person may at most').choices(permissions);

/** `staff list | show | add | permit | disable`. */
export function addStaffCommands(program: Command, session: Session): void {
  const staff = program.command('staff').description('the staff directory: who may work with the register');
  addLooks(staff, session);
  addEntry(staff, session);
  addPermit(staff, session);
  withReason(staff.command('disable').description('refuse a person from the next request on'))
    .argument('<staff-id>', 'id in the user pool', staffId)
    .action(
      action(session, async (context, options: DirectoryChange, id: string) => {
        const call = await context.staff();
        const { member } = await call(showStaffMember, { body: { staffId: id } });
        const body = { staffId: id, version: member.version, ...saidOf(options) };
        const disabled = await call(disableStaffMember, { body });
        context.print(disabled, (paint) => renderStaffMember(disabled, [], paint));
        return undefined;
      }),
    );
}

function addLooks(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('everybody who may act for a co-op')
    .argument('<coop>', 'co-op id', coop)
    .action(
      action(session, async (context, _: unknown, coopId: string) => {
        const call = await context.staff();
        const members = await allPages(async (cursor) => {
          const page = await call(listStaffMembers, { body: { coopId, ...cursor } });
          return { entries: page.members, cursor: page.cursor };
        });
        context.print({ members }, (paint) => renderStaffList(members, paint));
        return undefined;
      }),
    );
  parent
    .command('show')
    .description('a person of the directory, and every change of the entry')
    .argument('<staff-id>', 'id in the user pool', staffId)
    .action(
      action(session, async (context, _: unknown, id: string) => {
        const call = await context.staff();
        const shown = await call(showStaffMember, { body: { staffId: id } });
        context.print(shown, (paint) => renderStaffMember(shown.member, shown.changes, paint));
        return undefined;
      }),
    );
}

type Entry = DirectoryChange & {
  name: string;
  employer: string;
  job: string;
  from: string;
  until?: string;
  signed?: string;
  agreement?: string;
  may: StaffEntry['permissions'];
  coop: string[];
};

function addEntry(parent: Command, session: Session): void {
  withReason(parent.command('add').description('enter a person'))
    .argument('<staff-id>', 'id in the user pool', staffId)
    .requiredOption('--name <name>', 'first and last name')
    .requiredOption('--employer <company>', 'company of the directory', by(companyIdSchema, 'the id of a company'))
    .requiredOption('--job <job>', 'what the person does')
    .requiredOption('--from <day>', 'first day of the mandate', day)
    .option('--until <day>', 'last day of the mandate', day)
    .option('--signed <day>', 'when the confidentiality agreement was signed', day)
    .option('--agreement <version>', 'which version of the agreement')
    .addOption(mayOption().makeOptionMandatory())
    .requiredOption('--coop <coops...>', 'for which co-ops', listOf(coop))
    .action(
      action(session, async (context, options: Entry, id: string) => {
        const { name, employer, job, from, until, signed, agreement, may, coop: coopIds, reason, dryRun } = options;
        const member: StaffEntry = {
          name,
          employerCompanyId: employer,
          job,
          mandate: { from, ...(until && { until }) },
          ...(signed && { confidentialityAgreement: { signedOn: signed, version: agreement ?? '1' } }),
          permissions: may,
          coopIds,
        };
        const call = await context.staff();
        const entered = await call(putStaffMember, {
          body: { staffId: id, member, reason, ...(dryRun && { dryRun }) },
        });
        context.print(entered, (paint) => renderStaffMember(entered, [], paint));
        return undefined;
      }),
    );
}

function addPermit(parent: Command, session: Session): void {
  withReason(parent.command('permit').description('change what a person may and for which co-ops; enables them again'))
    .argument('<staff-id>', 'id in the user pool', staffId)
    .addOption(mayOption())
    .option('--coop <coops...>', 'for which co-ops', listOf(coop))
    .action(
      action(session, async (context, { may, coop: coopIds, reason, dryRun }: DirectoryChange & May, id: string) => {
        const call = await context.staff();
        const { member } = await call(showStaffMember, { body: { staffId: id } });
        const changed = {
          ...entryOf(member),
          ...(may === undefined ? {} : { permissions: may }),
          ...(coopIds === undefined ? {} : { coopIds }),
        };
        const body = { staffId: id, member: changed, version: member.version, reason, ...(dryRun && { dryRun }) };
        const entered = await call(putStaffMember, { body });
        context.print(entered, (paint) => renderStaffMember(entered, [], paint));
        return undefined;
      }),
    );
}

function entryOf({
  staffId: _id,
  active: _active,
  version: _version,
  standing: _standing,
  ...entry
}: StaffView): StaffEntry {
  return entry;
}
