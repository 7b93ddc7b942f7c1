import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closing,
  isReissuable,
  mostEvidence,
  type PaymentRecord,
  paymentState,
  withAnswer,
} from '../../../domain/payment.ts';
import {
  type BankAnswer,
  bankAnswerKinds,
  bankAnswerSources,
  paymentVerdicts,
} from '../../../domain/payment-evidence.ts';

const amountCents = 1_880;
const answers: fc.Arbitrary<BankAnswer> = fc.record({
  by: fc.constant('BANK' as const),
  kind: fc.constantFrom(...bankAnswerKinds),
  source: fc.constantFrom(...bankAnswerSources),
  reasonCode: fc.constantFrom('AC04', 'AM04'),
  fileId: fc.constantFrom('f1', 'f2', 'f3'),
  entryRef: fc.constantFrom('e1', 'e2'),
  amountCents: fc.constantFrom(amountCents, amountCents, amountCents, 1_000),
  atMs: fc.nat({ max: 9 }),
});
const origins = fc.constantFrom('SENT' as const, 'HELD' as const);

function taken(record: PaymentRecord, coming: readonly BankAnswer[]): PaymentRecord {
  let { evidence } = record;
  for (const answer of coming) ({ evidence } = withAnswer({ ...record, evidence }, answer));
  return { ...record, evidence };
}
const fresh = (origin: PaymentRecord['origin']): PaymentRecord => ({ amountCents, origin, evidence: [] });

describe('payment, any answers', () => {
  it('comes to the same state by any order and any repetition of the same answers', () => {
    fc.assert(
      fc.property(
        origins,
        fc
          .array(answers, { maxLength: 8 })
          .chain((coming) =>
            fc.tuple(
              fc.constant(coming),
              fc.shuffledSubarray([...coming, ...coming], { minLength: 2 * coming.length }),
            ),
          ),
        (origin, [coming, shuffled]) => {
          expect(paymentState(taken(fresh(origin), shuffled))).toEqual(paymentState(taken(fresh(origin), coming)));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('would come to another state by another order if the last answer decided', () => {
    const byKind = { PENDING: 'SENT', SETTLED: 'CONFIRMED', REJECTED: 'REJECTED', RETURNED: 'RETURNED' } as const;
    const naive = (coming: readonly BankAnswer[]) => byKind[coming.at(-1)?.kind ?? 'PENDING'];
    const [settled, returned] = (['SETTLED', 'RETURNED'] as const).map(
      (kind): BankAnswer => ({ by: 'BANK', kind, source: 'ACCOUNT_ENTRY', fileId: 'f', entryRef: kind, atMs: 0 }),
    );
    if (settled === undefined || returned === undefined) throw new Error('there are two');
    expect(naive([settled, returned])).not.toBe(naive([returned, settled]));
    const states = [
      [settled, returned],
      [returned, settled, settled],
    ].map((coming) => paymentState(taken(fresh('SENT'), coming)).state);
    expect(states).toEqual(['RETURNED', 'RETURNED']);
  });

  it('says nothing new the second time', () => {
    fc.assert(
      fc.property(origins, fc.array(answers, { minLength: 1, maxLength: 8 }), (origin, coming) => {
        const once = taken(fresh(origin), coming);
        for (const answer of coming) {
          const again = withAnswer(once, answer);
          expect(again.result).toBe('NOTHING_NEW');
          expect(again.evidence).toBe(once.evidence);
        }
      }),
    );
  });

  it('never leaves UNKNOWN but by a person', () => {
    fc.assert(
      fc.property(origins, fc.array(answers, { maxLength: 10 }), (origin, coming) => {
        let record = fresh(origin);
        let wasUnknown = false;
        for (const answer of coming) {
          record = taken(record, [answer]);
          const { state } = paymentState(record);
          if (wasUnknown) expect(state).toBe('UNKNOWN');
          wasUnknown = state === 'UNKNOWN';
        }
      }),
    );
  });

  it('keeps a bounded number of answers, however many come', () => {
    const many = Array.from(
      { length: 200 },
      (_, index): BankAnswer => ({
        by: 'BANK',
        kind: 'SETTLED',
        source: 'ACCOUNT_ENTRY',
        fileId: 'f',
        entryRef: `e${index}`,
        amountCents,
        atMs: index,
      }),
    );
    const record = taken(fresh('SENT'), many);
    expect(record.evidence).toHaveLength(mostEvidence);
    expect(paymentState(record).state).toBe('UNKNOWN');
  });
});

/** The chain of issues of one debt as the register keeps it: an issue follows only on one that was closed. */
type Step = { answer: BankAnswer; issue: number } | { resolve: (typeof paymentVerdicts)[number] } | { reissue: true };
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ answer: answers, issue: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ resolve: fc.constantFrom(...paymentVerdicts) }) },
  { weight: 2, arbitrary: fc.constant({ reissue: true as const }) },
);

describe('issues of one debt', () => {
  it('are never open twice, and one that has gone to the payee is not followed by another', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 25 }), (script) => {
        const issues: PaymentRecord[] = [fresh('SENT')];
        for (const [at, step] of script.entries()) {
          const last = issues.at(-1);
          if (last === undefined) throw new Error('there is always one');
          if ('answer' in step) {
            const index = step.issue % issues.length;
            const record = issues[index];
            if (record !== undefined) issues[index] = taken(record, [step.answer]);
          } else if ('resolve' in step) {
            issues[issues.length - 1] = {
              ...last,
              evidence: [
                ...last.evidence,
                { by: 'PERSON', verdict: step.resolve, staffId: 's', reference: 'LETTER-1', reason: 'why', atMs: at },
              ],
            };
          } else if (isReissuable(paymentState(last).state)) {
            const known = paymentState(last).state;
            expect(['CONFIRMED', 'UNKNOWN', 'SENT']).not.toContain(known);
            issues[issues.length - 1] = { ...last, closed: closing(last, 'REISSUED') };
            issues.push(fresh('SENT'));
          } else expect(() => closing(last, 'REISSUED')).toThrow(/only from/);
          const open = issues.filter((issue) => issue.closed === undefined);
          expect(open).toHaveLength(1);
          expect(issues.slice(0, -1).every((issue) => paymentState(issue).state === 'REISSUED')).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
