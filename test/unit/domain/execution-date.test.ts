import { describe, expect, it } from 'vitest';
import { executionDate } from '../../../domain/execution-date.ts';

describe('the day on which a run pays', () => {
  it.each([
    ['the day wanted', '2026-11-05', '2026-11-10', '2026-11-10'],
    ['that of the approval, if it comes later', '2026-11-12', '2026-11-10', '2026-11-12'],
    ['the Monday after a Saturday', '2026-11-28', '2026-11-10', '2026-11-30'],
    ['the Monday after a Sunday', '2026-11-10', '2026-11-29', '2026-11-30'],
    ['a Friday as it is', '2026-11-27', '2026-11-27', '2026-11-27'],
  ])('is %s', (_, approvedOn, payOn, expected) => {
    expect(executionDate(approvedOn, payOn)).toBe(expected);
  });
});
