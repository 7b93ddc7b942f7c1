import { type Command, Option } from 'commander';
import { type AccessPurpose, accessPurposes } from '../../contract/access-purposes.ts';
import {
  assignBankCredit,
  type BankCaseView,
  caseIdSchema,
  closeBankCase,
  listBankCases,
  listBankFiles,
  showBankCase,
  showBankFile,
} from '../../contract/bank.ts';
import { bankFileIdSchema } from '../../domain/bank/bank-file-id.ts';
import { type CaseClosing, caseClosings } from '../../domain/bank/case-decision.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { customerNumberSchema, memberNumberSchema } from '../../domain/identifiers.ts';
import { evidenceReferenceSchema } from '../../domain/payment-evidence.ts';
import { by, wholeNumber } from '../arguments.ts';
import { dropInInbox } from '../bank/inbox.ts';
import { action, type Context, type Session } from '../context.ts';
import { versionOption } from '../customers/seen-version.ts';
import { allPages } from '../pages.ts';
import { type Changing, changeOf, withChange } from '../person-options.ts';
import { renderBankCase, renderBankCases, renderBankFile, renderBankFiles } from '../render/bank.ts';
import { coopArgument } from '../runs/run-choice.ts';
import { addBankJournal } from './bank-journal.ts';
import { addBankPayments } from './bank-payments.ts';

type Looking = { purpose: AccessPurpose };
type Which = { coopId: string; caseId: string };

/** `bank files | file | journal | cases | case | assign | close | payments | drop`. */
export function addBankCommands(program: Command, session: Session): void {
  const parent = program
    .command('bank')
    .description("the bank's files, what waits for a person, and money that came in");
  addFiles(parent, session);
  addBankJournal(parent, session);
  addCases(parent, session);
  addAssignment(parent, session);
  addClosing(parent, session);
  addBankPayments(parent, session);
  addDrop(parent, session);
}

const ofCoop = (parent: Command, name: string, description: string): Command =>
  parent.command(name).description(description).argument('<coop>', 'co-op id', coopArgument);
const withPurpose = (command: Command): Command =>
  command.addOption(
    new Option('--purpose <purpose>', 'why; kept with the access event')
      .choices(accessPurposes)
      .default('payoutControl'),
  );
const ofCase = (parent: Command, name: string, description: string): Command =>
  ofCoop(parent, name, description).argument('<case>', 'id of the case', by(caseIdSchema, 'the id of a case'));

function addFiles(parent: Command, session: Session): void {
  ofCoop(parent, 'files', 'the files that the bank has dropped, the newest first')
    .option('--all', 'all of them, not only the newest hundred')
    .action(
      action(session, async (context, { all }: { all?: true }, coopId: string) => {
        const call = await context.staff();
        const page = async (cursor: { cursor?: string }) => {
          const found = await call(listBankFiles, { params: { coopId }, query: cursor });
          return { entries: found.files, cursor: all ? found.cursor : undefined };
        };
        const files = await allPages(page);
        context.print({ files }, (paint) => renderBankFiles(files, paint));
        return undefined;
      }),
    );
  ofCoop(parent, 'file', 'a file of the bank, and when it was dropped')
    .argument('<file>', 'id of the file', by(bankFileIdSchema, 'the id of a file'))
    .action(
      action(session, async (context, _: unknown, coopId: string, fileId: string) => {
        const shown = await (await context.staff())(showBankFile, { params: { coopId, fileId } });
        context.print(shown, (paint) => renderBankFile(shown, paint));
        return undefined;
      }),
    );
}

function addCases(parent: Command, session: Session): void {
  withPurpose(ofCoop(parent, 'cases', 'what the bank said and a person has to look at, the oldest first')).action(
    action(session, async (context, { purpose }: Looking, coopId: string) => {
      const call = await context.staff();
      const cases = await allPages(async (cursor) => {
        const page = await call(listBankCases, { body: { coopId, purpose, ...cursor } });
        return { entries: page.cases, cursor: page.cursor };
      });
      context.print({ cases }, (paint) => renderBankCases(cases, paint));
      return undefined;
    }),
  );
  withPurpose(ofCase(parent, 'case', 'a case, also a closed one')).action(
    action(session, async (context, { purpose }: Looking, coopId: string, caseId: string) => {
      const shown = await (await context.staff())(showBankCase, { body: { coopId, caseId, purpose } });
      context.print(shown, (paint) => renderBankCase(shown.case, paint));
      return undefined;
    }),
  );
}

type Assigning = Changing & { version?: number; cents?: number };

function addAssignment(parent: Command, session: Session): void {
  withChange(ofCase(parent, 'assign', "book money that came in to a member's share"))
    .argument('<customer>', 'customer number', by(customerNumberSchema, 'a customer number'))
    .argument('<member>', 'member number', by(memberNumberSchema, 'a member number'))
    .option('--cents <n>', 'a part of it (default: all that is left)', wholeNumber(1, 100_000_000))
    .addOption(versionOption('--version <n>', 'version of the case'))
    .action(
      action(
        session,
        async (
          context,
          { version, cents, ...options }: Assigning,
          ...[coopId, caseId, customerNumber, memberNumber]: string[]
        ) => {
          const of = { coopId: coopId ?? '', caseId: caseId ?? '' };
          const body = {
            ...{ ...of, customerNumber: customerNumber ?? '', memberNumber: memberNumber ?? '' },
            version: await presentVersion(context, of, options, version),
            ...(cents !== undefined && { amountCents: cents }),
            ...changeOf(options),
          };
          const changed = await (await context.staff())(assignBankCredit, { body });
          return printed(context, changed, changed);
        },
      ),
    );
}

type Closing = Looking & { as: CaseClosing; reason: string; evidence: string; version?: number; dryRun?: true };

function addClosing(parent: Command, session: Session): void {
  withPurpose(ofCase(parent, 'close', 'close a case that has been dealt with'))
    .addOption(new Option('--as <what>', 'what was done').choices(caseClosings).makeOptionMandatory())
    .requiredOption('--reason <text>', 'why, in words', by(freeTextSchema, 'a reason of 3 to 200 characters'))
    .requiredOption('--evidence <id>', 'the document by which', by(evidenceReferenceSchema, 'the id of a document'))
    .addOption(versionOption('--version <n>', 'version of the case'))
    .option('--dry-run', 'show what would come of it, and change nothing')
    .action(
      action(session, async (context, options: Closing, coopId: string, caseId: string) => {
        const { purpose, as, reason, evidence, version, dryRun } = options;
        const body = {
          ...{ coopId, caseId, purpose, as, reason, evidence },
          version: await presentVersion(context, { coopId, caseId }, options, version),
          ...(dryRun && { dryRun }),
        };
        const changed = await (await context.staff())(closeBankCase, { body });
        return printed(context, changed, changed);
      }),
    );
}

function addDrop(parent: Command, session: Session): void {
  ofCoop(parent, 'drop', "drop a file in the inbox, as the bank's connection does (AWS credentials)")
    .argument('<path>', 'the file')
    .action(
      action(session, async (context, _: unknown, coopId: string, path: string) => {
        const objectKey = await dropInInbox((await context.config()).bank, coopId, path);
        context.print(
          { objectKey },
          () => `Dropped as ${objectKey}; \`omistaja bank files ${coopId}\` shows what came of it.`,
        );
        return undefined;
      }),
    );
}

/** The version that a change is decided on: the one given, else the present one, which is told. */
async function presentVersion(
  context: Context,
  of: Which,
  { purpose }: Looking,
  given: number | undefined,
): Promise<number> {
  if (given !== undefined) return given;
  const { case: present } = await (await context.staff())(showBankCase, { body: { ...of, purpose } });
  context.note(`${of.caseId}: ${present.state}, decided on version ${present.version}`);
  return present.version;
}

function printed(context: Context, result: unknown, changed: { case: BankCaseView; dryRun: boolean }): undefined {
  context.print(result, (paint) => renderBankCase(changed.case, paint, changed.dryRun));
}
