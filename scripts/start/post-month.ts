import { rm } from 'node:fs/promises';
import path from 'node:path';
import { tillTokens } from '../../cli/auth/till-tokens.ts';
import type { CliConfig } from '../../cli/config.ts';
import { tillPost } from '../../cli/till/post.ts';
import { type SendFigures, sendReceipts } from '../../cli/till/send.ts';
import { receiptsAtHand } from '../../cli/till/source.ts';
import type { ReceiptRequest } from '../../domain/receipt.ts';
import { StartError } from './error.ts';

/** The tills of one retailer: where they send to, with what secret, from which queue on the disk. */
export type Tills = { retailerId: string; config: CliConfig; clientSecret: string; queueDir: string };
export type Posted = { posted: number; accepted: number; rejected: number; rejectedFiles: string[] };

/**
 * The API takes 100, but a message of 100 receipts of an ended month is 200 writes, which two busy cores do not do within a
 * message's deadline; it then comes again minutes later.
 */
const receiptsPerRequest = 25;
const requestsAtOnce = 4;
const mostMinutes = 20;

/** Tills with an empty queue: what an earlier start left in it was for another cloud. */
export async function emptyTills(tills: Omit<Tills, 'queueDir'>, folder: string): Promise<Tills> {
  const queueDir = path.join(folder, `till-${tills.retailerId}`);
  await rm(queueDir, { recursive: true, force: true });
  return { ...tills, queueDir };
}

/**
 * Posts receipts as their retailers' tills do: over HTTPS (here HTTP on this machine) with a client-credentials token, through
 * the reference till client's queue.
 * @param retailerOf whose outlet a receipt is of
 * @param report gets how many receipts are answered and what it waits for, if anything
 */
export async function postReceipts(
  tills: readonly Tills[],
  receipts: readonly ReceiptRequest[],
  retailerOf: (receipt: ReceiptRequest) => string,
  { report, signal }: { report: (answered: number, waiting?: string) => void; signal: AbortSignal },
): Promise<Posted> {
  const answered = new Map<string, number>();
  const byRetailer = Object.groupBy(receipts, retailerOf);
  const figures = await Promise.all(
    tills.map(async (till): Promise<SendFigures> => {
      const { config, clientSecret, queueDir, retailerId } = till;
      return await sendReceipts({
        queueDir,
        target: config.apiUrl,
        post: tillPost({ apiUrl: config.apiUrl, tokens: tillTokens(config.till, clientSecret) }),
        source: receiptsAtHand(byRetailer[retailerId] ?? []),
        batch: receiptsPerRequest,
        parallel: requestsAtOnce,
        maxMinutes: mostMinutes,
        signal,
        onProgress: ({ accepted, rejected, waiting }) => {
          answered.set(retailerId, accepted + rejected);
          report(sum([...answered.values()]), waiting?.reason);
        },
      });
    }),
  );
  const pending = sum(figures.map((figure) => figure.pending));
  if (pending > 0 && !signal.aborted)
    throw new StartError(`${pending} receipts have had no answer for ${mostMinutes} minutes.`);
  return {
    posted: sum(figures.map(({ posted }) => posted)),
    accepted: sum(figures.map(({ accepted }) => accepted)),
    rejected: sum(figures.map(({ rejected }) => rejected)),
    rejectedFiles: figures.filter(({ rejected }) => rejected > 0).map(({ rejectedFile }) => rejectedFile),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
