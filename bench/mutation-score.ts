import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { machine, machineText } from './machine.ts';
import { type KeptScore, mutationSection, scoreFile } from './mutation.ts';
import { markdown, withSection } from './report.ts';
import { type MutationReport, mutationScoreOf } from './rules/mutation-score.ts';

/** After `npm run mutate`: keeps the score of its report, and puts its section into docs/benchmarks.md. */
const report = path.join(import.meta.dirname, '../.local/mutation/report.json');
const document = path.join(import.meta.dirname, '../docs/benchmarks.md');

const score = mutationScoreOf(JSON.parse(await readFile(report, 'utf8')) as MutationReport);
const kept: KeptScore = { measured: machineText(machine()), ...score };
await writeFile(scoreFile, `${JSON.stringify(kept, null, 2)}\n`);
await writeFile(document, withSection(await readFile(document, 'utf8'), markdown(mutationSection())));
console.log(`The score is kept in ${path.basename(scoreFile.pathname)} and docs/benchmarks.md.`);
