import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import * as z from 'zod/mini';
import { type AccessPurpose, accessPurposes } from '../../contract/access-purposes.ts';
import { accessByPerson, accessByStaff } from '../../contract/audit.ts';
import type { ResultOf } from '../../contract/endpoint.ts';
import { staffIdSchema } from '../../contract/staff-entry.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { customerNumberSchema, householdIdSchema } from '../../domain/identifiers.ts';
import { by, wholeNumber } from '../arguments.ts';
import type { Call } from '../client.ts';
import { action, type Context, type Session } from '../context.ts';
import { allPages } from '../pages.ts';
import { renderAccessEvents, renderVerification } from '../render/audit.ts';
import { formatCount } from '../render/figures.ts';
import { progressLine } from '../terminal.ts';

type Looking = { purpose: AccessPurpose; reason?: string; from?: string; until?: string };
type Verifying = { from?: number; fromFolder?: string; lastHash?: string; deep?: true };

/** `audit person | household | staff | verify`: who looked, and whether the log of it is whole. */
export function addAuditCommands(program: Command, session: Session): void {
  const audit = program.command('audit').description('who looked at whom, and whether the log of it is whole');
  const of = addLooks(audit, session);
  of('person', 'who looked at a customer, newest first', '<customer-number>', customer, (call, body, customerNumber) =>
    call(accessByPerson, { body: { ...body, customerNumber } }),
  );
  of('household', 'who looked at a household, newest first', '<household>', household, (call, body, householdId) =>
    call(accessByPerson, { body: { ...body, householdId } }),
  );
  of('staff', 'what a staff member looked at, newest first', '<staff-id>', staffMember, (call, body, staffId) =>
    call(accessByStaff, { body: { ...body, staffId } }),
  );
  audit
    .command('verify')
    .description(
      "walk the chain of the sealed access log and name the first broken block; reads the bucket and the table with the auditor's AWS credentials",
    )
    .option('--from <block>', 'the number of the block to begin with', wholeNumber(1, 999_999_999_999))
    .option('--from-folder <folder>', 'verify blocks that were copied to a folder, without asking AWS')
    .option(
      '--last-hash <hash>',
      'with --from-folder: what the hash of the last block must be',
      by(hash, '64 hexadecimal digits'),
    )
    .option('--deep', 'hold every sealed event against the table as well')
    .action(
      action(session, async (context, options: Verifying) => {
        const found = await verified(context, options);
        context.print(found, (paint) => renderVerification(found, paint));
        return found.isWhole ? undefined : 'conflict';
      }),
    );
}

/** Only this command needs the SDK, and others should not wait for it. */
async function verified(context: Context, { from, fromFolder, lastHash, deep }: Verifying) {
  const { verifyFolder, verifyStore } = await import('../audit/verify.ts');
  const line = progressLine(context.terminal.stderr);
  const asked = {
    from,
    onProgress: (blocks: number, of: number | undefined) =>
      line.show(`${formatCount(blocks)}${of === undefined ? '' : ` of ${formatCount(of)}`} blocks verified`),
  };
  try {
    if (fromFolder !== undefined) return await verifyFolder(resolve(context.terminal.cwd, fromFolder), lastHash, asked);
    const { openAccessStore } = await import('../audit/access-store.ts');
    return await verifyStore(openAccessStore((await context.config()).audit), deep === true, Date.now(), asked);
  } finally {
    line.clear();
  }
}

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const day = by(localDateSchema, 'a date as yyyy-mm-dd');

const customer = by(customerNumberSchema, 'a customer number');
const household = by(householdIdSchema, 'a household id');
const staffMember = by(staffIdSchema, "the person's id in the user pool");

/** One command for each question: whose looks, and how they are asked for. */
const addLooks =
  (audit: Command, session: Session) =>
  (
    name: string,
    description: string,
    argument: string,
    parse: (text: string) => string,
    ask: (call: Call, body: Looking & { cursor?: string }, id: string) => Promise<ResultOf<typeof accessByStaff>>,
  ): Command =>
    audit
      .command(name)
      .description(description)
      .argument(argument, 'whom it is about', parse)
      .addOption(
        new Option('--purpose <purpose>', 'why you look; kept with the look').choices(accessPurposes).default('audit'),
      )
      .option('--reason <text>', 'why, in words', by(freeTextSchema, 'a reason of 3 to 200 characters'))
      .option('--from <date>', 'the first day in Finland', day)
      .option('--until <date>', 'the last day in Finland', day)
      .action(
        action(session, async (context, { purpose, reason, from, until }: Looking, id: string) => {
          const call = await context.staff();
          const body = { purpose, ...(reason && { reason }), ...(from && { from }), ...(until && { until }) };
          const events = await allPages(async (cursor) => {
            const page = await ask(call, { ...body, ...cursor }, id);
            return { entries: page.events, cursor: page.cursor };
          });
          context.print({ events }, (paint) => renderAccessEvents(events, paint));
          return undefined;
        }),
      );
