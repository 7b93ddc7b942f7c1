import * as z from 'zod/mini';
import { atMost } from './at-most.ts';
import type { LocalDate } from './calendar.ts';

/** The signs of a century (domain.md 4.1; VTJA 2 §, in force since 1 January 2023). */
const centuries: Readonly<Record<string, string>> = {
  '+': '18',
  ...Object.fromEntries([...'-YXWVU'].map((sign) => [sign, '19'])),
  ...Object.fromEntries([...'ABCDEF'].map((sign) => [sign, '20'])),
};
const checkCharacters = '0123456789ABCDEFHJKLMNPRSTUVWXY';
const pattern = /^(\d{2})(\d{2})(\d{2})([-+YXWVUABCDEF])(\d{3})([0-9A-Y])$/;

/** DDMMYY, sign, NNN, check character, as they are written; `undefined` if the text is no code. */
function partsOf(
  code: string,
): { birthDate: LocalDate; individual: number; check: string; digits: string } | undefined {
  const match = pattern.exec(code);
  if (match === null) return undefined;
  const [, day = '', month = '', year = '', sign = '', individual = '', check = ''] = match;
  return {
    birthDate: `${centuries[sign]}${year}-${month}-${day}`,
    individual: Number(individual),
    check,
    digits: `${day}${month}${year}${individual}`,
  };
}

const exists = (date: LocalDate): boolean => {
  const time = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date);
};

/** Numbers below are given to nobody; those from 900 on are temporary or made up, and are taken (domain.md 4.1). */
const lowestIndividualNumber = 2;

/**
 * A Finnish personal identity code (domain.md 4.1), all eleven characters as written: `010190-900P` and `010190Y900P` are two people, so
 * the sign is never normalised away.
 */
export const personalIdentityCodeSchema = z.string().check(
  ...atMost(11),
  z.regex(pattern, { abort: true }),
  z.refine((code) => exists(partsOf(code)?.birthDate ?? ''), {
    abort: true,
    params: { code: 'badFormat' },
    message: 'Read the code again: it does not begin with a date that exists.',
  }),
  z.refine((code) => (partsOf(code)?.individual ?? 0) >= lowestIndividualNumber, {
    abort: true,
    params: { code: 'badFormat' },
    message: 'Read the code again: the number after the sign is given to nobody.',
  }),
  z.refine(
    (code) => {
      const parts = partsOf(code);
      return parts !== undefined && checkCharacters[Number(parts.digits) % 31] === parts.check;
    },
    { params: { code: 'badCheckDigit' }, message: 'Read the code again: its check character is wrong.' },
  ),
);

/**
 * The birth date that a code begins with.
 * @param code a valid one
 * @throws RangeError if it is none
 */
export function birthDateOfIdentityCode(code: string): LocalDate {
  const parts = partsOf(code);
  if (parts === undefined) throw new RangeError('not an identity code');
  return parts.birthDate;
}

/**
 * The sex that a code tells: even numbers are women's, odd ones men's.
 * @param code a valid one
 * @throws RangeError if it is none
 */
export function sexOfIdentityCode(code: string): 'female' | 'male' {
  const parts = partsOf(code);
  if (parts === undefined) throw new RangeError('not an identity code');
  return parts.individual % 2 === 0 ? 'female' : 'male';
}

/** The signs that new codes of a century begin with. */
const usualSigns: Readonly<Record<string, string>> = { '18': '+', '19': '-', '20': 'A' };

/**
 * The code of a birth date and number, with its check character.
 * @param individual 0–999; from 900 on nobody real has it
 * @throws RangeError if the century has no sign
 */
export function identityCodeOf(birthDate: LocalDate, individual: number): string {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const sign = usualSigns[year.slice(0, 2)];
  if (sign === undefined) throw new RangeError('no identity code begins with this century');
  const date = `${day}${month}${year.slice(2)}`;
  const number = String(individual).padStart(3, '0');
  return `${date}${sign}${number}${checkCharacters[Number(date + number) % 31]}`;
}
