import * as z from 'zod/mini';
import { id35, isoAmount, moneyOf } from './iso-fields.ts';
import { messageReader, messageType } from './message-reader.ts';
import type { XmlEvents } from './xml-events.ts';

/** What a file of ours paid, batch by batch. */
export type SentFile = { messageId: string; batches: SentBatch[] };
export type SentBatch = { paymentInformationId: string; payments: { endToEndId: string; amountCents: number }[] };

const schema = z.strictObject({
  CstmrCdtTrfInitn: z.strictObject({
    GrpHdr: z.strictObject({ MsgId: id35 }),
    PmtInf: z.array(
      z.strictObject({
        PmtInfId: id35,
        CdtTrfTxInf: z.array(
          z.strictObject({
            PmtId: z.strictObject({ EndToEndId: id35 }),
            Amt: z.strictObject({ InstdAmt: isoAmount }),
          }),
        ),
      }),
    ),
  }),
});

/** A payment file of ours (pain.001.001.09), read back: what was sent is what it says, whatever has become of the run since. */
const sentMessage = messageType(
  'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09',
  schema,
  ({ CstmrCdtTrfInitn: { GrpHdr, PmtInf } }): SentFile => ({
    messageId: GrpHdr.MsgId,
    batches: PmtInf.map(({ PmtInfId, CdtTrfTxInf }) => ({
      paymentInformationId: PmtInfId,
      payments: CdtTrfTxInf.map(({ PmtId, Amt }) => ({
        endToEndId: PmtId.EndToEndId,
        amountCents: moneyOf(Amt.InstdAmt)?.cents ?? 0,
      })),
    })),
  }),
);

/** Reads a payment file of ours from a parser's events, whatever its size. */
export const sentFileReader = (): XmlEvents & { message: () => SentFile } =>
  messageReader([sentMessage], Number.MAX_SAFE_INTEGER);
