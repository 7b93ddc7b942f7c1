import type { ReturnId } from '../../../table/keys.ts';

/** What the path of a return says. */
export const idIn = ({ coopId, year, number }: { coopId: string; year: string; number: string }): ReturnId => ({
  coopId,
  year,
  number: Number(number),
});
