import { type Command, Option } from 'commander';
import { listPaperDocuments, putPaperDocument } from '../../contract/directory.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { coopIdSchema } from '../../domain/identifiers.ts';
import { type PaperDocument, paperDocumentIdSchema, paperKinds } from '../../domain/paper-document.ts';
import { by } from '../arguments.ts';
import type { Call } from '../client.ts';
import { action, type Session } from '../context.ts';
import { type DirectoryChange, given, saidOf, withReason } from '../directory-options.ts';
import { allPages } from '../pages.ts';
import { renderPaperDocuments } from '../render/directory.ts';

const coop = by(coopIdSchema, 'the id of a co-op');
const day = by(localDateSchema, 'a date as yyyy-mm-dd');
type Options = { kind?: PaperDocument['kind']; place?: string; received?: string; destroyed?: string };

const papersOf = (call: Call, coopId: string) =>
  allPages(async (cursor) => {
    const page = await call(listPaperDocuments, { body: { coopId, ...cursor } });
    return { entries: page.documents, cursor: page.cursor };
  });

/** `coop papers | paper`: what lies on paper, where, and when it was destroyed. */
export function addCoopPaperCommands(parent: Command, session: Session): void {
  parent
    .command('papers')
    .description('paper documents of a co-op, and where they lie')
    .argument('<coop>', 'co-op id', coop)
    .action(
      action(session, async (context, _: unknown, coopId: string) => {
        const documents = await papersOf(await context.staff(), coopId);
        context.print({ documents }, (paint) => renderPaperDocuments(documents, paint));
        return undefined;
      }),
    );
  withReason(parent.command('paper').description('record a paper document, its place, or that it was destroyed'))
    .argument('<coop>', 'co-op id', coop)
    .argument('<document>', 'id of the document', by(paperDocumentIdSchema, 'the id of a document'))
    .addOption(new Option('--kind <kind>', 'what it is').choices(paperKinds))
    .option('--place <place>', 'the locked place where it lies')
    .option('--received <day>', 'when it came', day)
    .option('--destroyed <day>', 'when it was destroyed', day)
    .action(
      action(session, async (context, options: Options & DirectoryChange, coopId: string, documentId: string) => {
        const call = await context.staff();
        const { kind, place, received: receivedOn, destroyed: destroyedOn } = options;
        const there = (await papersOf(call, coopId)).find((one) => one.documentId === documentId);
        const { version, ...before } = there ?? { version: undefined };
        const changed = { ...before, ...given({ kind, place, receivedOn, destroyedOn }) } as PaperDocument;
        const body = { ...changed, coopId, documentId, ...(version && { version }), ...saidOf(options) };
        const recorded = await call(putPaperDocument, { body });
        context.print(recorded, (paint) => renderPaperDocuments([recorded], paint));
        return undefined;
      }),
    );
}
