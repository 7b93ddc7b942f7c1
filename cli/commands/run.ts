import type { Command } from 'commander';
import { listRuns, startRun } from '../../contract/runs.ts';
import { action, type Session } from '../context.ts';
import { renderRuns } from '../render/run.ts';
import { findRun } from '../runs/find-run.ts';
import { coopArgument, type KindOption, kindOf, kindOption, ofPeriod } from '../runs/run-choice.ts';
import { awaited, printed, type WaitOptions, withAttempt, withWait } from '../runs/run-command.ts';
import { addRunDocuments } from './run-documents.ts';
import { addRunPayees } from './run-payees.ts';
import { addRunSignatures } from './run-signatures.ts';

/**
 * `run start | list | show | payees | differences | submit | approve | release | reject | cancel | close | files | journal`, for every kind
 * of run.
 */
export function addRunCommands(program: Command, session: Session): void {
  const run = program
    .command('run')
    .description('payout runs: one a co-op, kind and period, by two persons, booked at the release');
  addStart(run, session);
  addList(run, session);
  addShow(run, session);
  addRunPayees(run, session);
  addRunSignatures(run, session);
  addRunDocuments(run, session);
}

function addStart(parent: Command, session: Session): void {
  withWait(ofPeriod(parent, 'start', 'start a run, or show the one that is alive'), 'it is calculated')
    .option('--dry-run', 'calculate and report only')
    .action(
      action(
        session,
        async (context, options: WaitOptions & KindOption & { dryRun?: true }, coopId: string, period: string) => {
          const kind = kindOf(options, period);
          const call = await context.staff();
          const run = await call(startRun, { body: { coopId, kind, period, dryRun: options.dryRun === true } });
          return printed(context, await awaited(context, call, run, options, ({ state }) => state !== 'DRAFT'));
        },
      ),
    );
}

function addList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description("a co-op's runs, newest first")
    .argument('<coop>', 'co-op id', coopArgument)
    .addOption(kindOption('only this kind'))
    .action(
      action(session, async (context, { kind }: KindOption, coopId: string) => {
        const call = await context.staff();
        const all = await call(listRuns, { params: { coopId } });
        const runs = all.runs.filter((run) => kind === undefined || run.kind.toLowerCase() === kind);
        context.print({ runs }, (paint) => renderRuns(runs, paint));
        return undefined;
      }),
    );
}

function addShow(parent: Command, session: Session): void {
  const show = ofPeriod(parent, 'show', 'show a run: state, totals, differences, what is not paid, hash, signatures');
  withAttempt(show).action(
    action(session, async (context, options: KindOption, coopId: string, period: string, attempt?: string) => {
      const kind = kindOf(options, period);
      const call = await context.staff();
      return printed(context, await findRun(call, { coopId, kind, period, attempt }, true));
    }),
  );
}
