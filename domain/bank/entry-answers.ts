import type { Answer, BankFile, BankReference, CaseReason, Credit, Unclear } from './answer.ts';
import { dayOf, type Money, moneyOf } from './iso-fields.ts';
import { messageType } from './message-reader.ts';
import {
  type Entry,
  type EntryDetails,
  type EntryTransaction,
  type Notification,
  notificationSchema,
} from './notification.ts';

/** Only what is booked counts; an entry that is pending or told for information comes again when it is booked. */
const booked = 'BOOK';
/** The sub-family of a credit transfer that has come back: PMNT/ICDT/RRTN. */
const returned = 'RRTN';

/** What is known of an entry, for all transactions in it. */
type Booking = {
  entry: Entry;
  account: string;
  notificationId: string;
  /** The entry's place in its notification, from 1. */
  place: number;
  bookedOn: string | undefined;
  money: Money | undefined;
  alone: boolean;
};

/** The answers in a notification: payments done and come back, money in, and what a person has to look at. */
function answersOfNotification({ BkToCstmrDbtCdtNtfctn: message }: Notification): BankFile {
  const found = message.Ntfctn.map(({ Id, Acct, Ntry = [] }) => ({
    account: Acct.Id.IBAN ?? '',
    answers: Ntry.map((entry, index) => entryAnswers(entry, Acct.Id.IBAN ?? '', Id, index + 1)),
  }));
  const perEntry = found.flatMap(({ answers }) => answers);
  return {
    type: 'NOTIFICATION',
    messageId: message.GrpHdr.MsgId,
    createdAt: message.GrpHdr.CreDtTm,
    accounts: [...new Set(found.map(({ account }) => account))],
    answers: perEntry.flat(),
    ignored: perEntry.filter((answers) => answers.length === 0).length,
  };
}

function entryAnswers(entry: Entry, account: string, notificationId: string, place: number): Answer[] {
  if (entry.Sts.Cd !== booked) return [];
  const details = entry.NtryDtls ?? [];
  const transactions = details.flatMap(({ TxDtls = [] }) => TxDtls);
  const bookedOn = dayOf(entry.BookgDt) ?? dayOf(entry.ValDt);
  const money = moneyOf(entry.Amt);
  const booking = { entry, account, notificationId, place, bookedOn, money, alone: transactions.length < 2 };
  const unclear = unclearEntry(booking, transactions);
  if (unclear !== undefined) return [unclearOf(booking, unclear)];
  if (transactions.length > 0) {
    const answers = transactions.flatMap((transaction, index) => transactionAnswer(booking, transaction, index + 1));
    return withEntryReferences(answers, entry.AcctSvcrRef);
  }
  if (entry.CdtDbtInd === 'CRDT') return transactionAnswer(booking, {}, 1);
  return details.flatMap((one) => batchAnswer(booking, one, details.length === 1));
}

/** What is against an entry as a whole. Its parts must be all of it, or one of them would be missing or too much. */
function unclearEntry({ entry, money }: Booking, transactions: readonly EntryTransaction[]): CaseReason | undefined {
  if (entry.RvslInd === 'true' || entry.RvslInd === '1') return 'REVERSAL';
  if (money === undefined) return 'NO_AMOUNT';
  const amounts = transactions.flatMap((transaction) => amountIn(transaction) ?? []);
  if (transactions.length === 0 || amounts.length < transactions.length) return undefined;
  const sum = transactions.reduce((cents, transaction, index) => {
    const own = transaction.CdtDbtInd ?? entry.CdtDbtInd;
    return cents + (own === entry.CdtDbtInd ? 1 : -1) * (amounts[index]?.cents ?? 0);
  }, 0);
  const ofOneCurrency = amounts.every(({ currency }) => currency === money.currency);
  return ofOneCurrency && sum !== money.cents ? 'ENTRY_DOES_NOT_ADD_UP' : undefined;
}

/** A transaction's own amount, in the account's currency. */
function amountIn({ Amt, AmtDtls }: EntryTransaction): Money | undefined {
  const amount = Amt ?? AmtDtls?.TxAmt?.Amt;
  return amount && moneyOf(amount);
}

function transactionAnswer(booking: Booking, transaction: EntryTransaction, index: number): Answer[] {
  const { entry, alone } = booking;
  const stated = transaction.Amt ?? transaction.AmtDtls?.TxAmt?.Amt;
  const money = stated === undefined && alone ? booking.money : amountIn(transaction);
  const direction = transaction.CdtDbtInd ?? entry.CdtDbtInd;
  const endToEndId = transaction.Refs?.EndToEndId;
  const isReturn =
    direction === 'CRDT' && (transaction.RtrInf !== undefined || subFamilyOf(booking, transaction) === returned);
  const reasonCode = transaction.RtrInf?.Rsn?.Cd;
  const told = {
    entryRef: entryRefOf(booking, transaction, index),
    ...(endToEndId && endToEndId !== notProvided && { endToEndId }),
    ...(reasonCode && { reasonCode }),
    ...(money && { money }),
  };
  if (direction === 'CRDT' && !isReturn) return [creditAnswer(booking, transaction, told)];
  const kind = isReturn ? 'RETURNED' : 'SETTLED';
  if (told.endToEndId === undefined) return isReturn ? [unclearOf(booking, 'NO_END_TO_END_ID', told)] : [];
  if (money === undefined) return [unclearOf(booking, 'NO_AMOUNT', told)];
  if (money.currency !== euro) return [unclearOf(booking, 'OTHER_CURRENCY', told)];
  return [{ about: 'PAYMENT', kind, ...told, endToEndId: told.endToEndId }];
}

const euro = 'EUR';
const notProvided = 'NOTPROVIDED';

const subFamilyOf = ({ entry }: Booking, { BkTxCd }: EntryTransaction): string | undefined =>
  (BkTxCd ?? entry.BkTxCd).Domn?.Fmly?.SubFmlyCd;

type Told = Pick<Unclear, 'entryRef' | 'endToEndId' | 'reasonCode' | 'money'>;

function creditAnswer(booking: Booking, transaction: EntryTransaction, told: Told): Answer {
  const { account, bookedOn } = booking;
  const { money, entryRef } = told;
  if (money === undefined) return unclearOf(booking, 'NO_AMOUNT', told);
  if (money.currency !== euro) return unclearOf(booking, 'OTHER_CURRENCY', told);
  const reference = transaction.RmtInf?.Strd?.find(({ CdtrRefInf }) => CdtrRefInf?.Ref !== undefined)?.CdtrRefInf?.Ref;
  const text = transaction.RmtInf?.Ustrd?.join(' ').slice(0, 140);
  const payerName = transaction.RltdPties?.Dbtr?.Pty?.Nm;
  const bankRef = bankRefOf(booking, transaction);
  const credit: Credit = { about: 'CREDIT', account, money, entryRef };
  return {
    ...credit,
    ...(bookedOn && { bookedOn }),
    ...(bankRef && { bankRef }),
    ...(reference && { reference }),
    ...(payerName && { payerName }),
    ...(text && { text }),
  };
}

/**
 * Payments of an entry go by the entry's reference: the bank may tell it with its payments or as a batch, and it is the same movement. One that stands
 * in it more than once moved more than once.
 */
function withEntryReferences(answers: readonly Answer[], entryRef: string | undefined): Answer[] {
  const times = new Map<string, number>();
  return answers.map((answer) => {
    if (answer.about !== 'PAYMENT' || entryRef === undefined) return answer;
    const moved = `${answer.kind} ${answer.endToEndId}`;
    const time = (times.get(moved) ?? 0) + 1;
    times.set(moved, time);
    return { ...answer, entryRef: time === 1 ? entryRef : `${entryRef}/${time}` };
  });
}

/** A batch that was booked as one, without its payments. */
function batchAnswer(booking: Booking, { Btch }: EntryDetails, isAll: boolean): Answer[] {
  const paymentInformationId = Btch?.PmtInfId;
  if (paymentInformationId === undefined) return [];
  const money = Btch?.TtlAmt === undefined ? (isAll ? booking.money : undefined) : moneyOf(Btch.TtlAmt);
  const entryRef = entryRefOf(booking, {}, 1);
  const count = Btch?.NbOfTxs === undefined ? undefined : Number(Btch.NbOfTxs);
  return [
    {
      ...{ about: 'BATCH', kind: 'SETTLED', entryRef, paymentInformationId, except: [] },
      ...(count !== undefined && { count }),
      ...(money && { money }),
    },
  ];
}

function unclearOf({ money, bookedOn, entry, ...booking }: Booking, reason: CaseReason, told?: Told): Unclear {
  const entryRef = entryRefOf({ money, bookedOn, entry, ...booking }, {}, 1);
  return { about: 'UNCLEAR', reason, entryRef, ...(money && { money }), ...(bookedOn && { bookedOn }), ...told };
}

/** The bank's own reference of a transaction, else of the entry that it is alone in, else a reference within the notification. */
function bankRefOf({ entry, notificationId, alone }: Booking, { Refs }: EntryTransaction): BankReference | undefined {
  if (Refs?.AcctSvcrRef !== undefined) return { of: 'TRANSACTION', value: Refs.AcctSvcrRef, notificationId };
  if (!alone) return undefined;
  if (entry.AcctSvcrRef !== undefined) return { of: 'TRANSACTION', value: entry.AcctSvcrRef, notificationId };
  return entry.NtryRef === undefined ? undefined : { of: 'ENTRY', value: entry.NtryRef, notificationId };
}

/** What tells this transaction from others: the same in every file that tells it, as far as the bank gives it a reference. */
function entryRefOf(
  { entry, notificationId, place, alone }: Booking,
  { Refs }: EntryTransaction,
  index: number,
): string {
  if (Refs?.AcctSvcrRef !== undefined) return Refs.AcctSvcrRef;
  const ofEntry = entry.AcctSvcrRef ?? `${notificationId}/${entry.NtryRef ?? place}`;
  return alone ? ofEntry : `${ofEntry}/${index}`;
}

/** What was booked on an account (domain.md 5.1, 5.2). */
export const notification = messageType(
  'urn:iso:std:iso:20022:tech:xsd:camt.054.001.08',
  notificationSchema,
  answersOfNotification,
);
