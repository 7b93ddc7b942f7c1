import * as z from 'zod/mini';
import { customerNumberSchema, memberNumberSchema } from '../identifiers.ts';
import { yearSchema } from '../run-period.ts';
import { reportedKinds } from './reporting.ts';

const cents = z.int();

/**
 * Who got surplus: tax is withheld of natural persons and estates alone (R90). A non-resident's tax at source and record are others (R95), which
 * the register does not make.
 */
export const payeeKinds = ['PERSON', 'ESTATE', 'COMPANY', 'NON_RESIDENT'] as const;

/** One payout as the return counts it, with the payee as they were when the return was built. */
export const surplusLineSchema = z.strictObject({
  customerNumber: customerNumberSchema,
  memberNumber: memberNumberSchema,
  kind: z.enum(reportedKinds),
  period: yearSchema,
  /** Gross, before tax. */
  grossCents: cents.check(z.nonnegative()),
  withheldCents: cents.check(z.nonnegative()),
  /** The share that it was paid on. */
  capitalCents: cents.check(z.nonnegative()),
  payeeKind: z.enum(payeeKinds),
  payeeName: z.string(),
  /** The keyed hash of the identity code or business id: says whether it is the same, and nothing else. Absent if there is none. */
  payeeHash: z.optional(z.string()),
});
export type SurplusLine = z.infer<typeof surplusLineSchema>;

/** What one payee got in the year from one payer: a row of the return (R96). Integer cents. */
export type PayeeRecord = {
  customerNumber: string;
  payeeKind: (typeof payeeKinds)[number];
  payeeName: string;
  payeeHash: string | undefined;
  grossCents: number;
  withheldCents: number;
  capitalCents: number;
};

/**
 * Whether the tax authority's file can hold the row. Who has no code, or is a non-resident, is reported by hand: the list for people has them, and
 * the totals count them apart.
 */
export const isByHand = ({ payeeHash, payeeKind }: Pick<PayeeRecord, 'payeeHash' | 'payeeKind'>): boolean =>
  payeeHash === undefined || payeeKind === 'NON_RESIDENT';

/**
 * The row of a payee: the sum of the payee's lines. The payee is as the first line has them, so that a return is one answer however it is
 * read; capital is that of the newest period, since a share counts once in a year (R96).
 * @throws RangeError if there is no line, or lines are of different payees
 */
export function recordOf(lines: readonly SurplusLine[]): PayeeRecord {
  const [first] = lines;
  if (first === undefined) throw new RangeError('a row of the return needs a line');
  if (lines.some(({ customerNumber }) => customerNumber !== first.customerNumber))
    throw new RangeError('a row of the return is of one payee');
  const newest = lines.reduce((latest, { period }) => (period > latest ? period : latest), first.period);
  const sumOf = (field: 'grossCents' | 'withheldCents' | 'capitalCents', of = lines): number =>
    of.reduce((sum, line) => sum + line[field], 0);
  return {
    customerNumber: first.customerNumber,
    payeeKind: first.payeeKind,
    payeeName: first.payeeName,
    payeeHash: first.payeeHash,
    grossCents: sumOf('grossCents'),
    withheldCents: sumOf('withheldCents'),
    capitalCents: sumOf(
      'capitalCents',
      lines.filter(({ period }) => period === newest),
    ),
  };
}

/** Lines that come in the order of their payees, as the payees' groups. Holds one payee at a time. */
export async function* byPayee<L extends { customerNumber: string }>(lines: AsyncIterable<L>): AsyncGenerator<L[]> {
  let group: L[] = [];
  for await (const line of lines) {
    const last = group.at(-1);
    if (last !== undefined && last.customerNumber !== line.customerNumber) {
      if (line.customerNumber < last.customerNumber) throw new RangeError('lines of the return are out of order');
      yield group;
      group = [];
    }
    group.push(line);
  }
  if (group.length > 0) yield group;
}
