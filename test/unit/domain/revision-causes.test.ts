import { describe, expect, it } from 'vitest';
import { zeroBases } from '../../../domain/bonus.ts';
import { causesOf, type MonthAsPosted, type RevisionCause } from '../../../domain/revision-causes.ts';

const month: MonthAsPosted = {
  receipts: 2,
  purchases: { ...zeroBases, bonusCents: 30_000 },
  opening: zeroBases,
  tableValidFrom: '2017-03',
  tableVersion: 1,
  ownOutletCents: 20_000,
};

describe('causesOf', () => {
  it.each<[string, Partial<MonthAsPosted>, RevisionCause[]]>([
    ['nothing', {}, []],
    ['another receipt', { receipts: 3 }, ['RECEIPTS']],
    ['as many receipts with another sum', { purchases: { ...zeroBases, bonusCents: 1 } }, ['RECEIPTS']],
    ['a receipt of an own outlet', { receipts: 3, ownOutletCents: 25_000 }, ['RECEIPTS']],
    ['the same sum elsewhere', { ownOutletCents: 0 }, ['OUTLETS']],
    ['the table replaced', { tableVersion: 2 }, ['TABLE']],
    ['a table of its own month', { tableValidFrom: '2026-01' }, ['TABLE']],
    ['another carry', { opening: { ...zeroBases, bonusCents: -100 } }, ['CARRY']],
    [
      'several at once',
      { receipts: 3, tableVersion: 2, opening: { ...zeroBases, fuelCents: -1 } },
      ['RECEIPTS', 'TABLE', 'CARRY'],
    ],
  ])('%s', (_name, after, causes) => {
    expect(causesOf(month, { ...month, ...after })).toEqual(causes);
  });
});
