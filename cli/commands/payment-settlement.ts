import type { Command } from 'commander';
import {
  approvePaymentSettlement,
  proposePaymentSettlement,
  withdrawPaymentSettlement,
} from '../../contract/payment-settlements.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { evidenceReferenceSchema } from '../../domain/payment-evidence.ts';
import { by, wholeNumber } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { type Acting, acting, sent, shown, words } from './payment-act.ts';

type Told = { paidOn: string; paid: number; tax: number; reference: string; reason: string };
const cents = wholeNumber(0, 1_000_000_000);

/** `payment settle | approve-settlement | withdraw-settlement`: owed money that was paid outside of the runs. */
export function addSettlement(parent: Command, session: Session): void {
  acting(parent, 'settle', 'propose that owed money was paid outside of the runs; paid and tax are the whole of it')
    .requiredOption('--paid-on <day>', 'when it was paid', by(localDateSchema, 'a day as yyyy-mm-dd'))
    .requiredOption('--paid <cents>', 'what the payee got', cents)
    .option('--tax <cents>', 'tax at source of a non-resident', cents, 0)
    .requiredOption(
      '--reference <id>',
      'the document that shows it',
      by(evidenceReferenceSchema, 'the id of a document'),
    )
    .requiredOption('--reason <text>', 'why, in words', words)
    .action(
      action(session, async (context, options: Acting & Told, coopId: string, endToEndId: string) => {
        const { paidOn, paid: paidCents, tax: taxAtSourceCents, reference, reason } = options;
        const told = { paidOn, paidCents, taxAtSourceCents, reference, reason };
        const body = { ...(await sent(context, { coopId, endToEndId }, options)), ...told };
        const call = await context.staff();
        return shown(context, await call(proposePaymentSettlement, { body }));
      }),
    );
  acting(parent, 'approve-settlement', 'approve what somebody else has proposed as settled').action(
    action(session, async (context, options: Acting, coopId: string, endToEndId: string) => {
      const body = await sent(context, { coopId, endToEndId }, options);
      const call = await context.staff();
      return shown(context, await call(approvePaymentSettlement, { body }));
    }),
  );
  acting(parent, 'withdraw-settlement', 'withdraw what nobody has approved: runs can pay it again').action(
    action(session, async (context, options: Acting, coopId: string, endToEndId: string) => {
      const body = await sent(context, { coopId, endToEndId }, options);
      const call = await context.staff();
      return shown(context, await call(withdrawPaymentSettlement, { body }));
    }),
  );
}
