import { formatEuros } from '../money.ts';
import { assertVerified, type ItemisationField, type ReturnCodeMap, type SummaryField } from './code-map.ts';
import { lineText } from './latin-text.ts';
import type { Itemisation, Summary } from './semantic-record.ts';

/** What a file is for. A test file may be written with codes that are not verified; it holds nobody's data (see made-up-payee.ts). */
export type FilePurpose = 'PRODUCTION' | 'TEST';

export type NameValueFile = {
  purpose: FilePurpose;
  map: ReturnCodeMap;
  /** When it was made, RFC 3339 with offset: from the return, so that a file written again is the same bytes. */
  createdAt: string;
  itemisations: readonly Itemisation[];
  /** In the last of a return's files. */
  summary?: Summary | undefined;
};

/** Euros with a decimal comma and no separator of thousands, as the sibling records have them. */
const amount = (cents: number): string => formatEuros(cents).replace('.', ',');

/** RFC 3339 as ddMMyyyyHHmmss. */
function fileTime(createdAt: string): string {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})/.exec(createdAt) ?? [];
  return `${day}${month}${year}${hour}${minute}${second}`;
}

/** Fields without a value have no line. */
type Values<F extends string> = { readonly [name in F]: string | undefined };

function itemisationValues(record: Itemisation, { map, createdAt }: NameValueFile): Values<ItemisationField> {
  return {
    paymentType: record.paymentType,
    year: record.year,
    payerBusinessId: record.payer.businessId,
    payeeId: record.payeeId,
    payeeName: record.payeeName,
    distributorType: record.distributorType,
    grossSurplus: amount(record.grossCents),
    withheldTax: amount(record.withheldCents),
    insuredActivity: record.insuredActivity ? '1' : '0',
    capital: record.capitalCents === undefined ? undefined : amount(record.capitalCents),
    action: map.actions[record.action],
    ...softwareValues(record, map, createdAt),
  };
}

function summaryValues(summary: Summary, { map, createdAt }: NameValueFile): Values<SummaryField> {
  return {
    year: summary.year,
    payerBusinessId: summary.payer.businessId,
    payeeCount: String(summary.payees),
    grossSurplus: amount(summary.grossCents),
    withheldTax: amount(summary.withheldCents),
    ...softwareValues(summary, map, createdAt),
  };
}

const softwareValues = ({ payer }: Pick<Summary, 'payer'>, map: ReturnCodeMap, createdAt: string) => ({
  softwareId: `${payer.businessId}_${map.softwareLetters}`,
  softwareName: map.softwareName,
  createdAt: fileTime(createdAt),
});

/**
 * The tax authority's name:value file (domain.md 4.8): each record begins with `000:` and its name, ends with `999:` and its number in the
 * file, lines end in LF. No value can break a line or begin one.
 * @returns text whose every character is one of the map's encoding
 * @throws DomainError returnMapNotVerified, if the file is for production and the map is not verified
 */
export function nameValueText(file: NameValueFile): string {
  const { map, purpose, itemisations, summary } = file;
  const year = summary?.year ?? itemisations[0]?.year ?? map.fromYear;
  if (purpose === 'PRODUCTION') assertVerified(map, year);
  let number = 0;
  const record = <F extends string>(
    { recordName, fields }: { recordName: string; fields: readonly (readonly [string, F])[] },
    values: Values<F>,
  ): string => {
    number += 1;
    const lines = fields.flatMap(([code, field]) => {
      const value = values[field];
      return value === undefined ? [] : [`${code}:${lineText(value, map.encoding)}`];
    });
    return `${[`000:${recordName}`, ...lines, `999:${number}`].join('\n')}\n`;
  };
  const text = itemisations.map((one) => record(map.itemisation, itemisationValues(one, file)));
  if (summary !== undefined) text.push(record(map.summary, summaryValues(summary, file)));
  return text.join('');
}
