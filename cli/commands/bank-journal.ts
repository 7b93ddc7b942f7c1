import { resolve } from 'node:path';
import type { Command } from 'commander';
import { showBankJournal } from '../../contract/journals.ts';
import { bankFileIdSchema } from '../../domain/bank/bank-file-id.ts';
import { by } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { renderJournal } from '../render/run-journal.ts';
import { downloadFiles } from '../runs/download-files.ts';
import { coopArgument } from '../runs/run-choice.ts';

/** `bank journal`: what a file of the bank moved in the books. */
export function addBankJournal(parent: Command, session: Session): void {
  parent
    .command('journal')
    .description('the journal of a file: payments that came back, contributions that came in')
    .argument('<coop>', 'co-op id', coopArgument)
    .argument('<file>', 'id of the file', by(bankFileIdSchema, 'the id of a file'))
    .option('--download <folder>', 'fetch it, checked against its hash')
    .action(
      action(session, async (context, { download }: { download?: string }, coopId: string, fileId: string) => {
        const { journal } = await (await context.staff())(showBankJournal, { params: { coopId, fileId } });
        const folder = download === undefined ? undefined : resolve(context.terminal.cwd, download);
        const paths = journal === null || folder === undefined ? [] : await downloadFiles([journal], folder);
        context.print({ journal, ...(paths.length === 0 ? {} : { paths }) }, (paint) =>
          journal === null
            ? 'The file moved nothing in the books.'
            : [renderJournal(journal, paint), ...paths].join('\n'),
        );
        return undefined;
      }),
    );
}
