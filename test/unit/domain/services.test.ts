import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../domain/calendar.ts';
import {
  actOnPartnerNumber,
  actOnService,
  isInForce,
  noServices,
  type ServiceAction,
  type ServiceState,
  serviceActions,
  serviceStateSchema,
  standingOfService,
} from '../../../domain/services.ts';

const said = { source: { kind: 'internet' as const }, at: 1 };
const day = '2026-05-10';
type Act = [action: ServiceAction, service: string | undefined, on: string];
function having(...acts: Act[]): ServiceState {
  return acts.reduce((state, [action, service, on]) => {
    const outcome = actOnService(state, { action, service, on, ...said });
    if ('refused' in outcome) throw new Error(outcome.refused);
    return outcome.state;
  }, noServices);
}
const standing = (...acts: Act[]) => standingOfService(having(...acts), 'news', day);
const refusal = (state: ServiceState, [action, service, on]: Act) => {
  const outcome = actOnService(state, { action, service, on, ...said });
  return 'refused' in outcome ? outcome.refused : undefined;
};

describe('a service', () => {
  it('is ordered from its first day until the day on which it ends', () => {
    const state = having(['order', 'news', '2026-05-01'], ['end', 'news', '2026-05-11']);
    const days = ['2026-04-30', '2026-05-01', '2026-05-10', '2026-05-11'];
    expect(days.map((on) => standingOfService(state, 'news', on))).toEqual(['none', 'ordered', 'ordered', 'none']);
    expect(state.orders).toEqual([{ service: 'news', from: '2026-05-01', until: '2026-05-11', ...said, ended: said }]);
  });

  it('is ordered again as a new entry, and the old one stays', () => {
    const state = having(
      ['order', 'news', '2026-01-01'],
      ['end', 'news', '2026-02-01'],
      ['order', 'news', '2026-03-01'],
    );
    expect(state.orders).toHaveLength(2);
    expect(serviceStateSchema.safeParse(state).success).toBe(true);
  });

  it('that was ended on the day of its order can be ordered anew that day', () => {
    const state = having(['order', 'news', day], ['end', 'news', day], ['order', 'news', day]);
    expect(state.orders).toHaveLength(2);
    expect(standingOfService(state, 'news', day)).toBe('ordered');
  });

  it('is blocked by a block of its own or against all, and of no other', () => {
    expect(standing(['block', 'news', '2026-05-01'])).toBe('blocked');
    expect(standing(['block', undefined, '2026-05-01'])).toBe('blocked');
    expect(standing(['block', 'warranty', '2026-05-01'])).toBe('none');
    expect(standing(['order', 'news', '2026-01-01'], ['block', undefined, '2026-05-01'])).toBe('suspended');
    expect(
      standing(['order', 'news', '2026-01-01'], ['block', 'news', '2026-05-01'], ['unblock', 'news', '2026-05-10']),
    ).toBe('ordered');
  });

  const states: Record<string, ServiceState> = {
    none: noServices,
    ordered: having(['order', 'news', '2026-01-01']),
    blocked: having(['block', 'news', '2026-01-01']),
    suspended: having(['order', 'news', '2026-01-01'], ['block', 'news', '2026-01-01']),
  };
  const possible: Record<ServiceAction, string[]> = {
    order: ['none'],
    end: ['ordered', 'suspended'],
    block: ['none', 'ordered'],
    unblock: ['blocked', 'suspended'],
  };
  it.each(serviceActions.flatMap((action) => Object.keys(states).map((from) => [action, from] as const)))(
    '%s when it is %s',
    (action, from) => {
      const told = refusal(states[from] ?? noServices, [action, 'news', day]);
      expect(told === undefined).toBe(possible[action].includes(from));
      if (told !== undefined) expect(told).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('is not ordered before an order that is to come, nor without a name', () => {
    expect(refusal(having(['order', 'news', '2026-06-01']), ['order', 'news', day])).toMatch(/later day/);
    expect(refusal(noServices, ['order', undefined, day])).toBe('Name the service.');
  });

  it('never has two orders, or two blocks of the same, on one day, and no entry is ever lost', () => {
    const act = fc.record({
      action: fc.constantFrom(...serviceActions),
      service: fc.constantFrom('news', 'warranty', undefined),
      on: fc.integer({ min: 0, max: 30 }).map((count) => addDays('2026-01-01', count)),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        let state = noServices;
        for (const request of acts) {
          const outcome = actOnService(state, { ...request, ...said });
          if ('refused' in outcome) continue;
          expect(outcome.state.orders.length).toBeGreaterThanOrEqual(state.orders.length);
          expect(outcome.state.blocks.length).toBeGreaterThanOrEqual(state.blocks.length);
          state = outcome.state;
        }
        for (let count = -1; count < 35; count += 1) {
          const on = addDays('2026-01-01', count);
          for (const list of [state.orders, state.blocks]) {
            const names = list.filter((entry) => isInForce(entry, on)).map(({ service }) => service ?? '*');
            expect(new Set(names).size).toBe(names.length);
          }
        }
      }),
    );
  });
});

describe('the number at a partner', () => {
  it('is given once at a time, and taken back', () => {
    const act = (state: ServiceState, action: 'give' | 'end', on: string) =>
      actOnPartnerNumber(state, { action, companyId: 'energia', on, ...said });
    const first = act(noServices, 'give', day);
    if ('refused' in first) throw new Error(first.refused);
    expect(act(first.state, 'give', '2026-06-01')).toEqual({
      refused: 'The partner has the number already on that day.',
    });
    expect(act(noServices, 'end', day)).toEqual({ refused: 'The partner does not have the number on that day.' });
    expect(act(first.state, 'end', '2026-06-01')).toMatchObject({
      state: { numbers: [{ companyId: 'energia', from: day, until: '2026-06-01' }] },
    });
  });
});
