import { describe, expect, it } from 'vitest';
import { mayActForCompany, maySeeStaff, refusalOfStaffChange } from '../../../domain/directory-rights.ts';

const admin = { staffId: 'admin', coopIds: ['havu', 'koivu'] };
const of = (...coopIds: string[]) => ({ coopIds });

describe('an administrator', () => {
  it.each<[string, string, ReturnType<typeof of> | undefined, ReturnType<typeof of>, string | undefined]>([
    ['enters somebody of an own co-op', 'other', undefined, of('havu'), undefined],
    ['gives another own co-op', 'other', of('havu'), of('havu', 'koivu'), undefined],
    ['takes a co-op away', 'other', of('havu', 'koivu'), of(), undefined],
    ['takes in somebody of no co-op', 'other', of(), of('havu'), undefined],
    ['changes nobody of another co-op', 'other', of('manty'), of('havu'), 'unknownEntry'],
    ['changes nobody who works for another co-op too', 'other', of('havu', 'manty'), of('havu'), 'coopNotAllowed'],
    ['gives no co-op of others', 'other', of('havu'), of('havu', 'manty'), 'invalidRequest'],
    ['enters nobody for others', 'other', undefined, of('manty'), 'invalidRequest'],
    ['never changes their own entry', 'admin', of('havu'), of('havu'), 'ownEntry'],
    ['never enters themselves', 'admin', undefined, of('havu'), 'ownEntry'],
    ['does not even lower themselves', 'admin', of('havu', 'koivu'), of(), 'ownEntry'],
  ])('%s', (_name, staffId, before, after, code) => {
    expect(refusalOfStaffChange(admin, staffId, before, after)?.code).toBe(code);
  });

  it('sees own staff and those of no co-op', () => {
    expect([of('havu'), of('koivu', 'manty'), of(), of('manty')].map((entry) => maySeeStaff(admin, entry))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('acts for own co-ops and for companies that are no co-op', () => {
    const acts = (companyId: string, ...roles: ('coop' | 'partner' | 'groupCompany' | 'service')[]) =>
      mayActForCompany(admin, { companyId, roles });
    expect(acts('havu', 'coop')).toBe(true);
    expect(acts('manty', 'coop')).toBe(false);
    expect(acts('manty', 'partner', 'coop')).toBe(false);
    expect(acts('energia', 'partner')).toBe(true);
  });
});
