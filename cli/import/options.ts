import type { HttpAnswer } from '../http.ts';
import type { Given, ImportName } from './kinds.ts';

/** Posts a body. Gives any answer; throws CliError unavailable if none came. */
export type PostRow = (path: string, body: string, signal: AbortSignal) => Promise<HttpAnswer>;

export type ImportOptions = {
  kind: ImportName;
  path: string;
  /** What to call the file in texts. */
  name: string;
  given: Given;
  /** The register's address: a journal is for one register. */
  target: string;
  post: PostRow;
  /** Go on with an import that was begun. */
  resume: boolean;
  parallel?: number;
  onProgress?: (progress: ImportProgress) => void;
  /** Ends the import: rows without an answer are sent when it is resumed. */
  signal?: AbortSignal;
  random?: () => number;
};

export type ImportProgress = {
  rows: number;
  done: number;
  rejected: number;
  /** While the register cannot be reached: why, and when it is tried again. */
  waiting?: { reason: string; seconds: number };
};

export type ImportFigures = {
  kind: ImportName;
  dryRun: boolean;
  /** Rows of the file below the header; each is in one of the next five. */
  rows: number;
  made: number;
  /** Made by an earlier run of this import. */
  already: number;
  /** Refused, in this run and before. */
  rejected: number;
  /** Met a fault of the register again and again: they are tried again when the import is resumed. */
  failed: number;
  /** Not answered, since the import was ended. */
  pending: number;
  /** Where the rejected and failed rows stand, with what to do. */
  errorsFile: string | null;
  /** What a later run goes on from. */
  journalFile: string | null;
};
