/** As much of Stryker's report as is counted (mutation-testing-report-schema). */
export type MutationReport = {
  files: Readonly<
    Record<
      string,
      {
        source: string;
        mutants: readonly {
          status: string;
          statusReason?: string;
          mutatorName: string;
          location: { start: { line: number } };
        }[];
      }
    >
  >;
};

/** The mutants of one file: those that a test has noticed, those that none has, and those that change nothing. */
export type FileScore = { file: string; noticed: number; unnoticed: number; equivalent: number };
/** A mutant that is marked in the source as no change, and why. */
export type Equivalent = { file: string; line: string; mutator: string; why: string };
export type MutationScore = { files: FileScore[]; equivalents: Equivalent[] };

const statuses: Readonly<Record<string, keyof Omit<FileScore, 'file'>>> = {
  Killed: 'noticed',
  Timeout: 'noticed',
  Survived: 'unnoticed',
  NoCoverage: 'unnoticed',
  Ignored: 'equivalent',
};
/** A mutant with which the module cannot even be loaded proves nothing of its tests. */
const notCounted = new Set(['RuntimeError', 'CompileError']);

/**
 * Counts a report, file by file in the order of their names.
 * @throws Error on a mutant that was not judged
 */
export function mutationScoreOf({ files }: MutationReport): MutationScore {
  const entries = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    files: entries.map(([file, { mutants }]) => {
      const score: FileScore = { file, noticed: 0, unnoticed: 0, equivalent: 0 };
      for (const { status } of mutants) {
        if (notCounted.has(status)) continue;
        const kind = statuses[status];
        if (kind === undefined) throw new Error(`a mutant of ${file} is ${status}`);
        score[kind] += 1;
      }
      return score;
    }),
    equivalents: entries.flatMap(([file, { source, mutants }]) =>
      mutants
        .filter(({ status }) => status === 'Ignored')
        .map(({ mutatorName, statusReason = '', location }) => ({
          file,
          line: (source.split('\n')[location.start.line - 1] ?? '').trim(),
          mutator: mutatorName,
          why: statusReason,
        })),
    ),
  };
}

/** Of a hundred mutants that do change something, how many are noticed. */
export const percentOf = (files: readonly Omit<FileScore, 'file'>[]): number => {
  const noticed = files.reduce((sum, file) => sum + file.noticed, 0);
  const all = files.reduce((sum, file) => sum + file.noticed + file.unnoticed, 0);
  return (noticed / all) * 100;
};
