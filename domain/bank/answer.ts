import type { Money } from './iso-fields.ts';

/** What the bank can say of payments: still under way, done, refused, or come back. */
export const answerKinds = ['PENDING', 'SETTLED', 'REJECTED', 'RETURNED'] as const;
export type AnswerKind = (typeof answerKinds)[number];

/** Why something in a file is neither an answer that a payment takes nor money for a share: a person looks at it. */
export const caseReasons = [
  'UNKNOWN_STATUS',
  'NO_END_TO_END_ID',
  'NO_AMOUNT',
  'OTHER_CURRENCY',
  'ENTRY_DOES_NOT_ADD_UP',
  'REVERSAL',
  'UNKNOWN_PAYMENT',
  'UNKNOWN_FILE',
  'FILE_NOT_SENT',
  'BATCH_DIFFERS',
  'NO_REFERENCE',
  'UNKNOWN_REFERENCE',
  'NO_BANK_REFERENCE',
  'BANK_REFERENCE_REUSED',
  'MORE_THAN_MISSING',
  'LESS_THAN_ALLOWED',
  'MEMBERSHIP_NOT_OPEN',
  'DAY_NOT_ALLOWED',
] as const;
export type CaseReason = (typeof caseReasons)[number];

/** What every answer says, whatever it is about. */
export type Said = {
  kind: AnswerKind;
  reasonCode?: string;
  /** What tells an entry from others at the bank: its reference, with the place in it where several share one. */
  entryRef: string;
};

/** Of one payment. The amount is there where the bank tells it. */
export type PaymentAnswer = Said & { about: 'PAYMENT'; endToEndId: string; money?: Money };
/** Of every payment of a file that we sent, but those that the same report names. */
export type FileAnswer = Said & {
  about: 'FILE';
  status: string;
  messageId: string;
  except: readonly string[];
  exceptBatches: readonly string[];
};
/** Of every payment of a batch of it. Count and sum are there where the bank tells them, and must then be those of what it is about. */
export type BatchAnswer = Said & {
  about: 'BATCH';
  paymentInformationId: string;
  except: readonly string[];
  count?: number;
  money?: Money;
};
/** Money that came in. */
export type Credit = {
  about: 'CREDIT';
  account: string;
  money: Money;
  bookedOn?: string;
  /** The bank's own reference; none: it can never be booked by itself. */
  bankRef?: BankReference;
  entryRef: string;
  /** As the payer gave it: a national reference or RF, not checked. */
  reference?: string;
  payerName?: string;
  text?: string;
};
/** `ENTRY`: a reference within a notification only, so the notification's id is part of what tells entries apart. */
export type BankReference = { of: 'TRANSACTION' | 'ENTRY'; value: string; notificationId: string };
/** What a person has to look at. */
export type Unclear = {
  about: 'UNCLEAR';
  kind?: AnswerKind;
  reason: CaseReason;
  entryRef: string;
  endToEndId?: string;
  status?: string;
  reasonCode?: string;
  money?: Money;
  bookedOn?: string;
};

export type Answer = PaymentAnswer | FileAnswer | BatchAnswer | Credit | Unclear;

/** A file as it was understood: what it says, in its order, and how many of its entries are nothing to us. */
export type BankFile = {
  type: 'STATUS_REPORT' | 'NOTIFICATION';
  messageId: string;
  createdAt: string;
  /** Accounts that it is about: the co-op's own, or the file is refused. */
  accounts: readonly string[];
  answers: readonly Answer[];
  ignored: number;
};
