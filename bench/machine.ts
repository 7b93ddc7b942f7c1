import { execFileSync } from 'node:child_process';
import os from 'node:os';

/** Where and of what a measurement is. */
export type Machine = {
  date: string;
  commit: string;
  node: string;
  cpu: string;
  cores: number;
  memoryGb: number;
  load: number;
};

export function machine(): Machine {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  const changed =
    git('status', '--porcelain', '--', 'bench', 'contract', 'domain', 'functions', 'lib') === '' ? '' : ' and changes';
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: `${git('rev-parse', '--short', 'HEAD')}${changed}`,
    node: process.version,
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    load: Math.round((os.loadavg()[0] ?? 0) * 10) / 10,
  };
}

/** One sentence for the head of the report. */
export const machineText = ({ date, commit, node, cpu, cores, memoryGb, load }: Machine): string =>
  `Measured on ${date} at commit ${commit}: ${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}, ${process.platform} ${process.arch}; load of the machine before: ${load}.`;
