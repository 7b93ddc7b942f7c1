import { addMonthsToDate, type LocalDate } from './calendar.ts';
import type { MembershipRefusal } from './membership-guards.ts';
import type { MembershipRules } from './membership-rules.ts';

/** Who applies. Companies can be members as well, and have no age. */
export type Applicant = {
  kind: 'PERSON' | 'COMPANY';
  birthDate?: LocalDate | undefined;
  deceased: boolean;
  guardianConsents: boolean;
};

const refused = (detail: string): MembershipRefusal => ({ code: 'applicantNotEligible', detail });

/** Whether somebody can apply on a day (domain.md 6 #17: 18 years, from 15 with a guardian; settings). */
export function eligibilityRefusal(
  { kind, birthDate, deceased, guardianConsents }: Applicant,
  on: LocalDate,
  { memberAgeYears, memberAgeWithGuardianYears }: MembershipRules,
): MembershipRefusal | undefined {
  if (deceased) return refused('The register has a day of death for the applicant.');
  if (kind === 'COMPANY') return undefined;
  if (birthDate === undefined) return refused('Enter the birth date of the applicant first.');
  const isOf = (years: number): boolean => addMonthsToDate(birthDate, years * 12) <= on;
  if (isOf(memberAgeYears) || (guardianConsents && isOf(memberAgeWithGuardianYears))) return undefined;
  return refused('The applicant is too young, or too young without the consent of a guardian (`guardianConsents`).');
}
