import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import {
  applyForMembership,
  listDueMemberships,
  type MembershipAct,
  transferMembership,
} from '../../contract/memberships.ts';
import type { LocalDate } from '../../domain/calendar.ts';
import { wholeNumber } from '../arguments.ts';
import { action, type Context, type Session } from '../context.ts';
import { plainActs } from '../members/acts.ts';
import {
  type Acting,
  act,
  coop,
  day,
  type Keyed,
  membershipVersion,
  ofMember,
  ofMembership,
  repeatable,
  today,
  withDay,
  withKey,
} from '../members/member-options.ts';
import { allPages } from '../pages.ts';
import { type Changing, changeOf, type Looking, withChange, withPurpose } from '../person-options.ts';
import { renderDue, renderMembership } from '../render/membership.ts';

/** `member apply | accept | refuse | pay | … | transfer | due`. */
export function addMemberCommands(program: Command, session: Session): void {
  const parent = program.command('member').description('memberships: from the application to the refund of the share');
  addApplication(parent, session);
  for (const { name, kind, description } of plainActs)
    addAct(parent, session, { name, description }, (_options: Acting, on) => ({ kind, on }));
  addActsThatTellMore(parent, session);
  addTransfer(parent, session);
  addDue(parent, session);
}

function addApplication(parent: Command, session: Session): void {
  withKey(withChange(ofMember(parent, 'apply', 'enter an application')))
    .option('--on <day>', 'day of the application (default: today)', day)
    .option('--guardian-consents', 'a guardian consents, for the young')
    .action(
      action(
        session,
        async (
          context,
          options: Changing & Keyed & { on?: LocalDate; guardianConsents?: true },
          customerNumber: string,
          coopId: string,
        ) => {
          const idempotencyKey = options.key ?? randomUUID();
          const body = {
            ...{ customerNumber, coopId, on: options.on ?? today(), idempotencyKey },
            ...(options.guardianConsents && { guardianConsents: true }),
            ...changeOf(options),
          };
          const call = await context.staff();
          const made = await repeatable(idempotencyKey, () => call(applyForMembership, { body }));
          context.print(made, (paint) => renderMembership(made, paint));
          return undefined;
        },
      ),
    );
}

/** `keyed`: done once for a key, which can be given again. */
type Named = { name: string; description: string; keyed?: boolean };

/** @param what the act, of the command's options, its day, and a key of its own */
function addAct<Options extends Acting & Keyed>(
  parent: Command,
  session: Session,
  { name, description, keyed = false }: Named,
  what: (options: Options, on: LocalDate, idempotencyKey: string) => MembershipAct,
  more: (command: Command) => Command = (command) => command,
): void {
  more(withDay(withChange(ofMembership(parent, name, description)))).action(
    action(
      session,
      async (context: Context, options: Options, customerNumber: string, coopId: string, memberNumber: string) => {
        const of = { customerNumber, coopId, memberNumber };
        const key = options.key ?? randomUUID();
        const work = () => act(context, of, options, what(options, options.on ?? today(), key));
        const changed = keyed ? await repeatable(key, work) : await work();
        context.print(changed, (paint) => renderMembership(changed, paint));
        return undefined;
      },
    ),
  );
}

function addActsThatTellMore(parent: Command, session: Session): void {
  addAct(
    parent,
    session,
    { name: 'pay', description: 'book a payment to the share', keyed: true },
    ({ cents }: Acting & Keyed & { cents: number }, on, idempotencyKey) => ({
      kind: 'pay',
      on,
      amountCents: cents,
      idempotencyKey,
    }),
    (command) => withKey(command).requiredOption('--cents <n>', 'amount in cents', wholeNumber(1, 1_000_000)),
  );
  addAct(
    parent,
    session,
    { name: 'decide-expulsion', description: 'the expulsion was decided, and the member told' },
    ({ notifiedOn }: Acting & { notifiedOn: LocalDate }, on) => ({ kind: 'decideExpulsion', on, notifiedOn }),
    (command) => command.requiredOption('--notified-on <day>', 'when the member was told', day),
  );
  addAct(
    parent,
    session,
    { name: 'expel', description: 'the expulsion is in effect; with --reason' },
    ({ byMeeting }: Acting & { byMeeting?: true }, on) => ({ kind: 'expel', on, byMeeting: byMeeting === true }),
    (command) => command.option('--by-meeting', 'the general meeting has decided'),
  );
  addAct(
    parent,
    session,
    { name: 'die', description: 'the co-op has learned of a death; --on is the day of death' },
    ({ learnedOn }: Acting & { learnedOn?: LocalDate }, on) => ({ kind: 'die', on, learnedOn: learnedOn ?? today() }),
    (command) => command.option('--learned-on <day>', 'when the co-op learned of it (default: today)', day),
  );
}

function addTransfer(parent: Command, session: Session): void {
  withKey(withDay(withChange(ofMembership(parent, 'transfer', 'move membership and share to another co-op'))))
    .requiredOption('--to <coop>', 'the new co-op', coop)
    .action(
      action(
        session,
        async (
          context,
          options: Acting & Keyed & { to: string },
          customerNumber: string,
          coopId: string,
          memberNumber: string,
        ) => {
          const of = { customerNumber, coopId, memberNumber };
          const version = await membershipVersion(context, of, options);
          const idempotencyKey = options.key ?? randomUUID();
          const what = { toCoopId: options.to, on: options.on ?? today(), idempotencyKey };
          const call = await context.staff();
          const body = { ...of, version, ...what, ...changeOf(options) };
          const { left, joined, dryRun } = await repeatable(idempotencyKey, () => call(transferMembership, { body }));
          context.print({ left, joined, dryRun }, (paint) =>
            [left, joined].map((membership) => renderMembership({ membership, dryRun }, paint)).join('\n\n'),
          );
          return undefined;
        },
      ),
    );
}

function addDue(parent: Command, session: Session): void {
  withPurpose(parent.command('due').description('reminders, refunds and whatever else is to be done'))
    .argument('<coop>', 'co-op id', coop)
    .option('--until <day>', 'through which day (default: today)', day)
    .action(
      action(session, async (context, { purpose, until }: Looking & { until?: LocalDate }, coopId: string) => {
        const call = await context.staff();
        const asked = { coopId, until: until ?? today(), purpose };
        const memberships = await allPages(async (cursor) => {
          const page = await call(listDueMemberships, { body: { ...asked, ...cursor } });
          return { entries: page.memberships, cursor: page.cursor };
        });
        context.print({ memberships }, (paint) => renderDue(memberships, asked.until, paint));
        return undefined;
      }),
    );
}
