import type { BankFile } from '../../../domain/bank/answer.ts';
import type { MembershipRules } from '../../../domain/membership-rules.ts';
import type { Register } from '../../table/client.ts';
import type { Movements } from './write-bank-journal.ts';

/** What taking in a file rests on. */
export type BankFileContext = {
  db: Register;
  coopId: string;
  fileId: string;
  file: BankFile;
  rules: MembershipRules;
  /** What the file moves in the books; filled as it is taken in. */
  movements: Movements;
  nowMs: number;
  /** The file is not read again after this: what is not clear is for a person. */
  isLastTry: boolean;
  /** A payment file of ours, from where it is kept. */
  openSentFile: (key: string) => Promise<AsyncIterable<Uint8Array>>;
};
