import { verifyChain } from '../domain/audit-verification.ts';
import { chainOf, eventsOfRead, itemsWritten, sha256 } from './access-material.ts';
import { size } from './cpu-tasks.ts';
import { cpuMsOf, measured } from './measurements.ts';
import { figure, type ReportTable, type Section } from './report.ts';
import { writeUnits } from './rules/capacity.ts';
import { itemBytes } from './rules/item-size.ts';
import { median } from './rules/statistics.ts';
import { unitsOfPut } from './size-rule-units.ts';
import { startStub } from './stub/start.ts';

/** A customer's page; a household of four with its persons; what one transaction takes. */
const people = [1, 5, 100] as const;
const events = 100_000;
const eventsPerBlock = [1, 10, 100] as const;
const rounds = 5;
const aimSecondsPerMillion = 60;

/** What it costs to log a read before it is answered, and to verify what was sealed. */
export async function auditSection(): Promise<Section> {
  const chains = [];
  for (const perBlock of eventsPerBlock) chains.push(await verified(perBlock));
  const slowest = Math.max(...chains.map(({ wallMs }) => wallMs));
  const perMillion = (slowest * 10) / 1_000;
  return {
    title: 'The access log',
    text: [
      'Units by the size rules; an event lies in the table and in two indexes, and the table’s own write costs twice in a transaction. CPU: logAccess alone against the stub, medians of rounds. Verification: blocks in memory, so without fetching them.',
    ],
    tables: [await overhead(), verification(chains)],
    aims: [
      {
        what: `a chain of 1,000,000 events is verified within ${aimSecondsPerMillion} s (ten times ${figure(events)})`,
        measured: `${figure(perMillion, 1)} s`,
        met: perMillion <= aimSecondsPerMillion,
      },
    ],
  };
}

async function overhead(): Promise<ReportTable> {
  const stub = await startStub();
  try {
    const cpu = await measured(stub, { kind: 'log', people, warmUps: 2, rounds });
    const rows = await Promise.all(
      people.map(async (count) => {
        const calls = await itemsWritten(eventsOfRead(count, 1, Date.parse('2026-11-28T10:00:00.123Z')));
        const items = calls.flat();
        const units = items.reduce(
          (sum, item) => sum + unitsOfPut(item) + (items.length > 1 ? writeUnits(itemBytes(item)) : 0),
          0,
        );
        return [
          figure(count),
          figure(calls.length),
          figure(units),
          figure(Math.max(...items.map(itemBytes))),
          figure(cpuMsOf(cpu, String(count)) / size.reads, 2),
        ];
      }),
    );
    return {
      title: 'Overhead of a read',
      head: ['events of the read', 'requests', 'write units', 'bytes of an event', 'CPU ms'],
      rows,
    };
  } finally {
    await stub.stop();
  }
}

type Verified = { perBlock: number; blocks: number; bytes: number; cpuMs: number; wallMs: number };

async function verified(perBlock: number): Promise<Verified> {
  const { blocks, head, bytes } = await chainOf(events, perBlock);
  const cpuMs: number[] = [];
  const wallMs: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const cpu = process.cpuUsage();
    const begin = performance.now();
    const report = await verifyChain(blocks, { sha256, head });
    const { user, system } = process.cpuUsage(cpu);
    if (report.broken !== undefined || report.events !== events) throw new Error('the chain is not whole');
    if (round < 0) continue;
    cpuMs.push((user + system) / 1_000);
    wallMs.push(performance.now() - begin);
  }
  return { perBlock, blocks: blocks.length, bytes, cpuMs: median(cpuMs), wallMs: median(wallMs) };
}

const verification = (chains: readonly Verified[]): ReportTable => ({
  title: `Verification of ${figure(events)} events`,
  head: ['events a block', 'blocks', 'MB', 'CPU ms', 'ms that passed'],
  rows: chains.map(({ perBlock, blocks, bytes, cpuMs, wallMs }) => [
    figure(perBlock),
    figure(blocks),
    figure(bytes / 1e6, 1),
    figure(cpuMs),
    figure(wallMs),
  ]),
});
