import * as z from 'zod/mini';
import type { LocalDate } from './calendar.ts';
import { memberNumberSchema } from './identifiers.ts';
import { municipalityCodeSchema } from './municipality-code.ts';

/**
 * Who asks: anyone; a member, creditor or whoever shows an interest that requires it (`entitled`); an authority (R51, R53).
 */
export const registerViews = ['anyone', 'entitled', 'authority'] as const;
export type RegisterView = (typeof registerViews)[number];

/** Whether somebody is a member on the day of the list, or was one and the share has not been refunded yet (R50). */
const registerStandings = ['PRESENT', 'FORMER'] as const;

const day = z.iso.date();

/**
 * A line of the member register. Instead of the address it has home municipality and date of birth, as the law allows (R49; osuuskuntalaki
 * 4:14.5): so a list of all members opens no sealed value. Identity codes, accounts and tax are no columns at all (R52).
 */
export const registerRowSchema = z.strictObject({
  name: z.string(),
  standing: z.enum(registerStandings),
  from: day,
  until: z.nullable(day),
  memberNumber: z.optional(memberNumberSchema),
  birthDate: z.optional(z.nullable(day)),
  homeMunicipality: z.optional(z.nullable(municipalityCodeSchema)),
  shares: z.optional(z.int()),
  nonDisclosure: z.optional(z.boolean()),
});
export type RegisterRow = z.infer<typeof registerRowSchema>;
export type RegisterColumn = keyof RegisterRow;

/** What the register knows of a membership and its member, before anybody is shown anything. */
export type RegisterEntry = {
  name: string;
  memberNumber: string;
  from: LocalDate;
  until?: LocalDate | undefined;
};
/** Of the member, where the view shows more than names and days. */
export type RegisterPerson = {
  birthDate?: LocalDate | undefined;
  homeMunicipality?: string | undefined;
  nonDisclosure: boolean;
};

type ColumnRule = { views: readonly RegisterView[]; hiddenByOrder?: true };
const everybody = registerViews;
const notAnyone: readonly RegisterView[] = ['entitled', 'authority'];

/** Which column each view has; what an order of non-disclosure hides from all but an authority (R53). */
const columns: Readonly<Record<RegisterColumn, ColumnRule>> = {
  name: { views: everybody },
  standing: { views: everybody },
  from: { views: everybody },
  until: { views: everybody },
  memberNumber: { views: notAnyone },
  birthDate: { views: notAnyone },
  homeMunicipality: { views: notAnyone, hiddenByOrder: true },
  shares: { views: notAnyone },
  // The order itself is a secret: only who must honour it beside us is told.
  nonDisclosure: { views: ['authority'] },
};

export const columnsOf = (view: RegisterView): RegisterColumn[] =>
  (Object.keys(columns) as RegisterColumn[]).filter((name) => columns[name].views.includes(view));

/** True if a view shows more than the membership itself says, so that the member must be read as well. */
export const needsPerson = (view: RegisterView): boolean => view !== 'anyone';

/** Whether somebody stands in the list of a day, and as what. `until` is the first day without membership. */
export function standingOn({ from, until }: Pick<RegisterEntry, 'from' | 'until'>, on: LocalDate) {
  if (on < from) return undefined;
  return until === undefined || on < until ? 'PRESENT' : 'FORMER';
}

/** Each member has one share, of one class (R25). */
const sharesOfMember = 1;

/**
 * A line as the asking person may see it.
 * @param person needed unless the view is `anyone`
 * @returns undefined if nobody of that name stands in the list of that day
 */
export function registerRow(
  view: RegisterView,
  entry: RegisterEntry,
  person: RegisterPerson | undefined,
  on: LocalDate,
): RegisterRow | undefined {
  const standing = standingOn(entry, on);
  if (standing === undefined) return undefined;
  // A member whose person is not known is shown as if protected: better too little than too much.
  const hides = view !== 'authority' && (person?.nonDisclosure ?? true);
  const until = entry.until !== undefined && entry.until <= on ? entry.until : null;
  const whole: Required<RegisterRow> = {
    name: entry.name,
    standing,
    from: entry.from,
    until,
    memberNumber: entry.memberNumber,
    birthDate: person?.birthDate ?? null,
    homeMunicipality: person?.homeMunicipality ?? null,
    shares: sharesOfMember,
    nonDisclosure: person?.nonDisclosure ?? true,
  };
  const shown = columnsOf(view).map((name) => [name, hides && columns[name].hiddenByOrder ? null : whole[name]]);
  return Object.fromEntries(shown) as RegisterRow;
}
