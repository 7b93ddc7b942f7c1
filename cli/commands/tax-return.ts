import { type Command, Option } from 'commander';
import {
  approveReturn,
  discardReturn,
  listReturnPayees,
  listReturns,
  openReturn,
  type ReturnView,
} from '../../contract/returns.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { runHashSchema } from '../../domain/run.ts';
import { by } from '../arguments.ts';
import { action, type Context, type Session } from '../context.ts';
import { allPages } from '../pages.ts';
import { renderReturn, renderReturnPayees, renderReturns } from '../render/tax-return.ts';
import { confirmReturn } from '../returns/confirm-return.ts';
import { builtReturn, findReturn, paramsOf } from '../returns/find-return.ts';
import { ofReturn, ofYear, type Waiting, withWait } from '../returns/return-choice.ts';
import { coopArgument } from '../runs/run-choice.ts';
import { addReturnDelivery, addReturnFiles } from './tax-return-files.ts';

const reason = by(freeTextSchema, 'one line of 3 to 200 characters');

/** `tax return open | list | show | payees | approve | discard | files | deliver`. */
export function addTaxReturnCommands(program: Command, session: Session): void {
  const tax =
    program.commands.find((command) => command.name() === 'tax') ??
    program.command('tax').description('withholding, and the annual return');
  const parent = tax.command('return').description('the annual return of a year: one a co-op, by two persons');
  addOpen(parent, session);
  addLooks(parent, session);
  addSignatures(parent, session);
  addReturnFiles(parent, session);
  addReturnDelivery(parent, session);
}

const printed = (context: Context, item: ReturnView, dryRun = false): undefined => {
  context.print(item, (paint) => renderReturn(item, paint, dryRun));
};

function addOpen(parent: Command, session: Session): void {
  type Opening = Waiting & { reason?: string; under500Members?: true; dryRun?: true };
  withWait(ofYear(parent, 'open', 'open the return of a year, or the correction of a delivered one'), 'it is built')
    .option('--reason <text>', 'of a correction: why', reason)
    .option('--under-500-members', 'fewer than 500 members have paid their share: their capital is told')
    .option('--dry-run', 'show from which runs it would be made, and open nothing')
    .action(
      action(session, async (context, options: Opening, coopId: string, ofYearText: string) => {
        const call = await context.staff();
        const body = {
          coopId,
          year: ofYearText,
          ...(options.reason !== undefined && { reason: options.reason }),
          ...(options.under500Members && { underFiveHundredMembers: true }),
          ...(options.dryRun && { dryRun: true }),
        };
        const item = await call(openReturn, { body });
        const waits = options.wait === true && options.dryRun !== true;
        const shown = waits ? await builtReturn(context, call, item, options.maxMinutes) : item;
        return printed(context, shown, options.dryRun === true);
      }),
    );
}

function addLooks(parent: Command, session: Session): void {
  parent
    .command('list')
    .description("a co-op's annual returns, newest first")
    .argument('<coop>', 'co-op id', coopArgument)
    .action(
      action(session, async (context, _: unknown, coopId: string) => {
        const listed = await (await context.staff())(listReturns, { params: { coopId } });
        context.print(listed, (paint) => renderReturns(listed.returns, paint));
        return undefined;
      }),
    );
  ofReturn(parent, 'show', 'a return: sums, what it tells, hash, signatures, last days').action(
    action(session, async (context, _: unknown, coopId: string, of: string, number?: number) =>
      printed(context, await findReturn(await context.staff(), { coopId, year: of, number })),
    ),
  );
  ofReturn(parent, 'payees', 'the payees of a return; the look is logged')
    .addOption(new Option('--only <which>', 'only some').choices(['by-hand', 'changes']))
    .action(
      action(session, async (context, { only }: { only?: string }, coopId: string, of: string, number?: number) => {
        const call = await context.staff();
        const params = paramsOf(await findReturn(call, { coopId, year: of, number }));
        const which = only === undefined ? {} : { only: only === 'changes' ? only : ('byHand' as const) };
        const payees = await allPages(async (cursor) => {
          const page = await call(listReturnPayees, { params, query: { ...which, ...cursor } as never });
          return { entries: page.payees, cursor: page.cursor };
        });
        context.print({ payees }, (paint) => renderReturnPayees(payees, paint));
        return undefined;
      }),
    );
}

function addSignatures(parent: Command, session: Session): void {
  ofReturn(parent, 'approve', 'approve a return that another person opened')
    .option('--hash <hash>', 'sign this hash without a question', by(runHashSchema, 'the 64 digits of a hash'))
    .option('--yes', 'sign the present hash without a question')
    .action(
      action(
        session,
        async (context, options: { hash?: string; yes?: true }, coopId: string, of: string, number?: number) => {
          const call = await context.staff();
          const shown = await findReturn(call, { coopId, year: of, number });
          const hash = options.hash ?? (await confirmReturn(context, shown, options.yes === true));
          return printed(context, await call(approveReturn, { params: paramsOf(shown), body: { hash } }));
        },
      ),
    );
  ofReturn(parent, 'discard', 'give up a return that is not delivered')
    .requiredOption('--reason <text>', 'why; it stays', reason)
    .action(
      action(session, async (context, body: { reason: string }, coopId: string, of: string, number?: number) => {
        const call = await context.staff();
        const params = paramsOf(await findReturn(call, { coopId, year: of, number }));
        return printed(context, await call(discardReturn, { params, body: { reason: body.reason } }));
      }),
    );
}
