import { describe, expect, it } from 'vitest';
import { apportion } from '../../../domain/apportion.ts';

describe('apportion', () => {
  it.each<[string, number, number[], number[]]>([
    ['three equal parts of 1.00 €: the first gets the cent', 100, [1, 1, 1], [34, 33, 33]],
    ['the cents go where most was lost', 100, [1, 2, 4], [14, 29, 57]],
    ['two of equal loss: the earlier', 5, [1, 1], [3, 2]],
    ['a debt', -100, [1, 1, 1], [-34, -33, -33]],
    ['nothing', 0, [1, 2], [0, 0]],
    ['one part takes all', 7, [3], [7]],
    ['a part without weight', 7, [0, 1], [0, 7]],
    ['fewer cents than parts', 2, [1, 1, 1], [1, 1, 0]],
    [
      'products beyond the safe integers',
      9_007_199_254_740_991,
      [1, 1],
      [4_503_599_627_370_496, 4_503_599_627_370_495],
    ],
  ])('%s', (_name, amountCents, weights, parts) => {
    expect(apportion(amountCents, weights)).toEqual(parts);
  });

  it('among many of equal loss takes the earliest', () => {
    expect(apportion(3, [1, 1, 1, 1, 1])).toEqual([1, 1, 1, 0, 0]);
    expect(apportion(5, [2, 1, 2, 1, 2])).toEqual([1, 1, 1, 1, 1]);
  });

  it.each<[string, number, number[], string]>([
    ['no weights', 1, [], 'the weights must have a sum above 0'],
    ['weights that are all 0', 1, [0, 0], 'the weights must have a sum above 0'],
    ['a negative weight', 1, [2, -1], 'a weight must be a whole number, at least 0'],
    ['half a weight', 1, [0.5, 0.5], 'a weight must be a whole number, at least 0'],
    ['weights with a sum that is not exact', 1, [Number.MAX_SAFE_INTEGER, 1], 'the weights must have a sum above 0'],
    ['half a cent', 0.5, [1], 'an amount to divide must be whole cents'],
  ])('refuses %s', (_name, amountCents, weights, sentence) => {
    expect(() => apportion(amountCents, weights)).toThrow(new RangeError(sentence));
  });
});
