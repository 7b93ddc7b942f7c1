import type { Command } from 'commander';
import { freeTextSchema } from '../domain/free-text.ts';
import { by } from './arguments.ts';

/** What every change of the directory says. */
export type DirectoryChange = { reason: string; dryRun?: true };

export const withReason = (command: Command): Command =>
  command
    .requiredOption(
      '--reason <text>',
      'why; kept with the entry',
      by(freeTextSchema, 'a reason of 3 to 200 characters'),
    )
    .option('--dry-run', 'show what would come of it, and change nothing');

/** The fields of a change that the options give. */
export const saidOf = ({ reason, dryRun }: DirectoryChange) => ({ reason, ...(dryRun && { dryRun }) });

/** What was given, over what is there: an option that is left out changes nothing. */
export function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
