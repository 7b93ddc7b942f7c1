import { codeMapOf, type ReturnCodeMap } from '../../../domain/annual-return/code-map.ts';
import { encoded } from '../../../domain/annual-return/latin-text.ts';
import { madeUpPayee } from '../../../domain/annual-return/made-up-payee.ts';
import { nameValueText } from '../../../domain/annual-return/name-value-file.ts';
import { isByHand } from '../../../domain/annual-return/payee-record.ts';
import { type PeoplesRow, returnCsv } from '../../../domain/annual-return/return-csv.ts';
import { changesOf, movedBy } from '../../../domain/annual-return/return-difference.ts';
import type { ReturnFileKind } from '../../../domain/annual-return/return-life.ts';
import { addSums, type SurplusSums, zeroSums } from '../../../domain/annual-return/return-totals.ts';
import { itemisationOf, type Summary, summaryOf } from '../../../domain/annual-return/semantic-record.ts';
import { localTimeOf } from '../../../domain/calendar.ts';
import type { ReturnFileType } from '../../runtime/return-bucket.ts';
import type { AnnualReturn, ReturnBucket } from '../../table/annual-return-items.ts';
import { noteReturnFile, returnBuckets, returnFilesOf, returnOf } from '../../table/annual-returns.ts';
import type { Register } from '../../table/client.ts';
import type { ReturnId } from '../../table/keys.ts';
import type { ReturnRow } from '../../table/return-lines.ts';
import { checkWritable } from './check-writable.ts';
import { type PlannedReturnFile, planReturnFiles } from './plan-return-files.ts';
import { pairsOfBucket } from './sum-bucket.ts';

/** Opens a customer's sealed identity code. */
export type OpenIdentityCode = (customerNumber: string, sealed: string) => Promise<string>;

export type ReturnFileWork = {
  payeesPerFile: number;
  openIdentityCode: OpenIdentityCode;
  /** Puts a file where there is none, and gives its SHA-256; see return-bucket.ts. */
  putFile: (key: string, bytes: Uint8Array, type: ReturnFileType) => Promise<string>;
  /** The maps of the tax authority's codes; those of the code unless a test has verified ones. */
  maps?: readonly ReturnCodeMap[] | undefined;
};

/**
 * Writes the next file that is missing. A file is a function of the return, put only if absent, and then noted: done again, it is the same
 * bytes.
 * @returns false when all are there
 * @throws DomainError as {@link checkWritable}; Error if a file does not hold what was signed
 */
export async function writeNextReturnFile(
  db: Register,
  id: ReturnId,
  kind: ReturnFileKind,
  work: ReturnFileWork,
): Promise<boolean> {
  const [item, buckets, written] = await Promise.all([
    returnOf(db, id),
    returnBuckets(db, id),
    returnFilesOf(db, id, kind),
  ]);
  if (item.state === 'DISCARDED') return false;
  checkWritable(item, kind, work.maps);
  const numbers = new Set(written.map(({ fileNumber }) => fileNumber));
  const file = planReturnFiles(buckets, work.payeesPerFile).find(({ fileNumber }) => !numbers.has(fileNumber));
  if (file === undefined) return false;
  const rows = await rowsOf(db, item, kind, file, buckets, work);
  const key = `${id.coopId}/${id.year}/${id.number}/${nameOf(id, kind, file.fileNumber)}`;
  const sha256 = await work.putFile(key, bytesOf(item, kind, rows, file, work), typeOf(kind));
  await noteReturnFile(db, id, { kind, fileNumber: file.fileNumber, key, rows: rows.length, sha256 });
  return true;
}

/** The name tells what a file is, and nobody whom it is about. */
function nameOf({ coopId, year, number }: ReturnId, kind: ReturnFileKind, fileNumber: number): string {
  const rest = `${coopId}-${year}-${number}-${String(fileNumber).padStart(3, '0')}`;
  return { TEST: `TEST-VSOKERIE-${rest}.txt`, PRODUCTION: `VSOKERIE-${rest}.txt`, CSV: `ylijaama-${rest}.csv` }[kind];
}
const typeOf = (kind: ReturnFileKind): ReturnFileType => (kind === 'CSV' ? 'csv' : 'text');

/** The rows of a file, held against what was added up and signed. */
async function rowsOf(
  db: Register,
  item: AnnualReturn,
  kind: ReturnFileKind,
  file: PlannedReturnFile,
  buckets: readonly ReturnBucket[],
  { openIdentityCode }: ReturnFileWork,
): Promise<PeoplesRow[]> {
  const rows: PeoplesRow[] = [];
  let told = 0;
  let moved = zeroSums;
  for (const bucket of file.buckets) {
    for await (const { before, after } of pairsOfBucket(db, item, bucket)) {
      moved = addSums(moved, movedBy(before, after));
      for (const change of changesOf(before, after)) {
        told += 1;
        if (kind !== 'CSV' && isByHand(change.record)) continue;
        const payee =
          kind === 'TEST' ? madeUpPayee(file.rowsBefore + told) : await payeeOf(change.record, openIdentityCode);
        rows.push({ ...itemisationOf(item, change, payee), payeeKind: change.record.payeeKind });
      }
    }
  }
  const signed = buckets.filter(({ bucket }) => file.buckets.includes(bucket)).map((bucket) => bucket.moved);
  if (told !== file.rows || !isSame(moved, signed.reduce(addSums, zeroSums)))
    throw new Error('a file of the return does not hold what was signed');
  return rows;
}

const isSame = (a: SurplusSums, b: SurplusSums): boolean =>
  a.payees === b.payees && a.grossCents === b.grossCents && a.withheldCents === b.withheldCents;

async function payeeOf(row: ReturnRow, open: OpenIdentityCode): Promise<{ id: string; name: string }> {
  const { customerNumber, sealedIdentityCode, businessId, payeeName } = row;
  const code = sealedIdentityCode === undefined ? businessId : await open(customerNumber, sealedIdentityCode);
  return { id: code ?? '', name: payeeName };
}

function bytesOf(
  item: AnnualReturn,
  kind: ReturnFileKind,
  itemisations: readonly PeoplesRow[],
  { isLast }: PlannedReturnFile,
  { maps }: ReturnFileWork,
): Uint8Array {
  const summary = isLast ? summaryFor(item, kind) : undefined;
  if (kind === 'CSV') return encoded(returnCsv(itemisations, summary), 'UTF-8');
  const map = codeMapOf(item.year, maps);
  const createdAt = localTimeOf(item.approved?.atMs ?? item.builtAtMs ?? item.opened.atMs);
  return encoded(nameValueText({ purpose: kind, map, createdAt, itemisations, summary }), map.encoding);
}

/** The sums of the whole return as it now is; the authority's file leaves out whom it cannot hold. */
function summaryFor(item: AnnualReturn, kind: ReturnFileKind): Summary {
  if (item.totals === undefined) throw new Error('a return that was built has totals');
  const { byHand, ...all } = item.totals;
  if (kind === 'CSV') return summaryOf(item, all);
  return summaryOf(item, {
    payees: all.payees - byHand.payees,
    grossCents: all.grossCents - byHand.grossCents,
    withheldCents: all.withheldCents - byHand.withheldCents,
  });
}
