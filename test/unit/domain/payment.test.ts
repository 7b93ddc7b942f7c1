import { describe, expect, it } from 'vitest';
import { blocksAccount } from '../../../domain/account-block.ts';
import {
  closing,
  closingSchema,
  isOwed,
  isResolvable,
  mostEvidence,
  type PaymentRecord,
  paymentEvidenceSchema,
  paymentState,
  withAnswer,
} from '../../../domain/payment.ts';
import type { BankAnswer, Resolution } from '../../../domain/payment-evidence.ts';

const amountCents = 1_880;
const answer = (kind: BankAnswer['kind'], overrides: Partial<BankAnswer> = {}): BankAnswer => ({
  by: 'BANK',
  kind,
  source: kind === 'SETTLED' || kind === 'RETURNED' ? 'ACCOUNT_ENTRY' : 'STATUS_REPORT',
  fileId: 'file-1',
  entryRef: 'entry-1',
  atMs: 1,
  ...overrides,
});
const found = (verdict: Resolution['verdict']): Resolution => ({
  by: 'PERSON',
  verdict,
  staffId: 'staff-1',
  reference: 'STATEMENT-7',
  reason: 'The bank has written',
  atMs: 2,
});
const sent = (...evidence: PaymentRecord['evidence']): PaymentRecord => ({ amountCents, origin: 'SENT', evidence });
const held = (...evidence: PaymentRecord['evidence']): PaymentRecord => ({ amountCents, origin: 'HELD', evidence });
const stateOf = (record: PaymentRecord) => paymentState(record).state;

describe('paymentState', () => {
  it.each<[string, PaymentRecord, ReturnType<typeof stateOf>]>([
    ['is sent without an answer', sent(), 'SENT'],
    ['is held without an answer', held(), 'HELD'],
    ['is still sent while the bank works on it', sent(answer('PENDING')), 'SENT'],
    ['is confirmed by an entry', sent(answer('SETTLED')), 'CONFIRMED'],
    ['is confirmed by a report', sent(answer('SETTLED', { source: 'STATUS_REPORT' })), 'CONFIRMED'],
    [
      'is confirmed by both',
      sent(answer('SETTLED', { source: 'STATUS_REPORT' }), answer('SETTLED', { fileId: 'file-2' })),
      'CONFIRMED',
    ],
    ['is rejected', sent(answer('PENDING'), answer('REJECTED')), 'REJECTED'],
    ['is returned without having been seen to leave', sent(answer('RETURNED')), 'RETURNED'],
    ['is returned after it left', sent(answer('SETTLED'), answer('RETURNED', { entryRef: 'entry-2' })), 'RETURNED'],
    ['is unknown if rejected and paid', sent(answer('REJECTED'), answer('SETTLED')), 'UNKNOWN'],
    ['is unknown if rejected and returned', sent(answer('RETURNED'), answer('REJECTED')), 'UNKNOWN'],
    ['is unknown if it left twice', sent(answer('SETTLED'), answer('SETTLED', { entryRef: 'entry-2' })), 'UNKNOWN'],
    ['is unknown if it came twice', sent(answer('RETURNED'), answer('RETURNED', { entryRef: 'entry-2' })), 'UNKNOWN'],
    ['is unknown if a part came back', sent(answer('RETURNED', { amountCents: 1_800 })), 'UNKNOWN'],
    ['is unknown if answered although it was never sent', held(answer('PENDING')), 'UNKNOWN'],
    ['is what a person finds out', sent(answer('REJECTED'), answer('SETTLED'), found('CONFIRMED')), 'CONFIRMED'],
    ['is what a person finds out of what was never sent', held(answer('SETTLED'), found('REJECTED')), 'REJECTED'],
    ['is unknown again if something else comes', sent(found('CONFIRMED'), answer('REJECTED')), 'UNKNOWN'],
    ['goes on from what was found out', sent(found('CONFIRMED'), answer('RETURNED')), 'RETURNED'],
    ['takes the entry that a person has foreseen', sent(found('CONFIRMED'), answer('SETTLED')), 'CONFIRMED'],
    [
      'remembers the entry that it had before',
      sent(answer('SETTLED'), answer('REJECTED'), found('CONFIRMED'), answer('SETTLED', { entryRef: 'entry-2' })),
      'UNKNOWN',
    ],
  ])('%s', (_what, record, state) => {
    expect(stateOf(record)).toBe(state);
  });

  it('is not doubtful again because of an answer that changes nothing after a person has looked', () => {
    const rejected = sent(answer('REJECTED'));
    const closed = closing(rejected, 'REISSUED');
    const looked = { ...rejected, closed, evidence: [answer('REJECTED'), answer('SETTLED'), found('CONFIRMED')] };
    expect(paymentState(looked).isDoubtful).toBe(false);
    expect(paymentState({ ...looked, evidence: [...looked.evidence, answer('PENDING')] }).isDoubtful).toBe(false);
  });

  it('stays closed whatever comes, and is doubtful when that contradicts what it was closed on', () => {
    const rejected = sent(answer('REJECTED'));
    const closed = { ...rejected, closed: closing(rejected, 'REISSUED') };
    expect(paymentState(closed)).toEqual({ state: 'REISSUED', isDoubtful: false });
    const paid = withAnswer(closed, answer('SETTLED'));
    expect(paid.result).toBe('CONTRADICTS');
    const doubtful = { ...closed, evidence: paid.evidence };
    expect(paymentState(doubtful)).toEqual({ state: 'REISSUED', isDoubtful: true });
    const resolved = { ...doubtful, evidence: [...paid.evidence, found('CONFIRMED')] };
    expect(paymentState(resolved)).toEqual({ state: 'REISSUED', isDoubtful: false });
  });

  it('is not doubtful when what came back is later said to have left', () => {
    const returned = sent(answer('RETURNED'));
    const closed = { ...returned, closed: closing(returned, 'REISSUED') };
    const late = withAnswer(closed, answer('SETTLED'));
    expect(late.result).toBe('APPLIED');
    expect(paymentState({ ...closed, evidence: late.evidence })).toEqual({ state: 'REISSUED', isDoubtful: false });
  });

  it('forgets what a person found out before it was closed', () => {
    const returned = sent(found('CONFIRMED'), answer('RETURNED'));
    const closed = { ...returned, closed: closing(returned, 'LAPSED') };
    expect(paymentState(closed)).toEqual({ state: 'LAPSED', isDoubtful: false });
  });
});

describe('closing', () => {
  it.each([
    ['SENT', sent()],
    ['CONFIRMED', sent(answer('SETTLED'))],
    ['UNKNOWN', sent(answer('SETTLED'), answer('REJECTED'))],
  ])('is refused from %s', (_state, record) => {
    expect(() => closing(record, 'REISSUED')).toThrow(expect.objectContaining({ code: 'paymentNotInState' }));
  });

  it('is refused a second time', () => {
    const closed = { ...held(), closed: closing(held(), 'REISSUED') };
    expect(() => closing(closed, 'LAPSED')).toThrow(expect.objectContaining({ code: 'paymentNotInState' }));
  });
});

describe('isOwed, isResolvable', () => {
  it('counts what is with nobody, or may be', () => {
    expect((['HELD', 'REJECTED', 'RETURNED', 'UNKNOWN'] as const).every(isOwed)).toBe(true);
    expect((['SENT', 'CONFIRMED', 'REISSUED', 'LAPSED'] as const).some(isOwed)).toBe(false);
  });

  it('lets a person resolve what is unknown or was never answered', () => {
    expect(isResolvable(sent())).toBe(true);
    expect(isResolvable(sent(answer('SETTLED'), answer('REJECTED')))).toBe(true);
    expect(isResolvable(sent(answer('SETTLED')))).toBe(false);
    expect(isResolvable(held())).toBe(false);
  });
});

describe('blocksAccount (R107)', () => {
  it.each(['AC01', 'AC04', 'AC06', 'AG01', 'MD07', 'MS03', undefined, 'ZZ99'])('blocks for %s', (code) => {
    expect(blocksAccount(code)).toBe(true);
  });
  it.each(['AM04', 'FF01', 'DU04'])('does not block for %s', (code) => {
    expect(blocksAccount(code)).toBe(false);
  });
});

describe('what an answer says that was not known', () => {
  const other = { entryRef: 'entry-2', fileId: 'file-2' };
  const resultOf = (record: PaymentRecord, said: BankAnswer) => withAnswer(record, said).result;

  it.each<[string, PaymentRecord, BankAnswer, string]>([
    ['the first answer', sent(), answer('SETTLED'), 'APPLIED'],
    ['the amount that it has', sent(answer('SETTLED')), answer('SETTLED', { amountCents }), 'NOTHING_NEW'],
    ['another amount', sent(answer('SETTLED')), answer('SETTLED', { amountCents: 1 }), 'CONTRADICTS'],
    ['a status once more', sent(answer('REJECTED')), answer('REJECTED', other), 'NOTHING_NEW'],
    [
      'that an entry is pending once more',
      sent(answer('PENDING', { source: 'ACCOUNT_ENTRY' })),
      answer('PENDING', { ...other, source: 'ACCOUNT_ENTRY' }),
      'NOTHING_NEW',
    ],
    ['a second entry', sent(answer('SETTLED')), answer('SETTLED', other), 'CONTRADICTS'],
    ['the same entry in another file', sent(answer('SETTLED')), answer('SETTLED', { fileId: 'file-2' }), 'NOTHING_NEW'],
    [
      'by an entry what a report has said',
      sent(answer('SETTLED', { source: 'STATUS_REPORT' })),
      answer('SETTLED'),
      'APPLIED',
    ],
    ['what contradicts it', sent(answer('REJECTED')), answer('SETTLED'), 'CONTRADICTS'],
  ])('%s', (_, record, said, result) => {
    expect(resultOf(record, said)).toBe(result);
  });

  it('counts also after much evidence, unless that is in doubt already', () => {
    const much = Array.from({ length: mostEvidence }, () => found('CONFIRMED'));
    expect(resultOf(sent(...much), answer('RETURNED'))).toBe('APPLIED');
    const doubted = [...much.slice(2), answer('REJECTED'), answer('SETTLED')];
    expect(stateOf(sent(...doubted))).toBe('UNKNOWN');
    expect(resultOf(sent(...doubted), answer('RETURNED'))).toBe('NOTHING_NEW');
  });
});

describe('what is kept of a payment', () => {
  it('is the bank’s answers and what persons found out', () => {
    for (const one of [answer('SETTLED'), found('CONFIRMED')]) expect(paymentEvidenceSchema.parse(one)).toEqual(one);
    expect(paymentEvidenceSchema.safeParse({ ...answer('SETTLED'), by: 'NOBODY' }).success).toBe(false);
  });

  it('is how it was closed', () => {
    const closed = closing(sent(answer('REJECTED')), 'REISSUED');
    expect(closingSchema.parse(closed)).toEqual(closed);
    expect(closingSchema.safeParse({}).success).toBe(false);
    expect(() => closing(sent(), 'LAPSED')).toThrow(
      'The payment is SENT; this is possible only from HELD or REJECTED or RETURNED.',
    );
  });
});
