import { DomainError } from '../errors.ts';
import type { FileEncoding } from './latin-text.ts';
import type { TaxYear } from './reporting.ts';
import type { ChangeAction } from './return-difference.ts';

/** What a line of the file can hold. */
export type ItemisationField =
  | 'paymentType'
  | 'year'
  | 'payerBusinessId'
  | 'payeeId'
  | 'payeeName'
  | 'distributorType'
  | 'grossSurplus'
  | 'withheldTax'
  | 'insuredActivity'
  | 'capital'
  | 'action'
  | 'softwareId'
  | 'softwareName'
  | 'createdAt';
export type SummaryField =
  | 'year'
  | 'payerBusinessId'
  | 'payeeCount'
  | 'grossSurplus'
  | 'withheldTax'
  | 'softwareId'
  | 'softwareName'
  | 'createdAt';

/** A field and its code, in the order of the lines. */
type Fields<F> = readonly (readonly [code: string, field: F])[];

/** Which code stands for what in the tax authority's name:value file, from a year on. */
export type ReturnCodeMap = {
  fromYear: TaxYear;
  /** True only after the codes were held against the authority's own description, and a test file passed its check. */
  verified: boolean;
  source: string;
  encoding: FileEncoding;
  /** The software's id is the payer's business id, `_` and these two letters. */
  softwareLetters: string;
  softwareName: string;
  actions: Readonly<Record<ChangeAction, string | undefined>>;
  itemisation: { recordName: string; fields: Fields<ItemisationField> };
  summary: { recordName: string; fields: Fields<SummaryField> };
};

/**
 * The maps, oldest first. The codes of VSOKERIE and VSOKVYHT were not found in any public source: those of three digits are seen in sibling
 * records (domain.md 4.8), and those that begin with X stand in for codes that are not known at all, so that no file with them can be
 * taken for a real one. To set a map right is a change of this table, and nothing else.
 */
export const returnCodeMaps: readonly ReturnCodeMap[] = [
  {
    fromYear: '2000',
    verified: false,
    source: 'sibling records VSPSERIE and VSRALVKV; the description of VSOKERIE was not found',
    encoding: 'ISO-8859-1',
    softwareLetters: 'OM',
    softwareName: 'Omistaja',
    actions: { REPORT: undefined, REPLACE: 'REPLACE', WITHDRAW: 'WITHDRAW' },
    itemisation: {
      recordName: 'VSOKERIE',
      fields: [
        ['084', 'paymentType'],
        ['058', 'year'],
        ['010', 'payerBusinessId'],
        ['083', 'payeeId'],
        ['085', 'payeeName'],
        ['X01', 'distributorType'],
        ['114', 'grossSurplus'],
        ['115', 'withheldTax'],
        ['X02', 'insuredActivity'],
        ['X03', 'capital'],
        ['X04', 'action'],
        ['048', 'softwareName'],
        ['014', 'softwareId'],
        ['198', 'createdAt'],
      ],
    },
    summary: {
      recordName: 'VSOKVYHT',
      fields: [
        ['058', 'year'],
        ['010', 'payerBusinessId'],
        ['X05', 'payeeCount'],
        ['X06', 'grossSurplus'],
        ['X07', 'withheldTax'],
        ['048', 'softwareName'],
        ['014', 'softwareId'],
        ['198', 'createdAt'],
      ],
    },
  },
];

/**
 * The map of a tax year: the newest that has begun.
 * @throws RangeError if none has
 */
export function codeMapOf(year: TaxYear, maps: readonly ReturnCodeMap[] = returnCodeMaps): ReturnCodeMap {
  const map = maps.findLast(({ fromYear }) => fromYear <= year);
  if (map === undefined) throw new RangeError('there is no code map for this year');
  return map;
}

/**
 * Refuses to write what is meant for the tax authority with codes that nobody has verified.
 * @throws DomainError returnMapNotVerified
 */
export function assertVerified({ verified, itemisation, summary }: ReturnCodeMap, year: TaxYear): void {
  const codes = [...itemisation.fields, ...summary.fields].map(([code]) => code);
  if (verified && codes.every((code) => /^\d{3}$/.test(code))) return;
  throw new DomainError(
    'returnMapNotVerified',
    `The field codes of the return of ${year} are not verified, so no production file is written. Hold domain/annual-return/code-map.ts ` +
      "against the tax authority's description of VSOKERIE and VSOKVYHT, have a test file pass its checking service, set `verified` there " +
      'and deploy. Until then write the test file, or the CSV and enter the return by hand.',
  );
}
