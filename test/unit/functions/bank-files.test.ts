import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { memoryPages, validateXML } from 'xmllint-wasm';
import type { Answer, BankFile } from '../../../domain/bank/answer.ts';
import { readBankFile } from '../../../functions/queue/bank/read-file.ts';
import { type BookedEntry, notificationXml, statusReportXml } from '../../fixtures/bank-file-xml.ts';

const limits = { mostBytes: 1_000_000, mostEntries: 1_000 };
const account = 'FI7239390010000016';
const messageId = 'BONUS-hok-202610-1-0001';

const read = (text: string | Uint8Array, within = limits) =>
  readBankFile(
    (async function* () {
      yield typeof text === 'string' ? Buffer.from(text) : text;
    })(),
    within,
  );
async function fileOf(text: string): Promise<BankFile> {
  const result = await read(text);
  if ('refused' in result) throw new Error(`refused: ${result.refused}`);
  return result.file;
}
const answersOf = async (text: string): Promise<readonly Answer[]> => (await fileOf(text)).answers;
const refusalOf = async (text: string | Uint8Array, within = limits): Promise<string> => {
  const result = await read(text, within);
  return 'refused' in result ? result.refused : 'read';
};

/** The worked examples of domain.md 5.4. */
const exampleReport = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">
  <CstmrPmtStsRpt>
    <GrpHdr><MsgId>STS-20260205-1</MsgId><CreDtTm>2026-02-05T08:05:00</CreDtTm>
      <DbtrAgt><FinInstnId><BICFI>SBANFIHH</BICFI></FinInstnId></DbtrAgt></GrpHdr>
    <OrgnlGrpInfAndSts><OrgnlMsgId>BONUS-202601-0001</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
      <OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>57.05</OrgnlCtrlSum><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>
    <OrgnlPmtInfAndSts>
      <OrgnlPmtInfId>BONUS-202601-0001-B1</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>
      <TxInfAndSts>
        <OrgnlInstrId>BONUS-202601-0001-000002</OrgnlInstrId><OrgnlEndToEndId>B202601H0000000002</OrgnlEndToEndId>
        <TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Closed account</AddtlInf></StsRsnInf>
      </TxInfAndSts>
    </OrgnlPmtInfAndSts>
  </CstmrPmtStsRpt>
</Document>`;
const exampleReturn = notificationXml({
  account,
  entries: [
    {
      cents: 3_825,
      returned: true,
      transactions: [{ endToEndId: 'B202601H0000000001', cents: 3_825, returnCode: 'AC04' }],
    },
  ],
});

describe('a status report', () => {
  it('rejects a payment, with its reason', async () => {
    expect(await fileOf(exampleReport)).toEqual({
      type: 'STATUS_REPORT',
      messageId: 'STS-20260205-1',
      createdAt: '2026-02-05T08:05:00',
      accounts: [],
      ignored: 0,
      answers: [
        {
          ...{ about: 'PAYMENT', kind: 'REJECTED', endToEndId: 'B202601H0000000002', reasonCode: 'AC04' },
          entryRef: 'BONUS-202601-0001/STS-20260205-1',
        },
      ],
    });
  });

  it('speaks of a whole file, but not of what has a status of its own', async () => {
    const text = statusReportXml({
      originalMessageId: messageId,
      status: 'RJCT',
      reasonCode: 'AM04',
      batches: [
        { id: `${messageId}-1`, transactions: [{ endToEndId: 'A', status: 'ACCP' }, { endToEndId: 'B' }] },
        { id: `${messageId}-2`, status: 'ACCP', transactions: [{ endToEndId: 'C', status: 'RJCT' }] },
      ],
    });
    const entryRef = `${messageId}/STS-1`;
    expect(await answersOf(text)).toEqual([
      {
        ...{ about: 'FILE', kind: 'REJECTED', status: 'RJCT', reasonCode: 'AM04', entryRef, messageId },
        ...{ except: ['A', 'C'], exceptBatches: [`${messageId}-2`] },
      },
      { about: 'PAYMENT', kind: 'PENDING', entryRef, endToEndId: 'A' },
      { about: 'BATCH', kind: 'PENDING', entryRef, paymentInformationId: `${messageId}-2`, except: ['C'] },
      { about: 'PAYMENT', kind: 'REJECTED', entryRef, endToEndId: 'C' },
    ]);
  });

  it.each([
    ['RCVD', 'PENDING'],
    ['ACTC', 'PENDING'],
    ['ACSP', 'PENDING'],
    ['PDNG', 'PENDING'],
    ['ACSC', 'SETTLED'],
    ['ACCC', 'SETTLED'],
    ['RJCT', 'REJECTED'],
  ])('knows the status %s as %s', async (status, kind) => {
    const text = statusReportXml({
      originalMessageId: messageId,
      batches: [{ id: 'X', transactions: [{ endToEndId: 'A', status, cents: 1_005 }] }],
    });
    expect(await answersOf(text)).toMatchObject([{ kind, endToEndId: 'A', money: { currency: 'EUR', cents: 1_005 } }]);
  });

  it.each(['CANC', 'BLCK', 'ZZZZ'])('leaves the status %s to a person', async (status) => {
    const batches = [{ id: 'X', transactions: [{ endToEndId: 'A', status }] }];
    expect(await answersOf(statusReportXml({ originalMessageId: messageId, status, batches }))).toMatchObject([
      { about: 'UNCLEAR', reason: 'UNKNOWN_STATUS', status },
      { about: 'UNCLEAR', reason: 'UNKNOWN_STATUS', status, endToEndId: 'A' },
    ]);
  });

  it('leaves a payment without our id to a person', async () => {
    const text = statusReportXml({
      originalMessageId: messageId,
      batches: [{ id: 'X', transactions: [{ status: 'RJCT' }] }],
    });
    expect(await answersOf(text)).toMatchObject([{ about: 'UNCLEAR', reason: 'NO_END_TO_END_ID', kind: 'REJECTED' }]);
  });
});

describe('a notification', () => {
  it('brings a payment back', async () => {
    expect(await fileOf(exampleReturn)).toMatchObject({
      type: 'NOTIFICATION',
      accounts: [account],
      answers: [
        {
          ...{ about: 'PAYMENT', kind: 'RETURNED', endToEndId: 'B202601H0000000001', reasonCode: 'AC04' },
          money: { currency: 'EUR', cents: 3_825 },
        },
      ],
    });
  });

  it("brings money in, with its reference and the bank's", async () => {
    const text = notificationXml({
      account,
      entries: [
        { cents: 2_000, bankRef: 'ARK1', transactions: [{ reference: 'RF1320260139000012349', payerName: 'Maija' }] },
        {
          ...{ cents: 5_050, bankRef: 'ARK2' },
          transactions: [
            { bankRef: 'T1', cents: 5_000, reference: '1232' },
            { cents: 50, text: 'hello' },
          ],
        },
        { cents: 7, entryRef: 'N7' },
      ],
    });
    const common = { about: 'CREDIT', account, bookedOn: '2026-11-11' };
    expect(await answersOf(text)).toEqual([
      {
        ...{ ...common, money: { currency: 'EUR', cents: 2_000 }, entryRef: 'ARK1' },
        ...{ reference: 'RF1320260139000012349', payerName: 'Maija' },
        bankRef: { of: 'TRANSACTION', value: 'ARK1', notificationId: 'NTF-1-A' },
      },
      {
        ...{ ...common, money: { currency: 'EUR', cents: 5_000 }, entryRef: 'T1', reference: '1232' },
        bankRef: { of: 'TRANSACTION', value: 'T1', notificationId: 'NTF-1-A' },
      },
      // One of several in an entry, without a reference of its own: never booked by itself.
      { ...common, money: { currency: 'EUR', cents: 50 }, entryRef: 'ARK2/2', text: 'hello' },
      {
        ...{ ...common, money: { currency: 'EUR', cents: 7 }, entryRef: 'NTF-1-A/N7' },
        bankRef: { of: 'ENTRY', value: 'N7', notificationId: 'NTF-1-A' },
      },
    ]);
  });

  it('settles payments, one by one or as a batch', async () => {
    const out = { direction: 'DBIT', bankRef: 'D1' } as const;
    const text = notificationXml({
      account,
      entries: [
        {
          ...out,
          cents: 900,
          transactions: [
            { endToEndId: 'A', cents: 400 },
            { endToEndId: 'B', cents: 500 },
          ],
        },
        { ...out, cents: 900, batch: { id: 'X-1', count: 2 } },
        // A fee of the bank, and a payment that is not ours: nothing to us.
        { ...out, cents: 5 },
        { ...out, cents: 5, transactions: [{ endToEndId: 'NOTPROVIDED' }] },
      ],
    });
    const answers = await fileOf(text);
    expect(answers.answers).toMatchObject([
      { about: 'PAYMENT', kind: 'SETTLED', endToEndId: 'A', entryRef: 'D1', money: { cents: 400 } },
      { about: 'PAYMENT', kind: 'SETTLED', endToEndId: 'B', entryRef: 'D1', money: { cents: 500 } },
      { about: 'BATCH', kind: 'SETTLED', paymentInformationId: 'X-1', count: 2, money: { cents: 900 } },
    ]);
    expect(answers.ignored).toBe(2);
  });

  it('counts only what is booked', async () => {
    const entries = ['PDNG', 'INFO', 'FUTR'].map((status) => ({ status, cents: 100, bankRef: 'A' }));
    expect(await fileOf(notificationXml({ account, entries }))).toMatchObject({ answers: [], ignored: 3 });
  });

  it.each([
    ['REVERSAL', { cents: 100, reversal: true, bankRef: 'A' }],
    ['NO_END_TO_END_ID', { cents: 100, returned: true, bankRef: 'A' }],
    ['OTHER_CURRENCY', { cents: 100, currency: 'SEK', bankRef: 'A' }],
    ['ENTRY_DOES_NOT_ADD_UP', { cents: 100, transactions: [{ cents: 60 }, { cents: 30 }] }],
    ['NO_AMOUNT', { cents: 100, transactions: [{ reference: '1232' }] }],
  ] as [string, BookedEntry][])('leaves %s to a person', async (reason, entry) => {
    const both = reason === 'NO_AMOUNT' ? [...(entry.transactions ?? []), { cents: 100 }] : entry.transactions;
    const entries = [{ ...entry, ...(both && { transactions: both }) }];
    expect(await answersOf(notificationXml({ account, entries }))).toContainEqual(
      expect.objectContaining({ about: 'UNCLEAR', reason }),
    );
  });

  it.each([
    ['38.25', 3_825],
    ['038.2', 3_820],
    ['38', 3_800],
    ['.5', 50],
    ['+1.10000', 110],
    ['90071992547409.91', 9_007_199_254_740_991],
  ])('reads %s as %d cents', async (written, cents) => {
    const text = notificationXml({ account, entries: [{ cents: 1, bankRef: 'A' }] }).replace('>0.01<', `>${written}<`);
    expect(await answersOf(text)).toMatchObject([{ money: { cents } }]);
  });

  it.each(['38.255', '90071992547409.92'])('leaves %s, which is not of whole cents, to a person', async (written) => {
    const text = notificationXml({ account, entries: [{ cents: 1, bankRef: 'A' }] }).replace('>0.01<', `>${written}<`);
    expect(await answersOf(text)).toMatchObject([{ about: 'UNCLEAR', reason: 'NO_AMOUNT' }]);
  });
});

describe('a file that is refused', () => {
  const good = statusReportXml({ originalMessageId: messageId, status: 'ACCP' });
  const body = good.slice(good.indexOf('?>') + 2);
  const bomb = `<!DOCTYPE d [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, n) => `<!ENTITY a${n} "&a${n - 1};&a${n - 1};">`).join('')}]>`;

  it.each([
    ['nothing', '', 'EMPTY'],
    ['white space', '  \n', 'NOT_WELL_FORMED'],
    ['text', 'FTP ERROR 550', 'NOT_WELL_FORMED'],
    [
      'an external entity',
      body.replace('<Document', '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document'),
      'DOCTYPE',
    ],
    ['an external subset', `<!DOCTYPE Document SYSTEM "http://169.254.169.254/x.dtd">${body}`, 'DOCTYPE'],
    ['a billion laughs', `${bomb}${body}`, 'DOCTYPE'],
    ['an entity without a DOCTYPE', body.replace('ACCP', '&xxe;'), 'NOT_WELL_FORMED'],
    ['a DOCTYPE without an end', `<!DOCTYPE d [${'<!-- -->'.repeat(1_000)}`, 'NOT_WELL_FORMED'],
    ['half a file', good.slice(0, good.length / 2), 'NOT_WELL_FORMED'],
    ['two files in one', `${good}${body}`, 'NOT_WELL_FORMED'],
    ['another version', good.replaceAll('pain.002.001.10', 'pain.002.001.03'), 'OTHER_MESSAGE'],
    ['a payment file', good.replaceAll('pain.002.001.10', 'pain.001.001.09'), 'OTHER_MESSAGE'],
    ['no namespace', good.replace(/ xmlns="[^"]+"/, ''), 'OTHER_MESSAGE'],
    ['another root', good.replaceAll('Document', 'Envelope'), 'OTHER_MESSAGE'],
    ['an element of another namespace', good.replace('<GrpSts>', '<GrpSts xmlns="urn:evil">'), 'OTHER_NAMESPACE'],
    ['two statuses', good.replace('<GrpSts>', '<GrpSts>ACSC</GrpSts><GrpSts>'), 'NOT_IN_SCHEMA'],
    ['an element in a value', good.replace('>ACCP<', '>AC<x/>CP<'), 'NOT_IN_SCHEMA'],
    ['no message id', good.replace(/<MsgId>[^<]*<\/MsgId>/, ''), 'NOT_IN_SCHEMA'],
    ['a status that is a sentence', good.replace('ACCP', 'accepted, it seems'), 'NOT_IN_SCHEMA'],
    ['a day that there is not', good.replace('2026-11-09', '2026-02-30'), 'NOT_IN_SCHEMA'],
    ['another encoding', good.replace('UTF-8', 'ISO-8859-1'), 'NOT_UTF8'],
    ['depth', body.replace('<GrpHdr>', `<GrpHdr>${'<a>'.repeat(5_000)}`), 'TOO_DEEP'],
  ])('%s', async (_what, text, reason) => {
    expect(await refusalOf(text)).toBe(reason);
  });

  it('bytes that are not UTF-8', async () => {
    expect(await refusalOf(Buffer.from(good.replace('BONUS', 'BÖNUS'), 'latin1'))).toBe('NOT_UTF8');
    expect(await refusalOf(Buffer.from(`\uFEFF${good}`, 'utf16le'))).toBe('NOT_UTF8');
  });

  it('more bytes than the limit, of which no more are asked for', async () => {
    let asked = 0;
    const endless = (async function* () {
      for (;;) {
        asked += 1;
        yield Buffer.alloc(100_000, ' ');
      }
    })();
    expect(await readBankFile(endless, limits)).toMatchObject({ refused: 'TOO_LARGE' });
    expect(asked).toBe(11);
  });

  it('more entries than the limit', async () => {
    const transactions = Array.from({ length: 1_001 }, (_, n) => ({ endToEndId: `E${n}`, status: 'ACCP' }));
    const text = statusReportXml({ originalMessageId: messageId, batches: [{ id: 'X', transactions }] });
    expect(await refusalOf(text)).toBe('TOO_MANY_ENTRIES');
  });
});

describe('a file that is unusual', () => {
  const text = statusReportXml({ originalMessageId: messageId, status: 'ACSC' });

  it.each([
    ['a mark of its byte order', `\uFEFF${text}`],
    ['a prefix', text.replaceAll(/<(\/?)(?=[A-Z])/g, '<$1b:').replace('xmlns=', 'xmlns:b=')],
    ['comments and sections', text.replace('>ACSC<', '>A<!-- x --><![CDATA[CS]]>C<')],
    ['white space', text.replace('>ACSC<', '>\n  ACSC\n<')],
    [
      'supplementary data of any kind',
      text.replace(
        '</OrgnlGrpInfAndSts>',
        '</OrgnlGrpInfAndSts><SplmtryData><Envlp><x:a xmlns:x="urn:x"><GrpSts>RJCT</GrpSts></x:a></Envlp></SplmtryData>',
      ),
    ],
  ])('may have %s', async (_what, unusual) => {
    expect(await answersOf(unusual)).toEqual(await answersOf(text));
  });

  it('may come byte by byte', async () => {
    const bytes = (async function* () {
      for (const byte of Buffer.from(exampleReport)) yield Uint8Array.of(byte);
    })();
    const whole = await read(exampleReport);
    expect(await readBankFile(bytes, limits)).toEqual(whole);
  });
});

const schemaOf = (name: string) => new URL(`../../../../shared/iso20022/${name}.xsd`, import.meta.url);

describe.skipIf(!existsSync(schemaOf('camt.054.001.08')))('the files of these tests', () => {
  it.each([
    ['pain.002.001.10', exampleReport],
    [
      'pain.002.001.10',
      statusReportXml({
        ...{ originalMessageId: messageId, status: 'PART', reasonCode: 'AM04' },
        batches: [
          {
            id: 'X',
            status: 'RJCT',
            transactions: [{ endToEndId: 'A', status: 'RJCT', reasonCode: 'AC04', cents: 5 }],
          },
        ],
      }),
    ],
    ['camt.054.001.08', exampleReturn],
    [
      'camt.054.001.08',
      notificationXml({
        account,
        entries: [
          {
            cents: 5,
            entryRef: 'N',
            bankRef: 'A',
            reversal: false,
            direction: 'DBIT',
            batch: { id: 'X', count: 1, cents: 5 },
          },
          { cents: 5, transactions: [{ bankRef: 'T', cents: 5, reference: '1232', payerName: 'M', text: 'x' }] },
        ],
      }),
    ],
  ])('are as %s has them', { timeout: 30_000 }, async (name, contents) => {
    const { valid, errors } = await validateXML({
      xml: { fileName: 'file.xml', contents },
      schema: { fileName: `${name}.xsd`, contents: readFileSync(schemaOf(name), 'utf8') },
      maxMemoryPages: 256 * memoryPages.MiB,
    });
    expect({ valid, errors: errors.map(({ message }) => message) }).toEqual({ valid: true, errors: [] });
  });
});
