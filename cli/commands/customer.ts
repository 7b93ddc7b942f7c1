import { randomUUID } from 'node:crypto';
import { Argument, type Command, Option } from 'commander';
import {
  correctCustomer,
  createCustomer,
  customerHistory,
  revealable,
  revealCustomer,
  showCustomer,
} from '../../contract/customers.ts';
import { idempotent } from '../../contract/register-fields.ts';
import { type CustomerField, customerFieldNames } from '../../domain/catalogue/customer.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { coopIdSchema, customerNumberSchema } from '../../domain/identifiers.ts';
import { by, wholeNumber } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { seenVersion, versionOption } from '../customers/seen-version.ts';
import { saidValues, type ValueOptions, withValues } from '../customers/value-options.ts';
import { CliError, exitOf } from '../exit-codes.ts';
import { type Changing, changeOf, type Looking, withChange, withPurpose } from '../person-options.ts';
import { renderChanged, renderHistory, renderRevealed } from '../render/customer.ts';
import { renderCustomerPage } from '../render/customer-page.ts';
import { addMergeCommands } from './customer-merge.ts';
import { addSearchCommand } from './customer-search.ts';

const customer = by(customerNumberSchema, 'a customer number');
const coop = by(coopIdSchema, 'the id of a co-op');
const reason = by(freeTextSchema, 'a reason of 3 to 200 characters');

/** `customer add | show | search | correct | history | reveal | merge | undo-merge`. */
export function addCustomerCommands(program: Command, session: Session): void {
  const parent = program.command('customer').description('customers: members, persons of households, companies');
  addEntering(parent, session);
  addShow(parent, session);
  addSearchCommand(parent, session);
  addCorrection(parent, session);
  addHistory(parent, session);
  addReveal(parent, session);
  addMergeCommands(parent, session);
}

const ofCustomer = (parent: Command, name: string, description: string): Command =>
  parent.command(name).description(description).argument('<customer>', 'customer number', customer);

type Entering = Changing & ValueOptions & { coop: string; kind: 'PERSON' | 'COMPANY'; key?: string };

function addEntering(parent: Command, session: Session): void {
  withValues(withChange(parent.command('add').description('enter a customer')))
    .requiredOption('--coop <id>', 'co-op', coop)
    .addOption(new Option('--kind <kind>', 'what it is').choices(['PERSON', 'COMPANY']).default('PERSON'))
    .option(
      '--key <key>',
      'of an attempt that had no answer: enters nobody twice',
      by(idempotent.idempotencyKey, 'a key'),
    )
    .action(
      action(session, async (context, options: Entering) => {
        const set = await saidValues(context.terminal, options);
        const call = await context.staff();
        const idempotencyKey = options.key ?? randomUUID();
        const body = { coopId: options.coop, kind: options.kind, set, idempotencyKey, ...changeOf(options) };
        const made = await repeatable(idempotencyKey, () => call(createCustomer, { body }));
        context.print(made, (paint) => renderChanged('entered', made, paint));
        return undefined;
      }),
    );
}

/** Without an answer nobody knows whether the customer was entered: the same key again finds out and enters nobody twice. */
async function repeatable<T>(key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (exitOf(error) !== 'unavailable' || !(error instanceof Error)) throw error;
    throw new CliError('unavailable', error.message, `Repeat the command with --key ${key}: nobody is entered twice.`);
  }
}

function addShow(parent: Command, session: Session): void {
  withPurpose(ofCustomer(parent, 'show', "a customer's page; sealed values by their masks")).action(
    action(session, async (context, { purpose }: Looking, customerNumber: string) => {
      const call = await context.staff();
      const page = await call(showCustomer, { body: { customerNumber, purpose } });
      context.print(page, (paint) => renderCustomerPage(page, paint));
      return undefined;
    }),
  );
}

type Correction = Changing & ValueOptions & { clear?: CustomerField[]; version?: number };

function addCorrection(parent: Command, session: Session): void {
  withValues(withChange(ofCustomer(parent, 'correct', 'correct values; what was there stays in the history')))
    .addOption(new Option('--clear <name...>', 'values that are no more').choices(customerFieldNames))
    .addOption(versionOption('--version <n>', 'the version'))
    .action(
      action(session, async (context, options: Correction, customerNumber: string) => {
        const why = options.reason;
        if (why === undefined) throw new CliError('badInput', 'Give --reason: it is kept with what was replaced.');
        const set = await saidValues(context.terminal, options);
        const { clear = [] } = options;
        if (Object.keys(set).length === 0 && clear.length === 0)
          throw new CliError('badInput', 'Give --set, --identity-code or --clear.');
        const call = await context.staff();
        const seen = await seenVersion(context, call, {
          customerNumber,
          purpose: options.purpose,
          given: options.version,
        });
        const changed = await call(correctCustomer, {
          body: {
            customerNumber,
            version: seen,
            set,
            ...(clear.length > 0 && { clear }),
            ...changeOf(options),
            reason: why,
          },
        });
        context.print(changed, (paint) => renderChanged('corrected', changed, paint));
        return undefined;
      }),
    );
}

function addHistory(parent: Command, session: Session): void {
  withPurpose(ofCustomer(parent, 'history', 'earlier values, newest first'))
    .option('--before <version>', 'older ones: as the last page says', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .action(
      action(session, async (context, options: Looking & { before?: number }, customerNumber: string) => {
        const { purpose, before } = options;
        const call = await context.staff();
        const body = { customerNumber, purpose, ...(before !== undefined && { before }) };
        const history = await call(customerHistory, { body });
        context.print(history, (paint) => renderHistory(history, paint));
        return undefined;
      }),
    );
}

type Revealing = Looking & { reason: string };
type Revealable = (typeof revealable)[number];

function addReveal(parent: Command, session: Session): void {
  withPurpose(ofCustomer(parent, 'reveal', 'sealed values in full; the look is kept with its reason'))
    .addArgument(new Argument('<field...>', 'which').choices(revealable))
    .requiredOption('--reason <text>', 'why', reason)
    .action(
      action(
        session,
        async (context, { purpose, reason: why }: Revealing, customerNumber: string, fields: Revealable[]) => {
          const call = await context.staff();
          const revealed = await call(revealCustomer, { body: { customerNumber, purpose, reason: why, fields } });
          context.print(revealed, (paint) => renderRevealed(revealed, paint));
          return undefined;
        },
      ),
    );
}
