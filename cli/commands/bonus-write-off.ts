import type { Command } from 'commander';
import { approveBonusWriteOff, type BonusWriteOffView, proposeBonusWriteOff } from '../../contract/bonus-write-offs.ts';
import { householdIdSchema } from '../../domain/identifiers.ts';
import { formatEurosFi } from '../../domain/money.ts';
import { by, wholeNumber } from '../arguments.ts';
import { action, type Context, type Session } from '../context.ts';
import { coop, type Looking, withPurpose, words } from './payment-act.ts';

type Acting = Looking & { dryRun?: true };

const acting = (parent: Command, name: string, description: string): Command =>
  withPurpose(parent.command(name).description(description))
    .argument('<coop>', 'co-op id', coop)
    .argument('<household>', 'household id', by(householdIdSchema, 'a household id'))
    .option('--dry-run', 'show what would come of it, and change nothing');

/** `payment write-off-bonus | approve-bonus-write-off`: barred Bonus that no run has paid. */
export function addBonusWriteOff(parent: Command, session: Session): void {
  acting(parent, 'write-off-bonus', 'propose to write off unpaid Bonus that can be claimed no longer')
    .requiredOption('--reason <text>', 'why, in words', words)
    .action(
      action(session, async (context, options: Acting & { reason: string }, coopId: string, householdId: string) => {
        const { purpose, reason, dryRun } = options;
        const body = { coopId, householdId, purpose, reason, ...(dryRun && { dryRun }) };
        const call = await context.staff();
        return printed(context, await call(proposeBonusWriteOff, { body }));
      }),
    );
  acting(parent, 'approve-bonus-write-off', 'approve what somebody else has proposed, before the next run begins')
    .requiredOption('--version <n>', 'version of the proposal that you have looked at', wholeNumber(1, 1_000_000))
    .action(
      action(session, async (context, options: Acting & { version: number }, coopId: string, householdId: string) => {
        const { purpose, version, dryRun } = options;
        const body = { coopId, householdId, purpose, version, ...(dryRun && { dryRun }) };
        const call = await context.staff();
        return printed(context, await call(approveBonusWriteOff, { body }));
      }),
    );
}

function printed(context: Context, changed: { writeOff: BonusWriteOffView; dryRun: boolean }): undefined {
  const { householdId, amountCents, months, period, approvedBy, version } = changed.writeOff;
  const of = months.map((month) => month.period).join(', ');
  const standing = approvedBy === null ? `waits for another person, version ${version}` : `approved by ${approvedBy}`;
  context.print(changed, (paint) =>
    [
      `${paint('bold', householdId)} ${formatEurosFi(amountCents)} of ${of}, after ${period}: ${standing}`,
      ...(changed.dryRun ? [paint('yellow', 'A dry run: nothing was changed.')] : []),
    ].join('\n'),
  );
}
