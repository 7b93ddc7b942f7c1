import * as z from 'zod/mini';
import { codeOrOwn, dayOrTime, id35, isoAmount, isoCode, isoCount, isoText, isoTime } from './iso-fields.ts';

const bankTransactionCode = z.strictObject({
  Domn: z.optional(
    z.strictObject({ Cd: isoCode, Fmly: z.optional(z.strictObject({ Cd: isoCode, SubFmlyCd: isoCode })) }),
  ),
});
const direction = z.enum(['CRDT', 'DBIT']);
const party = z.strictObject({ Pty: z.optional(z.strictObject({ Nm: z.optional(isoText(140)) })) });
const transaction = z.strictObject({
  Refs: z.optional(
    z.strictObject({ AcctSvcrRef: z.optional(id35), EndToEndId: z.optional(id35), TxId: z.optional(id35) }),
  ),
  Amt: z.optional(isoAmount),
  CdtDbtInd: z.optional(direction),
  AmtDtls: z.optional(z.strictObject({ TxAmt: z.optional(z.strictObject({ Amt: isoAmount })) })),
  BkTxCd: z.optional(bankTransactionCode),
  RltdPties: z.optional(z.strictObject({ Dbtr: z.optional(party) })),
  RmtInf: z.optional(
    z.strictObject({
      Ustrd: z.optional(z.array(isoText(140))),
      Strd: z.optional(z.array(z.strictObject({ CdtrRefInf: z.optional(z.strictObject({ Ref: z.optional(id35) })) }))),
    }),
  ),
  RtrInf: z.optional(z.strictObject({ Rsn: z.optional(codeOrOwn) })),
});
const details = z.strictObject({
  Btch: z.optional(
    z.strictObject({ PmtInfId: z.optional(id35), NbOfTxs: z.optional(isoCount), TtlAmt: z.optional(isoAmount) }),
  ),
  TxDtls: z.optional(z.array(transaction)),
});
const entry = z.strictObject({
  NtryRef: z.optional(id35),
  Amt: isoAmount,
  CdtDbtInd: direction,
  RvslInd: z.optional(z.enum(['true', 'false', '1', '0'])),
  Sts: codeOrOwn,
  BookgDt: z.optional(dayOrTime),
  ValDt: z.optional(dayOrTime),
  AcctSvcrRef: z.optional(id35),
  BkTxCd: bankTransactionCode,
  NtryDtls: z.optional(z.array(details)),
});
/** What is read of a notification, camt.054.001.08 (domain.md 5.1). */
export const notificationSchema = z.strictObject({
  BkToCstmrDbtCdtNtfctn: z.strictObject({
    GrpHdr: z.strictObject({ MsgId: id35, CreDtTm: isoTime }),
    Ntfctn: z
      .array(
        z.strictObject({
          Id: id35,
          Acct: z.strictObject({ Id: z.strictObject({ IBAN: z.optional(isoText(34)) }) }),
          Ntry: z.optional(z.array(entry)),
        }),
      )
      .check(z.minLength(1)),
  }),
});
export type Notification = z.infer<typeof notificationSchema>;
export type Entry = z.infer<typeof entry>;
export type EntryDetails = z.infer<typeof details>;
export type EntryTransaction = z.infer<typeof transaction>;
