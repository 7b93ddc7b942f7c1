import type { Command } from 'commander';
import {
  approveRefundDecision,
  listRefundDecisions,
  type RefundDecisionView,
  recordRefundDecision,
  showRefundDecision,
  withdrawRefundDecision,
} from '../../contract/refund-decisions.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { yearSchema } from '../../domain/run-period.ts';
import { by, wholeNumber } from '../arguments.ts';
import { action, type Context, type Session } from '../context.ts';
import { renderRefundDecision, renderRefundDecisions } from '../render/refund-decision.ts';
import { coopArgument } from '../runs/run-choice.ts';

const text = by(freeTextSchema, 'one line of 3 to 200 characters');

/** `refund-decision list | show | record | approve | withdraw`: what part of shares is refunded when equity is short. */
export function addRefundDecisionCommands(program: Command, session: Session): void {
  const parent = program
    .command('refund-decision')
    .description('what part of shares is refunded to those who left in a financial year');
  addLooks(parent, session);
  addRecord(parent, session);
  addActs(parent, session);
}

const ofDecision = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .description(description)
    .argument('<coop>', 'co-op id', coopArgument)
    .argument('<year>', 'the financial year in which they left', by(yearSchema, 'a year as yyyy'));

function addLooks(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('decisions of a co-op, newest year first')
    .argument('<coop>', 'co-op id', coopArgument)
    .action(
      action(session, async (context, _: unknown, coopId: string) => {
        const listed = await (await context.staff())(listRefundDecisions, { params: { coopId } });
        context.print(listed, (paint) => renderRefundDecisions(listed.decisions, paint));
        return undefined;
      }),
    );
  ofDecision(parent, 'show', 'a decision with all its versions').action(
    action(session, async (context, _: unknown, coopId: string, year: string) => {
      const shown = await (await context.staff())(showRefundDecision, { params: { coopId, year } });
      context.print(shown, (paint) =>
        [renderRefundDecision(shown.decision, paint), renderRefundDecisions(shown.versions, paint)].join('\n\n'),
      );
      return undefined;
    }),
  );
}

type Terms = { decided: string; part: number; basis: string; final?: true; dryRun?: true };

function addRecord(parent: Command, session: Session): void {
  ofDecision(parent, 'record', 'record what was decided, or say it anew; another person approves it')
    .requiredOption('--decided <day>', 'when it was decided', by(localDateSchema, 'a date as yyyy-mm-dd'))
    .requiredOption('--part <basis points>', 'of each share in all; 10000 is the whole share', wholeNumber(0, 10_000))
    .requiredOption('--basis <text>', 'what it rests on, as the accounts or minutes say it', text)
    .option('--final', 'no more is ever given: the rest goes to the equity of the co-op')
    .option('--dry-run', 'check it, and record nothing')
    .action(
      action(session, async (context, options: Terms, coopId: string, year: string) => {
        const { decided: decidedOn, part: partBasisPoints, basis, final: isFinal = false, dryRun } = options;
        const call = await context.staff();
        const { decisions } = await call(listRefundDecisions, { params: { coopId } });
        const version = decisions.find((one) => one.year === year)?.version ?? 0;
        const terms = { decidedOn, partBasisPoints, isFinal, basis };
        const body = { coopId, year, version, terms, ...(dryRun && { dryRun }) };
        return printed(context, await call(recordRefundDecision, { body }));
      }),
    );
}

const printed = (context: Context, changed: { decision: RefundDecisionView; dryRun: boolean }): undefined => {
  context.print(changed, (paint) => renderRefundDecision(changed.decision, paint, changed.dryRun));
};

type Act = { version: number; dryRun?: true };

function addActs(parent: Command, session: Session): void {
  const acting = (name: string, description: string) =>
    ofDecision(parent, name, description)
      .requiredOption('--version <number>', 'the version that you have looked at', wholeNumber(1, 1_000_000))
      .option('--dry-run', 'show what would come of it, and change nothing');
  acting('approve', 'approve what another person recorded: it is in force').action(
    action(session, async (context, { version, dryRun }: Act, coopId: string, year: string) => {
      const body = { version, ...(dryRun && { dryRun }) };
      return printed(context, await (await context.staff())(approveRefundDecision, { params: { coopId, year }, body }));
    }),
  );
  acting('withdraw', 'take back what nobody has approved')
    .requiredOption('--reason <text>', 'why; it stays', text)
    .action(
      action(
        session,
        async (context, { version, dryRun, reason }: Act & { reason: string }, coopId: string, year: string) => {
          const body = { version, reason, ...(dryRun && { dryRun }) };
          const call = await context.staff();
          return printed(context, await call(withdrawRefundDecision, { params: { coopId, year }, body }));
        },
      ),
    );
}
