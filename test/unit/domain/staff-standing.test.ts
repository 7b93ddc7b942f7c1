import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../domain/calendar.ts';
import { isValidOn, mayDeliver } from '../../../domain/company.ts';
import { type StaffEntry, standingOf } from '../../../domain/staff-standing.ts';

const today = '2026-10-30';
const entry: StaffEntry = {
  active: true,
  mandate: { from: '2026-10-30', until: '2026-10-30' },
  confidentialityAgreement: { signedOn: '2026-10-30', version: '2' },
};
const employer = { from: '2026-10-30', until: '2026-10-30' };

describe('the standing of a staff member', () => {
  it('is good on the day on which everything begins and ends, and the entry is given back', () => {
    expect(standingOf(entry, employer, today)).toEqual({ entry });
  });

  it.each<[string, StaffEntry | undefined, typeof employer | undefined, string]>([
    ['nobody', undefined, employer, 'staffNotActive'],
    ['nobody of no company', undefined, undefined, 'staffNotActive'],
    ['disabled', { ...entry, active: false }, employer, 'staffNotActive'],
    ['mandate from tomorrow', { ...entry, mandate: { from: '2026-10-31' } }, employer, 'staffMandateEnded'],
    [
      'mandate until yesterday',
      { ...entry, mandate: { from: '2020-01-01', until: '2026-10-29' } },
      employer,
      'staffMandateEnded',
    ],
    ['not signed', { ...entry, confidentialityAgreement: undefined }, employer, 'confidentialityMissing'],
    [
      'to be signed tomorrow',
      { ...entry, confidentialityAgreement: { signedOn: '2026-10-31', version: '2' } },
      employer,
      'confidentialityMissing',
    ],
    ['employer unknown', entry, undefined, 'employerNotValid'],
    ['employer ended', entry, { from: '2020-01-01', until: '2026-10-29' }, 'employerNotValid'],
    ['employer to come', entry, { from: '2026-10-31', until: '2027-01-01' }, 'employerNotValid'],
  ])('%s', (_name, of, company, code) => {
    expect(standingOf(of, company, today)).toMatchObject({ code, detail: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it('says of several faults the first of the list, so that a disabled person learns no more', () => {
    const faulty = { active: false, mandate: { from: '2030-01-01' } };
    expect(standingOf(faulty, undefined, today)).toMatchObject({ code: 'staffNotActive' });
    expect(standingOf({ ...faulty, active: true }, undefined, today)).toMatchObject({ code: 'staffMandateEnded' });
  });
});

describe('the days of a company', () => {
  const days = fc.integer({ min: 0, max: 3_000 }).map((count) => addDays('2022-01-01', count));

  it('are those between, both ends included', () => {
    fc.assert(
      fc.property(days, fc.option(days, { nil: undefined }), days, (from, until, day) => {
        expect(isValidOn({ from, until }, day)).toBe(
          Date.parse(from) <= Date.parse(day) && Date.parse(day) <= Date.parse(until ?? '9999-01-01'),
        );
      }),
    );
  });

  it('let its tills deliver for the late window after the last, and never before the first', () => {
    const company = { from: '2026-01-01', until: '2026-01-31' };
    expect(mayDeliver(company, '2025-12-31', 400)).toBe(false);
    expect(mayDeliver(company, '2026-02-10', 10)).toBe(true);
    expect(mayDeliver(company, '2026-02-11', 10)).toBe(false);
    expect(mayDeliver({ from: '2026-01-01' }, '2099-01-01', 0)).toBe(true);
  });
});
