import { beforeAll, describe, expect, it } from 'vitest';
import { messageId, paymentInformationId } from '../../domain/payment-ids.ts';
import { shareReferenceOf } from '../../domain/share-reference.ts';
import { openCasesPage } from '../../functions/table/bank-cases.ts';
import { shareWrites } from '../../functions/table/bank-credits.ts';
import { bankFileOf, bankFilesPage, fileStatusesOf } from '../../functions/table/bank-files.ts';
import { customerFile } from '../../functions/table/customer-file.ts';
import { identifierKey } from '../../functions/table/keys.ts';
import { paymentOf } from '../../functions/table/payments.ts';
import { commit } from '../../functions/table/transaction.ts';
import { type Dropped, deliver, drop, fileIdOf } from '../fixtures/bank-drops.ts';
import { notificationXml, statusReportXml } from '../fixtures/bank-file-xml.ts';
import { coop, household, receipt } from '../fixtures/run-coop.ts';
import {
  copyInto,
  dump,
  goOn,
  load,
  outcome,
  payoutsOf,
  record,
  release,
  sign,
  start,
} from '../fixtures/run-driver.ts';
import { counting, crashAtWrite, type Faults, losingAnswers } from '../fixtures/run-faults.ts';
import { openingOf, run, scene } from '../fixtures/run-scene.ts';
import { newWorld, type World } from '../fixtures/run-world.ts';

const january = '2026-01';
const message = { kind: 'BONUS', coopId: 'havu', period: january, attempt: 1, fileNumber: 1 } as const;
const batchId = paymentInformationId({ ...message, batchNumber: 1 });
const answeredAt = Date.parse('2026-02-11T08:00:00+02:00');
const account = coop().debtor.iban;
const payer = '1100000005';

/** January is paid to households 1 to 4; the head of household 5 still owes 80 € to the share. */
let prepared: { items: ReadonlyMap<string, Record<string, unknown>>; files: ReadonlyMap<string, string> };
let sent: { id: string; cents: number }[];

beforeAll(async () => {
  const households = [1, 2, 3, 4].map((serial) => household(serial));
  const world = await scene({ households: [...households, household(5, { sharePaidCents: 2_000 })] });
  await load(world, [
    { ...identifierKey({ kind: 'memberNumber', value: payer }), links: [], holderCustomerNumber: payer },
  ]);
  const bought = [1, 2, 3, 4].map((serial) => receipt(serial, '2026-01-10T12:00', 10_000 * (serial + 1)));
  await record(world, Date.parse('2026-01-20T12:00+02:00'), ...bought);
  const done = await goOn(world, openingOf(january), { period: january });
  expect(done.postedAtMs).toBeDefined();
  prepared = { items: await dump(world), files: new Map(world.files) };
  const payouts = await payoutsOf(world, run(january));
  sent = [...payouts.values()]
    .flatMap(({ endToEndId: id, toAccountCents: cents }) => (id === undefined || cents === 0 ? [] : [{ id, cents }]))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(sent).toHaveLength(4);
});

async function newScene(): Promise<World> {
  const world = newWorld();
  await copyInto(world, prepared.items);
  for (const [key, text] of prepared.files) world.files.set(key, text);
  return world;
}

const payment = (index: number) => sent[index] ?? { id: '', cents: 0 };
const total = () => sent.reduce((sum, { cents }) => sum + cents, 0);
const states = async (world: World) =>
  await Promise.all(sent.map(async ({ id }) => (await paymentOf(world.others, id))?.state));
const cases = async (world: World) => (await openCasesPage(world.others, 'havu', undefined, 100)).cases;
const paidOf = async (world: World) => (await customerFile(world.others, payer))?.memberships[0]?.paidCents;
const countsOf = async (world: World, dropped: Dropped) =>
  (await bankFileOf(world.others, 'havu', fileIdOf(dropped)))?.counts;
const none = { applied: 0, known: 0, contradictory: 0, booked: 0, cases: 0, noted: 0, ignored: 0 };

/** The first is rejected, the second comes back, the rest is booked as a batch; a member pays, and somebody whom nobody knows. */
const rejection = () =>
  drop(
    statusReportXml({
      ...{ originalMessageId: messageId(message), status: 'PART' },
      batches: [
        {
          ...{ id: batchId, status: 'PART' },
          transactions: [{ endToEndId: payment(0).id, status: 'RJCT', reasonCode: 'AC04' }],
        },
      ],
    }),
    'report.xml',
  );
const debit = () =>
  drop(
    notificationXml({
      ...{ account, messageId: 'NTF-D', notificationId: 'NTF-D-A' },
      entries: [
        { direction: 'DBIT', bankRef: 'D1', cents: total() - payment(0).cents, batch: { id: batchId, count: 3 } },
      ],
    }),
    'debit.xml',
  );
const creditEntries = (bankRef = 'C1') => [
  {
    ...{ bankRef: 'R1', returned: true, cents: payment(1).cents },
    transactions: [{ endToEndId: payment(1).id, cents: payment(1).cents, returnCode: 'AC04' }],
  },
  {
    ...{ bankRef, cents: 2_000, bookedOn: '2026-02-11' },
    transactions: [{ reference: shareReferenceOf(payer).creditorReference, payerName: 'Mallikas Maija' }],
  },
  { bankRef: 'C2', cents: 1_234, transactions: [{ text: 'osuusmaksu?' }] },
];
const credits = (messageIdOfBank = 'NTF-C') =>
  drop(
    notificationXml({
      ...{ account, messageId: messageIdOfBank, notificationId: `${messageIdOfBank}-A` },
      entries: creditEntries(),
    }),
    'credits.xml',
  );

const expected = ['REJECTED', 'RETURNED', 'CONFIRMED', 'CONFIRMED'];

describe('files of the bank', () => {
  it('change payments, pay shares and leave the rest to a person', async () => {
    const world = await newScene();
    const files = [rejection(), debit(), credits()];
    for (const file of files) expect(await deliver(world, answeredAt, file)).toBe(true);
    expect(await states(world)).toEqual(expected);
    expect(await paidOf(world)).toBe(4_000);
    expect(await cases(world)).toMatchObject([{ reason: 'NO_REFERENCE', amountCents: 1_234, openCents: 1_234 }]);
    const counts = await Promise.all(files.map((file) => countsOf(world, file)));
    expect(counts).toEqual([
      { ...none, applied: 1 },
      { ...none, applied: 3 },
      { ...none, applied: 1, booked: 1, cases: 1 },
    ]);
    expect((await bankFilesPage(world.others, 'havu', undefined, 10)).files.map(({ state }) => state)).toEqual([
      ...['READ', 'READ', 'READ'],
    ]);
  });

  it('write the books once: what came back is owed again, a contribution is share capital, the rest moves nothing', async () => {
    const world = await newScene();
    const files = [rejection(), debit(), credits()];
    for (const file of [...files, ...files]) await deliver(world, answeredAt, file);
    const journals = await Promise.all(
      files.map(async (file) => (await bankFileOf(world.others, 'havu', fileIdOf(file)))?.journal),
    );
    expect(journals).toMatchObject([
      { lines: 2, sumCents: payment(0).cents },
      undefined,
      { lines: 4, sumCents: payment(1).cents + 2_000 },
    ]);
    const texts = journals.map((journal) => world.files.get(journal?.key ?? ''));
    expect(texts[0]).toMatch(/;2961;Bonusvelka;;\d+,\d\d;.*palautuneet maksut: Bonus\r\n$/);
    expect(texts[2]).toMatch(/;2000;Osuuspääoma;;20,00;/);
    for (const text of texts) expect(text ?? '').not.toMatch(/Mallikas|H00000|11000000/);
  });

  it('come to the same in any order, each twice, and told again by other files', async () => {
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    for (const order of orders) {
      const world = await newScene();
      const files = [rejection(), debit(), credits()];
      let waiting = order.map((index) => files[index] as Dropped);
      for (let round = 1; waiting.length > 0 && round <= 3; round += 1) {
        const again: Dropped[] = [];
        for (const file of waiting) if (!(await deliver(world, answeredAt, file, round))) again.push(file);
        waiting = again;
      }
      expect(waiting).toEqual([]);
      for (const file of files)
        expect(await deliver(world, answeredAt + 1_000, drop(file.text, 'again.xml'))).toBe(true);
      const told = credits('NTF-C-AGAIN');
      await deliver(world, answeredAt + 2_000, told);
      expect(await countsOf(world, told)).toEqual({ ...none, known: 3 });
      expect(await states(world)).toEqual(expected);
      expect([await paidOf(world), (await cases(world)).length]).toEqual([4_000, 1]);
      const first = await bankFileOf(world.others, 'havu', fileIdOf(files[0] as Dropped));
      expect(Object.values(first?.drops ?? {}).map(({ objectKey }) => objectKey)).toEqual([
        ...['havu/report.xml', 'havu/again.xml'],
      ]);
    }
  });

  it('come to the same whenever the reader dies, before or after any write', async () => {
    const files = [rejection(), debit(), credits()];
    const readAll = async (world: World, faults: Faults): Promise<void> => {
      world.faults.current = faults;
      for (const file of files) await deliver(world, answeredAt, file).catch(() => undefined);
      world.faults.current = {};
      for (const file of files) expect(await deliver(world, answeredAt, file)).toBe(true);
    };
    const uninterrupted = await newScene();
    const count = counting();
    uninterrupted.faults.current = count;
    for (const file of files) await deliver(uninterrupted, answeredAt, file);
    uninterrupted.faults.current = {};
    const wanted = await outcome(uninterrupted);
    expect(count.writes()).toBeGreaterThan(10);
    for (let number = 1; number <= count.writes(); number += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = await newScene();
        const crash = crashAtWrite(number, when);
        await readAll(world, crash);
        expect(crash.crashed(), `write ${number}`).toBe(true);
        expect(await outcome(world), `${when} write ${number}`).toEqual(wanted);
      }
    }
  });

  it.each([1, 2, 3])('come to the same though every %d. answer of the table is lost', async (everyNth) => {
    const files = [rejection(), debit(), credits()];
    const whole = await newScene();
    for (const file of files) await deliver(whole, answeredAt, file);
    const world = await newScene();
    world.faults.current = losingAnswers(everyNth);
    for (let round = 1; round <= 4; round += 1) for (const file of files) await deliver(world, answeredAt, file);
    world.faults.current = {};
    for (const file of files) expect(await deliver(world, answeredAt, file)).toBe(true);
    expect(await states(world)).toEqual(expected);
    expect(await paidOf(world)).toBe(4_000);
    expect(await cases(world)).toEqual(await cases(whole));
  });

  it.each([2, 3])('come to the same though every %d. transaction meets another', async (everyNth) => {
    const files = [rejection(), debit(), credits()];
    const world = await newScene();
    let count = 0;
    world.faults.current = {
      refuse: ({ operation, input }) => {
        if (operation !== 'TransactWriteItems') return undefined;
        count += 1;
        const { length } = input.TransactItems as unknown[];
        const CancellationReasons = Array.from({ length }, () => ({ Code: 'TransactionConflict' }));
        if (count % everyNth > 0) return undefined;
        return { __type: 'TransactionCanceledException', message: 'conflict', CancellationReasons };
      },
    };
    for (const file of files) expect(await deliver(world, answeredAt, file)).toBe(true);
    expect([await states(world), await paidOf(world)]).toEqual([expected, 4_000]);
  });

  it('delivered to several readers at once are counted once', async () => {
    const world = await newScene();
    const files = [rejection(), debit(), credits(), credits('NTF-C-AGAIN')];
    const twice = [...files, ...files].map(async (file) => await deliver(world, answeredAt, file, 4));
    await Promise.all(twice);
    for (const file of files) await deliver(world, answeredAt, file, 4);
    expect((await states(world)).slice(0, 2)).toEqual(['REJECTED', 'RETURNED']);
    expect(await paidOf(world)).toBe(4_000);
    expect((await cases(world)).filter(({ reason }) => reason === 'NO_REFERENCE')).toHaveLength(1);
  });
});

describe('an answer to a whole payment file', () => {
  const about = (status: string, more: object = {}) =>
    drop(statusReportXml({ originalMessageId: messageId(message), status, ...more }));

  it('is noted with the file where it changes no payment', async () => {
    const world = await newScene();
    const file = about('ACCP');
    await deliver(world, answeredAt, file);
    expect(await fileStatusesOf(world.others, run(january))).toMatchObject([{ fileNumber: 1, status: 'ACCP' }]);
    expect(await states(world)).toEqual(['SENT', 'SENT', 'SENT', 'SENT']);
    expect(await countsOf(world, file)).toEqual({ ...none, noted: 1 });
  });

  it('rejects every payment of it, but those that have their own', async () => {
    const world = await newScene();
    const batches = [{ id: batchId, transactions: [{ endToEndId: payment(2).id, status: 'ACSC' }] }];
    const file = about('RJCT', { reasonCode: 'AM04', batches });
    await deliver(world, answeredAt, file);
    expect(await states(world)).toEqual(['REJECTED', 'REJECTED', 'CONFIRMED', 'REJECTED']);
    expect(await countsOf(world, file)).toEqual({ ...none, applied: 4 });
    // For want of the payer's money: no account is blocked.
    const payee = (await paymentOf(world.others, payment(0).id))?.customerNumber ?? '';
    expect((await customerFile(world.others, payee))?.accounts[0]?.blocked).toBeUndefined();
  });

  it('rejects every payment of a batch', async () => {
    const world = await newScene();
    await deliver(world, answeredAt, about('PART', { batches: [{ id: batchId, status: 'RJCT', reasonCode: 'AC01' }] }));
    expect(await states(world)).toEqual(['REJECTED', 'REJECTED', 'REJECTED', 'REJECTED']);
    const payee = (await paymentOf(world.others, payment(0).id))?.customerNumber ?? '';
    expect((await customerFile(world.others, payee))?.accounts[0]?.blocked).toMatchObject({ code: 'AC01' });
  });

  it.each([
    ['UNKNOWN_FILE', 'BONUS-havu-202601-7-0001'],
    ['UNKNOWN_FILE', 'BONUS-koivu-202601-1-0001'],
    ['UNKNOWN_FILE', 'SOMETHING ELSE'],
  ])('is for a person if it is %s: %s', async (reason, originalMessageId) => {
    const world = await newScene();
    await deliver(world, answeredAt, drop(statusReportXml({ originalMessageId, status: 'RJCT' })));
    expect(await cases(world)).toMatchObject([{ reason, about: 'PAYMENT', kind: 'REJECTED' }]);
    expect(await states(world)).toEqual(['SENT', 'SENT', 'SENT', 'SENT']);
  });

  it('waits while the run is writing its payments, and is for a person before it was handed over', async () => {
    const world = await scene();
    await record(world, Date.parse('2026-01-20T12:00+02:00'), receipt(1, '2026-01-10T12:00', 50_000));
    const signed = await sign(world, openingOf(january), await start(world, openingOf(january), { period: january }));
    const file = about('ACSC');
    await deliver(world, answeredAt, file);
    expect(await cases(world)).toMatchObject([{ reason: 'FILE_NOT_SENT' }]);
    // The process that writes the payments dies at its first write after the release.
    world.faults.current = crashAtWrite(3, 'before');
    await release(world, openingOf(january), signed).catch(() => undefined);
    await world.machine.settled();
    world.faults.current = {};
    const again = about('ACCC');
    expect(await deliver(world, answeredAt, again)).toBe(false);
    expect((await bankFileOf(world.others, 'havu', fileIdOf(again)))?.state).toBe('RECEIVED');
    await goOn(world, openingOf(january), { period: january });
    expect(await deliver(world, answeredAt, again, 2)).toBe(true);
    expect(await countsOf(world, again)).toEqual({ ...none, applied: 1 });
  });
});

describe('what contradicts itself', () => {
  const bookedReturn = (cents: number, more: object = {}) =>
    drop(
      notificationXml({
        account,
        entries: [
          { cents, returned: true, bankRef: 'R9', transactions: [{ endToEndId: payment(0).id, cents }], ...more },
        ],
      }),
    );

  it('another amount than was paid makes a payment UNKNOWN', async () => {
    const world = await newScene();
    const file = bookedReturn(payment(0).cents - 1);
    await deliver(world, answeredAt, file);
    expect((await states(world))[0]).toBe('UNKNOWN');
    expect(await countsOf(world, file)).toEqual({ ...none, contradictory: 1 });
  });

  it('paid and rejected makes a payment UNKNOWN', async () => {
    const world = await newScene();
    await deliver(world, answeredAt, rejection());
    const entries = [
      {
        direction: 'DBIT' as const,
        bankRef: 'D',
        cents: payment(0).cents,
        transactions: [{ endToEndId: payment(0).id }],
      },
    ];
    await deliver(world, answeredAt, drop(notificationXml({ account, entries })));
    expect((await states(world))[0]).toBe('UNKNOWN');
  });

  it('a payment that nobody sent is for a person; a debit of another business is nothing to us', async () => {
    const world = await newScene();
    const entry = (endToEndId: string, returned: boolean) => ({
      ...{
        direction: returned ? ('CRDT' as const) : ('DBIT' as const),
        returned,
        bankRef: `B-${endToEndId}`,
        cents: 100,
      },
      transactions: [{ endToEndId }],
    });
    const entries = [entry('B202601havu-H999999-0-0', true), entry('INVOICE 12', false), entry('INVOICE 13', true)];
    const file = drop(notificationXml({ account, entries }));
    await deliver(world, answeredAt, file);
    expect((await cases(world)).map(({ reason, endToEndId }) => [reason, endToEndId])).toEqual(
      expect.arrayContaining([
        ['UNKNOWN_PAYMENT', 'B202601havu-H999999-0-0'],
        ['UNKNOWN_PAYMENT', 'INVOICE 13'],
      ]),
    );
    expect(await countsOf(world, file)).toEqual({ ...none, cases: 2, ignored: 1 });
  });

  it('a batch that was booked with another sum waits for what explains it, and then for a person', async () => {
    const world = await newScene();
    const file = debit();
    expect(await deliver(world, answeredAt, file, 1)).toBe(false);
    expect(await deliver(world, answeredAt, file, 4)).toBe(true);
    expect(await cases(world)).toMatchObject([{ reason: 'BATCH_DIFFERS' }]);
    expect(await states(world)).toEqual(['SENT', 'SENT', 'SENT', 'SENT']);
  });
});

describe('money in', () => {
  const credit = (cents: number, more: object = {}, bankRef: string | undefined = 'C1', bookedOn = '2026-02-11') => ({
    ...(bankRef === undefined ? {} : { bankRef }),
    ...{ cents, bookedOn },
    transactions: [{ reference: shareReferenceOf(payer).reference, payerName: 'Maija', ...more }],
  });
  const told = (...entries: ReturnType<typeof credit>[]) => drop(notificationXml({ account, entries }));

  it.each([
    ['MORE_THAN_MISSING', 8_001],
    ['LESS_THAN_ALLOWED', 1_999],
  ])('is not taken for %s', async (reason, cents) => {
    const world = await newScene();
    await deliver(world, answeredAt, told(credit(cents)));
    expect(await cases(world)).toMatchObject([
      { reason, openCents: cents, customerNumber: payer, memberNumber: payer, payerName: 'Maija' },
    ]);
    expect(await paidOf(world)).toBe(2_000);
  });

  it.each([
    ['UNKNOWN_REFERENCE', credit(2_000, { reference: '1232' })],
    ['UNKNOWN_REFERENCE', credit(2_000, { reference: shareReferenceOf('1100000099').reference })],
    ['UNKNOWN_REFERENCE', credit(2_000, { reference: 'not a reference' })],
    ['DAY_NOT_ALLOWED', credit(2_000, {}, 'C1', '2009-12-31')],
  ])('waits for a person: %s', async (reason, entry) => {
    const world = await newScene();
    await deliver(world, answeredAt, told(entry));
    expect(await cases(world)).toMatchObject([{ reason, openCents: 2_000 }]);
    expect(await paidOf(world)).toBe(2_000);
  });

  it('for a share that is full is more than is missing, not against the membership', async () => {
    const world = await newScene();
    await deliver(world, answeredAt, told(credit(8_000)));
    await deliver(
      world,
      answeredAt,
      drop(notificationXml({ account, messageId: 'M2', entries: [credit(2_000, {}, 'C2')] })),
    );
    expect(await paidOf(world)).toBe(10_000);
    expect(await cases(world)).toMatchObject([{ reason: 'MORE_THAN_MISSING', openCents: 2_000 }]);
  });

  it('without a reference of the bank is never booked by itself', async () => {
    const world = await newScene();
    const entries = [{ cents: 2_000, transactions: credit(2_000).transactions }];
    await deliver(world, answeredAt, drop(notificationXml({ account, entries })));
    expect(await cases(world)).toMatchObject([{ reason: 'NO_BANK_REFERENCE' }]);
  });

  it('is not lost where the bank gives a reference again to other money', async () => {
    const world = await newScene();
    await deliver(world, answeredAt, told(credit(2_000)));
    await deliver(world, answeredAt, told(credit(2_500)));
    await deliver(world, answeredAt, drop(notificationXml({ account, messageId: 'M3', entries: [credit(2_500)] })));
    expect(await paidOf(world)).toBe(4_000);
    expect(await cases(world)).toMatchObject([{ reason: 'BANK_REFERENCE_REUSED', openCents: 2_500 }]);
  });

  it('goes to the share only while it is not full', async () => {
    const world = await newScene();
    const file = told(credit(5_000, {}, 'A'), credit(3_000, {}, 'B'), credit(2_000, {}, 'C'));
    await deliver(world, answeredAt, file);
    const { booked, cases: waiting } = (await countsOf(world, file)) ?? none;
    expect(booked + waiting).toBe(3);
    const left = (await cases(world)).reduce((sum, { openCents = 0 }) => sum + openCents, 0);
    expect(((await paidOf(world)) ?? 0) + left).toBe(12_000);
  });

  it('booked by a naive taker, under its place in the file, counts twice what another file tells again', async () => {
    const world = await newScene();
    for (const file of [credits('NTF-C'), credits('NTF-C-AGAIN')]) await naiveTake(world, file);
    expect(await paidOf(world)).toBe(6_000);
    const right = await newScene();
    for (const file of [credits('NTF-C'), credits('NTF-C-AGAIN')]) await deliver(right, answeredAt, file);
    expect(await paidOf(right)).toBe(4_000);
  });
});

async function naiveTake(world: World, dropped: Dropped): Promise<void> {
  const file = await customerFile(world.others, payer);
  const [membership] = file?.memberships ?? [];
  if (file === undefined || membership === undefined) throw new Error('no membership');
  const sourceId = `${fileIdOf(dropped).slice(0, 32)}-2`;
  const paid = { on: '2026-02-11', amountCents: 2_000, sourceId };
  const booked = shareWrites(file, membership, paid, world.settings, '2026-02-11');
  if ('refused' in booked) throw new Error(booked.refused.code);
  await commit(world.others, booked.writes);
}

describe('a file that is refused', () => {
  it.each([
    ['DOCTYPE', `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>`, 'havu'],
    ['TOO_LARGE', ' '.repeat(100_001), 'havu'],
    ['NOT_WELL_FORMED', 'FTP ERROR', 'havu'],
    ['OTHER_ACCOUNT', notificationXml({ account: 'FI2112345600000785', entries: [] }), 'havu'],
    ['UNKNOWN_COOP', statusReportXml({ originalMessageId: messageId(message), status: 'RJCT' }), 'nosuch'],
    ['UNKNOWN_COOP', statusReportXml({ originalMessageId: messageId(message), status: 'RJCT' }), 'Maija Mallikas'],
  ])('for %s is kept and changes nothing', async (refusal, text, folder) => {
    const world = await newScene();
    const before = await dump(world);
    expect(await deliver(world, answeredAt, drop(text, 'x.xml', folder))).toBe(true);
    const after = await dump(world);
    const added = [...after].filter(([key]) => !before.has(key)).map(([, item]) => item);
    expect(added).toMatchObject([{ state: 'REFUSED', refusal }]);
    expect(String(added[0]?.pk)).toMatch(/^BANKFILE#(havu|-)#[0-9a-f]{32,64}$/);
    for (const [key, item] of before) expect(after.get(key)).toEqual(item);
  });
});
