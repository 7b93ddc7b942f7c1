import type { Command } from 'commander';
import type { MembershipAct, MembershipView } from '../../contract/memberships.ts';
import { actOnMembership, showShareLedger } from '../../contract/memberships.ts';
import { idempotent } from '../../contract/register-fields.ts';
import { type LocalDate, localDateOf, localDateSchema } from '../../domain/calendar.ts';
import { coopIdSchema, customerNumberSchema, memberNumberSchema } from '../../domain/identifiers.ts';
import { by } from '../arguments.ts';
import type { Context } from '../context.ts';
import { versionOption } from '../customers/seen-version.ts';
import { CliError, exitOf } from '../exit-codes.ts';
import { type Changing, changeOf, type Looking } from '../person-options.ts';

export const day = by(localDateSchema, 'a date as yyyy-mm-dd');
export const coop = by(coopIdSchema, 'the id of a co-op');
const customer = by(customerNumberSchema, 'a customer number');
const memberNumber = by(memberNumberSchema, 'a member number');
const key = by(idempotent.idempotencyKey, 'a key of 8 to 64 letters and digits');

/** Whose membership a command is about. */
export type OfMembership = { customerNumber: string; coopId: string; memberNumber: string };

export const ofMember = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .description(description)
    .argument('<customer>', 'customer number', customer)
    .argument('<coop>', 'co-op id', coop);
export const ofMembership = (parent: Command, name: string, description: string): Command =>
  ofMember(parent, name, description).argument('<member>', 'member number', memberNumber);

export type Acting = Changing & { on?: LocalDate; version?: number };
/** The day of an act and the version that it was decided on. */
export const withDay = (command: Command): Command =>
  command
    .option('--on <day>', 'on which day (default: today)', day)
    .addOption(versionOption('--version <n>', 'version of the membership'));

export type Keyed = { key?: string };
export const withKey = (command: Command): Command =>
  command.option('--key <key>', 'of an attempt that had no answer: nothing is done twice', key);

export const today = (): LocalDate => localDateOf(Date.now());

/** The version that a change is decided on: the one given, else the present one, which is told. */
export async function membershipVersion(
  context: Context,
  of: OfMembership,
  { purpose, version }: Looking & { version?: number },
): Promise<number> {
  if (version !== undefined) return version;
  const call = await context.staff();
  const { membership } = await call(showShareLedger, { body: { ...of, purpose } });
  context.note(`${of.memberNumber}: ${membership.status}, decided on version ${membership.version}`);
  return membership.version;
}

/** Does something with a membership. */
export async function act(
  context: Context,
  of: OfMembership,
  options: Acting,
  what: MembershipAct,
): Promise<{ membership: MembershipView; dryRun: boolean }> {
  const version = await membershipVersion(context, of, options);
  const call = await context.staff();
  return await call(actOnMembership, { body: { ...of, version, act: what, ...changeOf(options) } });
}

/** Without an answer nobody knows whether it was done: the same key again finds out and does nothing twice. */
export async function repeatable<T>(key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (exitOf(error) !== 'unavailable' || !(error instanceof Error)) throw error;
    throw new CliError('unavailable', error.message, `Repeat the command with --key ${key}: nothing is done twice.`);
  }
}
