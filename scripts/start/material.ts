import type { Month } from '../../domain/calendar.ts';
import type { ReceiptRequest } from '../../domain/receipt.ts';
import { demoFederation, type Federation } from '../demo/federation.ts';
import { DataFileError, readRealData } from '../demo/real-data.ts';
import { demoReceipts } from '../demo/receipts.ts';
import type { StartArguments } from './arguments.ts';
import { StartError } from './error.ts';

/** What is loaded and posted. */
export type Material = {
  month: Month;
  federation: Federation;
  receipts: readonly ReceiptRequest[];
  /** To be sent once the others are recorded: some again, and contradictions. */
  sentAgain: readonly ReceiptRequest[];
  contradictions: number;
  /** Receipts of the file that lie in other months. */
  skipped: number;
};

/**
 * Made up by seed, or read from files.
 * @throws StartError of exit code 2 if a file is faulty
 */
export async function materialOf({ month, seed, files }: StartArguments): Promise<Material> {
  if (files === undefined) {
    const federation = demoFederation(seed);
    return { month, federation, ...demoReceipts(federation, month, seed), contradictions: 1, skipped: 0 };
  }
  try {
    const data = await readRealData(files, month, seed);
    if (data.receipts.length === 0) throw new StartError(`None of the ${data.skipped} receipts lies in ${month}.`, 2);
    return { month, ...data, sentAgain: [], contradictions: 0 };
  } catch (error) {
    throw error instanceof DataFileError ? new StartError(error.message, 2) : error;
  }
}

/** Whose tills post a receipt: those of its outlet's retailer, or the first's if no outlet is registered under that id. */
export function retailerOf({ outlets }: Federation): (receipt: ReceiptRequest) => string {
  const retailers = new Map(outlets.map(({ outlet }) => [outlet.outletId, outlet.retailerId]));
  const [first] = retailers.values();
  return ({ outletId }) => retailers.get(outletId) ?? first ?? '';
}
