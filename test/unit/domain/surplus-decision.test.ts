import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import {
  approveDecision,
  type DecisionTerms,
  decisionActs,
  opensOn,
  recordDecision,
  type SurplusDecision,
  withdrawDecision,
} from '../../../domain/surplus-decision.ts';

const terms: DecisionTerms = {
  authority: { by: 'COUNCIL' },
  decidedOn: '2026-04-20',
  rateBasisPoints: 1_000,
  funds: 'Profit of 2025',
  payOn: '2026-06-15',
  mostTotalCents: 100_000_00,
};
const board = {
  by: 'BOARD',
  authorisedOn: '2026-04-20',
  mostTotalCents: 100_000_00,
  authorisedUntil: '2027-04-30',
} as const;
const anna = { by: 'anna', atMs: 1 };
const pekka = { by: 'pekka', atMs: 2 };
const of2025 = { kind: 'INTEREST', year: '2025' } as const;
const none = { decision: undefined, released: false };
const record = (over: Partial<DecisionTerms> = {}) =>
  recordDecision(none, { ...of2025, terms: { ...terms, ...over } }, anna);
const now = (decision: SurplusDecision, released = false) => ({ decision, released });
const approved = approveDecision(now(record()), pekka);

function refusal(attempt: () => unknown): { code: string; at: string[] } {
  try {
    attempt();
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, at: error.issues.map(({ pointer }) => pointer) };
  }
  return { code: 'none', at: [] };
}

describe('a decision', () => {
  it('is recorded by one person and approved by another', () => {
    const recorded = record();
    expect(recorded).toEqual({ ...of2025, version: 1, state: 'RECORDED', terms, recorded: anna });
    expect(approved).toEqual({ ...recorded, version: 2, state: 'APPROVED', approved: pekka });
    expect(refusal(() => approveDecision(now(recorded), { ...anna, atMs: 9 })).code).toBe('secondPersonRequired');
  });

  it('is replaced by the next version, and taken back with a reason, until a run has been released', () => {
    const next = recordDecision(now(approved), { ...of2025, terms: { ...terms, rateBasisPoints: 900 } }, pekka);
    expect(next).toMatchObject({ version: 3, state: 'RECORDED', recorded: pekka, terms: { rateBasisPoints: 900 } });
    expect(next.approved).toBeUndefined();
    const withdrawn = withdrawDecision(now(approved), 'Entered for the wrong year', anna);
    expect(withdrawn).toMatchObject({
      version: 3,
      state: 'WITHDRAWN',
      withdrawn: { reason: 'Entered for the wrong year' },
    });
    const released = now(approved, true);
    expect(refusal(() => withdrawDecision(released, 'Too late', anna)).code).toBe('decisionNotInState');
    expect(refusal(() => recordDecision(released, { ...of2025, terms }, anna)).code).toBe('decisionNotInState');
  });

  it.each([
    ['before its year has ended', { decidedOn: '2025-12-31' }, '/terms/decidedOn'],
    ['after the payment', { payOn: '2026-04-19' }, '/terms/payOn'],
    [
      'by a board before it was authorised',
      { authority: { ...board, authorisedOn: '2026-04-21' } },
      '/terms/authority/authorisedOn',
    ],
    [
      'by a board whose authorisation had ended',
      { authority: { ...board, authorisedUntil: '2026-04-19' } },
      '/terms/decidedOn',
    ],
    [
      'by a board of more than it was authorised to',
      { authority: board, mostTotalCents: 100_000_01 },
      '/terms/mostTotalCents',
    ],
  ] as const)('is not made %s', (_, over, at) => {
    expect(refusal(() => record(over))).toEqual({ code: 'invalidRequest', at: [at] });
  });

  it('of the board is made within what it was authorised to', () => {
    expect(record({ authority: board, mostTotalCents: 100_000_00 }).state).toBe('RECORDED');
  });

  it('opens its run some days before the payment, once it is approved', () => {
    expect(opensOn(approved, 10)).toBe('2026-06-05');
    expect(opensOn(record(), 10)).toBeUndefined();
    expect(opensOn(withdrawDecision(now(approved), 'Entered twice', anna), 10)).toBeUndefined();
  });
});

/** The table written a second time. */
const possible: Record<string, readonly string[]> = {
  record: ['NONE', 'RECORDED', 'APPROVED', 'WITHDRAWN'],
  approve: ['RECORDED'],
  withdraw: ['RECORDED', 'APPROVED'],
};

describe('decisions, by any acts', () => {
  const step = fc.record({ act: fc.constantFrom(...decisionActs), by: fc.constantFrom('anna', 'pekka', 'aino') });

  it('are approved only by another person, and have versions that only grow', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let decision: SurplusDecision | undefined;
        for (const { act, by } of steps) {
          const before = { decision, released: false };
          const actor = { by, atMs: 1 };
          const own = act === 'approve' && decision?.recorded.by === by && decision.state === 'RECORDED';
          const allowed = possible[act]?.includes(decision?.state ?? 'NONE') === true && !own;
          const done = () => {
            if (act === 'record') return recordDecision(before, { ...of2025, terms }, actor);
            return act === 'approve' ? approveDecision(before, actor) : withdrawDecision(before, 'A reason', actor);
          };
          if (!allowed) {
            expect(refusal(done).code).toBe(own ? 'secondPersonRequired' : 'decisionNotInState');
            continue;
          }
          const version: number = decision?.version ?? 0;
          decision = done();
          expect(decision.version).toBe(version + 1);
          if (decision.state === 'APPROVED') expect(decision.approved?.by).not.toBe(decision.recorded.by);
        }
      }),
    );
  });
});
