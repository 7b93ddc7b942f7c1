import type { LocalDate } from './calendar.ts';
import { type Dated, isValidOn } from './company.ts';
import type { ErrorCode } from './errors.ts';

/** What the staff directory must say of a person before they may see anything (R70; register description, section 8). */
export type StaffEntry = {
  active: boolean;
  /** For how long the employer has given the person this task. */
  mandate: Dated;
  confidentialityAgreement?: { signedOn: LocalDate; version: string } | undefined;
};

export const standingCodes = [
  'staffNotActive',
  'staffMandateEnded',
  'confidentialityMissing',
  'employerNotValid',
] as const satisfies readonly ErrorCode[];
export type StandingCode = (typeof standingCodes)[number];

type Rule = {
  code: StandingCode;
  /** Said to the person who is refused. */
  detail: string;
  holds: (entry: StaffEntry, employer: Dated | undefined, today: LocalDate) => boolean;
};

const rules: readonly Rule[] = [
  {
    code: 'staffNotActive',
    detail: 'You are not in the staff directory, or your access has ended.',
    holds: ({ active }) => active,
  },
  {
    code: 'staffMandateEnded',
    detail: 'Your mandate has not begun or has ended; ask an administrator to enter it anew.',
    holds: ({ mandate }, _employer, today) => isValidOn(mandate, today),
  },
  {
    code: 'confidentialityMissing',
    detail: 'The staff directory has no confidentiality agreement that you have signed.',
    holds: ({ confidentialityAgreement: signed }, _employer, today) => signed !== undefined && signed.signedOn <= today,
  },
  {
    code: 'employerNotValid',
    detail: 'Your employer is not a company of the directory today.',
    holds: (_entry, employer, today) => employer !== undefined && isValidOn(employer, today),
  },
];

/**
 * May this person use the register today?
 * @param entry of the staff directory, if there is one
 * @param employer the company that the entry names, if the directory has it
 * @returns the entry of a person who may, else the first rule that does not hold
 */
export function standingOf<E extends StaffEntry>(
  entry: E | undefined,
  employer: Dated | undefined,
  today: LocalDate,
): { entry: E } | { code: StandingCode; detail: string } {
  for (const { code, detail, holds } of rules) {
    if (entry === undefined || !holds(entry, employer, today)) return { code, detail };
  }
  return { entry: entry as E };
}
