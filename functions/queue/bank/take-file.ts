import type { BankFileLimits, BankFileRefusal } from '../../../domain/bank/bank-file.ts';
import type { ChartOfAccounts } from '../../../domain/chart-of-accounts.ts';
import { DomainError } from '../../../domain/errors.ts';
import { coopIdSchema } from '../../../domain/identifiers.ts';
import type { MembershipRules } from '../../../domain/membership-rules.ts';
import { concludeBankFile, type Drop, receiveBankFile } from '../../table/bank-files.ts';
import type { StoredBankFile } from '../../table/bank-items.ts';
import type { Register } from '../../table/client.ts';
import { coopOf } from '../../table/directory.ts';
import type { Coop } from '../../table/items.ts';
import { applyAnswers } from './apply-answers.ts';
import { idOf } from './cases.ts';
import { countsOf } from './outcome.ts';
import { type ReadFile, readBankFile } from './read-file.ts';
import { noMovements, writeBankJournal } from './write-bank-journal.ts';

/** An object of the inbox, of which nothing has been read yet. */
export type Arrived = Drop & { bytes: number; read: () => Promise<AsyncIterable<Uint8Array>> };

export type TakingIn = {
  db: Register;
  limits: BankFileLimits;
  rules: MembershipRules;
  chart: ChartOfAccounts;
  nowMs: number;
  isLastTry: boolean;
  openSentFile: (key: string) => Promise<AsyncIterable<Uint8Array>>;
};

/** Stands for the co-op of a file that was dropped where none is. */
const noCoop = '-';

/**
 * Takes in a file of the bank: read whole, noted, then applied, then its journal is written, then noted as read. Each step may be repeated: a file that is there already goes on
 * where it was, and what has been read changes nothing.
 * @throws ReadAgainLater if it must be read again later
 */
export async function takeFile(context: TakingIn, arrived: Arrived): Promise<StoredBankFile> {
  const { db, nowMs } = context;
  const coopId = arrived.objectKey.split('/')[0] ?? '';
  const coop = coopIdSchema.safeParse(coopId).success ? await coopIfAny(db, coopId) : undefined;
  const read = coop === undefined ? unread(arrived, 'UNKNOWN_COOP') : await readWithin(context, arrived);
  const refused = refusalOf(read, coop?.debtor.iban);
  const { sha256: fileId, bytes } = read;
  const own = { coopId: coop?.coopId ?? noCoop, fileId, bytes };
  if (refused !== undefined || 'refused' in read)
    return await receiveBankFile(
      db,
      { ...own, state: 'REFUSED', ...(refused && { refusal: refused }) },
      arrived,
      nowMs,
    );

  const { file } = read;
  const { type, messageId, createdAt } = file;
  const noted = await receiveBankFile(db, { ...own, state: 'RECEIVED', type, messageId, createdAt }, arrived, nowMs);
  if (noted.state !== 'RECEIVED') return noted;
  const movements = noMovements();
  const outcomes = await applyAnswers({ ...context, coopId: own.coopId, fileId, file, movements });
  const counts = countsOf(outcomes, file.ignored);
  const journal = await writeBankJournal(db, noted, movements, context.chart);
  await concludeBankFile(db, own, { counts, ...(journal && { journal }) }, nowMs);
  return { ...noted, state: 'READ', counts, ...(journal && { journal }) };
}

/** A file that says before it is fetched that it is too large is not fetched. */
async function readWithin({ limits }: TakingIn, arrived: Arrived): Promise<ReadFile> {
  if (arrived.bytes > limits.mostBytes) return unread(arrived, 'TOO_LARGE');
  const read = await readBankFile(await arrived.read(), limits);
  return 'refused' in read && read.refused === 'TOO_LARGE' ? unread(arrived, 'TOO_LARGE') : read;
}

/** A file whose content nobody has read is known by its place in the inbox. */
const unread = ({ objectKey, versionId, bytes }: Arrived, refused: BankFileRefusal): ReadFile => ({
  ...{ sha256: idOf('UNREAD', objectKey, versionId), bytes, refused },
});

/** A notification of another account says nothing about this co-op's money. */
function refusalOf(read: ReadFile, account: string | undefined): BankFileRefusal | undefined {
  if ('refused' in read) return read.refused;
  return read.file.accounts.every((one) => one === account) ? undefined : 'OTHER_ACCOUNT';
}

async function coopIfAny(db: Register, coopId: string): Promise<Coop | undefined> {
  try {
    return await coopOf(db, coopId);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unknownCoop') return undefined;
    throw error;
  }
}
