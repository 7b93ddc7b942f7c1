import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeMapOf, returnCodeMaps } from '../../../domain/annual-return/code-map.ts';
import { encoded, lineText } from '../../../domain/annual-return/latin-text.ts';
import { madeUpPayee } from '../../../domain/annual-return/made-up-payee.ts';
import { nameValueText } from '../../../domain/annual-return/name-value-file.ts';
import { returnCsv } from '../../../domain/annual-return/return-csv.ts';
import { summaryOf } from '../../../domain/annual-return/semantic-record.ts';
import { voucherHtml, voucherLanguageOf, voucherText } from '../../../domain/annual-return/voucher.ts';
import { voucherLanguages } from '../../../domain/annual-return/voucher-texts.ts';
import { personalIdentityCodeSchema } from '../../../domain/personal-identity-code.ts';
import { itemisation, returnHead, verifiedMap } from '../../fixtures/annual-return.ts';

const createdAt = '2027-01-15T09:30:00+02:00';
const map = codeMapOf('2026');
const production = { purpose: 'PRODUCTION', map: verifiedMap(), createdAt } as const;

describe('the name:value file', () => {
  it('has the form of domain.md 4.8', () => {
    const text = nameValueText({
      ...production,
      itemisations: [
        itemisation(),
        itemisation({ payeeId: '010190Y900P', payeeName: 'Öhman Åke', grossCents: 123_456_705, withheldCents: 0 }),
      ],
      summary: summaryOf(returnHead(), { payees: 2, grossCents: 123_466_705, withheldCents: 750 }),
    });
    expect(text).toBe(
      [
        '000:VSOKERIE',
        '084:05',
        '058:2026',
        '010:1234567-1',
        '083:010190-900P',
        '085:Mallikas Maija',
        '501:M',
        '114:100,00',
        '115:7,50',
        '502:0',
        '048:Omistaja',
        '014:1234567-1_OM',
        '198:15012027093000',
        '999:1',
        '000:VSOKERIE',
        '084:05',
        '058:2026',
        '010:1234567-1',
        '083:010190Y900P',
        '085:Öhman Åke',
        '501:M',
        '114:1234567,05',
        '115:0,00',
        '502:0',
        '048:Omistaja',
        '014:1234567-1_OM',
        '198:15012027093000',
        '999:2',
        '000:VSOKVYHT',
        '058:2026',
        '010:1234567-1',
        '505:2',
        '506:1234667,05',
        '507:7,50',
        '048:Omistaja',
        '014:1234567-1_OM',
        '198:15012027093000',
        '999:3',
        '',
      ].join('\n'),
    );
  });

  it('says what is replaced and withdrawn, and the share of a small co-op', () => {
    const text = nameValueText({
      ...production,
      itemisations: [itemisation({ action: 'WITHDRAW', distributorType: 'S', capitalCents: 10_000 })],
    });
    expect(text).toContain('\n503:100,00\n504:WITHDRAW\n');
  });

  it.each([
    ['that is not verified', { ...verifiedMap(), verified: false }],
    ['as it is in the code now', map],
    ['that says so but has codes that stand in for others', { ...map, verified: true }],
  ])('is not written for production by a map %s, and the refusal says what to do', (_, unverified) => {
    const write = () => nameValueText({ ...production, map: unverified, itemisations: [itemisation()] });
    expect(write).toThrow(/return of 2026 are not verified.*code-map\.ts.*checking service.*`verified`.*test file/);
    expect(write).toThrow(expect.objectContaining({ code: 'returnMapNotVerified' }));
  });

  it('is written as a test file by any map, with codes that nobody takes for real ones', () => {
    const text = nameValueText({ ...production, purpose: 'TEST', map, itemisations: [itemisation()] });
    expect(text).toContain('\nX01:M\n');
    for (const code of returnCodeMaps.flatMap(({ itemisation: { fields } }) => fields.map(([name]) => name)))
      expect(code).toMatch(/^(\d{3}|X\d{2})$/);
  });

  it('has a line for each value, whatever the value is, and can be written in its encoding', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a\n999:1', 'x\r\n000:VSOKVYHT', '\u2028010:')),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        (names) => {
          const text = nameValueText({
            ...production,
            itemisations: names.map((payeeName) => itemisation({ payeeName })),
          });
          const lines = text.split('\n');
          expect(lines).toHaveLength(14 * names.length + 1);
          for (const line of lines.slice(0, -1)) expect(line).toMatch(/^\d{3}:/);
          expect(lines.filter((line) => line.startsWith('999:'))).toEqual(names.map((_, index) => `999:${index + 1}`));
          expect(encoded(text, 'ISO-8859-1')).toHaveLength(text.length);
        },
      ),
    );
  });

  it('takes the map that has begun', () => {
    const later = { ...verifiedMap(), fromYear: '2027' };
    expect(codeMapOf('2026', [map, later])).toBe(map);
    expect(codeMapOf('2028', [map, later])).toBe(later);
    expect(() => codeMapOf('1999')).toThrow(/no code map/);
  });
});

describe('text of a line', () => {
  it.each([
    ['Åkerblom Östen Ärla', 'Åkerblom Östen Ärla'],
    ['Škoda Őrsi Łukasz Ŋilla', 'Skoda Orsi Lukasz Nilla'],
    ['D’Arc “Jeanne” – Ann', 'D\'Arc "Jeanne" - Ann'],
    ['Müller & Søn Þór', 'Müller & Søn Þór'],
    ['王 小明', ''],
    ['a\u0000b\u200bc\td', 'abc d'],
    ['A\u030akerblom', 'Åkerblom'],
  ])('%s in ISO-8859-1 is %s', (text, expected) => {
    expect(lineText(text, 'ISO-8859-1')).toBe(expected);
  });

  it('is bytes of its encoding, and does not change when it is taken again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('ISO-8859-1', 'UTF-8'), (text, encoding) => {
        const once = lineText(text, encoding);
        expect(lineText(once, encoding)).toBe(once);
        expect(once).not.toMatch(/[\n\r\p{Cc}]/u);
        const bytes = encoded(once, encoding);
        // The platform's "latin1" is windows-1252: the same but for the controls of 0x80–0x9F, none of which is left.
        expect(new TextDecoder(encoding === 'UTF-8' ? 'utf-8' : 'latin1').decode(bytes)).toBe(once);
      }),
    );
  });

  it('is not silently cut to bytes', () => {
    expect(() => encoded('š', 'ISO-8859-1')).toThrow(/not of ISO-8859-1/);
  });
});

describe('the payee of a test file', () => {
  it('has a code that is valid and given to nobody, another for each row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000_000 }), (row) => {
        const { id, name } = madeUpPayee(row);
        expect(personalIdentityCodeSchema.safeParse(id).success).toBe(true);
        expect(id).toMatch(/^\d{6}A9\d{2}.$/);
        expect(name).toBe(`TESTI Saaja ${row}`);
      }),
    );
    expect(new Set(Array.from({ length: 1_000 }, (_, index) => madeUpPayee(index + 1).id)).size).toBe(1_000);
  });
});

describe('the file for people', () => {
  it('has amounts with decimal commas, is safe for spreadsheets, and ends with the totals', () => {
    const rows = [
      itemisation({ payeeName: '=HYPERLINK("x")' }),
      itemisation({ action: 'WITHDRAW', payeeId: '', payeeName: 'Virtanen; Ville', capitalCents: 10_000 }),
    ];
    expect(returnCsv(rows, summaryOf(returnHead(), { payees: 2, grossCents: 20_000, withheldCents: 1_500 }))).toBe(
      [
        '\uFEFFtoimenpide;maksaja;maksajan y-tunnus;vuosi;saajan tunnus;saajan nimi;jakajan laji;suorituslaji;ylijäämä;ennakonpidätys;osuuspääoma;myel/yel;huomautus',
        'ilmoitus;Osuuskauppa Havu;1234567-1;2026;010190-900P;"\'=HYPERLINK(""x"")";M;05;100,00;7,50;;ei;',
        'poisto;Osuuskauppa Havu;1234567-1;2026;;"Virtanen; Ville";M;05;100,00;7,50;100,00;ei;tunnus puuttuu',
        'yhteenveto;Osuuskauppa Havu;1234567-1;2026;;saajia 2;;;200,00;15,00;;;',
        '',
      ].join('\r\n'),
    );
  });
});

describe('the voucher', () => {
  const voucher = {
    year: '2026',
    payer: { businessId: '1234567-1', name: 'Osuuskauppa Havu' },
    payeeName: 'Mallikas <b>Maija</b> & "Co"',
    payeeKind: 'ESTATE',
    memberNumbers: ['1100000001', '1100000099'],
    grossCents: 10_000,
    withheldCents: 750,
  } as const;

  it('tells the payee who paid what when, in Finnish', () => {
    expect(voucherText(voucher, 'fi')).toBe(
      [
        'Tosite osuuskunnan ylijäämästä',
        '',
        'Vuosi               2026',
        'Maksaja             Osuuskauppa Havu',
        'Y-tunnus            1234567-1',
        'Saaja               Mallikas <b>Maija</b> & "Co" (kuolinpesä)',
        'Jäsennumero         1100000001, 1100000099',
        'Osuuspääoman korko  100,00\u00a0€',
        'Ennakonpidätys      7,50\u00a0€',
        'Maksettava määrä    92,50\u00a0€',
        '',
        'Maksaja ilmoittaa nämä tiedot Verohallinnolle. Tarkista ne esitäytetystä veroilmoituksesta.',
        'Henkilötunnusta ei merkitä tositteeseen (tietosuojalaki 29 §).',
        '',
      ].join('\n'),
    );
  });

  it.each(voucherLanguages)('is a page to print in %s, with nothing in it that is not text', (language) => {
    const html = voucherHtml(voucher, language);
    expect(html).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${language}">`));
    expect(html).toContain('<bdi>Mallikas &lt;b&gt;Maija&lt;/b&gt; &amp; &quot;Co&quot; (');
    expect(html).not.toMatch(/<script|<b>|https?:/);
    for (const value of ['2026', 'Osuuskauppa Havu', '1234567-1', '100,00', '7,50', '92,50'])
      expect(html).toContain(value);
    expect(voucherText(voucher, language).split('\n')).toHaveLength(14);
  });

  it('is in the customer’s language, else in Finnish', () => {
    expect(['fi', 'sv', 'en', 'se', undefined].map(voucherLanguageOf)).toEqual(['fi', 'sv', 'en', 'fi', 'fi']);
  });
});
