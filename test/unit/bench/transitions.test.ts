import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type StateMachine, transitionsOf } from '../../../bench/rules/transitions.ts';

const nothing = { items: {}, choices: {} };

/** A loop over pages: a task, and a choice that goes back to it until the last. */
const paging: StateMachine = {
  StartAt: 'Page',
  States: {
    Page: { Type: 'Task', Next: 'More' },
    More: { Type: 'Choice', Choices: [{ Next: 'End' }], Default: 'Page' },
    End: { Type: 'Succeed' },
  },
};

const mapOf = (mode: string): StateMachine => ({
  StartAt: 'Each',
  States: { Each: { Type: 'Map', End: true, ItemProcessor: { ProcessorConfig: { Mode: mode }, ...paging } } },
});

describe('state transitions', () => {
  it('one for each state that is entered', () => {
    const machine = { StartAt: 'A', States: { A: { Type: 'Task', Next: 'B' }, B: { Type: 'Succeed' } } };
    expect(transitionsOf(machine, nothing).transitions).toBe(2);
  });

  it('a page is a task and a choice, and then comes the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (pages) => {
        const course = { items: {}, choices: { More: { pages } } };
        expect(transitionsOf(paging, course).transitions).toBe(2 * pages + 1);
      }),
    );
  });

  it('a distributed map has one more for each child, an inline one does not', () => {
    const course = { items: { Each: 260 }, choices: { More: { pages: 1 } } };
    expect(transitionsOf(mapOf('DISTRIBUTED'), course)).toEqual({ transitions: 1 + 260 * 4, ofMaps: { Each: 1_040 } });
    expect(transitionsOf(mapOf('INLINE'), course).transitions).toBe(1 + 260 * 3);
  });

  it('branches are added up, a value chooses its way, waits are renewed', () => {
    const machine: StateMachine = {
      StartAt: 'Which',
      States: {
        Which: {
          Type: 'Choice',
          Choices: [
            { StringEquals: 'LONG', Next: 'Both' },
            { StringEquals: 'SHORT', Next: 'Wait' },
          ],
          Default: 'Wait',
        },
        Both: { Type: 'Parallel', Branches: [mapOf('DISTRIBUTED'), mapOf('INLINE')], Next: 'Wait' },
        Wait: { Type: 'Task', End: true },
      },
    };
    const course = (value: string) => ({
      items: { Each: 2 },
      choices: { Which: { value }, More: { pages: 1 } },
      renewals: { Wait: 3 },
    });
    expect(transitionsOf(machine, course('SHORT')).transitions).toBe(1 + 4);
    expect(transitionsOf(machine, course('LONG')).transitions).toBe(1 + 1 + (1 + 2 * 4) + (1 + 2 * 3) + 4);
    expect(() => transitionsOf(machine, course('OTHER'))).toThrow('Which knows no OTHER');
  });

  it('a choice that is come to again goes the way of its next value; waits are renewed once', () => {
    const machine: StateMachine = {
      StartAt: 'Which',
      States: {
        Which: {
          Type: 'Choice',
          Choices: [
            { StringEquals: 'WAIT', Next: 'Wait' },
            { StringEquals: 'END', Next: 'End' },
          ],
        },
        Wait: { Type: 'Task', Next: 'Which' },
        End: { Type: 'Succeed' },
      },
    };
    const course = (values: string[]) => ({ items: {}, choices: { Which: { values } }, renewals: { Wait: 3 } });
    expect(transitionsOf(machine, course(['WAIT', 'WAIT', 'END'])).transitions).toBe(3 + 2 + 3 + 1);
    expect(() => transitionsOf(machine, course(['WAIT']))).toThrow('Which knows no undefined');
  });

  it('a choice or map that nothing is said of is an error, so that a changed machine is noticed', () => {
    expect(() => transitionsOf(paging, nothing)).toThrow('how More is decided');
    expect(() => transitionsOf(mapOf('INLINE'), nothing)).toThrow('how many items Each has');
  });
});
