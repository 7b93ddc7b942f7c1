import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  balanceCents,
  correctedCents,
  entriesOf,
  inOrder,
  runningBalances,
  shareEntrySchema,
  shareSourceIdSchema,
  sharesAgree,
} from '../../../domain/share-entry.ts';
import { anEntry } from '../../fixtures/memberships.ts';

const other = '60000002';
const joining = anEntry();
const second = anEntry({ entryNumber: 2, sourceId: 'second', amountCents: 3_000 });
const corrected = anEntry({
  entryNumber: 3,
  sourceId: 'c1',
  amountCents: -500,
  reason: 'CORRECTION',
  corrects: 'joining',
});
const ofOther = anEntry({ memberNumber: other, amountCents: 700 });

describe('the share ledger', () => {
  it('adds up, for one membership at a time', () => {
    expect(balanceCents([])).toBe(0);
    expect(balanceCents([joining, second, corrected])).toBe(4_500);
    expect(entriesOf([joining, ofOther, second], '60000001')).toEqual([joining, second]);
    expect(entriesOf([joining, ofOther], other)).toEqual([ofOther]);
  });

  it('is listed as it was entered, with the balance after each entry, and is itself left as it is', () => {
    const entries = [corrected, joining, second];
    expect(inOrder(entries)).toEqual([joining, second, corrected]);
    expect(entries).toEqual([corrected, joining, second]);
    expect(runningBalances(inOrder(entries))).toEqual([2_000, 5_000, 4_500]);
    expect(runningBalances([])).toEqual([]);
  });

  it('tells what an entry comes to with its own corrections and no others', () => {
    const otherCorrection = { ...corrected, sourceId: 'c2', corrects: 'second', amountCents: -1 };
    expect(correctedCents([joining, second, corrected, otherCorrection], joining)).toBe(1_500);
    expect(correctedCents([joining, second, corrected, otherCorrection], second)).toBe(2_999);
  });
});

describe('sharesAgree', () => {
  const paid = (memberNumber: string, paidCents: number) => ({ memberNumber, paidCents });

  it('is so if every membership has paid what its entries come to', () => {
    expect(sharesAgree([], [])).toBe(true);
    expect(sharesAgree([paid('60000001', 5_000), paid(other, 700)], [joining, second, ofOther])).toBe(true);
  });

  it.each([
    ['a cent is missing', [paid('60000001', 1_999)], [joining]],
    ['another membership is a cent out', [paid('60000001', 2_000), paid(other, 701)], [joining, ofOther]],
    ['an entry has no membership', [paid('60000001', 2_000)], [joining, ofOther]],
    ['all that is paid has no entry', [paid('60000001', 2_000)], []],
  ])('is not so if %s', (_, memberships, entries) => {
    expect(sharesAgree(memberships, entries)).toBe(false);
  });
});

describe('shareEntrySchema', () => {
  it.each(['a', 'BONUS-2024-05-H1', 'x_1.2', 'x'.repeat(64)])('takes the source %s', (id) =>
    expect(z.safeParse(shareSourceIdSchema, id).success).toBe(true),
  );
  it.each(['', 'x'.repeat(65), 'a b', ' a', 'a\n', 'a/b', '#'])('refuses the source %j', (id) =>
    expect(z.safeParse(shareSourceIdSchema, id).success).toBe(false),
  );

  it('takes an entry as it is made, and nothing beside or without what it says', () => {
    expect(z.safeParse(shareEntrySchema, joining).success).toBe(true);
    expect(z.safeParse(shareEntrySchema, {}).success).toBe(false);
    expect(z.safeParse(shareEntrySchema, { ...joining, more: 1 }).success).toBe(false);
    expect(z.safeParse(shareEntrySchema, { ...joining, entryNumber: 0 }).success).toBe(false);
    expect(z.safeParse(shareEntrySchema, { ...joining, amountCents: 0.5 }).success).toBe(false);
  });
});
