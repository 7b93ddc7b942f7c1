import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import {
  addMonths,
  daysBetween,
  localDateOf,
  type Month,
  monthEnd,
  monthOf,
  monthSchema,
} from '../../domain/calendar.ts';
import { StartError } from './error.ts';

/** What `npm start` was asked for, checked. */
export type StartArguments = {
  once: boolean;
  port: number | undefined;
  seed: number;
  month: Month;
  files: { receipts: string; cards: string } | undefined;
  resultFile: string | undefined;
};

type Options = {
  once?: true;
  port?: number;
  seed: number;
  month?: string;
  receipts?: string;
  cards?: string;
  result?: string;
};

/**
 * Reads and checks the arguments; nothing has been started when they are refused.
 * @param args what stands after the script's name
 * @param at the clock (epoch milliseconds) and the stage's late window
 * @returns undefined if only help was asked for (and printed)
 * @throws StartError of exit code 2 with one sentence
 */
export async function parseArguments(
  args: readonly string[],
  at: { nowMs: number; lateWindowDays: number },
): Promise<StartArguments | undefined> {
  const options = parsed(args);
  if (options === undefined) return undefined;
  const { receipts, cards, result } = options;
  if ((receipts === undefined) !== (cards === undefined))
    throw new StartError('Give --receipts and --cards together: one says who holds the cards of the other.', 2);
  const month = options.month ?? addMonths(monthOf(at.nowMs), -1);
  checkMonth(month, at);
  for (const [name, file] of Object.entries({ receipts, cards })) await checkReadable(name, file);
  if (result !== undefined) await checkWritable(result);
  return {
    once: options.once ?? false,
    port: options.port,
    seed: options.seed,
    month,
    files: receipts === undefined || cards === undefined ? undefined : { receipts, cards },
    resultFile: result,
  };
}

function parsed(args: readonly string[]): Options | undefined {
  const command = new Command('npm start --')
    .description(
      'Deploys Omistaja to a local cloud, loads a demo federation, and takes a month of receipts from the till to the payment file.',
    )
    .option('--once', 'end when the payment file is there, instead of staying up')
    .option('--port <number>', 'port of the local cloud; 0 takes any free one (default: 4566)', wholeNumber(0, 65_535))
    .option('--seed <number>', 'another federation and other receipts', wholeNumber(0, Number.MAX_SAFE_INTEGER), 1)
    .option('--month <yyyy-mm>', 'the month of the receipts (default: the last one that has ended)')
    .option('--receipts <file>', 'real receipts instead of made-up ones: JSON Lines, gzipped if the name ends in .gz')
    .option('--cards <file>', 'whose cards they are: CSV with the header card,household')
    .option('--result <file>', 'also write the figures as JSON')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  try {
    return command.parse([...args], { from: 'user' }).opts<Options>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new StartError(`${clause(error.message)}; see npm start -- --help.`, 2);
  }
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    return value;
  };
}

/** Commander's message without its prefix, as the beginning of a sentence. */
function clause(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '')
    .replaceAll('. ', ': ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** A month that is going on has no final total, and receipts older than the late window would be refused one by one. */
function checkMonth(month: string, at: { nowMs: number; lateWindowDays: number }): void {
  if (!monthSchema.safeParse(month).success)
    throw new StartError(`${month} is no month: give --month as yyyy-mm, of the years 2000 to 2099.`, 2);
  if (monthEnd(month) > at.nowMs) {
    throw new StartError(
      `${month} has not ended in Finland: its Bonus can be calculated from ${addMonths(month, 1)}-01 on; give an earlier --month.`,
      2,
    );
  }
  if (daysBetween(`${month}-01`, localDateOf(at.nowMs)) > at.lateWindowDays) {
    throw new StartError(
      `${month} is too old: the register takes receipts up to ${at.lateWindowDays} days after the purchase; give a later --month.`,
      2,
    );
  }
}

async function checkReadable(name: string, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const there = await stat(file).catch(() => undefined);
  if (there === undefined) throw new StartError(`The file of --${name} is not there: ${file}.`, 2);
  if (there.isDirectory()) throw new StartError(`The file of --${name} is a folder: ${file}.`, 2);
  await access(file, constants.R_OK).catch(() => {
    throw new StartError(`The file of --${name} cannot be read: ${file}.`, 2);
  });
}

async function checkWritable(file: string): Promise<void> {
  const target = (await stat(file).catch(() => undefined)) === undefined ? path.dirname(path.resolve(file)) : file;
  await access(target, constants.W_OK).catch(() => {
    throw new StartError(`The file of --result cannot be written: ${file}.`, 2);
  });
  if (target === file && (await stat(file)).isDirectory())
    throw new StartError(`The file of --result is a folder: ${file}.`, 2);
}
