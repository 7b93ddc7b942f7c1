import { resolve } from 'node:path';
import type { Command } from 'commander';
import { showRunJournal } from '../../contract/journals.ts';
import { listRunFiles } from '../../contract/runs.ts';
import { action, type Context, type Session } from '../context.ts';
import { renderRunFiles } from '../render/run.ts';
import { renderJournal } from '../render/run-journal.ts';
import { downloadFiles, type OfferedFile } from '../runs/download-files.ts';
import { findRun, paramsOf } from '../runs/find-run.ts';
import { type KindOption, kindOf, ofPeriod } from '../runs/run-choice.ts';
import { withAttempt } from '../runs/run-command.ts';

type DocumentOptions = KindOption & { download?: string };

/** `run files | journal`: what a released run has written, to be fetched. */
export function addRunDocuments(parent: Command, session: Session): void {
  withAttempt(ofPeriod(parent, 'files', 'the payment files of a released run; the look is logged'))
    .option('--download <folder>', 'fetch them, each checked against its hash')
    .action(
      action(session, async (context, options: DocumentOptions, coopId: string, period: string, attempt?: string) => {
        const kind = kindOf(options, period);
        const call = await context.staff();
        const params = paramsOf(await findRun(call, { coopId, kind, period, attempt }, false));
        const { files } = await call(listRunFiles, { params });
        const paths = await fetched(context, files, options);
        context.print({ files, ...(paths === undefined ? {} : { paths }) }, (paint) =>
          [renderRunFiles(files, paint), ...(paths ?? [])].join('\n'),
        );
        return undefined;
      }),
    );

  withAttempt(ofPeriod(parent, 'journal', "a released run's journal for the books, as CSV"))
    .option('--download <folder>', 'fetch it, checked against its hash')
    .action(
      action(session, async (context, options: DocumentOptions, coopId: string, period: string, attempt?: string) => {
        const kind = kindOf(options, period);
        const call = await context.staff();
        const params = paramsOf(await findRun(call, { coopId, kind, period, attempt }, false));
        const journal = await call(showRunJournal, { params });
        const paths = await fetched(context, [journal], options);
        context.print({ journal, ...(paths === undefined ? {} : { paths }) }, (paint) =>
          [renderJournal(journal, paint), ...(paths ?? [])].join('\n'),
        );
        return undefined;
      }),
    );
}

const fetched = async (
  { terminal }: Context,
  files: readonly OfferedFile[],
  { download }: DocumentOptions,
): Promise<string[] | undefined> =>
  download === undefined ? undefined : await downloadFiles(files, resolve(terminal.cwd, download));
