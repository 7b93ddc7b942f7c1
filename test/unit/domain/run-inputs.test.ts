import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changedInputs, checkInputs } from '../../../domain/run-inputs.ts';

it('nothing has changed exactly if both are the same', () => {
  const inputs = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'));
  fc.assert(
    fc.property(inputs, inputs, (before, now) => {
      const same = JSON.stringify(Object.entries(before).toSorted()) === JSON.stringify(Object.entries(now).toSorted());
      expect(changedInputs(before, now).length === 0).toBe(same);
    }),
  );
});

it.each([
  ['another version', { bonusTable: '1' }, { bonusTable: '2' }],
  ['one that has come', {}, { bonusTable: '1' }],
  ['one that has gone', { bonusTable: '1' }, {}],
])('refuses %s and says which', (_, before, now) => {
  expect(() => checkInputs(before, before)).not.toThrow();
  expect(() => checkInputs(before, now)).toThrow(
    expect.objectContaining({ code: 'runStale', message: expect.stringContaining('calculated: bonus table.') }),
  );
});
