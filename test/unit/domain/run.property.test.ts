import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkSignature,
  isEndedWithoutPay,
  isPosted,
  type RunAct,
  type RunState,
  runActs,
  runHashSchema,
  runStates,
  stateAfter,
} from '../../../domain/run.ts';

/** The life of a run, written a second time: what may follow what. */
const legal: readonly [RunState, RunAct, RunState][] = [
  ['DRAFT', 'conclude', 'CALCULATED'],
  ['DRAFT', 'cancel', 'CANCELLED'],
  ['CALCULATED', 'submit', 'SUBMITTED'],
  ['CALCULATED', 'cancel', 'CANCELLED'],
  ['SUBMITTED', 'approve', 'APPROVED'],
  ['SUBMITTED', 'reject', 'REJECTED'],
  ['SUBMITTED', 'cancel', 'CANCELLED'],
  ['APPROVED', 'finishFiles', 'FILES_WRITTEN'],
  ['APPROVED', 'cancel', 'CANCELLED'],
  ['FILES_WRITTEN', 'cancel', 'CANCELLED'],
  ['FILES_WRITTEN', 'release', 'RELEASED'],
  ['RELEASED', 'close', 'CLOSED'],
];
const everyAct = runStates.flatMap((state) => runActs.map((act) => ({ state, act })));
const targetOf = ({ state, act }: { state: RunState; act: RunAct }): RunState | undefined =>
  legal.find(([from, by]) => from === state && by === act)?.[2];

/** A run that is pushed from state to state; what is refused leaves it where it is. */
function statesAfter(acts: readonly RunAct[]): RunState[] {
  const states: RunState[] = ['DRAFT'];
  for (const act of acts) {
    try {
      states.push(stateAfter(states.at(-1) ?? 'DRAFT', act));
    } catch {
      // Refused: nothing has happened.
    }
  }
  return states;
}
const acts = fc.array(fc.constantFrom(...runActs), { maxLength: 40 });

describe('stateAfter', () => {
  it.each(everyAct.filter((each) => targetOf(each) !== undefined))('lets $act follow $state', (each) => {
    expect(stateAfter(each.state, each.act)).toBe(targetOf(each));
  });

  it.each(everyAct.filter((each) => targetOf(each) === undefined))('refuses $act from $state', ({ state, act }) => {
    expect(() => stateAfter(state, act)).toThrow(expect.objectContaining({ code: 'runNotInState' }));
  });

  it('leads to approval and files only through a submission, whatever is tried', () => {
    fc.assert(
      fc.property(acts, (tried) => {
        const states = statesAfter(tried);
        if (states.includes('APPROVED'))
          expect(states.slice(0, 4)).toEqual(['DRAFT', 'CALCULATED', 'SUBMITTED', 'APPROVED']);
        if (states.includes('FILES_WRITTEN')) expect(states).toContain('APPROVED');
      }),
    );
  });

  it('never leads back, nor out of an end, nor from decided money to none', () => {
    fc.assert(
      fc.property(acts, (tried) => {
        const states = statesAfter(tried);
        expect(new Set(states).size).toBe(states.length);
        const ended = states.findIndex((state) => isEndedWithoutPay(state));
        if (ended >= 0) expect(ended).toBe(states.length - 1);
        const decided = states.findIndex((state) => isPosted(state));
        if (decided >= 0) expect(states.slice(decided).every((state) => isPosted(state))).toBe(true);
        expect(states.some((state) => isPosted(state)) && states.some((state) => isEndedWithoutPay(state))).toBe(false);
      }),
    );
  });
});

describe('checkSignature', () => {
  // Two, so that what is shown is as often the run's own as not.
  const hash = fc.constantFrom('0'.repeat(64), 'f'.repeat(64));
  const person = fc.constantFrom('liisa', 'matti', 'pekka');
  const code = (check: () => void): string | undefined => {
    try {
      check();
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('binds to the hash and to two persons', () => {
    fc.assert(
      fc.property(
        hash,
        hash,
        person,
        person,
        fc.constantFrom('submit', 'approve', 'release'),
        (own, shown, submitter, signer, act) => {
          const run = { dryRun: false, hash: own, submitted: { by: submitter } };
          const expected =
            own !== shown
              ? 'runHashDiffers'
              : act !== 'submit' && submitter === signer
                ? 'secondPersonRequired'
                : undefined;
          expect(code(() => checkSignature(run, act, { by: signer, hash: shown }))).toBe(expected);
          expect(code(() => checkSignature({ ...run, dryRun: true }, act, { by: signer, hash: own }))).toBe(
            'runNotInState',
          );
        },
      ),
    );
  });

  it('says what to do', () => {
    const run = { dryRun: false, hash: 'a', submitted: { by: 'liisa' } };
    const sign = (change: object, by: string, shown: string) => () =>
      checkSignature({ ...run, ...change }, 'approve', { by, hash: shown });
    expect(sign({}, 'liisa', 'a')).toThrow('You submitted this run; another person must do this.');
    expect(sign({}, 'matti', 'b')).toThrow('Look at it again and sign its present hash.');
    expect(sign({ dryRun: true }, 'matti', 'a')).toThrow('A dry run only reports: start the run itself and sign that.');
    expect(() => stateAfter('CLOSED', 'cancel')).toThrow(
      'The run is CLOSED; this is possible only from DRAFT or CALCULATED or SUBMITTED or APPROVED or FILES_WRITTEN.',
    );
  });

  it('lets sign whatever nobody has submitted', () => {
    const unsubmitted = { dryRun: false, hash: 'a' };
    expect(() => checkSignature(unsubmitted, 'approve', { by: 'liisa', hash: 'a' })).not.toThrow();
  });

  it.each(['0'.repeat(63), '0'.repeat(65), 'G'.repeat(64), `${'0'.repeat(64)}\n`, ''])('%j is no hash', (text) => {
    expect(runHashSchema.safeParse(text).success).toBe(false);
  });
  it('takes a SHA-256 in small hexadecimal', () => {
    expect(runHashSchema.safeParse('0123456789abcdef'.repeat(4)).success).toBe(true);
  });

  it('refuses a run that has no hash yet', () => {
    expect(code(() => checkSignature({ dryRun: false }, 'submit', { by: 'liisa', hash: '0'.repeat(64) }))).toBe(
      'runHashDiffers',
    );
  });
});
