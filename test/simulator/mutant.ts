import type { recordMessage } from '../../functions/queue/record-message.ts';
import type { Register } from '../../functions/table/client.ts';
import type { WorldOptions } from '../fixtures/run-world.ts';

/** A register that is built naively at one place. */
export type Mutant = {
  name: string;
  /** The invariants by which it is found. */
  breaks: RegExp;
  /** Steps of runs that are done in another way. */
  instead?: WorldOptions['instead'];
  /** How receipts are recorded. */
  record?: typeof recordMessage;
  /** The table as tills and staff reach it. */
  others?: (db: Register) => Register;
  /** The table as whoever reads the bank's files reaches it. */
  bank?: (db: Register) => Register;
  /** The table as runs reach it. */
  runs?: (db: Register) => Register;
  /** In which state of a run its files are given to the bank. */
  handedOverIn?: 'FILES_WRITTEN';
};

export const honest: Mutant = { name: 'as it is', breaks: /^$/ };
