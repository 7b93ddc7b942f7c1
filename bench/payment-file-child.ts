import process from 'node:process';
import { payeeName } from '../domain/payee-name.ts';
import { paymentFileWriter } from '../domain/payment-file.ts';
import { endToEndId } from '../domain/payment-ids.ts';
import { withUnnamedFile } from '../functions/runtime/unnamed-file.ts';
import { configs } from '../lib/config.ts';

/**
 * Writes one payment file of so many payments as write-file does, in a process of its own, and tells what that took. With a garbage collector to
 * call (`--expose-gc`) it also tells the largest heap that is really in use, looked at some times on the way; that makes it slow, so times are
 * measured without. Argument: the number of payments.
 */
const payments = Number(process.argv[2]);
const looks = 20;
const { transactionsPerBatch } = configs.prod.settings;

const collect = (globalThis as { gc?: () => void }).gc;
let heapBytes = 0;
const look = (index: number): void => {
  if (collect === undefined || index % Math.ceil(payments / looks) !== 0) return;
  collect();
  const { heapUsed, external } = process.memoryUsage();
  heapBytes = Math.max(heapBytes, heapUsed + external);
};

const names = ['Virtanen Maija', 'Äijälä Åke', 'Ñandú-Köhler José', 'Korhonen Liisa Annikki'];
const paymentOf = (index: number) => ({
  endToEndId: endToEndId({
    kind: 'BONUS',
    coopId: 'havu',
    period: '2026-10',
    payeeId: `H${String(index).padStart(6, '0')}`,
    revision: 0,
    issue: 1,
  }),
  amountCents: 100 + index,
  creditorName: payeeName(names[index % names.length] ?? '', 'Asiakas'),
  iban: 'FI6439000000000013',
  text: 'BONUS 10/2026',
});

const begin = performance.now();
const cpu = process.cpuUsage();
const { bytes } = await withUnnamedFile(async (file) => {
  const content = paymentFileWriter({
    message: { kind: 'BONUS', coopId: 'havu', period: '2026-10', attempt: 1, fileNumber: 1 },
    createdAt: '2026-11-05T08:00:00',
    requestedExecutionDate: '2026-11-10',
    debtor: {
      name: 'Osuuskauppa Havu',
      iban: 'FI7239390010000016',
      bic: 'SBANFIHH',
      bankPartyId: '12345671',
      address: { street: 'Kuusikatu', buildingNumber: '1', postalCode: '00100', town: 'HELSINKI', country: 'FI' },
    },
    maxTransactionsPerBatch: transactionsPerBatch,
    expectedCount: payments,
    expectedSumCents: payments * 100 + (payments * (payments - 1)) / 2,
  });
  await file.append([content.begin()]);
  for (let index = 0; index < payments; index += 1) {
    await file.append(content.add(paymentOf(index)));
    look(index);
  }
  await file.append(content.end());
  return file.size();
});
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(
  JSON.stringify({
    payments,
    bytes,
    wallMs: performance.now() - begin,
    cpuMs: (user + system) / 1_000,
    rssMb: process.resourceUsage().maxRSS / 1_024,
    heapMb: heapBytes / 2 ** 20,
  }),
);
