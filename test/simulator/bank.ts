import { creditorReferenceOf, paymentReferenceOf } from '../../domain/payment-reference.ts';
import { ReadAgainLater } from '../../functions/queue/bank/outcome.ts';
import { takeFile } from '../../functions/queue/bank/take-file.ts';
import { type BookedEntry, notificationXml, type ReportedBatch, statusReportXml } from '../fixtures/bank-file-xml.ts';
import { coop } from '../fixtures/run-coop.ts';
import type { BankPayment } from './bank-truth.ts';
import { numberOf } from './cards.ts';
import type { Checked } from './checks.ts';
import { helsinkiDate } from './helsinki.ts';
import { acting, fault, type Sim, tell } from './sim.ts';

type Dropped = { objectKey: string; versionId: string; text: string };

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const account = coop().debtor.iban;
/** Of the payee's account, of the payer's file, and none. */
const reasons = ['AC04', 'AC06', 'MD07', 'AM05', undefined] as const;

/** The bank takes what it was handed over, pays most of it, and says so in files: sooner, later, twice, or not at all. */
export function answerFiles(sim: Sim, checked: Checked): void {
  const { random } = sim;
  for (const file of checked.handedOver.splice(0)) {
    const payments = [...checked.bank.payments.values()].filter((payment) => payment.file === file);
    const [first] = payments;
    if (first === undefined) continue;
    const fates = new Map<BankPayment, 'paid' | 'rejected' | 'returned'>();
    for (const payment of payments)
      fates.set(payment, random.pick(['paid', 'paid', 'paid', 'paid', 'rejected', 'returned']));
    const of = (fate: string) => payments.filter((payment) => fates.get(payment) === fate);
    const rejected = of('rejected');
    for (const payment of rejected) payment.isBack = true;
    if (rejected.length > 0 || random.chance(40)) report(sim, first, payments, rejected);
    // A report that names a payment with another amount is about something else: only a person can tell.
    const odd = sim.isQuiet ? [] : of('paid').filter(() => random.chance(6));
    if (odd.length > 0) contradict(sim, first, odd);
    const booked = payments.filter((payment) => !rejected.includes(payment));
    if (booked.length > 0) debits(sim, first, booked);
    for (const payment of of('returned')) returns(sim, payment);
  }
}

/** A pain.002 that names what was rejected, and perhaps says of the rest that it was taken. */
function report(
  sim: Sim,
  { messageId, coopId }: BankPayment,
  all: readonly BankPayment[],
  rejected: readonly BankPayment[],
): void {
  const { random } = sim;
  const isPart = rejected.length < all.length;
  const batches = [...new Set(rejected.map(({ batchId }) => batchId))].map((id): ReportedBatch => {
    const transactions = rejected
      .filter(({ batchId }) => batchId === id)
      .map(({ endToEndId, cents }) => {
        const reasonCode = random.pick(reasons);
        return {
          endToEndId,
          status: 'RJCT',
          ...(reasonCode && { reasonCode }),
          ...(random.chance(50) && { cents: Number(cents) }),
        };
      });
    return { id, status: 'PART', transactions };
  });
  const status = rejected.length === 0 ? 'ACCP' : isPart || random.chance(50) ? 'PART' : 'RJCT';
  const said = { originalMessageId: messageId, status, batches: status === 'RJCT' ? [] : batches };
  const text = (id: string) => statusReportXml({ messageId: id, ...said });
  send(sim, coopId, 'report', text, random.whole(1, 3 * 1_440) * minuteMs);
}

function contradict(sim: Sim, { messageId, coopId, batchId }: BankPayment, odd: readonly BankPayment[]): void {
  fault(sim, `the bank contradicts itself about ${odd.map(({ endToEndId }) => endToEndId)}`);
  const transactions = odd.map(({ endToEndId, cents }) => ({ endToEndId, status: 'RJCT', cents: Number(cents) + 1 }));
  const batches = [{ id: batchId, status: 'PART', transactions }];
  const text = (id: string) =>
    statusReportXml({ messageId: id, originalMessageId: messageId, status: 'PART', batches });
  send(sim, coopId, 'odd report', text, sim.random.whole(1, 1_440) * minuteMs);
}

/** What left the account: as a batch, or payment by payment. */
function debits(sim: Sim, { coopId }: BankPayment, booked: readonly BankPayment[]): void {
  const { random, nowMs } = sim;
  const bookedOn = helsinkiDate(nowMs + dayMs);
  const entries = [...new Set(booked.map(({ batchId }) => batchId))].map((id): BookedEntry => {
    const inBatch = booked.filter(({ batchId }) => batchId === id);
    const cents = Number(inBatch.reduce((sum, payment) => sum + payment.cents, 0n));
    const ofBatch = { direction: 'DBIT' as const, bankRef: `D${id}`, cents, bookedOn };
    if (random.chance(50)) return { ...ofBatch, batch: { id, count: inBatch.length } };
    const transactions = inBatch.map((payment) => ({ endToEndId: payment.endToEndId, cents: Number(payment.cents) }));
    return { ...ofBatch, transactions };
  });
  const text = (id: string) => notificationXml({ messageId: id, notificationId: `${id}-A`, account, entries });
  send(sim, coopId, 'debits', text, random.whole(1_440, 4 * 1_440) * minuteMs);
}

/** It comes back some days after it was paid. */
function returns(sim: Sim, payment: BankPayment): void {
  const { random, agenda } = sim;
  const { endToEndId, coopId } = payment;
  const cents = Number(payment.cents);
  const what = `the bank gets ${endToEndId} back`;
  const happen = async (): Promise<void> => {
    payment.isBack = true;
    const returnCode = random.pick(['AC04', 'AC06', 'MD07']);
    const bookedOn = helsinkiDate(sim.nowMs);
    const entry = { bankRef: `R${endToEndId}`, returned: true, cents, bookedOn };
    const entries = [{ ...entry, transactions: [{ endToEndId, cents, returnCode }] }];
    const text = (id: string) => notificationXml({ messageId: id, notificationId: `${id}-A`, account, entries });
    send(sim, coopId, 'return', text, random.whole(1, 2 * 1_440) * minuteMs);
  };
  agenda.add({ atMs: sim.nowMs + random.whole(2, 25) * dayMs, what, happen });
}

/** A file goes its way: at once, twice, under two names, after the next one, or never. */
function send(sim: Sim, coopId: string, what: string, textOf: (messageId: string) => string, inMs: number): void {
  const { random } = sim;
  const number = sim.bankFiles++;
  const messageId = `M${sim.seed}-${number}`;
  if (!sim.isQuiet && random.chance(7)) {
    fault(sim, `the bank's ${what} ${messageId} is lost`);
    return;
  }
  const file = (id: string): Dropped => ({ objectKey: `${coopId}/${id}.xml`, versionId: id, text: textOf(messageId) });
  dropAt(sim, file(messageId), what, sim.nowMs + inMs, 1);
  if (sim.isQuiet || !random.chance(20)) return;
  fault(sim, `the bank's ${what} ${messageId} comes again`);
  const again = random.chance(50) ? file(`${messageId}b`) : { ...file(`${messageId}c`), text: textOf(`${messageId}c`) };
  dropAt(sim, again, what, sim.nowMs + inMs + random.whole(0, 20_000) * minuteMs, 1);
}

function dropAt(sim: Sim, file: Dropped, what: string, atMs: number, received: number): void {
  const told = `the bank's ${what} ${file.versionId} is read, delivery ${received}`;
  sim.agenda.add({ atMs, what: told, happen: () => read(sim, file, what, received) });
}

async function read(sim: Sim, file: Dropped, what: string, received: number): Promise<void> {
  const { world, mutant, nowMs } = sim;
  const { objectKey, versionId, text } = file;
  const isLastTry = received >= mostDeliveries;
  let isLater = false;
  const result = await acting(sim, { percent: isLastTry ? 0 : 25, mostWrites: 5 }, async (db) => {
    const context = {
      ...{
        db: mutant.bank?.(db) ?? db,
        nowMs,
        isLastTry,
        rules: world.settings,
        chart: world.settings.chartOfAccounts,
      },
      limits: { mostBytes: 100_000, mostEntries: 1_000 },
      openSentFile: async (key: string) => piecesOf(world.files.get(key) ?? ''),
    };
    const arrived = { objectKey, versionId, bytes: Buffer.byteLength(text), by: 'bank', atMs: nowMs };
    await takeFile(context, { ...arrived, read: async () => piecesOf(text) }).catch((error) => {
      if (!(error instanceof ReadAgainLater)) throw error;
      isLater = true;
    });
  });
  tell(sim, `  ${isLater ? 'to be read later' : result}`);
  if (!isLater && result === 'done') return;
  if (!isLastTry) dropAt(sim, file, what, nowMs + sim.random.whole(1, 60) * minuteMs, received + 1);
}

const mostDeliveries = 4;

async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** What comes from the bank by itself: shares that are paid by their reference, and what nobody should have sent. */
export function openBank(sim: Sim, checked: Checked): void {
  const { random, cast, agenda } = sim;
  for (const month of cast.months) {
    for (let count = random.whole(0, 2); count > 0; count -= 1) {
      const atMs = Date.parse(`${month}-01T06:00:00Z`) + random.whole(0, 27) * dayMs;
      agenda.add({ atMs, what: 'somebody pays to a share by bank', happen: async () => credit(sim, checked) });
    }
    if (!random.chance(40)) continue;
    const atMs = Date.parse(`${month}-01T07:00:00Z`) + random.whole(0, 27) * dayMs;
    agenda.add({ atMs, what: 'the bank sends nonsense', happen: async () => nonsense(sim) });
  }
}

function credit(sim: Sim, checked: Checked): void {
  const { random, cast } = sim;
  const { serial, coopId } = random.pick(cast.households);
  const cents = random.pick([1_000, 2_000, 8_000, 150]);
  const member = random.chance(80) ? numberOf(serial) : '1199999999';
  const reference = creditorReferenceOf(paymentReferenceOf(`7${member}`));
  const bankRef = `C${sim.bankFiles}`;
  const entry = {
    bankRef,
    cents,
    bookedOn: helsinkiDate(sim.nowMs),
    transactions: [{ reference, payerName: 'Mallikas Maija' }],
  };
  const text = (id: string) => notificationXml({ messageId: id, notificationId: `${id}-A`, account, entries: [entry] });
  const { creditedCents } = checked.bank;
  const before = sim.bankFiles;
  send(sim, coopId, 'credit', text, random.whole(1, 600) * minuteMs);
  if (sim.agenda.has(`the bank's credit M${sim.seed}-${before} `))
    creditedCents.set(coopId, (creditedCents.get(coopId) ?? 0n) + BigInt(cents));
}

/** Answers about payments that there are not, and files that are none. */
function nonsense(sim: Sim): void {
  const { random, cast } = sim;
  const coopId = random.pick(cast.coopIds);
  fault(sim, 'the bank sends nonsense');
  const texts = [
    '<!DOCTYPE x [<!ENTITY a "b">]><Document>&a;</Document>',
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmr',
    '',
    statusReportXml({ originalMessageId: `BONUS-${coopId}-209901-1-0001`, status: 'RJCT' }),
    statusReportXml({
      originalMessageId: `BONUS-${coopId}-209901-1-0001`,
      batches: [
        {
          id: `BONUS-${coopId}-209901-1-0001-1`,
          transactions: [{ endToEndId: `B209901${coopId}-H000001-0-1`, status: 'RJCT' }],
        },
      ],
    }),
    notificationXml({ account: 'FI2112345600000785', entries: [{ direction: 'DBIT', cents: 1 }] }),
  ] as const;
  const text = random.pick(texts as unknown as readonly [string, ...string[]]);
  dropAt(
    sim,
    { objectKey: `${coopId}/nonsense.xml`, versionId: `N${sim.bankFiles++}`, text },
    'nonsense',
    sim.nowMs + minuteMs,
    1,
  );
}
