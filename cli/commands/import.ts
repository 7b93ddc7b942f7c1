import { resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import { coopIdSchema } from '../../domain/identifiers.ts';
import { by, wholeNumber } from '../arguments.ts';
import { staffTokens } from '../auth/staff-tokens.ts';
import { action, type Context, type Session } from '../context.ts';
import type { ExitName } from '../exit-codes.ts';
import { importFile } from '../import/import-file.ts';
import { type ImportName, importKinds, importNames } from '../import/kinds.ts';
import type { ImportFigures } from '../import/options.ts';
import { postRows } from '../import/post.ts';
import { importProgress } from '../import/progress.ts';
import { type Changing, changeOf, withChange } from '../person-options.ts';
import { renderImport } from '../render/import.ts';

type Importing = Changing & { coop: string; resume?: true; parallel: number };

const columnHelp = importNames.map((kind) => `  ${kind}: ${importKinds[kind].columns.join(', ')}`).join('\n');

/** `import <kind> <file>`. */
export function addImportCommand(program: Command, session: Session): void {
  const command = program
    .command('import')
    .summary('import a CSV file, each row by one request')
    .description(
      'import a CSV file (UTF-8; commas or semicolons), each row by one request; may be killed and resumed at any point.\n' +
        'What became of each row stands in <file>.import.jsonl; rejected rows, with their faults, in <file>.errors.csv (exit 2).',
    )
    .addArgument(new Argument('<kind>', 'what the rows are').choices(importNames))
    .argument('<file>', 'CSV with a header')
    .requiredOption('--coop <id>', 'co-op', by(coopIdSchema, 'the id of a co-op'));
  withChange(command)
    .option('--resume', 'go on with an import that was begun')
    .option('--parallel <count>', 'requests at once', wholeNumber(1, 32), 8)
    .addHelpText(
      'after',
      `\nColumns (several of one value stand between bars; a column source overrides --source):\n${columnHelp}`,
    )
    .action(
      action(session, async (context, options: Importing, kind: ImportName, file: string) => {
        const interrupt = new AbortController();
        const onSignal = (): void => interrupt.abort();
        process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
        try {
          const figures = await imported(context, options, { kind, file, signal: interrupt.signal });
          context.print(figures, (paint) => renderImport(figures, paint));
          return exitOf(figures, interrupt.signal.aborted);
        } finally {
          process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
        }
      }),
    );
}

async function imported(
  context: Context,
  options: Importing,
  { kind, file, signal }: { kind: ImportName; file: string; signal: AbortSignal },
): Promise<ImportFigures> {
  const { apiUrl, staff } = await context.config();
  const { env, cwd, stderr } = context.terminal;
  const tokens = staffTokens({ path: await context.tokenFile(), staff, env });
  const progress = importProgress(stderr);
  try {
    return await importFile({
      kind,
      path: resolve(cwd, file),
      name: file,
      given: { coopId: options.coop, ...changeOf(options) },
      target: apiUrl,
      post: postRows({ apiUrl, tokens }),
      resume: options.resume === true,
      parallel: options.parallel,
      onProgress: progress.show,
      signal,
    });
  } finally {
    progress.clear();
  }
}

function exitOf({ pending, failed, rejected }: ImportFigures, interrupted: boolean): ExitName {
  if (interrupted) return 'interrupted';
  if (pending + failed > 0) return 'unavailable';
  return rejected > 0 ? 'badInput' : 'ok';
}
