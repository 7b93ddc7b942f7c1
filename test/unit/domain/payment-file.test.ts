import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryPages, validateXML } from 'xmllint-wasm';
import { payeeName, sepaText } from '../../../domain/payee-name.ts';
import { type Payment, type PaymentFileHead, paymentFileWriter } from '../../../domain/payment-file.ts';
import { endToEndId } from '../../../domain/payment-ids.ts';
import { xmlDocument, xmlElement, xmlText } from '../../../domain/xml.ts';

const schemaUrl = new URL('../../../../shared/iso20022/pain.001.001.09.xsd', import.meta.url);
const hasSchema = existsSync(schemaUrl);

/** A payment as the worked example's first (domain.md 5.4). */
function payment(overrides: Partial<Payment> = {}): Payment {
  return {
    endToEndId: 'B202601H0000000001',
    amountCents: 3_825,
    creditorName: 'Mallikas Maija',
    iban: 'FI6439000000000013',
    bic: 'SBANFIHH',
    text: 'BONUS 01/2026',
    ...overrides,
  };
}

const exampleDebtor: PaymentFileHead['debtor'] = {
  name: 'Esimerkkiosuuskauppa',
  iban: 'FI7239390010000016',
  bic: 'SBANFIHH',
  bankPartyId: '12345671',
  address: { street: 'Esimerkkikatu', buildingNumber: '1', postalCode: '00100', town: 'HELSINKI', country: 'FI' },
};

type PaymentFileInput = PaymentFileHead & { payments: readonly Payment[] };

/** The whole file as one text. */
function paymentFile({ payments, ...head }: PaymentFileInput): string {
  const file = paymentFileWriter(head);
  return [file.begin(), ...payments.flatMap((each) => [...file.add(each)]), ...file.end()].join('');
}

/** A file's input; count and sum are those of the payments unless they are given. */
function fileOf(payments: Payment[], overrides: Partial<PaymentFileInput> = {}): PaymentFileInput {
  return {
    message: { kind: 'BONUS', coopId: 'esim', period: '2026-01', attempt: 1, fileNumber: 1 },
    createdAt: '2026-02-05T08:00:00',
    requestedExecutionDate: '2026-02-10',
    debtor: exampleDebtor,
    payments,
    maxTransactionsPerBatch: 10_000,
    expectedCount: payments.length,
    expectedSumCents: payments.reduce((sum, { amountCents }) => sum + amountCents, 0),
    ...overrides,
  };
}

const numbered = (count: number, amountCents: (index: number) => number): Payment[] =>
  Array.from({ length: count }, (_, index) => payment({ endToEndId: `E${index}`, amountCents: amountCents(index) }));

const textsOf = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}(?: [^>]*)?>([^<]*)</${element}>`, 'g'))].map((match) => match[1] ?? '');

const secondOfExample = payment({
  endToEndId: 'B202601H0000000002',
  amountCents: 1_880,
  creditorName: 'Äijälä Åke Öhman',
  iban: 'FI5636000000000016',
});
const { bic: _, ...withoutBic } = secondOfExample;
const example = fileOf([payment(), withoutBic]);

describe('paymentFile', () => {
  it('writes the worked example, 38.25 + 18.80 = 57.05', () => {
    expect(paymentFile(example)).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>',
        '<GrpHdr><MsgId>BONUS-esim-202601-1-0001</MsgId><CreDtTm>2026-02-05T08:00:00</CreDtTm><NbOfTxs>2</NbOfTxs><CtrlSum>57.05</CtrlSum><InitgPty><Nm>Esimerkkiosuuskauppa</Nm><Id><OrgId><Othr><Id>12345671</Id><SchmeNm><Cd>BANK</Cd></SchmeNm></Othr></OrgId></Id></InitgPty></GrpHdr>',
        '<PmtInf>',
        '<PmtInfId>BONUS-esim-202601-1-0001-1</PmtInfId>',
        '<PmtMtd>TRF</PmtMtd>',
        '<BtchBookg>true</BtchBookg>',
        '<NbOfTxs>2</NbOfTxs>',
        '<CtrlSum>57.05</CtrlSum>',
        '<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>',
        '<ReqdExctnDt><Dt>2026-02-10</Dt></ReqdExctnDt>',
        '<Dbtr><Nm>Esimerkkiosuuskauppa</Nm><PstlAdr><StrtNm>Esimerkkikatu</StrtNm><BldgNb>1</BldgNb><PstCd>00100</PstCd><TwnNm>HELSINKI</TwnNm><Ctry>FI</Ctry></PstlAdr></Dbtr>',
        '<DbtrAcct><Id><IBAN>FI7239390010000016</IBAN></Id><Ccy>EUR</Ccy></DbtrAcct>',
        '<DbtrAgt><FinInstnId><BICFI>SBANFIHH</BICFI></FinInstnId></DbtrAgt>',
        '<ChrgBr>SLEV</ChrgBr>',
        '<CdtTrfTxInf><PmtId><InstrId>B-esim-202601-1-0001-000001</InstrId><EndToEndId>B202601H0000000001</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">38.25</InstdAmt></Amt><CdtrAgt><FinInstnId><BICFI>SBANFIHH</BICFI></FinInstnId></CdtrAgt><Cdtr><Nm>Mallikas Maija</Nm></Cdtr><CdtrAcct><Id><IBAN>FI6439000000000013</IBAN></Id></CdtrAcct><RmtInf><Ustrd>BONUS 01/2026</Ustrd></RmtInf></CdtTrfTxInf>',
        '<CdtTrfTxInf><PmtId><InstrId>B-esim-202601-1-0001-000002</InstrId><EndToEndId>B202601H0000000002</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">18.80</InstdAmt></Amt><Cdtr><Nm>Äijälä Åke Öhman</Nm></Cdtr><CdtrAcct><Id><IBAN>FI5636000000000016</IBAN></Id></CdtrAcct><RmtInf><Ustrd>BONUS 01/2026</Ustrd></RmtInf></CdtTrfTxInf>',
        '</PmtInf>',
        '</CstmrCdtTrfInitn></Document>',
        '',
      ].join('\n'),
    );
  });

  it('writes the same bytes again, also from an input that was stored as JSON in between', () => {
    const file = paymentFile(example);
    expect(paymentFile(structuredClone(example))).toBe(file);
    expect(paymentFile(JSON.parse(JSON.stringify(example)))).toBe(file);
  });

  it('does not change its input', () => {
    const input = fileOf([payment({ creditorName: 'Žofia' })]);
    const before = structuredClone(input);
    paymentFile(input);
    expect(input).toEqual(before);
  });

  it('begins a batch after each so many payments, with its own id, count and sum', () => {
    const xml = paymentFile(
      fileOf(
        numbered(5, (index) => 10 ** index),
        { maxTransactionsPerBatch: 2 },
      ),
    );
    expect(textsOf(xml, 'PmtInfId').map((id) => id.slice(-7))).toEqual(['-0001-1', '-0001-2', '-0001-3']);
    expect(textsOf(xml, 'NbOfTxs')).toEqual(['5', '2', '2', '1']);
    expect(textsOf(xml, 'CtrlSum')).toEqual(['111.11', '0.11', '11.00', '100.00']);
    expect(textsOf(xml, 'EndToEndId')).toEqual(['E0', 'E1', 'E2', 'E3', 'E4']);
    expect(textsOf(xml, 'InstrId').map((id) => id.slice(-6))).toEqual([
      '000001',
      '000002',
      '000003',
      '000004',
      '000005',
    ]);
  });

  it('gives text with every full batch, and holds no more than one', () => {
    const { payments, ...head } = fileOf(
      numbered(5, () => 1),
      { maxTransactionsPerBatch: 2 },
    );
    const file = paymentFileWriter(head);
    expect(file.begin()).toContain('<NbOfTxs>5</NbOfTxs>');
    const idsOf = (texts: Iterable<string>): string[] => textsOf([...texts].join(''), 'EndToEndId');
    expect(payments.map((each) => idsOf(file.add(each)))).toEqual([[], ['E0', 'E1'], [], ['E2', 'E3'], []]);
    expect(idsOf(file.end())).toEqual(['E4']);
  });

  it.each([
    [1, ['1']],
    [2, ['2']],
    [3, ['2', '1']],
    [4, ['2', '2']],
  ])('%i payments in batches of two', (count, counts) => {
    const xml = paymentFile(
      fileOf(
        numbered(count, () => 1),
        { maxTransactionsPerBatch: 2 },
      ),
    );
    expect(textsOf(xml, 'NbOfTxs').slice(1)).toEqual(counts);
  });

  it.each([
    [1, '0.01'],
    [10, '0.10'],
    [99, '0.99'],
    [100, '1.00'],
    [1_005, '10.05'],
    [99_999_999_999, '999999999.99'],
  ])('%i cents are %s euros', (amountCents, euros) => {
    expect(textsOf(paymentFile(fileOf([payment({ amountCents })])), 'InstdAmt')).toEqual([euros]);
  });

  it('adds up to the cent on every level', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 99_999_999_999 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 70 }), (cents, maxTransactionsPerBatch) => {
        const xml = paymentFile(
          fileOf(
            numbered(cents.length, (index) => cents[index] ?? 0),
            { maxTransactionsPerBatch },
          ),
        );
        const inCents = (element: string) => textsOf(xml, element).map((text) => BigInt(text.replace('.', '')));
        const total = cents.reduce((sum, each) => sum + BigInt(each), 0n);
        expect(inCents('InstdAmt')).toEqual(cents.map(BigInt));
        expect(inCents('CtrlSum')[0]).toBe(total);
        const batchSums = inCents('CtrlSum').slice(1);
        expect(batchSums).toHaveLength(Math.ceil(cents.length / maxTransactionsPerBatch));
        expect(batchSums.reduce((sum, each) => sum + each, 0n)).toBe(total);
      }),
    );
  });

  it('writes the payer in the characters of SEPA', () => {
    const address = { ...exampleDebtor.address, street: 'Åsavägen & Søn' };
    const xml = paymentFile(fileOf([payment()], { debtor: { ...exampleDebtor, name: 'Handelslaget “Öst”', address } }));
    expect(textsOf(xml, 'Nm').slice(0, 2)).toEqual(['Handelslaget Öst', 'Handelslaget Öst']);
    expect(textsOf(xml, 'StrtNm')).toEqual(['Åsavägen Son']);
  });

  it("says NOTPROVIDED where the payer's BIC is not given", () => {
    const { bic: _bic, ...debtor } = exampleDebtor;
    expect(paymentFile(fileOf([payment()], { debtor }))).toContain(
      '<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>',
    );
  });

  it('cuts the text at 140 and leaves out one of which nothing remains', () => {
    const xml = paymentFile(fileOf([payment({ text: 'ä'.repeat(200) }), payment({ endToEndId: 'E2', text: '😀' })]));
    expect(textsOf(xml, 'Ustrd')).toEqual(['ä'.repeat(140)]);
  });

  it('has a name also for a creditor of whose own nothing can be written', () => {
    expect(textsOf(paymentFile(fileOf([payment({ creditorName: '王小明' })])), 'Nm').at(-1)).toBe('ASIAKASOMISTAJA');
  });

  it('writes 50,000 payments in five batches', () => {
    const payments = Array.from({ length: 50_000 }, (_, index) => {
      const payeeId = `H${String(index).padStart(7, '0')}`;
      return payment({
        endToEndId: endToEndId({ kind: 'BONUS', coopId: 'esim', period: '2026-01', payeeId, revision: 1, issue: 1 }),
        amountCents: index + 1,
      });
    });
    const xml = paymentFile(fileOf(payments));
    expect(textsOf(xml, 'NbOfTxs')).toEqual(['50000', ...Array<string>(5).fill('10000')]);
    expect(textsOf(xml, 'CtrlSum')[0]).toBe('12500250.00');
    expect(new Set(textsOf(xml, 'InstrId')).size).toBe(50_000);
  });
});

describe('paymentFile refuses', () => {
  const secret = 'Salainen Saara';
  const refused = (overrides: Partial<Payment>) =>
    fileOf([payment(), payment({ endToEndId: 'E2', creditorName: secret, ...overrides })], { expectedSumCents: 1 });
  it.each([
    ['no payments', fileOf([], { expectedCount: 1, expectedSumCents: 1 }), 'payments must hold at least one payment'],
    ['an amount of zero', refused({ amountCents: 0 }), 'payments/1/amountCents must be above zero'],
    ['an amount below zero', refused({ amountCents: -1 }), 'payments/1/amountCents must be above zero'],
    ['a part of a cent', refused({ amountCents: 0.5 }), 'payments/1/amountCents must be a whole number of cents'],
    ['no number', refused({ amountCents: Number.NaN }), 'payments/1/amountCents must be a whole number of cents'],
    ['more than SEPA carries', refused({ amountCents: 100_000_000_000 }), 'payments/1/amountCents must be at most'],
    [
      'the same EndToEndId twice',
      refused({ endToEndId: payment().endToEndId }),
      'payments/1/endToEndId stands there twice',
    ],
    ['an EndToEndId that is too long', refused({ endToEndId: 'E'.repeat(36) }), 'payments/1/endToEndId must be'],
    ['a wrong IBAN', refused({ iban: 'FI6439000000000014' }), 'payments/1/iban must be an IBAN'],
    ['a wrong BIC', refused({ bic: 'SBANFI' }), 'payments/1/bic must be a BIC'],
    ['another count', fileOf([payment()], { expectedCount: 2 }), 'do not add up'],
    ['another sum', fileOf([payment()], { expectedSumCents: 3_824 }), 'do not add up'],
    ['a time with a zone', fileOf([payment()], { createdAt: '2026-02-05T08:00:00Z' }), 'createdAt must be'],
    ['a time without seconds', fileOf([payment()], { createdAt: '2026-02-05T08:00' }), 'createdAt must be'],
    ['30 February', fileOf([payment()], { requestedExecutionDate: '2026-02-30' }), 'requestedExecutionDate must be'],
    ['batches of none', fileOf([payment()], { maxTransactionsPerBatch: 0 }), 'maxTransactionsPerBatch must be'],
    ['a payer without a name', fileOf([payment()], { debtor: { ...exampleDebtor, name: '&' } }), 'debtor/name must be'],
    [
      'a town that does not fit',
      fileOf([payment()], {
        debtor: { ...exampleDebtor, address: { ...exampleDebtor.address, town: 'T'.repeat(36) } },
      }),
      'debtor/address/town must be',
    ],
    [
      'a message of no attempt',
      fileOf([payment()], { message: { ...example.message, attempt: 0 } }),
      'message/attempt must be',
    ],
  ])('%s, and names the place and not the person', (_, input, sentence) => {
    const write = () => paymentFile(input);
    expect(write).toThrow(RangeError);
    expect(write).toThrow(sentence);
    expect(write).not.toThrow(/Salainen|Mallikas|FI64|B202601H/);
  });

  it('an unknown field', () => {
    expect(() => paymentFile({ ...example, address: 'x' } as PaymentFileInput)).toThrow(RangeError);
  });
});

/** libxml2's own reading of a document: its verdict against the schema, and its canonical text, from which names are read back. */
async function read(xml: string): Promise<{ valid: boolean; errors: string[]; canonical: string }> {
  const { valid, errors, normalized } = await validateXML({
    xml: { fileName: 'file.xml', contents: xml },
    schema: { fileName: 'pain.001.001.09.xsd', contents: readFileSync(schemaUrl, 'utf8') },
    normalization: 'c14n',
    maxMemoryPages: 256 * memoryPages.MiB,
  });
  return { valid, errors: errors.map(({ message }) => message), canonical: normalized };
}

const references: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&#xD;': '\r' };
const unescaped = (text: string): string => text.replace(/&[^;]+;/g, (reference) => references[reference] ?? reference);

describe('xmlText', () => {
  it('escapes what a parser would take for markup or change', () => {
    expect(xmlText('a & b < c > d " e \' f\t\r\n]]>')).toBe("a &amp; b &lt; c &gt; d &quot; e ' f&#9;&#13;&#10;]]&gt;");
    expect(xmlElement('a', '<b/>', { c: '"' })).toBe('<a c="&quot;">&lt;b/&gt;</a>');
  });
  it('is read back by a parser as it was', { timeout: 30_000 }, async () => {
    const writable = fc
      .string({ unit: 'binary' })
      .map((text) => text.replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '&<\r>'));
    const texts = fc.sample(writable, 500);
    const root = xmlElement(
      'r',
      texts.map((text) => xmlElement('t', text)),
    );
    const { normalized } = await validateXML({
      xml: { fileName: 'r.xml', contents: xmlDocument(root) },
      normalization: 'c14n',
    });
    expect(textsOf(normalized, 't').map(unescaped)).toEqual(texts);
  });

  it.each(['\u0000', '\u001B', '\uFFFE', '\uD83D', '\uDE00'])('refuses %j, which XML cannot hold', (character) => {
    expect(() => xmlText(`a${character}`)).toThrow(RangeError);
  });
});

const unit = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  fc.constantFrom(
    '&',
    '<',
    '>',
    '"',
    "'",
    ']]>',
    '<![CDATA[',
    '&amp;',
    '&#0;',
    '<!--',
    '</Nm>',
    '//',
    '/',
    'å',
    'A\u030A',
    'ß',
  ),
  fc.constantFrom(
    '😀',
    '👨‍👩‍👧',
    '\uD83D',
    '\uDE00',
    '\u202E',
    '\u2066',
    '\u200B',
    '\uFEFF',
    '\u0000',
    '\u001B',
    '\uFFFF',
    '\r\n',
    '\u2028',
  ),
);
const hostileName = fc.oneof(
  { weight: 8, arbitrary: fc.array(unit, { maxLength: 30 }).map((units) => units.join('')) },
  { weight: 1, arbitrary: fc.array(unit, { minLength: 140, maxLength: 200 }).map((units) => units.join('')) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '😀😀😀', '////', ']]>', '\uD83D', `${'ä'.repeat(69)}😀ö`) },
);

describe.skipIf(!hasSchema)('paymentFile against pain.001.001.09.xsd', () => {
  it('the worked example is valid, in one batch or two, with or without BICs', { timeout: 30_000 }, async () => {
    const { bic: _bic, ...debtor } = exampleDebtor;
    for (const input of [example, { ...example, maxTransactionsPerBatch: 1 }, { ...example, debtor }]) {
      expect(await read(paymentFile(input))).toMatchObject({ valid: true, errors: [] });
    }
  });

  it('the schema is really asked: a file with an element missing is not valid', { timeout: 30_000 }, async () => {
    const broken = paymentFile(example).replace('<PmtMtd>TRF</PmtMtd>\n', '');
    expect((await read(broken)).valid).toBe(false);
  });

  it('stays valid with 600 hostile names and texts, and gives each name back', { timeout: 120_000 }, async () => {
    const people = fc.array(fc.record({ creditorName: hostileName, text: hostileName }), {
      minLength: 50,
      maxLength: 50,
    });
    await fc.assert(
      fc.asyncProperty(people, async (list) => {
        const payments = list.map((each, index) => payment({ ...each, endToEndId: `E${index}` }));
        const { valid, errors, canonical } = await read(paymentFile(fileOf(payments, { maxTransactionsPerBatch: 20 })));
        expect(errors).toEqual([]);
        expect(valid).toBe(true);
        const creditors = canonical
          .match(/<Cdtr><Nm>[^<]*/g)
          ?.map((text) => unescaped(text.slice('<Cdtr><Nm>'.length)));
        expect(creditors).toEqual(list.map(({ creditorName }) => payeeName(creditorName, 'ASIAKASOMISTAJA')));
        const texts = list.map(({ text }) => sepaText(text, 140)).filter((text) => text !== '');
        expect(textsOf(canonical, 'Ustrd').map(unescaped)).toEqual(texts);
      }),
      { numRuns: 12 },
    );
  });
});
