/** Why a file of the bank is kept and not read: a closed list, from its outside to what it says. */
export const bankFileRefusals = [
  'UNKNOWN_COOP',
  'EMPTY',
  'TOO_LARGE',
  'NOT_UTF8',
  'DOCTYPE',
  'NOT_WELL_FORMED',
  'OTHER_NAMESPACE',
  'OTHER_MESSAGE',
  'TOO_DEEP',
  'TOO_MANY_ENTRIES',
  'NOT_IN_SCHEMA',
  'OTHER_ACCOUNT',
] as const;
export type BankFileRefusal = (typeof bankFileRefusals)[number];

/** A file that is refused as a whole: nothing of it is applied. Its reason is a code, so no value of the file is told. */
export class BankFileRefused extends Error {
  readonly reason: BankFileRefusal;

  constructor(reason: BankFileRefusal) {
    super(`The bank's file is refused: ${reason}.`);
    this.name = 'BankFileRefused';
    this.reason = reason;
  }
}

/** How large a file may be at most: bytes, and elements that may stand there any number of times. */
export type BankFileLimits = { mostBytes: number; mostEntries: number };
