import type { Command } from 'commander';
import { mergeCustomers, undoMerge } from '../../contract/customers.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { customerNumberSchema } from '../../domain/identifiers.ts';
import { by } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { seenVersion, versionOption } from '../customers/seen-version.ts';
import { type Looking, withPurpose } from '../person-options.ts';
import { renderMerged } from '../render/customer.ts';

const customer = by(customerNumberSchema, 'a customer number');

const commands = [
  {
    name: 'merge',
    description: 'merge a duplicate into the customer that it is the same as',
    endpoint: mergeCustomers,
    done: 'merged into',
  },
  { name: 'undo-merge', description: 'undo a merge: both live again', endpoint: undoMerge, done: 'parted from' },
] as const;

type Merging = Looking & { into: string; reason: string; version?: number; intoVersion?: number; dryRun?: true };

/** `customer merge | undo-merge`. */
export function addMergeCommands(parent: Command, session: Session): void {
  for (const { name, description, endpoint, done } of commands) {
    withPurpose(parent.command(name).description(description))
      .argument('<duplicate>', "the duplicate's customer number", customer)
      .requiredOption('--into <customer>', 'the other customer number', customer)
      .requiredOption('--reason <text>', 'why', by(freeTextSchema, 'a reason of 3 to 200 characters'))
      .addOption(versionOption('--version <n>', 'version of the duplicate'))
      .addOption(versionOption('--into-version <n>', 'version of the other'))
      .option('--dry-run', 'show what would come of it, and change nothing')
      .action(
        action(session, async (context, options: Merging, customerNumber: string) => {
          const { into, purpose, reason, dryRun } = options;
          const call = await context.staff();
          const seen = (number: string, given: number | undefined) =>
            seenVersion(context, call, { customerNumber: number, purpose, given });
          const version = await seen(customerNumber, options.version);
          const intoVersion = await seen(into, options.intoVersion);
          const both = { customerNumber, version, intoCustomerNumber: into, intoVersion };
          const merged = await call(endpoint, {
            body: { purpose, ...both, reason, ...(dryRun === true && { dryRun }) },
          });
          context.print(merged, (paint) => renderMerged(done, { ...merged, into }, paint));
          return undefined;
        }),
      );
  }
}
