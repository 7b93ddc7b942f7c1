import { type Command, Option } from 'commander';
import { type AccessPurpose, accessPurposes } from '../../contract/access-purposes.ts';
import { endToEndIdSchema, type PaymentView, showPayment } from '../../contract/payments.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { coopIdSchema } from '../../domain/identifiers.ts';
import { by } from '../arguments.ts';
import type { Context } from '../context.ts';
import { versionOption } from '../customers/seen-version.ts';
import { renderPaymentLine } from '../render/payment.ts';

export type Looking = { purpose: AccessPurpose };
export type Acting = Looking & { version?: number; dryRun?: true };
type Which = { coopId: string; endToEndId: string };

export const coop = by(coopIdSchema, 'the id of a co-op');
const payment = by(endToEndIdSchema, 'an EndToEndId');
export const words = by(freeTextSchema, 'a reason of 3 to 200 characters');

export const withPurpose = (command: Command): Command =>
  command.addOption(
    new Option('--purpose <purpose>', 'why; kept with the access event')
      .choices(accessPurposes)
      .default('payoutControl'),
  );
export const ofPayment = (parent: Command, name: string, description: string): Command =>
  withPurpose(
    parent
      .command(name)
      .description(description)
      .argument('<coop>', 'co-op id', coop)
      .argument('<payment>', 'its EndToEndId', payment),
  );
export const acting = (parent: Command, name: string, description: string): Command =>
  ofPayment(parent, name, description)
    .addOption(versionOption('--version <n>', 'version of the payment'))
    .option('--dry-run', 'show what would come of it, and change nothing');

/** What every change sends; the version is the one given, else the present one, which is told. */
export async function sent(context: Context, of: Which, { purpose, version, dryRun }: Acting) {
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

export function shown(context: Context, changed: { payment: PaymentView; dryRun: boolean }): undefined {
  context.print(changed, (paint) => renderPaymentLine(changed, paint));
}
