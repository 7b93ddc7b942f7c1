import { addDays } from '../calendar.ts';
import { identityCodeOf } from '../personal-identity-code.ts';

/** Numbers that are given to nobody, of each birth date (domain.md 4.1). */
const firstNumber = 900;
const numbersPerDate = 100;
const firstDate = '2000-01-01';

/**
 * The payee of a row of a test file: a code that is given to nobody, and a name that nobody takes for one. So a test file has the form and the
 * sums of the return, and no identity code has to be opened for it.
 * @param row from 1; up to 3 million each have their own
 */
export function madeUpPayee(row: number): { id: string; name: string } {
  const index = row - 1;
  const date = addDays(firstDate, Math.floor(index / numbersPerDate));
  return { id: identityCodeOf(date, firstNumber + (index % numbersPerDate)), name: `TESTI Saaja ${row}` };
}
