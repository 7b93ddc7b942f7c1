import { parseArgs } from 'node:util';
import { honest } from './mutant.ts';
import { mutants } from './mutants.ts';
import { simulate } from './simulate.ts';
import { newSummary, summaryLine, taken } from './summary.ts';

/**
 * `npm run simulate -- --seeds N --from SEED`: plays so many seeds, tells of each that breaks an invariant, and sums up in its last line.
 * `--trace` prints the whole story of each seed; `--mutant TEXT` plays the register with the naive part of that name. Ends with 1 if anything
 * was broken.
 */
const usage = 'npm run simulate -- --seeds N --from SEED [--trace] [--mutant TEXT]';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '500' },
    from: { type: 'string', default: '1' },
    mutant: { type: 'string' },
    trace: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const count = Number(values.seeds);
const from = Number(values.from);
const mutant = values.mutant === undefined ? honest : mutants.find(({ name }) => name.includes(String(values.mutant)));

if (values.help || !Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(from) || mutant === undefined) {
  print(usage);
  for (const { name } of mutants) print(`  --mutant '${name}'`);
  process.exitCode = values.help ? 0 : 2;
} else {
  let summary = newSummary();
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = await simulate(seed, mutant);
    summary = taken(summary, outcome);
    if (process.stdout.isTTY) process.stdout.write(`\r${summaryLine(summary)}`);
    const isBroken = outcome.violations.length > 0;
    if ((isBroken || values.trace) && process.stdout.isTTY) print('');
    if (isBroken || values.trace) for (const line of outcome.trace) print(line);
    if (isBroken) print(`seed ${seed} breaks ${outcome.violations[0]}`);
    if (isBroken) print(`replay: npm run simulate -- --seeds 1 --from ${seed}${replayedMutant()}`);
  }
  if (process.stdout.isTTY) process.stdout.write('\r');
  print(summaryLine(summary));
  process.exitCode = summary.violations > 0 ? 1 : 0;
}

function replayedMutant(): string {
  return values.mutant === undefined ? '' : ` --mutant '${values.mutant}'`;
}
