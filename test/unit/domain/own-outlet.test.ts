import { describe, expect, it } from 'vitest';
import type { Company } from '../../../domain/company.ts';
import type { Outlet } from '../../../domain/outlet.ts';
import { isOwnOutlet } from '../../../domain/own-outlet.ts';

const outlet = (overrides: Partial<Outlet> = {}): Outlet => ({
  outletId: '101',
  name: 'Halli',
  retailerId: 'havu',
  coopId: 'havu',
  validFrom: '2020-01-01',
  ...overrides,
});
const company = (companyId: string, roles: Company['roles'], overrides: Partial<Company> = {}): Company => ({
  companyId,
  name: companyId,
  roles,
  from: '2020-01-01',
  ...overrides,
});
const companies = new Map(
  [
    company('havu', ['coop']),
    company('koivu', ['coop']),
    company('tytar', ['groupCompany']),
    company('kumppani', ['partner']),
  ].map((one) => [one.companyId, [one]]),
);
const day = '2026-05-10';

describe('isOwnOutlet (R41)', () => {
  it.each<[string, Outlet[], boolean]>([
    ['the co-op’s own', [outlet()], true],
    ['another co-op’s', [outlet({ retailerId: 'koivu', coopId: 'koivu' })], false],
    ['a subsidiary’s that the co-op looks after', [outlet({ retailerId: 'tytar' })], false],
    ['a partner’s', [outlet({ retailerId: 'kumppani' })], false],
    ['looked after by nobody', [outlet({ coopId: undefined })], false],
    ['run by a company that is not known', [outlet({ retailerId: 'x' })], false],
    ['not known', [], false],
    ['not there yet', [outlet({ validFrom: '2026-05-11' })], false],
    ['closed the day before', [outlet({ validUntil: '2026-05-09' })], false],
    ['on its last day', [outlet({ validUntil: day })], true],
    [
      'handed on later: what it was then',
      [outlet({ coopId: 'koivu', retailerId: 'koivu', validFrom: '2026-06-01' }), outlet({ validUntil: '2026-05-31' })],
      true,
    ],
    ['put right: the newest that says something of the day', [outlet({ retailerId: 'tytar' }), outlet()], false],
  ])('%s: %j', (_name, versions, own) => {
    expect(isOwnOutlet('havu', day, versions, companies)).toBe(own);
  });

  it('asks what the company was on that day', () => {
    const until = new Map([['havu', [company('havu', ['coop'], { until: '2026-05-09' })]]]);
    expect(isOwnOutlet('havu', day, [outlet()], until)).toBe(false);
    const newest = [company('havu', ['groupCompany'], { from: '2026-06-01' }), company('havu', ['coop'])];
    expect(isOwnOutlet('havu', day, [outlet()], new Map([['havu', newest]]))).toBe(true);
  });
});
