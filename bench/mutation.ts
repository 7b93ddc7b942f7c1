import { readFileSync } from 'node:fs';
import { figure, type Section } from './report.ts';
import { type MutationScore, percentOf } from './rules/mutation-score.ts';

/** Kept by `npm run mutate`, which takes long; the benchmarks only show it. */
export const scoreFile = new URL('./mutation-score.json', import.meta.url);
const aimPercent = 85;

/** What {@link scoreFile} holds: the score, and where and of what it was measured. */
export type KeptScore = MutationScore & { measured: string };

/** As Markdown's code, also with a backtick in it. */
const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

/** The mutation score of the rules of money and calendar, as it was last measured. */
export function mutationSection(): Section {
  const { files, equivalents, measured } = JSON.parse(readFileSync(scoreFile, 'utf8')) as KeptScore;
  const sum = (of: 'noticed' | 'unnoticed' | 'equivalent'): number => files.reduce((all, file) => all + file[of], 0);
  const whole = { noticed: sum('noticed'), unnoticed: sum('unnoticed'), equivalent: sum('equivalent') };
  const cells = ({ noticed, unnoticed, equivalent }: typeof whole): string[] => [
    figure(noticed + unnoticed),
    figure(noticed),
    figure(unnoticed),
    figure(equivalent),
    `${figure(percentOf([{ noticed, unnoticed, equivalent }]), 1)} %`,
  ];
  const why = new Map(equivalents.map((one) => [`${one.file} ${one.line} ${one.mutator}`, one]));
  return {
    title: 'Mutation score',
    text: [
      `Written by \`npm run mutate\`, not by \`npm run bench\`. ${measured}`,
      'Stryker changes one thing in a rule of `domain/`, one at a time, and the tests of `test/unit/domain` must notice it. Mutants with which a module cannot be loaded are not counted.',
      `Mutants that change nothing are marked in the source with the reason, and are not counted. A mark leaves out every mutation of its kind on its line, also those that a test would notice; if none of them were, the score would be ${figure((whole.noticed / (whole.noticed + whole.unnoticed + whole.equivalent)) * 100, 1)} %.`,
    ],
    tables: [
      {
        title: 'Mutants by rule',
        head: ['file', 'mutants', 'noticed', 'unnoticed', 'marked', 'score'],
        rows: [...files.map((file) => [file.file, ...cells(file)]), ['all', ...cells(whole)]],
      },
      {
        title: 'Mutants that change nothing',
        head: ['file', 'line', 'mutation', 'why'],
        rows: [...why.values()].map(({ file, line, mutator, why: reason }) => [file, code(line), mutator, reason]),
      },
    ],
    aims: [
      {
        what: `mutation score ≥ ${aimPercent} %`,
        measured: `${figure(percentOf([whole]), 1)} %`,
        met: percentOf([whole]) >= aimPercent,
      },
    ],
  };
}
