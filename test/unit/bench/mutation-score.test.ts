import { describe, expect, it } from 'vitest';
import { withSection } from '../../../bench/report.ts';
import { type MutationReport, mutationScoreOf, percentOf } from '../../../bench/rules/mutation-score.ts';

const mutant = (status: string, line = 1, statusReason?: string) => ({
  status,
  mutatorName: 'EqualityOperator',
  location: { start: { line } },
  ...(statusReason === undefined ? {} : { statusReason }),
});
const report = (files: Record<string, ReturnType<typeof mutant>[]>): MutationReport => ({
  files: Object.fromEntries(
    Object.entries(files).map(([file, mutants]) => [file, { source: 'first\n  second\n', mutants }]),
  ),
});

describe('the mutation score', () => {
  it('counts what is noticed, what is not, and what changes nothing', () => {
    const score = mutationScoreOf(
      report({
        'domain/b.ts': [
          mutant('Killed'),
          mutant('Timeout'),
          mutant('Survived'),
          mutant('NoCoverage'),
          mutant('RuntimeError'),
        ],
        'domain/a.ts': [mutant('Killed'), mutant('Ignored', 2, 'it is the same')],
      }),
    );
    expect(score.files).toEqual([
      { file: 'domain/a.ts', noticed: 1, unnoticed: 0, equivalent: 1 },
      { file: 'domain/b.ts', noticed: 2, unnoticed: 2, equivalent: 0 },
    ]);
    expect(score.equivalents).toEqual([
      { file: 'domain/a.ts', line: 'second', mutator: 'EqualityOperator', why: 'it is the same' },
    ]);
    expect(percentOf(score.files)).toBe(60);
  });

  it('takes no report with a mutant that was not judged', () => {
    expect(() => mutationScoreOf(report({ 'domain/a.ts': [mutant('Pending')] }))).toThrow('Pending');
  });
});

describe('a section of a document', () => {
  const document = '# Title\n\nText.\n\n## One\n\n1\n\n## Two\n\n2\n';
  it('comes in the place of the one with its title', () => {
    expect(withSection(document, '## One\n\nnew')).toBe('# Title\n\nText.\n\n## One\n\nnew\n\n## Two\n\n2\n');
    expect(withSection(document, '## Two\n\nnew\n')).toBe('# Title\n\nText.\n\n## One\n\n1\n\n## Two\n\nnew\n');
  });
  it('comes to the end where there is none', () => {
    expect(withSection(document, '## Three\n\n3')).toBe(`${document}\n## Three\n\n3\n`);
  });
});
