import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { auditSection } from './audit.ts';
import { bootSection } from './boot.ts';
import { costSection } from './cost.ts';
import { cpuSection } from './cpu.ts';
import { machine, machineText } from './machine.ts';
import { mutationSection } from './mutation.ts';
import { paymentFileSection } from './payment-file.ts';
import { registerSection } from './register.ts';
import { markdown, printed, type Section } from './report.ts';
import { runSection } from './run.ts';
import { scaleSection } from './scale.ts';
import { sizeSection } from './size.ts';

const sections: Readonly<Record<string, () => Section | Promise<Section>>> = {
  cost: costSection,
  size: sizeSection,
  boot: bootSection,
  cpu: cpuSection,
  run: runSection,
  scale: scaleSection,
  file: paymentFileSection,
  register: registerSection,
  audit: auditSection,
  mutation: mutationSection,
};
const names = Object.keys(sections);
const document = path.join(import.meta.dirname, '../docs/benchmarks.md');

/**
 * Measures and prints: `npm run bench` everything, and then docs/benchmarks.md is written anew; `npm run bench -- --only cpu` one section,
 * and the document stays. Nothing is asserted: an aim that is missed is said to be.
 */
async function main(): Promise<void> {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
  if (only !== undefined && !names.includes(only)) {
    console.error(`There is no --only ${only}: choose one of ${names.join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const where = machineText(machine());
  console.log(where);
  const done: Section[] = [];
  for (const [name, measure] of Object.entries(sections)) {
    if (only !== undefined && name !== only) continue;
    const begin = performance.now();
    console.log(`\nMeasuring: ${name} …`);
    const section = await measure();
    console.log(printed(section));
    console.log(`\n(${Math.round((performance.now() - begin) / 1_000)} s)`);
    done.push(section);
  }
  if (only !== undefined) return;
  const head = [
    '# Benchmarks',
    'Written by `npm run bench`; do not edit. Aims are those of the issue, none is a test.',
    where,
  ];
  await writeFile(document, `${[...head, ...done.map(markdown)].join('\n\n')}\n`);
  console.log(`\nWritten to ${path.relative(process.cwd(), document)}.`);
}

await main();
