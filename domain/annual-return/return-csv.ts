import { semicolonLine } from '../csv.ts';
import { formatEuros } from '../money.ts';
import type { Itemisation, Summary } from './semantic-record.ts';

const head = [
  'toimenpide',
  'maksaja',
  'maksajan y-tunnus',
  'vuosi',
  'saajan tunnus',
  'saajan nimi',
  'jakajan laji',
  'suorituslaji',
  'ylijäämä',
  'ennakonpidätys',
  'osuuspääoma',
  'myel/yel',
] as const;

const actions = { REPORT: 'ilmoitus', REPLACE: 'korvaava', WITHDRAW: 'poisto' } as const;

/** So that spreadsheets read the letters ä and ö as such. */
const byteOrderMark = '\uFEFF';
const euros = (cents: number): string => formatEuros(cents).replace('.', ',');

/**
 * The return for people, in the form of the journal's file: UTF-8 with its mark, semicolons, decimal commas. A payee without a code has an empty
 * cell there: such rows have to be reported by hand. The last line holds the totals and says how many payees there are.
 */
export function returnCsv(itemisations: readonly Itemisation[], summary: Summary | undefined): string {
  const rows = itemisations.map((one) =>
    semicolonLine([
      actions[one.action],
      one.payer.name,
      one.payer.businessId,
      one.year,
      one.payeeId,
      one.payeeName,
      one.distributorType,
      one.paymentType,
      euros(one.grossCents),
      euros(one.withheldCents),
      one.capitalCents === undefined ? '' : euros(one.capitalCents),
      one.insuredActivity ? 'kyllä' : 'ei',
    ]),
  );
  return [byteOrderMark, semicolonLine(head), ...rows, ...(summary === undefined ? [] : [totalLine(summary)])].join('');
}

const totalLine = ({ payer, year, payees, grossCents, withheldCents }: Summary): string =>
  semicolonLine([
    ...['yhteenveto', payer.name, payer.businessId, year, '', `saajia ${payees}`, '', ''],
    ...[euros(grossCents), euros(withheldCents), '', ''],
  ]);
