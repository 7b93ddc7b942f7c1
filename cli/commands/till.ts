import { dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { getReceipt, postAccruals, postDayEnds, receiptLimits } from '../../contract/receipts.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { outletIdSchema, receiptIdSchema, terminalIdSchema } from '../../domain/identifiers.ts';
import { by, minutes, wholeNumber } from '../arguments.ts';
import { action, type Context, type Session } from '../context.ts';
import { CliError, type ExitName } from '../exit-codes.ts';
import { renderAccrual, renderDayEnd, renderQueue, renderSent } from '../render/till.ts';
import { ask } from '../terminal.ts';
import { dayTotals } from '../till/day-totals.ts';
import { tillPost } from '../till/post.ts';
import { sendingProgress } from '../till/progress.ts';
import { readQueue, spoolName } from '../till/queue.ts';
import { type SendFigures, sendReceipts } from '../till/send.ts';
import { type ReceiptSource, receiptFile, receiptStream } from '../till/source.ts';

const outlet = by(outletIdSchema, 'an outlet id');
const terminal = by(terminalIdSchema, 'a terminal id');
const day = by(localDateSchema, 'a business day as yyyy-mm-dd');
const receipt = by(receiptIdSchema, 'a receipt id');

/** `till send | status | day-end | receipt | accrual`. */
export function addTillCommands(program: Command, session: Session): void {
  const till = program.command('till').description('what a till does: send receipts, compare the day, ask');
  addSend(till, session);
  addStatus(till, session);
  addDayEnd(till, session);
  addQuestions(till, session);
}

type SendCommandOptions = { queueDir?: string; batch: number; parallel: number; maxMinutes?: number; again?: true };

function addSend(till: Command, session: Session): void {
  till
    .command('send')
    .summary('queue receipts on the disk and send them until each is answered')
    .description(
      'queue receipts on the disk and send them until each is answered; may be killed and started again at any point.\n' +
        'Receipts that the register rejects go to rejected.jsonl beside the queue (exit 2).',
    )
    .argument(
      '[file]',
      "JSON Lines in the API's shape, also .gz; - is standard input; without it what is queued is sent",
    )
    .option('--queue-dir <folder>', 'the queue (default: till-queue beside the configuration)')
    .option('--batch <count>', 'receipts a request', wholeNumber(1, receiptLimits.receipts), 50)
    .option('--parallel <count>', 'requests at once', wholeNumber(1, 32), 4)
    .option('--max-minutes <minutes>', 'give up after this time (default: never)', minutes)
    .option('--again', 'send a file that was queued before once more')
    .action(
      action(session, async (context, options: SendCommandOptions, file?: string) => {
        const { apiUrl, path } = await context.config();
        const queueDir = queueFolder(context, options.queueDir, path);
        const progress = sendingProgress(context.terminal.stderr);
        const interrupt = new AbortController();
        const onSignal = (): void => interrupt.abort();
        process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
        try {
          const figures = await sendReceipts({
            queueDir,
            target: apiUrl,
            post: tillPost({ apiUrl, tokens: await context.tillTokens() }),
            source: sourceOf(context, file, queueDir),
            again: options.again,
            batch: options.batch,
            parallel: options.parallel,
            maxMinutes: options.maxMinutes,
            onProgress: progress.show,
            signal: interrupt.signal,
          });
          progress.clear();
          context.print(figures, (paint) => renderSent(figures, paint));
          return exitOfSending(figures, interrupt.signal.aborted);
        } finally {
          progress.clear();
          process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
        }
      }),
    );
}

function exitOfSending({ pending, rejected }: SendFigures, interrupted: boolean): ExitName {
  if (interrupted) return 'interrupted';
  if (pending > 0) return 'unavailable';
  return rejected > 0 ? 'badInput' : 'ok';
}

function sourceOf(
  { terminal: { stdin, cwd } }: Context,
  file: string | undefined,
  queueDir: string,
): ReceiptSource | undefined {
  if (file === undefined) return undefined;
  return file === '-'
    ? receiptStream(stdin, join(queueDir, spoolName), 'standard input')
    : receiptFile(resolve(cwd, file), file);
}

/** Beside the configuration, not in the current folder: receipts left by one call must be found by the next. */
function queueFolder({ terminal: { cwd } }: Context, named: string | undefined, configPath: string): string {
  return named === undefined ? join(dirname(configPath), 'till-queue') : resolve(cwd, named);
}

function addStatus(till: Command, session: Session): void {
  till
    .command('status')
    .description('how many receipts were queued, acknowledged and rejected, and how many wait')
    .option('--queue-dir <folder>', 'the queue (default: till-queue beside the configuration)')
    .action(
      action(session, async (context, { queueDir }: { queueDir?: string }) => {
        const path = queueDir === undefined ? (await context.config()).path : '';
        const folder = queueFolder(context, queueDir, path);
        const { accepted, ...counts } = await readQueue(folder);
        const status = { queueDir: folder, ...counts, acknowledged: accepted };
        context.print(status, (paint) => renderQueue(status, paint));
        return undefined;
      }),
    );
}

type DayEndOptions = {
  outlet: string;
  terminal: string;
  day: string;
  receipts?: string;
  count?: number;
  totalCents?: number;
};

function addDayEnd(till: Command, session: Session): void {
  till
    .command('day-end')
    .description(
      "compare a terminal's business day with the register: 0 they match, 5 they differ, 6 not all are recorded yet",
    )
    .requiredOption('--outlet <id>', 'outlet id', outlet)
    .requiredOption('--terminal <id>', 'terminal id', terminal)
    .requiredOption('--day <date>', 'business day, yyyy-mm-dd', day)
    .option(
      '--receipts <file>',
      'the receipts that were sent: the day is counted from it, and receipts that differ are named',
    )
    .option('--count <count>', 'without a file: how many receipts', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option(
      '--total-cents <cents>',
      'without a file: their total',
      wholeNumber(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    )
    .action(
      action(session, async (context, options: DayEndOptions) => {
        const identity = { outletId: options.outlet, terminalId: options.terminal, businessDay: options.day };
        const body = { ...identity, ...(await totalsOf(context, options, identity)) };
        const call = await context.till();
        const answer = await call(postDayEnds, { body });
        context.print(answer, (paint) => renderDayEnd(answer, paint));
        return exitOfDayEnd[answer.result];
      }),
    );
}

const exitOfDayEnd = { match: 'ok', differs: 'conflict', pending: 'unavailable' } as const satisfies Record<
  string,
  ExitName
>;

async function totalsOf(
  { terminal: { cwd } }: Context,
  { receipts, count, totalCents }: DayEndOptions,
  identity: { outletId: string; terminalId: string; businessDay: string },
) {
  if (receipts !== undefined) return await dayTotals(receiptFile(resolve(cwd, receipts), receipts), identity);
  if (count !== undefined && totalCents !== undefined) return { count, totalCents };
  throw new CliError('badInput', 'Give --receipts, or both --count and --total-cents.');
}

const identifierKinds = ['card', 'customerNumber', 'memberNumber'] as const;

function addQuestions(till: Command, session: Session): void {
  till
    .command('receipt')
    .description('what became of a receipt')
    .argument('<outlet>', 'outlet id', outlet)
    .argument('<day>', 'business day, yyyy-mm-dd', day)
    .argument('<terminal>', 'terminal id', terminal)
    .argument('<receipt>', 'receipt id', receipt)
    .action(
      action(
        session,
        async (context, _: unknown, outletId: string, businessDay: string, terminalId: string, receiptId: string) => {
          const call = await context.till();
          const answer = await call(getReceipt, { params: { outletId, businessDay, terminalId, receiptId } });
          context.print(answer, () => answer.status);
          return undefined;
        },
      ),
    );

  till
    .command('accrual')
    .description(
      'what a household has gathered this month; the number is read from standard input, since arguments can be read by all',
    )
    .addOption(new Option('--by <kind>', 'what the number is').choices(identifierKinds).default('card'))
    .action(
      action(session, async (context, { by: kind }: { by: (typeof identifierKinds)[number] }) => {
        const call = await context.till();
        const number = await ask(context.terminal, 'Number: ');
        const answer = await call(postAccruals, { body: { identifier: identifierOf(kind, number) } });
        context.print(answer, (paint) => renderAccrual(answer, paint));
        return undefined;
      }),
    );
}

function identifierOf(kind: (typeof identifierKinds)[number], number: string) {
  if (kind === 'card') return { card: number };
  return kind === 'customerNumber' ? { customerNumber: number } : { memberNumber: number };
}
