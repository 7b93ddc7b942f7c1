import type { Command } from 'commander';
import { yearSchema } from '../../domain/run-period.ts';
import { by, minutes, wholeNumber } from '../arguments.ts';
import { coopArgument } from '../runs/run-choice.ts';

export type Waiting = { wait?: true; maxMinutes: number };

/** A command about a year of a co-op: `<coop> <year>`. */
export const ofYear = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .description(description)
    .argument('<coop>', 'co-op id', coopArgument)
    .argument('<year>', 'the year in which the money could be drawn', by(yearSchema, 'a year as yyyy'));

/** A command about one return: `<coop> <year> [number]`. */
export const ofReturn = (parent: Command, name: string, description: string): Command =>
  ofYear(parent, name, description).argument('[number]', 'which (default: the newest)', wholeNumber(1, 999));

export const withWait = (command: Command, until: string): Command =>
  command.option('--wait', `wait until ${until}`).option('--max-minutes <minutes>', 'the longest wait', minutes, 60);
