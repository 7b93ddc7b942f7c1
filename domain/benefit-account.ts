import { addDays, type LocalDate } from './calendar.ts';

/** What kind of account it is; the estate's is used after the owner's death, and only then. */
export const benefitAccountTypes = ['PAYMENT', 'SAVINGS', 'ESTATE'] as const;
export type BenefitAccountType = (typeof benefitAccountTypes)[number];

type Dated = { from: LocalDate; until?: LocalDate | undefined };

/** What setting an account does: which days change, which pending account is never used, and from when the new one counts. */
export type AccountChange<A extends Dated> = {
  /** Undefined: the account that is used now stays, and nothing new begins. */
  newFrom: LocalDate | undefined;
  /** The account that is used now, with the end that it has after the change. */
  present: { account: A; until: LocalDate | undefined } | undefined;
  /** Accounts that were waiting and are taken back. */
  takenBack: readonly A[];
};

/**
 * Decides from when a new benefit account counts (scope M5): the first at once, one in place of another after some days, so that whoever changes
 * somebody's account in secret can be found out before money goes there. One that waits is replaced.
 * @param isSame whether the new account is the one that is used now: then a waiting one is taken back and nothing else happens
 * @param waitingDays a setting
 */
export function setAccount<A extends Dated>(
  accounts: readonly A[],
  isSame: (account: A) => boolean,
  today: LocalDate,
  waitingDays: number,
): AccountChange<A> {
  const isUsed = ({ from, until }: Dated): boolean => from <= today && (until === undefined || today < until);
  const used = accounts.find(isUsed);
  const takenBack = accounts.filter(({ from }) => from > today);
  if (used === undefined) return { newFrom: today, present: undefined, takenBack };
  if (isSame(used)) return { newFrom: undefined, present: { account: used, until: undefined }, takenBack };
  const newFrom = addDays(today, waitingDays);
  return { newFrom, present: { account: used, until: newFrom }, takenBack };
}
