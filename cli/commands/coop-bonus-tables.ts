import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import * as z from 'zod/mini';
import {
  approveBonusTable,
  listBonusTables,
  proposeBonusTable,
  withdrawBonusTable,
} from '../../contract/bonus-tables.ts';
import { type BonusTable, bonusTableSchema } from '../../domain/bonus-table.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { by, wholeNumber } from '../arguments.ts';
import { action, type Session } from '../context.ts';
import { CliError } from '../exit-codes.ts';
import { renderBonusTables, renderProposal } from '../render/bonus-table.ts';
import { coopArgument } from '../runs/run-choice.ts';

const text = by(freeTextSchema, 'one line of 3 to 200 characters');
const count = wholeNumber(1, 9_999);

/** `coop bonus-table list | propose | approve | withdraw`: tables of rates, and what was wrong with them. */
export function addCoopBonusTableCommands(parent: Command, session: Session): void {
  const tables = parent.command('bonus-table').description('the Bonus tables of a co-op; two persons change one');
  tables
    .command('list')
    .description('tables in force, replaced ones, and proposals')
    .argument('<coop>', 'co-op id', coopArgument)
    .action(
      action(session, async (context, _: unknown, coopId: string) => {
        const listed = await (await context.staff())(listBonusTables, { params: { coopId } });
        context.print(listed, (paint) => renderBonusTables(listed, paint));
        return undefined;
      }),
    );
  addPropose(tables, session);
  addDecisions(tables, session);
}

type Proposed = { file: string; reason: string; dryRun?: true };

function addPropose(parent: Command, session: Session): void {
  parent
    .command('propose')
    .description('propose a table, new or in place of a wrong one of the same month; another person approves it')
    .argument('<coop>', 'co-op id', coopArgument)
    .requiredOption('--file <file>', 'the table as JSON: validFrom, rows, paymentBenefitBasisPoints')
    .requiredOption('--reason <text>', 'why; it stays', text)
    .option('--dry-run', 'show which paid months it would change, and propose nothing')
    .action(
      action(session, async (context, { file, reason, dryRun }: Proposed, coopId: string) => {
        const table = await tableIn(file);
        const call = await context.staff();
        const { tables } = await call(listBonusTables, { params: { coopId } });
        const version = tables.find(({ validFrom }) => validFrom === table.validFrom)?.version ?? 0;
        const body = { coopId, version, table, reason, ...(dryRun && { dryRun }) };
        const changed = await call(proposeBonusTable, { body });
        context.print(changed, (paint) => renderProposal(changed, paint));
        return undefined;
      }),
    );
}

async function tableIn(file: string): Promise<BonusTable> {
  const read = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CliError('badInput', `The file ${file} cannot be read.`, 'Give the path of a JSON file.', { cause });
  });
  const parsed = z.safeParse(bonusTableSchema, jsonOf(read));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) =>
      `/${path.join('/')}: ${message === 'Invalid input' ? 'missing, or not as it must be' : message}`,
  );
  throw new CliError(
    'badInput',
    `The file ${file} is no Bonus table: ${faults.join('; ')}.`,
    'The form is that of `tables` in `omistaja coop bonus-table list <coop> --json`, without `version`.',
  );
}

function jsonOf(read: string): unknown {
  try {
    return JSON.parse(read);
  } catch {
    return undefined;
  }
}

type Decided = { version: number; dryRun?: true };

function addDecisions(parent: Command, session: Session): void {
  const deciding = (name: string, description: string) =>
    parent
      .command(name)
      .description(description)
      .argument('<coop>', 'co-op id', coopArgument)
      .argument('<proposal>', 'number of the proposal', count)
      .requiredOption('--version <number>', 'the version that you have looked at', count)
      .option('--dry-run', 'show what would come of it, and change nothing');
  deciding('approve', 'put in force what another person proposed; paid months are calculated again').action(
    action(session, async (context, { version, dryRun }: Decided, coopId: string, number: number) => {
      const params = { coopId, number: String(number) };
      const changed = await (await context.staff())(approveBonusTable, {
        params,
        body: { version, ...(dryRun && { dryRun }) },
      });
      context.print(changed, (paint) => renderProposal(changed, paint));
      return undefined;
    }),
  );
  deciding('withdraw', 'take a proposal back, or refuse it')
    .requiredOption('--reason <text>', 'why; it stays', text)
    .action(
      action(
        session,
        async (context, { version, reason, dryRun }: Decided & { reason: string }, coopId: string, number: number) => {
          const params = { coopId, number: String(number) };
          const body = { version, reason, ...(dryRun && { dryRun }) };
          const changed = await (await context.staff())(withdrawBonusTable, { params, body });
          context.print(changed, (paint) => renderProposal(changed, paint));
          return undefined;
        },
      ),
    );
}
