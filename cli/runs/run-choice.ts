import { type Command, Option } from 'commander';
import { coopIdSchema } from '../../domain/identifiers.ts';
import { type RunKind, runKinds } from '../../domain/run.ts';
import { isPeriodOf, periodSchema, shapeOfPeriod } from '../../domain/run-period.ts';
import { by } from '../arguments.ts';
import { CliError } from '../exit-codes.ts';

/** Kinds as they are typed: small letters. */
const kindNames = runKinds.map((kind) => kind.toLowerCase());

export const coopArgument = by(coopIdSchema, 'the id of a co-op');
const periodArgument = by(
  periodSchema,
  'a month as yyyy-mm, a year as yyyy, or a day as yyyy-mm-dd, for example 2026-10',
);

export type KindOption = { kind?: string };

/** A command about the runs of a co-op and period: `<coop> <period> [--kind …]`. */
export const ofPeriod = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .description(description)
    .argument('<coop>', 'co-op id', coopArgument)
    .argument('<period>', 'yyyy-mm, yyyy or yyyy-mm-dd, by the kind', periodArgument)
    .addOption(kindOption('kind of run (default: of a month bonus, of a day correction)'));

export const kindOption = (description: string): Option => new Option('--kind <kind>', description).choices(kindNames);

/**
 * The kind that is meant: the one that was named, else the usual one of such a period.
 * @throws CliError badInput if the period is none of the kind, or a year is given without a kind
 */
export function kindOf({ kind: named }: KindOption, period: string): RunKind {
  const kind = named === undefined ? usualKind(period) : runKinds.find((one) => one.toLowerCase() === named);
  if (kind === undefined) {
    throw new CliError(
      'badInput',
      `${period} may be a run of interest or of surplus.`,
      'Say which: --kind interest or --kind surplus.',
    );
  }
  if (isPeriodOf(kind, period)) return kind;
  throw new CliError('badInput', `A run of ${kind.toLowerCase()} is about ${shapeOfPeriod(kind)}.`);
}

const usualKinds: readonly RunKind[] = ['BONUS', 'CORRECTION'];
const usualKind = (period: string): RunKind | undefined => usualKinds.find((kind) => isPeriodOf(kind, period));
