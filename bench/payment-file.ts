import { fileURLToPath } from 'node:url';
import { configs } from '../lib/config.ts';
import { neutralEnv } from '../scripts/local-cloud/environment.ts';
import { outputOf } from './quiet-child.ts';
import { type Aim, figure, type Section } from './report.ts';
import { median } from './rules/statistics.ts';

const child = fileURLToPath(new URL('./payment-file-child.ts', import.meta.url));
const sizes = [10_000, 20_000, 50_000] as const;
const rounds = 3;
/** Ids of the file's payments are kept to see that none stands twice: about 100 bytes each. */
const aimHeapGrowth = 1.5;

type Written = { payments: number; bytes: number; wallMs: number; cpuMs: number; rssMb: number; heapMb: number };

/** How fast a payment file is written, and what memory that takes, by the number of its payments. */
export async function paymentFileSection(): Promise<Section> {
  const rows: Written[] = [];
  for (const payments of sizes) {
    const timed: Written[] = [];
    for (let round = 0; round < rounds; round += 1) timed.push(await written(payments));
    const { heapMb } = await written(payments, '--expose-gc');
    const middle = (of: (one: Written) => number): number => median(timed.map(of));
    rows.push({
      payments,
      heapMb,
      bytes: middle(({ bytes }) => bytes),
      wallMs: middle(({ wallMs }) => wallMs),
      cpuMs: middle(({ cpuMs }) => cpuMs),
      rssMb: middle(({ rssMb }) => rssMb),
    });
  }
  return {
    title: 'The payment file',
    text: [
      `Written as write-file does it, to a file of the function's own disk in batches of ${figure(configs.prod.settings.transactionsPerBatch)}, without reading payments and without sending the file; with checking every payment and with the SHA-256. A process for each measurement, medians of ${rounds}; CPU time with the compiling of a process that has just begun. Heap in use: what is left after collecting garbage, the largest of some looks on the way.`,
    ],
    tables: [
      {
        title: 'Writing by payments',
        head: ['payments', 'MB', 'ms', 'CPU ms', 'MB a second', 'largest memory, MB', 'heap in use, MB'],
        rows: rows.map((row) => [
          figure(row.payments),
          figure(row.bytes / 1e6, 1),
          figure(row.wallMs),
          figure(row.cpuMs),
          figure(row.bytes / 1_000 / row.wallMs, 1),
          figure(row.rssMb),
          figure(row.heapMb, 1),
        ]),
      },
    ],
    aims: [flat(rows)],
  };
}

function flat(rows: readonly Written[]): Aim {
  const [first, last] = [rows[0], rows.at(-1)];
  const growth = (last?.heapMb ?? Number.NaN) / (first?.heapMb ?? Number.NaN);
  return {
    what: `flat memory at ${figure(last?.payments ?? 0)} payments: heap in use ≤ ${aimHeapGrowth} × that of a single batch (${figure(first?.payments ?? 0)})`,
    measured: `${figure(growth, 2)} ×`,
    met: growth <= aimHeapGrowth,
  };
}

const written = async (payments: number, ...nodeOptions: string[]): Promise<Written> =>
  JSON.parse(await outputOf([...nodeOptions, child, String(payments)], neutralEnv())) as Written;
