import { resolve } from 'node:path';
import type { Command } from 'commander';
import * as z from 'zod/mini';
import {
  approveRun,
  cancelRun,
  listRunFiles,
  listRunHouseholds,
  listRuns,
  type RunView,
  rejectRun,
  startRun,
  submitRun,
} from '../../contract/runs.ts';
import { monthSchema } from '../../domain/calendar.ts';
import { coopIdSchema } from '../../domain/identifiers.ts';
import { runHashSchema } from '../../domain/run.ts';
import { by, minutes } from '../arguments.ts';
import type { Call } from '../client.ts';
import { action, type Context, type Session } from '../context.ts';
import type { ExitName } from '../exit-codes.ts';
import { renderRun, renderRunFiles, renderRunHouseholds, renderRuns } from '../render/run.ts';
import { confirmHash } from '../runs/confirm-hash.ts';
import { downloadFiles } from '../runs/download-files.ts';
import { findRun, paramsOf } from '../runs/find-run.ts';
import { waitForRun } from '../runs/wait-for-run.ts';
import { progressLine } from '../terminal.ts';

type WaitOptions = { wait?: true; maxMinutes: number };
type SignOptions = WaitOptions & { hash?: string; yes?: true };

const coop = by(coopIdSchema, 'the id of a co-op');
const month = by(monthSchema, 'a month as yyyy-mm, for example 2026-10');
const attempt = by(z.string().check(z.regex(/^D?[1-9]\d{0,2}$/)), 'an attempt: 1, 2, …, or D1, D2, … of dry runs');

/** `run start | list | show | submit | approve | reject | cancel | files | households`. */
export function addRunCommands(program: Command, session: Session): void {
  const run = program.command('run').description('payout runs: one a co-op and month, by two persons');
  addStart(run, session);
  addLooks(run, session);
  addSignature(run, session, {
    name: 'submit',
    description: 'submit a calculated run for approval',
    endpoint: submitRun,
  });
  addSignature(run, session, {
    name: 'approve',
    description: 'approve what another person submitted; the payment files are then written',
    endpoint: approveRun,
    awaited: ({ state }) => state === 'FILES_WRITTEN' || state === 'RELEASED' || state === 'CLOSED',
  });
  addEnding(run, session, { name: 'reject', description: 'reject a submitted run', endpoint: rejectRun });
  addEnding(run, session, { name: 'cancel', description: 'cancel a run that is not approved', endpoint: cancelRun });
  addFiles(run, session);
}

const named = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .description(description)
    .argument('<coop>', 'co-op id', coop)
    .argument('<month>', 'yyyy-mm', month);

const withAttempt = (command: Command): Command =>
  command.argument('[attempt]', 'attempt (default: the latest)', attempt);

const withWait = (command: Command, until: string): Command =>
  command.option('--wait', `wait until ${until}`).option('--max-minutes <minutes>', 'the longest wait', minutes, 60);

function addStart(parent: Command, session: Session): void {
  const command = named(parent, 'start', "start a month's run, or show the one that is alive");
  withWait(command, 'it is calculated')
    .option('--dry-run', 'calculate and report only')
    .action(
      action(session, async (context, options: WaitOptions & { dryRun?: true }, coopId: string, period: string) => {
        const call = await context.staff();
        const dryRun = options.dryRun === true;
        const run = await call(startRun, { body: { coopId, kind: 'BONUS', period, dryRun } });
        return await printed(context, await awaited(context, call, run, options, ({ state }) => state !== 'DRAFT'));
      }),
    );
}

function addLooks(parent: Command, session: Session): void {
  parent
    .command('list')
    .description("a co-op's runs, newest first")
    .argument('<coop>', 'co-op id', coop)
    .action(
      action(session, async (context, _: unknown, coopId: string) => {
        const call = await context.staff();
        const result = await call(listRuns, { params: { coopId } });
        context.print(result, (paint) => renderRuns(result.runs, paint));
        return undefined;
      }),
    );

  withAttempt(named(parent, 'show', 'show a run: state, totals, differences, hash, signatures')).action(
    action(session, async (context, _: unknown, coopId: string, period: string, number?: string) => {
      const call = await context.staff();
      return await printed(context, await findRun(call, { coopId, period, attempt: number }, true));
    }),
  );

  withAttempt(named(parent, 'households', 'what a run does for each household; the look is logged')).action(
    action(session, async (context, _: unknown, coopId: string, period: string, number?: string) => {
      const call = await context.staff();
      const params = paramsOf(await findRun(call, { coopId, period, attempt: number }, true));
      const households = await allHouseholds(context, call, params);
      context.print({ households }, (paint) => renderRunHouseholds(households, paint));
      return undefined;
    }),
  );
}

type Params = ReturnType<typeof paramsOf>;

async function allHouseholds(context: Context, call: Call, params: Params) {
  const line = progressLine(context.terminal.stderr);
  const households = [];
  let cursor: string | undefined;
  do {
    const page = await call(listRunHouseholds, { params, query: cursor === undefined ? {} : { cursor } });
    households.push(...page.households);
    cursor = page.cursor;
    line.show(`${households.length} households …`);
  } while (cursor !== undefined);
  line.clear();
  return households;
}

type Signature = {
  name: string;
  description: string;
  endpoint: typeof submitRun | typeof approveRun;
  awaited?: (run: RunView) => boolean;
};

function addSignature(
  parent: Command,
  session: Session,
  { name, description, endpoint, awaited: until }: Signature,
): void {
  const command = withAttempt(named(parent, name, description))
    .option('--hash <hash>', 'sign this hash without a question', by(runHashSchema, 'the 64 digits of a hash'))
    .option('--yes', 'sign the present hash without a question');
  if (until !== undefined) withWait(command, 'the payment files are written');
  command.action(
    action(session, async (context, options: SignOptions, coopId: string, period: string, number?: string) => {
      const call = await context.staff();
      const shown = await findRun(call, { coopId, period, attempt: number }, false);
      const hash = options.hash ?? (await confirmHash(context, shown, name, options.yes === true));
      const signed = await call(endpoint, { params: paramsOf(shown), body: { hash } });
      const run = until === undefined ? signed : await awaited(context, call, signed, options, until);
      return await printed(context, run);
    }),
  );
}

type Ending = { name: string; description: string; endpoint: typeof rejectRun | typeof cancelRun };

function addEnding(parent: Command, session: Session, { name, description, endpoint }: Ending): void {
  withAttempt(named(parent, name, description)).action(
    action(session, async (context, _: unknown, coopId: string, period: string, number?: string) => {
      const call = await context.staff();
      const shown = await findRun(call, { coopId, period, attempt: number }, false);
      return await printed(context, await call(endpoint, { params: paramsOf(shown) }));
    }),
  );
}

function addFiles(parent: Command, session: Session): void {
  withAttempt(named(parent, 'files', 'the payment files of a run; the look is logged'))
    .option('--download <folder>', 'fetch them, each checked against its hash')
    .action(
      action(
        session,
        async (context, { download }: { download?: string }, coopId: string, period: string, number?: string) => {
          const call = await context.staff();
          const params = paramsOf(await findRun(call, { coopId, period, attempt: number }, false));
          const { files } = await call(listRunFiles, { params });
          const folder = download === undefined ? undefined : resolve(context.terminal.cwd, download);
          const paths = folder === undefined ? undefined : await downloadFiles(files, folder);
          context.print({ files, ...(paths === undefined ? {} : { paths }) }, (paint) =>
            [renderRunFiles(files, paint), ...(paths ?? [])].join('\n'),
          );
          return undefined;
        },
      ),
    );
}

/** With `--wait` the run when it has got there, else as it is. */
async function awaited(
  context: Context,
  call: Call,
  run: RunView,
  { wait, maxMinutes }: WaitOptions,
  arrived: (run: RunView) => boolean,
): Promise<RunView> {
  if (wait !== true || arrived(run)) return run;
  const line = progressLine(context.terminal.stderr);
  try {
    const onRun = ({ state }: RunView): void => line.show(`${state} …`);
    return await waitForRun(call, paramsOf(run), { arrived, maxMinutes, onRun });
  } finally {
    line.clear();
  }
}

/** Shows a run; one that has stopped for a person is no success. */
async function printed(context: Context, run: RunView): Promise<ExitName> {
  context.print(run, (paint) => renderRun(run, paint));
  return run.problem === undefined ? 'ok' : 'conflict';
}
