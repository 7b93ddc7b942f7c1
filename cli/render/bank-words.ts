import type { CaseReason } from '../../domain/bank/answer.ts';
import type { BankFileRefusal } from '../../domain/bank/bank-file.ts';

/** What the reason of a case means to who looks at it. */
export const caseReasonWords: Readonly<Record<CaseReason, string>> = {
  UNKNOWN_STATUS: 'the bank says a status that no rule knows',
  NO_END_TO_END_ID: 'the bank does not say which payment it is about',
  NO_AMOUNT: 'no amount, or one that is no whole cents',
  OTHER_CURRENCY: 'another currency than the euro',
  ENTRY_DOES_NOT_ADD_UP: 'the parts of the entry are not its sum',
  REVERSAL: 'the bank takes back an entry of its own',
  UNKNOWN_PAYMENT: 'no payment that was sent has this id',
  UNKNOWN_FILE: 'no file that was sent has this id',
  FILE_NOT_SENT: 'the file has not been released yet',
  BATCH_DIFFERS: 'the batch is not what was sent, less what was rejected',
  NO_REFERENCE: 'the payer gave no reference: ask whose share it is, or send it back',
  UNKNOWN_REFERENCE: 'no share of this co-op has this reference',
  NO_BANK_REFERENCE: 'the bank gave no reference or day of its own, so it might be counted twice',
  BANK_REFERENCE_REUSED: 'other money had this reference of the bank before',
  MORE_THAN_MISSING: 'the share is missing less than this, or nothing',
  LESS_THAN_ALLOWED: 'less than a part payment of a share may be',
  MEMBERSHIP_NOT_OPEN: 'the membership takes no payments: it has ended, or is not accepted yet',
  DAY_NOT_ALLOWED: 'a payment to the share is not possible on this day',
};

/** Why a file was refused as a whole. */
export const refusalWords: Readonly<Record<BankFileRefusal, string>> = {
  UNKNOWN_COOP: 'it lies in the folder of no co-op',
  EMPTY: 'it is empty',
  TOO_LARGE: 'it is larger than allowed',
  NOT_UTF8: 'it is not in UTF-8',
  DOCTYPE: 'it declares a document type, which no message of a bank does',
  NOT_WELL_FORMED: 'it is no XML',
  OTHER_NAMESPACE: 'something in it is of another namespace than its message',
  OTHER_MESSAGE: 'it is neither a pain.002.001.10 nor a camt.054.001.08',
  TOO_DEEP: 'its elements are nested deeper than allowed',
  TOO_MANY_ENTRIES: 'it has more entries than allowed',
  NOT_IN_SCHEMA: 'it is not what the schema of its message says',
  OTHER_ACCOUNT: 'it is about an account that is not this co-op’s',
};
