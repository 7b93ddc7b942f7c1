import { type Command, Option } from 'commander';
import {
  approvePaymentLapse,
  listOwedPayments,
  listUnpaidBonus,
  proposePaymentLapse,
  resolvePayment,
  showPayment,
  showPaymentJournal,
} from '../../contract/payments.ts';
import { monthSchema } from '../../domain/calendar.ts';
import { evidenceReferenceSchema, type PaymentVerdict, paymentVerdicts } from '../../domain/payment-evidence.ts';
import { by } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { allPages } from '../pages.ts';
import { renderOwed, renderPayment, renderUnpaidBonus } from '../render/payment.ts';
import { addBonusWriteOff } from './bonus-write-off.ts';
import { type Acting, acting, coop, type Looking, ofPayment, sent, shown, withPurpose, words } from './payment-act.ts';
import { addSettlement } from './payment-settlement.ts';

/** `payment owed | unpaid-bonus | show | journal | resolve | lapse | approve-lapse | settle | approve-settlement | withdraw-settlement`. */
export function addPaymentCommands(program: Command, session: Session): void {
  const parent = program.command('payment').description('payments: what is owed still, and what the bank has said');
  addLists(parent, session);
  ofPayment(parent, 'show', 'a payment with its evidence').action(
    action(session, async (context, { purpose }: Looking, coopId: string, endToEndId: string) => {
      const call = await context.staff();
      const shown = await call(showPayment, { body: { coopId, endToEndId, purpose } });
      context.print(shown, (paint) => renderPayment(shown, paint));
      return undefined;
    }),
  );
  parent
    .command('journal')
    .description('what decisions of people moved in the books in a month, as CSV')
    .argument('<coop>', 'co-op id', coop)
    .argument('<month>', 'yyyy-mm', by(monthSchema, 'a month as yyyy-mm'))
    .action(
      action(session, async (context, _options: object, coopId: string, month: string) => {
        const call = await context.staff();
        const journal = await call(showPaymentJournal, { params: { coopId, month } });
        context.print(journal, () => journal.csv.trimEnd());
        return undefined;
      }),
    );
  addResolution(parent, session);
  addLapse(parent, session);
  addSettlement(parent, session);
  addBonusWriteOff(parent, session);
}

function addLists(parent: Command, session: Session): void {
  const listOf = (name: string, description: string): Command =>
    withPurpose(parent.command(name).description(description).argument('<coop>', 'co-op id', coop));
  listOf('owed', 'what is held, came back or is unknown, the longest due first').action(
    action(session, async (context, { purpose }: Looking, coopId: string) => {
      const call = await context.staff();
      const payments = await allPages(async (cursor) => {
        const page = await call(listOwedPayments, { body: { coopId, purpose, ...cursor } });
        return { entries: page.payments, cursor: page.cursor };
      });
      context.print({ payments }, (paint) => renderOwed(payments, paint));
      return undefined;
    }),
  );
  listOf('unpaid-bonus', 'Bonus that no run has paid yet, by household and month').action(
    action(session, async (context, { purpose }: Looking, coopId: string) => {
      const call = await context.staff();
      const households = await allPages(async (cursor) => {
        const page = await call(listUnpaidBonus, { body: { coopId, purpose, ...cursor } });
        return { entries: page.households, cursor: page.cursor };
      });
      context.print({ households }, (paint) => renderUnpaidBonus(households, paint));
      return undefined;
    }),
  );
}

function addResolution(parent: Command, session: Session): void {
  acting(parent, 'resolve', 'what has become of a payment that is unknown or was never answered')
    .addOption(new Option('--as <verdict>', 'what it is').choices(paymentVerdicts).makeOptionMandatory())
    .requiredOption('--reference <id>', 'the document by which', by(evidenceReferenceSchema, 'the id of a document'))
    .requiredOption('--reason <text>', 'why, in words', words)
    .action(
      action(
        session,
        async (
          context,
          options: Acting & { as: PaymentVerdict; reference: string; reason: string },
          coopId: string,
          endToEndId: string,
        ) => {
          const { as: verdict, reference, reason } = options;
          const body = { ...(await sent(context, { coopId, endToEndId }, options)), verdict, reference, reason };
          const call = await context.staff();
          return shown(context, await call(resolvePayment, { body }));
        },
      ),
    );
}

function addLapse(parent: Command, session: Session): void {
  acting(parent, 'lapse', 'propose to write off what can be claimed no longer')
    .requiredOption('--reason <text>', 'why, in words', words)
    .action(
      action(session, async (context, options: Acting & { reason: string }, coopId: string, endToEndId: string) => {
        const body = { ...(await sent(context, { coopId, endToEndId }, options)), reason: options.reason };
        const call = await context.staff();
        return shown(context, await call(proposePaymentLapse, { body }));
      }),
    );
  acting(parent, 'approve-lapse', 'approve what somebody else has proposed to write off').action(
    action(session, async (context, options: Acting, coopId: string, endToEndId: string) => {
      const body = await sent(context, { coopId, endToEndId }, options);
      const call = await context.staff();
      return shown(context, await call(approvePaymentLapse, { body }));
    }),
  );
}
