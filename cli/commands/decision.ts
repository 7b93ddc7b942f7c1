import { Argument, type Command, Option } from 'commander';
import {
  approveDecision,
  type DecisionView,
  listDecisions,
  recordDecision,
  showDecision,
  withdrawDecision,
} from '../../contract/decisions.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { yearSchema } from '../../domain/run-period.ts';
import { type DecisionKind, type DecisionTerms, decisionKinds } from '../../domain/surplus-decision.ts';
import { by, wholeNumber } from '../arguments.ts';
import type { Call } from '../client.ts';
import { action, type Context, type Session } from '../context.ts';
import { CliError } from '../exit-codes.ts';
import { renderDecision, renderDecisions, renderVersions } from '../render/decision.ts';
import { coopArgument } from '../runs/run-choice.ts';

const day = by(localDateSchema, 'a date as yyyy-mm-dd');
const text = by(freeTextSchema, 'one line of 3 to 200 characters');
const cents = wholeNumber(1, 1_000_000_000_000);
const kinds = decisionKinds.map((kind) => kind.toLowerCase());
const whichOf = (coopId: string, kind: string, year: string) => ({
  coopId,
  kind: kind.toUpperCase() as DecisionKind,
  year,
});
type Which = ReturnType<typeof whichOf>;

/** `decision list | show | record | approve | withdraw`: what was decided to distribute of a year. */
export function addDecisionCommands(program: Command, session: Session): void {
  const decision = program
    .command('decision')
    .description('what was decided to distribute of a year: interest, surplus');
  addLooks(decision, session);
  addRecord(decision, session);
  addActs(decision, session);
}

const ofDecision = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .description(description)
    .argument('<coop>', 'co-op id', coopArgument)
    .addArgument(new Argument('<kind>', 'what is distributed').choices(kinds))
    .argument('<year>', 'the year whose surplus it is', by(yearSchema, 'a year as yyyy'));

function addLooks(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('decisions of a co-op, newest year first')
    .argument('<coop>', 'co-op id', coopArgument)
    .action(
      action(session, async (context, _: unknown, coopId: string) => {
        const listed = await (await context.staff())(listDecisions, { params: { coopId } });
        context.print(listed, (paint) => renderDecisions(listed.decisions, paint));
        return undefined;
      }),
    );
  ofDecision(parent, 'show', 'a decision with all its versions').action(
    action(session, async (context, _: unknown, coopId: string, kind: string, year: string) => {
      const shown = await (await context.staff())(showDecision, { params: whichOf(coopId, kind, year) });
      context.print(shown, (paint) =>
        [renderDecision(shown.decision, paint), renderVersions(shown.versions, paint)].join('\n\n'),
      );
      return undefined;
    }),
  );
}

type Terms = {
  by: 'council' | 'meeting' | 'board';
  decided: string;
  rate: number;
  funds: string;
  payOn: string;
  most: number;
  authorised?: string;
  authorisedUntil?: string;
  authorisedMost?: number;
  dryRun?: true;
};

function addRecord(parent: Command, session: Session): void {
  ofDecision(parent, 'record', 'record what was decided, or say it anew; another person approves it')
    .addOption(new Option('--by <who>', 'who decided').choices(['council', 'meeting', 'board']).makeOptionMandatory())
    .requiredOption('--decided <day>', 'when it was decided', day)
    .requiredOption('--rate <basis points>', 'of the share or the purchases; 1000 is 10 %', wholeNumber(1, 10_000))
    .requiredOption('--funds <text>', 'from which funds, as the minutes say it', text)
    .requiredOption('--pay-on <day>', 'when the money should be there', day)
    .requiredOption('--most <cents>', 'the most that all payments may come to, before tax', cents)
    .option('--authorised <day>', 'of the board: when the meeting authorised it', day)
    .option('--authorised-until <day>', 'of the board: the last day of that', day)
    .option('--authorised-most <cents>', 'of the board: the most that it was authorised to', cents)
    .option('--dry-run', 'check it, and record nothing')
    .action(
      action(session, async (context, options: Terms, coopId: string, kind: string, year: string) => {
        const which = whichOf(coopId, kind, year);
        const call = await context.staff();
        const version = (await presentOf(call, which))?.version ?? 0;
        const terms = termsOf(options);
        const body = { ...which, version, terms, ...(options.dryRun && { dryRun: true }) };
        return printed(context, await call(recordDecision, { body }));
      }),
    );
}

function termsOf({ by: who, decided, rate, funds, payOn, most, ...board }: Terms): DecisionTerms {
  const shared = { decidedOn: decided, rateBasisPoints: rate, funds, payOn, mostTotalCents: most };
  if (who !== 'board') return { authority: { by: who === 'council' ? 'COUNCIL' : 'MEETING' }, ...shared };
  const { authorised: authorisedOn, authorisedUntil, authorisedMost: mostTotalCents } = board;
  if (authorisedOn === undefined || authorisedUntil === undefined || mostTotalCents === undefined)
    throw new CliError(
      'badInput',
      'A board decides within what it was authorised to.',
      'Give --authorised, --authorised-until and --authorised-most as well.',
    );
  return { authority: { by: 'BOARD', authorisedOn, authorisedUntil, mostTotalCents }, ...shared };
}

async function presentOf(call: Call, { coopId, kind, year }: Which): Promise<DecisionView | undefined> {
  const { decisions } = await call(listDecisions, { params: { coopId } });
  return decisions.find((one) => one.kind === kind && one.year === year);
}

const printed = (context: Context, changed: { decision: DecisionView; dryRun: boolean }): undefined => {
  context.print(changed, (paint) => renderDecision(changed.decision, paint, changed.dryRun));
};

type Act = { version: number; dryRun?: true };

function addActs(parent: Command, session: Session): void {
  const version = wholeNumber(1, 1_000_000);
  const acting = (name: string, description: string) =>
    ofDecision(parent, name, description)
      .requiredOption('--version <number>', 'the version that you have looked at', version)
      .option('--dry-run', 'show what would come of it, and change nothing');
  acting('approve', 'approve what another person recorded').action(
    action(session, async (context, options: Act, coopId: string, kind: string, year: string) => {
      const body = { version: options.version, ...(options.dryRun && { dryRun: true }) };
      const params = whichOf(coopId, kind, year);
      return printed(context, await (await context.staff())(approveDecision, { params, body }));
    }),
  );
  acting('withdraw', 'take a decision back, until a run of it is released')
    .requiredOption('--reason <text>', 'why; it stays', text)
    .action(
      action(
        session,
        async (context, options: Act & { reason: string }, coopId: string, kind: string, year: string) => {
          const { version: seen, reason, dryRun } = options;
          const body = { version: seen, reason, ...(dryRun && { dryRun: true }) };
          const params = whichOf(coopId, kind, year);
          return printed(context, await (await context.staff())(withdrawDecision, { params, body }));
        },
      ),
    );
}
