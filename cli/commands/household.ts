import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { BodyOf } from '../../contract/endpoint.ts';
import { actOnHousehold, createHousehold, moveHousehold, showHousehold } from '../../contract/households.ts';
import { coopIdSchema, customerNumberSchema, householdIdSchema } from '../../domain/identifiers.ts';
import { by, listOf } from '../arguments.ts';
import { action, type Context, type Session } from '../context.ts';
import { versionOption } from '../customers/seen-version.ts';
import { type Keyed, repeatable, withKey } from '../members/member-options.ts';
import { type Changing, changeOf, type Looking, withChange, withPurpose } from '../person-options.ts';
import { renderHousehold, renderHouseholdPage, renderHouseholds } from '../render/household.ts';

const customer = by(customerNumberSchema, 'a customer number');
const household = by(householdIdSchema, 'a household id');
const coop = by(coopIdSchema, 'the id of a co-op');

/** What the register is told beside which household, on which version, why and from whom. */
type Act =
  BodyOf<typeof actOnHousehold> extends infer B
    ? B extends { action: string }
      ? Omit<B, 'householdId' | 'version' | 'purpose' | 'source' | 'reason' | 'dryRun'>
      : never
    : never;

/** `household show | create | invite | accept | decline | add-minor | leave | remove | head | split | merge | dissolve | pay-last-head | move`. */
export function addHouseholdCommands(program: Command, session: Session): void {
  const parent = program.command('household').description('households: who shops together, and who is the head');
  addShow(parent, session);
  addCreate(parent, session);
  for (const [name, act, description] of plainActs)
    changing(ofHousehold(parent, name, description))
      .argument('<customer>', 'customer number', customer)
      .action(
        action(session, (context, options: Acting, householdId: string, customerNumber: string) =>
          acted(context, householdId, options, { action: act, customerNumber }),
        ),
      );
  addOthers(parent, session);
}

const plainActs = [
  ['invite', 'invite', 'the head invites an adult, who has to accept'],
  ['accept', 'accept', 'the invited person accepts, and is in from now on'],
  ['decline', 'decline', 'the invited person declines'],
  ['leave', 'leave', 'a person leaves; their purchases are nobody’s from now on'],
  ['remove', 'remove', 'a person is taken out'],
  ['head', 'nameHead', 'another head, who must be a member'],
] as const;

type Acting = Changing & { version?: number };
const changing = (command: Command): Command =>
  withChange(command).addOption(versionOption('--version <n>', 'version of the household'));
const ofHousehold = (parent: Command, name: string, description: string): Command =>
  parent.command(name).description(description).argument('<household>', 'household id', household);

function addShow(parent: Command, session: Session): void {
  withPurpose(ofHousehold(parent, 'show', 'head and persons by date, cards, and what was done')).action(
    action(session, async (context, { purpose }: Looking, householdId: string) => {
      const call = await context.staff();
      const page = await call(showHousehold, { body: { householdId, purpose } });
      context.print(page, (paint) => renderHouseholdPage(page, paint));
      return undefined;
    }),
  );
}

function addCreate(parent: Command, session: Session): void {
  withKey(withChange(parent.command('create').description('found a household with its head, who must be a member')))
    .argument('<coop>', 'co-op id', coop)
    .argument('<head>', 'customer number of the head', customer)
    .action(
      action(session, async (context, options: Changing & Keyed, coopId: string, headCustomerNumber: string) => {
        const call = await context.staff();
        const idempotencyKey = options.key ?? randomUUID();
        const body = { ...changeOf(options), coopId, headCustomerNumber, idempotencyKey };
        const made = await repeatable(idempotencyKey, () => call(createHousehold, { body }));
        context.print(made, (paint) => renderHouseholds(made, paint));
        return undefined;
      }),
    );
}

function addOthers(parent: Command, session: Session): void {
  changing(ofHousehold(parent, 'add-minor', 'a guardian of the household adds a minor'))
    .argument('<customer>', 'customer number of the minor', customer)
    .requiredOption('--guardian <customer>', 'customer number of the guardian', customer)
    .action(
      action(session, (context, options: Acting & { guardian: string }, householdId: string, customerNumber: string) =>
        acted(context, householdId, options, {
          action: 'addMinor',
          customerNumber,
          guardianCustomerNumber: options.guardian,
        }),
      ),
    );
  withKey(changing(ofHousehold(parent, 'split', 'a member of the household founds one of their own')))
    .argument('<customer>', 'customer number of the new head', customer)
    .option('--with <customers...>', 'persons who go along', listOf(customer))
    .action(
      action(
        session,
        (context, options: Acting & Keyed & { with?: string[] }, householdId: string, customerNumber: string) => {
          const idempotencyKey = options.key ?? randomUUID();
          const along = options.with === undefined ? {} : { withCustomerNumbers: options.with };
          const split = { action: 'split', customerNumber, idempotencyKey, ...along } as const;
          return repeatable(idempotencyKey, () => acted(context, householdId, options, split));
        },
      ),
    );
  changing(ofHousehold(parent, 'merge', 'all its persons go into another household'))
    .argument('<into>', 'id of the other household', household)
    .action(
      action(session, (context, options: Acting, householdId: string, intoHouseholdId: string) =>
        acted(context, householdId, options, { action: 'merge', intoHouseholdId }),
      ),
    );
  changing(ofHousehold(parent, 'dissolve', 'end it, once the membership of its head has ended')).action(
    action(session, (context, options: Acting, householdId: string) =>
      acted(context, householdId, options, { action: 'dissolve' }),
    ),
  );
  changing(
    ofHousehold(parent, 'pay-last-head', 'have what a dissolved household is owed paid to its last head'),
  ).action(
    action(session, (context, options: Acting, householdId: string) =>
      acted(context, householdId, options, { action: 'payLastHead' }),
    ),
  );
  changing(ofHousehold(parent, 'move', 'to another co-op, after the membership of its head; with all of this month'))
    .argument('<coop>', 'id of the new co-op', coop)
    .action(
      action(session, async (context, options: Acting, householdId: string, toCoopId: string) => {
        const { call, version } = await seen(context, householdId, options);
        const body = { ...changeOf(options), householdId, version, toCoopId };
        const moved = await call(moveHousehold, { body });
        context.print(moved, (paint) =>
          [`${moved.receipts} receipts of this month go along.`, renderHousehold(moved.household, paint)].join('\n\n'),
        );
        return undefined;
      }),
    );
}

/** Every change names the version that it was decided on: the one given, else the present one, which is told. */
async function seen(context: Context, householdId: string, { purpose, version }: Looking & { version?: number }) {
  const call = await context.staff();
  if (version !== undefined) return { call, version };
  const { household: there } = await call(showHousehold, { body: { householdId, purpose } });
  context.note(`${householdId}: decided on version ${there.version}`);
  return { call, version: there.version };
}

async function acted(context: Context, householdId: string, options: Changing, act: Act): Promise<undefined> {
  const { call, version } = await seen(context, householdId, options);
  const body = { ...changeOf(options), householdId, version, ...act } as BodyOf<typeof actOnHousehold>;
  const changed = await call(actOnHousehold, { body });
  context.print(changed, (paint) => renderHouseholds(changed, paint));
  return undefined;
}
