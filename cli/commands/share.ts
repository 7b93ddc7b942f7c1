import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { showShareLedger } from '../../contract/memberships.ts';
import { shareSourceIdSchema } from '../../domain/share-entry.ts';
import { by, wholeNumber } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import {
  type Acting,
  act,
  type Keyed,
  ofMembership,
  repeatable,
  today,
  withDay,
  withKey,
} from '../members/member-options.ts';
import { type Looking, withChange, withPurpose } from '../person-options.ts';
import { renderLedger, renderMembership } from '../render/membership.ts';

/** `share ledger | correct`. */
export function addShareCommands(program: Command, session: Session): void {
  const parent = program.command('share').description('share contributions: ledger and corrections');
  withPurpose(ofMembership(parent, 'ledger', "a membership, its share's entries and what was done with it")).action(
    action(
      session,
      async (context, { purpose }: Looking, customerNumber: string, coopId: string, memberNumber: string) => {
        const call = await context.staff();
        const ledger = await call(showShareLedger, { body: { customerNumber, coopId, memberNumber, purpose } });
        context.print(ledger, (paint) => renderLedger(ledger, paint));
        return undefined;
      },
    ),
  );
  withKey(withDay(withChange(ofMembership(parent, 'correct', 'set an entry right by another; with --reason'))))
    .requiredOption('--entry <id>', 'id of the entry that is wrong', by(shareSourceIdSchema, 'the id of an entry'))
    .requiredOption('--cents <n>', 'what is added to it, in cents; negative to take away', wholeNumber(-1e6, 1e6))
    .action(
      action(
        session,
        async (
          context,
          options: Acting & Keyed & { entry: string; cents: number },
          customerNumber: string,
          coopId: string,
          memberNumber: string,
        ) => {
          const idempotencyKey = options.key ?? randomUUID();
          const what = { on: options.on ?? today(), amountCents: options.cents, corrects: options.entry };
          const correction = { kind: 'correct', ...what, idempotencyKey } as const;
          const of = { customerNumber, coopId, memberNumber };
          const changed = await repeatable(idempotencyKey, () => act(context, of, options, correction));
          context.print(changed, (paint) => renderMembership(changed, paint));
          return undefined;
        },
      ),
    );
}
