import { type Command, Option } from 'commander';
import { type AccessPurpose, accessPurposes } from '../../contract/access-purposes.ts';
import {
  approvePaymentLapse,
  endToEndIdSchema,
  listOwedPayments,
  listUnpaidBonus,
  type PaymentView,
  proposePaymentLapse,
  resolvePayment,
  showPayment,
  showPaymentJournal,
} from '../../contract/payments.ts';
import { monthSchema } from '../../domain/calendar.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { coopIdSchema } from '../../domain/identifiers.ts';
import { evidenceReferenceSchema, type PaymentVerdict, paymentVerdicts } from '../../domain/payment-evidence.ts';
import { by } from '../arguments.ts';
import { action, type Context, type Session } from '../context.ts';
import { versionOption } from '../customers/seen-version.ts';
import { allPages } from '../pages.ts';
import { renderOwed, renderPayment, renderPaymentLine, renderUnpaidBonus } from '../render/payment.ts';

type Looking = { purpose: AccessPurpose };
type Acting = Looking & { version?: number; dryRun?: true };
type Which = { coopId: string; endToEndId: string };

const coop = by(coopIdSchema, 'the id of a co-op');
const payment = by(endToEndIdSchema, 'an EndToEndId');
const words = by(freeTextSchema, 'a reason of 3 to 200 characters');

/** `payment owed | unpaid-bonus | show | journal | resolve | lapse | approve-lapse`. */
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
}

const withPurpose = (command: Command): Command =>
  command.addOption(
    new Option('--purpose <purpose>', 'why; kept with the access event')
      .choices(accessPurposes)
      .default('payoutControl'),
  );
const ofPayment = (parent: Command, name: string, description: string): Command =>
  withPurpose(
    parent
      .command(name)
      .description(description)
      .argument('<coop>', 'co-op id', coop)
      .argument('<payment>', 'its EndToEndId', payment),
  );
const acting = (parent: Command, name: string, description: string): Command =>
  ofPayment(parent, name, description)
    .addOption(versionOption('--version <n>', 'version of the payment'))
    .option('--dry-run', 'show what would come of it, and change nothing');

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

/** What every change sends; the version is the one given, else the present one, which is told. */
async function sent(context: Context, of: Which, { purpose, version, dryRun }: Acting) {
  return {
    ...of,
    purpose,
    version: version ?? (await presentVersion(context, of, purpose)),
    ...(dryRun && { dryRun }),
  };
}

async function presentVersion(context: Context, of: Which, purpose: AccessPurpose): Promise<number> {
  const call = await context.staff();
  const { payment: present } = await call(showPayment, { body: { ...of, purpose } });
  context.note(`${present.endToEndId}: ${present.state}, decided on version ${present.version}`);
  return present.version;
}

function shown(context: Context, changed: { payment: PaymentView; dryRun: boolean }): undefined {
  context.print(changed, (paint) => renderPaymentLine(changed, paint));
}
