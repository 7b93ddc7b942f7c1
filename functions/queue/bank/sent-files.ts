import { createHash } from 'node:crypto';
import { type SentFile, sentFileReader } from '../../../domain/bank/sent-file.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { MessageParts } from '../../../domain/payment-ids.ts';
import { isPosted } from '../../../domain/run.ts';
import type { Run } from '../../table/items.ts';
import type { RunId } from '../../table/keys.ts';
import { paymentFilesOf } from '../../table/payment-files.ts';
import { runOf } from '../../table/runs.ts';
import type { BankFileContext } from './bank-file-context.ts';
import { ReadAgainLater } from './outcome.ts';
import { xmlParser } from './xml-parser.ts';

/** A payment file of ours, with what it paid. */
export type Sent = { run: RunId; fileNumber: number; file: SentFile };

/**
 * The payment file that the bank speaks of, read back from where it is kept.
 * @param parts what its id says; none if it is no id of ours
 * @returns why there is none, if the file was never handed over or is another co-op's
 * @throws ReadAgainLater if its run is still writing its payments
 */
export async function sentFileOf(
  context: BankFileContext,
  parts: MessageParts | undefined,
): Promise<Sent | 'UNKNOWN_FILE' | 'FILE_NOT_SENT'> {
  const { db, coopId, openSentFile } = context;
  if (parts === undefined || parts.coopId !== coopId) return 'UNKNOWN_FILE';
  const run = await runOfMessage(context, parts);
  if (run === undefined) return 'UNKNOWN_FILE';
  if (!isPosted(run.state)) return 'FILE_NOT_SENT';
  if (run.postedAtMs === undefined) throw new ReadAgainLater('its run is still writing its payments');
  const id = runIdOfMessage(parts);
  const noted = (await paymentFilesOf(db, id)).find(({ fileNumber }) => fileNumber === parts.fileNumber);
  if (noted === undefined) return 'UNKNOWN_FILE';
  const hash = createHash('sha256');
  const reader = sentFileReader();
  const parser = xmlParser(reader);
  for await (const piece of await openSentFile(noted.key)) {
    hash.update(piece);
    parser.write(piece);
  }
  parser.end();
  if (hash.digest('hex') !== noted.sha256) throw new Error('a payment file is not the one that was written');
  return { run: id, fileNumber: parts.fileNumber, file: reader.message() };
}

/** False while the run that a report is about is released and not all of its payments are written. */
export async function isPostedCompletely(context: BankFileContext, parts: MessageParts): Promise<boolean> {
  const run = parts.coopId === context.coopId ? await runOfMessage(context, parts) : undefined;
  return run === undefined || !isPosted(run.state) || run.postedAtMs !== undefined;
}

async function runOfMessage({ db }: BankFileContext, parts: MessageParts): Promise<Run | undefined> {
  try {
    return await runOf(db, runIdOfMessage(parts));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unknownRun') return undefined;
    throw error;
  }
}

const runIdOfMessage = ({ coopId, kind, period, attempt }: MessageParts): RunId => ({
  ...{ coopId, kind, period },
  attempt: String(attempt),
});
