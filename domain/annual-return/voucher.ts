import { formatEurosFi } from '../money.ts';
import type { PayeeRecord } from './payee-record.ts';
import type { TaxYear } from './reporting.ts';
import type { Payer } from './semantic-record.ts';
import { type VoucherLanguage, voucherLanguages, voucherTexts } from './voucher-texts.ts';

/** What a payee is told of a year (R99). It has no identity code: the payee knows it, and whoever finds the paper need not (TSL 29.4). */
export type Voucher = {
  year: TaxYear;
  payer: Payer;
  payeeName: string;
  payeeKind: PayeeRecord['payeeKind'];
  memberNumbers: readonly string[];
  grossCents: number;
  withheldCents: number;
};

/** The language of a voucher: the customer's own if there is one in it, else Finnish. */
export const voucherLanguageOf = (language: string | undefined): VoucherLanguage =>
  voucherLanguages.find((known) => known === language) ?? 'fi';

/** Label and value of each line, in the order of both forms. */
function linesOf(voucher: Voucher, language: VoucherLanguage): [label: string, value: string][] {
  const texts = voucherTexts[language];
  const kind = texts.payeeKinds[voucher.payeeKind];
  return [
    [texts.year, voucher.year],
    [texts.payer, voucher.payer.name],
    [texts.businessId, voucher.payer.businessId],
    [texts.payee, kind === undefined ? voucher.payeeName : `${voucher.payeeName} (${kind})`],
    [texts.memberNumbers, voucher.memberNumbers.join(', ')],
    [texts.gross, formatEurosFi(voucher.grossCents)],
    [texts.withheld, formatEurosFi(voucher.withheldCents)],
    [texts.net, formatEurosFi(voucher.grossCents - voucher.withheldCents)],
  ];
}

/** As plain text, a line each. */
export function voucherText(voucher: Voucher, language: VoucherLanguage): string {
  const { title, reported, noCode } = voucherTexts[language];
  const lines = linesOf(voucher, language);
  const width = Math.max(...lines.map(([label]) => label.length));
  const rows = lines.map(([label, value]) => `${label.padEnd(width)}  ${value}`);
  return [title, '', ...rows, '', reported, noCode, ''].join('\n');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? '');

const style =
  'body{font:11pt sans-serif;max-width:160mm;margin:auto}h1{font-size:15pt}table{border-collapse:collapse}' +
  'th{text-align:left;font-weight:normal}td,th{padding:2pt 12pt 2pt 0;vertical-align:top}@page{size:A4;margin:20mm}';

/** As a page to print: one document without scripts and without anything from elsewhere. */
export function voucherHtml(voucher: Voucher, language: VoucherLanguage): string {
  const { title, reported, noCode } = voucherTexts[language];
  const rows = linesOf(voucher, language).map(
    // Each value stands by itself, in whatever direction it is written.
    ([label, value]) => `<tr><th scope="row">${escaped(label)}</th><td><bdi>${escaped(value)}</bdi></td></tr>`,
  );
  return [
    `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head>`,
    `<body><h1>${escaped(title)}</h1>\n<table><tbody>`,
    ...rows,
    `</tbody></table>\n<p>${escaped(reported)}</p><p>${escaped(noCode)}</p></body></html>\n`,
  ].join('\n');
}
