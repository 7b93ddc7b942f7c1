import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../domain/bank/answer.ts';
import { bankFileRefusals } from '../../../domain/bank/bank-file.ts';
import { readBankFile } from '../../../functions/queue/bank/read-file.ts';
import {
  type BookedTransaction,
  notificationXml,
  type ReportedTransaction,
  statusReportXml,
} from '../../fixtures/bank-file-xml.ts';

const limits = { mostBytes: 2_000_000, mostEntries: 5_000 };
const account = 'FI7239390010000016';

const pieces = (bytes: Uint8Array, size = bytes.byteLength || 1) =>
  (async function* () {
    for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
  })();

async function answersOf(text: string, size?: number): Promise<readonly Answer[]> {
  const result = await readBankFile(pieces(Buffer.from(text), size), limits);
  if ('refused' in result) throw new Error(`refused: ${result.refused}`);
  return result.file.answers;
}

/** Text without white space at its ends, of anything that XML can hold: markup has to come back as it was. */
const id = fc.stringMatching(/^[A-Za-z0-9&<>"'åäö-]{1,35}$/);
const cents = fc.integer({ min: 1, max: 99_999_999_999 });
const code = fc.constantFrom('AC01', 'AC04', 'AC06', 'MD07');
const size = fc.integer({ min: 1, max: 400 });

const reported: fc.Arbitrary<Required<ReportedTransaction>> = fc.record({
  endToEndId: id,
  status: fc.constantFrom('ACSC', 'RJCT', 'PDNG'),
  reasonCode: code,
  cents,
});
const kindOf: Record<string, string> = { ACSC: 'SETTLED', RJCT: 'REJECTED', PDNG: 'PENDING' };

const moved: fc.Arbitrary<Required<Pick<BookedTransaction, 'bankRef' | 'cents'>> & BookedTransaction> = fc.oneof(
  fc.record({ bankRef: id, cents, endToEndId: id, returnCode: code, direction: fc.constant('CRDT' as const) }),
  fc.record({ bankRef: id, cents, reference: id, payerName: id, text: id, direction: fc.constant('CRDT' as const) }),
  fc.record({ bankRef: id, cents, endToEndId: id, direction: fc.constant('DBIT' as const) }),
);

const expectedOf = (one: BookedTransaction) => {
  const money = { currency: 'EUR', cents: one.cents };
  if (one.endToEndId === undefined)
    return {
      ...{ about: 'CREDIT', account, money, entryRef: one.bankRef, reference: one.reference },
      ...{ payerName: one.payerName, text: one.text },
    };
  const { endToEndId, returnCode } = one;
  const kind = returnCode === undefined ? 'SETTLED' : 'RETURNED';
  const reason = returnCode === undefined ? {} : { reasonCode: returnCode };
  return { about: 'PAYMENT', kind, endToEndId, money, entryRef: one.bankRef, ...reason };
};

describe('what a bank writes', () => {
  it('is read back from a report, however it is cut into pieces', async () => {
    const batches = fc.array(fc.record({ id, transactions: fc.array(reported, { maxLength: 5 }) }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(batches, size, async (some, pieceSize) => {
        const text = statusReportXml({ originalMessageId: 'M', status: 'PART', batches: some });
        const expected = some.flatMap(({ transactions }) =>
          transactions.map(({ endToEndId, status, reasonCode, cents: amount }) => ({
            ...{ about: 'PAYMENT', endToEndId, kind: kindOf[status], reasonCode, entryRef: 'M/STS-1' },
            money: { currency: 'EUR', cents: amount },
          })),
        );
        expect(await answersOf(text, pieceSize)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('is read back from a notification', async () => {
    const entries = fc.array(fc.tuple(fc.boolean(), fc.array(moved, { minLength: 1, maxLength: 5 })), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(entries, size, async (some, pieceSize) => {
        const booked = some.map(([isDebit, transactions]) => {
          const direction = isDebit ? ('DBIT' as const) : ('CRDT' as const);
          const net = transactions.reduce(
            (sum, one) => sum + (one.direction === direction ? one.cents : -one.cents),
            0,
          );
          return net < 0
            ? { direction: isDebit ? ('CRDT' as const) : ('DBIT' as const), cents: -net, transactions }
            : { direction, cents: net, transactions };
        });
        const answers = await answersOf(notificationXml({ account, entries: booked }), pieceSize);
        const told = answers.map((answer) => {
          if (answer.about !== 'CREDIT') return answer;
          const { bankRef: _, bookedOn: __, ...rest } = answer;
          return rest;
        });
        expect(told).toEqual(some.flatMap(([, transactions]) => transactions.map(expectedOf)));
      }),
      { numRuns: 200 },
    );
  });
});

const good = [
  statusReportXml({
    ...{ originalMessageId: 'BONUS-hok-202610-1-0001', status: 'PART' },
    batches: [{ id: 'X', status: 'ACCP', transactions: [{ endToEndId: 'A', status: 'RJCT', reasonCode: 'AC04' }] }],
  }),
  notificationXml({
    account,
    entries: [
      { cents: 3_825, returned: true, transactions: [{ endToEndId: 'A', cents: 3_825, returnCode: 'AC04' }] },
      { cents: 2_000, bankRef: 'B', transactions: [{ reference: '1232', payerName: 'Maija' }] },
    ],
  }),
];
const hostile = [
  ...['<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>', '<!ENTITY a "b">', '&a;', '&#0;', '&#x1F600;'],
  ...['<![CDATA[', ']]>', '<!--', '-->', '<?xml version="1.1"?>', '<?x?>', '</Document>', '<', '>', '&', '"', '\u0000'],
  ...['xmlns="urn:x"', ' xmlns:a="urn:a"', '<a:b/>', '__proto__', 'constructor', '<__proto__>1</__proto__>', '\uFFFE'],
  ...['<Amt Ccy="EUR">-1</Amt>', '1e9', 'NaN', '٣', '<TxSts>ACSC</TxSts>', '<a>'.repeat(60)],
];
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 60 }),
  put: fc.oneof(fc.constantFrom(...hostile), fc.string({ maxLength: 20 }), fc.constant('')),
});

describe('a file that somebody has tampered with', () => {
  it('is read or refused by a code, and never anything else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...good),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (text, changes) => {
          let changed = text;
          for (const { at, cut, put } of changes) {
            const from = Math.floor(at * changed.length);
            changed = changed.slice(0, from) + put + changed.slice(from + cut);
          }
          const result = await readBankFile(pieces(Buffer.from(changed), 97), limits);
          if ('refused' in result) expect(bankFileRefusals).toContain(result.refused);
          else
            for (const answer of result.file.answers)
              expect('money' in answer ? answer.money?.cents : 0).toSatisfy(Number.isSafeInteger);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('may be any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await readBankFile(pieces(bytes), limits)).toHaveProperty('refused');
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [
      'attributes',
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10" ${Array.from({ length: 100_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`,
    ],
    [
      'namespaces',
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10" ${Array.from({ length: 50_000 }, (_, n) => `xmlns:a${n}="u"`).join(' ')}/>`,
    ],
    [
      'a value',
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>${'x'.repeat(1_900_000)}`,
    ],
    ['entities', `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">${'&amp;'.repeat(380_000)}`],
    ['a DOCTYPE', `<!DOCTYPE d [${'<!ENTITY a "b">'.repeat(120_000)}`],
    ['a comment', `<!--${'x'.repeat(1_900_000)}`],
    ['an instruction', `<?x ${'x'.repeat(1_900_000)}`],
    ['elements', '<a>'.repeat(600_000)],
    ['a name', `<${'a'.repeat(1_900_000)}`],
  ])('is refused soon, though it be two megabytes of %s', async (_what, text) => {
    const began = performance.now();
    expect(await readBankFile(pieces(Buffer.from(text), 65_536), limits)).toHaveProperty('refused');
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
