import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { deliverReturn, listReturnFiles, writeReturnFiles } from '../../contract/returns.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { titleSchema } from '../../domain/title.ts';
import { by } from '../arguments.ts';
import type { Call } from '../client.ts';
import { action, type Context, type Session } from '../context.ts';
import { renderReturn, renderReturnFiles } from '../render/tax-return.ts';
import { awaited, findReturn, paramsOf } from '../returns/find-return.ts';
import { ofReturn, type Waiting, withWait } from '../returns/return-choice.ts';
import { downloadFiles } from '../runs/download-files.ts';

const day = by(localDateSchema, 'a date as yyyy-mm-dd');

const kinds = { test: 'TEST', csv: 'CSV', production: 'PRODUCTION' } as const;
type Files = Waiting & { write?: keyof typeof kinds; download?: string };

/** `tax return files`: writes and fetches the files of a return. */
export function addReturnFiles(parent: Command, session: Session): void {
  const command = ofReturn(parent, 'files', 'the files of a return; the look is logged')
    .addOption(new Option('--write <kind>', 'write them').choices(Object.keys(kinds)))
    .option('--download <folder>', 'fetch them, each checked against its hash');
  withWait(command, 'all of the kind are written').action(
    action(session, async (context, options: Files, coopId: string, of: string, number?: number) => {
      const call = await context.staff();
      const params = paramsOf(await findReturn(call, { coopId, year: of, number }));
      const { write, wait, maxMinutes, download } = options;
      if (write !== undefined) await call(writeReturnFiles, { params, body: { kind: kinds[write] } });
      const listed =
        write !== undefined && wait === true
          ? await writtenFiles(context, call, params, kinds[write], maxMinutes)
          : await call(listReturnFiles, { params });
      const folder = download === undefined ? undefined : resolve(context.terminal.cwd, download);
      const paths = folder === undefined ? undefined : await downloadFiles(listed.files, folder);
      context.print({ ...listed, ...(paths && { paths }) }, (paint) =>
        [renderReturnFiles(listed, paint), ...(paths ?? [])].join('\n'),
      );
      return undefined;
    }),
  );
}

const writtenFiles = (
  context: Context,
  call: Call,
  params: ReturnType<typeof paramsOf>,
  kind: (typeof kinds)[keyof typeof kinds],
  maxMinutes: number,
) =>
  awaited(context, maxMinutes, async () => {
    const found = await call(listReturnFiles, { params });
    const count = found.files.filter((file) => file.kind === kind).length;
    return { found, arrived: count === found.filesPerKind, says: `${count} of ${found.filesPerKind} files` };
  });

/** `tax return deliver`. */
export function addReturnDelivery(parent: Command, session: Session): void {
  type Delivery = { on: string; reference: string; as: 'csv' | 'production' };
  ofReturn(parent, 'deliver', 'record that a return went to the tax authority; it is entered in the disclosure log')
    .requiredOption('--on <day>', 'when it went', day)
    .requiredOption('--reference <text>', 'what the authority answered with', by(titleSchema, 'one line of text'))
    .addOption(new Option('--as <kind>', 'as which files').choices(['csv', 'production']).makeOptionMandatory())
    .action(
      action(session, async (context, { on, reference, as }: Delivery, coopId: string, of: string, number?: number) => {
        const call = await context.staff();
        const params = paramsOf(await findReturn(call, { coopId, year: of, number }));
        const body = { on, reference, fileKind: as === 'csv' ? ('CSV' as const) : ('PRODUCTION' as const) };
        const delivered = await call(deliverReturn, { params, body });
        context.print(delivered, (paint) => renderReturn(delivered, paint));
        return undefined;
      }),
    );
}
