import { once } from 'node:events';
import { type Command, Option } from 'commander';
import type { LocalDate } from '../../domain/calendar.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { columnsOf, type RegisterView, registerViews } from '../../domain/member-register.ts';
import { by } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { coop, day, today } from '../members/member-options.ts';
import { registerRows } from '../members/register-rows.ts';
import { type RegisterFormat, registerFormats, registerText } from '../members/register-text.ts';
import { type Looking, withPurpose } from '../person-options.ts';
import type { Terminal } from '../terminal.ts';

type Options = Looking & { view: RegisterView; on?: LocalDate; format: RegisterFormat; reason: string };

/** `coop register`. */
export function addCoopRegisterCommand(program: Command, session: Session): void {
  const parent =
    program.commands.find((command) => command.name() === 'coop') ??
    program.command('coop').description('a co-op, and the directory around it');
  withPurpose(parent.command('register').description('the member register of a co-op, as CSV or a page to print'))
    .argument('<coop>', 'co-op id', coop)
    .addOption(new Option('--view <view>', 'who asks').choices(registerViews).default('anyone'))
    .option('--on <day>', 'of which day (default: today)', day)
    .addOption(new Option('--format <format>', 'csv, html or json').choices(registerFormats).default('csv'))
    .requiredOption('--reason <text>', 'to whom it goes and why', by(freeTextSchema, 'a reason of 3 to 200 characters'))
    .action(
      action(session, async ({ terminal, json, staff }, options: Options, coopId: string) => {
        const { view, purpose, reason } = options;
        const asked = { coopId, on: options.on ?? today(), purpose, reason };
        const rows = registerRows(await staff(), view, asked);
        const head = { coopId, on: asked.on, view, columns: columnsOf(view) };
        const text = registerText[json ? 'json' : options.format](rows, head);
        for await (const chunk of text) await written(terminal.stdout, chunk);
        return undefined;
      }),
    );
}

/** Waits where the other end is slower, so that nothing piles up here. */
async function written(stdout: Terminal['stdout'], chunk: string): Promise<void> {
  if (!stdout.write(chunk)) await once(stdout, 'drain');
}
