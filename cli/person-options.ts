import { type Command, InvalidArgumentError, Option } from 'commander';
import * as z from 'zod/mini';
import { type AccessPurpose, accessPurposes } from '../contract/access-purposes.ts';
import { freeTextSchema } from '../domain/free-text.ts';
import { type Source, sourceSchema } from '../domain/source.ts';
import { by } from './arguments.ts';

export type Looking = { purpose: AccessPurpose };
export type Changing = Looking & { source: Source; reason?: string; dryRun?: true };

/** `phone`, `email`, …, or an agreement with its date and version: `agreement:2026-01-15:2`. Not checked. */
export function sourceInWords(text: string): object {
  const [kind, date, version] = text.split(':');
  return kind === 'agreement' ? { kind, date, version } : { kind: text };
}

function source(text: string): Source {
  const parsed = z.safeParse(sourceSchema, sourceInWords(text));
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(
    'Give phone, internet, email, other, authority, updateService, groupTill, partnerTill, service, or agreement:<date>:<version>.',
  );
}

/** What every command about a person has: why, for the access event. */
export const withPurpose = (command: Command): Command =>
  command.addOption(
    new Option('--purpose <purpose>', 'why; kept with the access event')
      .choices(accessPurposes)
      .default('customerRequest'),
  );

/** What every change of a person has: why, from where the values come, and whether it is only to be shown. */
export const withChange = (command: Command): Command =>
  withPurpose(command)
    .requiredOption('--source <source>', 'where it comes from: phone, email, …, or agreement:<date>:<version>', source)
    .option('--reason <text>', 'why, in words', by(freeTextSchema, 'a reason of 3 to 200 characters'))
    .option('--dry-run', 'show what would come of it, and change nothing');

/** The fields of a change that the options give. */
export const changeOf = ({ purpose, source, reason, dryRun }: Changing) => ({
  purpose,
  source,
  ...(reason !== undefined && { reason }),
  ...(dryRun === true && { dryRun }),
});
