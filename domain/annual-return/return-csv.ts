import { semicolonLine } from '../csv.ts';
import { formatEuros } from '../money.ts';
import type { PayeeRecord } from './payee-record.ts';
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
  'huomautus',
] as const;

const actions = { REPORT: 'ilmoitus', REPLACE: 'korvaava', WITHDRAW: 'poisto' } as const;

/** So that spreadsheets read the letters ä and ö as such. */
const byteOrderMark = '\uFEFF';
const euros = (cents: number): string => formatEuros(cents).replace('.', ',');

/** A row, and whether its payee is a non-resident. */
export type PeoplesRow = Itemisation & { payeeKind: PayeeRecord['payeeKind'] };

/** Why a row has to be reported by hand. */
function remarkOf({ payeeKind, payeeId }: PeoplesRow): string {
  if (payeeKind === 'NON_RESIDENT') return 'rajoitetusti verovelvollinen: lomake 7809';
  return payeeId === '' ? 'tunnus puuttuu' : '';
}

/**
 * The return for people, in the form of the journal's file: UTF-8 with its mark, semicolons, decimal commas. The last column names rows that
 * have to be reported by hand: a payee without a code has an empty cell, a non-resident another form (R95). The last line holds the totals and says how many payees there are.
 */
export function returnCsv(itemisations: readonly PeoplesRow[], summary: Summary | undefined): string {
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
      remarkOf(one),
    ]),
  );
  return [byteOrderMark, semicolonLine(head), ...rows, ...(summary === undefined ? [] : [totalLine(summary)])].join('');
}

const totalLine = ({ payer, year, payees, grossCents, withheldCents }: Summary): string =>
  semicolonLine([
    ...['yhteenveto', payer.name, payer.businessId, year, '', `saajia ${payees}`, '', ''],
    ...[euros(grossCents), euros(withheldCents), '', '', ''],
  ]);
