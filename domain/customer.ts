import { addMonthsToDate, type LocalDate } from './calendar.ts';
import {
  type CustomerField,
  type CustomerValues,
  customerFieldNames,
  customerFields,
  hiddenByOrder,
} from './catalogue/customer.ts';
import type { FieldIssue } from './errors.ts';
import { birthDateOfIdentityCode, sexOfIdentityCode } from './personal-identity-code.ts';
import { isFromCustomer, type Source } from './source.ts';

export type CustomerKind = 'PERSON' | 'COMPANY';

/** Which names a customer of a kind must have, and which fields belong to the other kind. */
const kinds: Record<CustomerKind, { needs: readonly CustomerField[]; foreign: readonly CustomerField[] }> = {
  PERSON: { needs: ['firstNames', 'lastName'], foreign: ['companyName', 'businessId'] },
  COMPANY: {
    needs: ['companyName'],
    foreign: [
      'firstNames',
      'lastName',
      'identityCode',
      'birthDate',
      'sex',
      'childrenBirthYears',
      'nonDisclosureOrder',
      'deceasedOn',
    ],
  },
};

/** From this age on a child is no child of the household's any more. */
const adultYears = 18;

/** What a change says: new values, and fields whose value goes. */
export type CustomerChange = { set: CustomerValues; clear: readonly CustomerField[]; source: Source };

/**
 * What of a change cannot be: fields of the other kind, a source that a field does not have, a date in the future, a birth date
 * that is not the identity code's, children who are none.
 * @param has the fields that have a value before the change
 * @returns the faults, each with its pointer into the request; none if the change can be made
 */
export function issuesOfChange(
  kind: CustomerKind,
  { set, clear, source }: CustomerChange,
  has: ReadonlySet<CustomerField>,
  today: LocalDate,
): FieldIssue[] {
  const named = customerFieldNames.filter((name) => set[name] !== undefined);
  const issue = (pointer: string, code: FieldIssue['code'], message: string): FieldIssue => ({
    pointer,
    code,
    message,
  });
  const foreign = [...named, ...clear].filter((name) => kinds[kind].foreign.includes(name));
  const missing = kinds[kind].needs.filter(
    (name) => (set[name] === undefined && !has.has(name)) || clear.includes(name),
  );
  const otherSource = named.filter(
    (name) => !(customerFields[name].sources as readonly string[]).includes(source.kind),
  );
  const both = named.filter((name) => clear.includes(name));
  return [
    ...foreign.map((name) =>
      issue(`/set/${name}`, 'unknownField', `Leave this out: a ${kind === 'PERSON' ? 'person' : 'company'} has none.`),
    ),
    ...missing.map((name) => issue(`/set/${name}`, 'required', 'Send this field: a customer always has it.')),
    ...otherSource.map((name) =>
      issue(
        '/source/kind',
        'notOneOf',
        `${name} does not come from there; send ${customerFields[name].sources.join(', ')}.`,
      ),
    ),
    ...both.map((name) => issue(`/clear`, 'notOneOf', `${name} is set in the same request; do one of the two.`)),
    ...childrenIssues(set, source, today),
    ...dateIssues(set, today),
  ];
}

/** Children are told by the customer only, as years, and are children only until 18. */
function childrenIssues({ childrenBirthYears = [] }: CustomerValues, source: Source, today: LocalDate): FieldIssue[] {
  const pointer = '/set/childrenBirthYears';
  if (childrenBirthYears.length > 0 && !isFromCustomer(source))
    return [
      { pointer: '/source/kind', code: 'notOneOf', message: 'Only the customer tells the birth years of children.' },
    ];
  return childrenBirthYears.every((year) => isChild(year, today))
    ? []
    : [{ pointer, code: 'outOfRange', message: 'Send birth years of children who are under 18 and born.' }];
}

function dateIssues({ birthDate, deceasedOn, identityCode }: CustomerValues, today: LocalDate): FieldIssue[] {
  const future = (['birthDate', 'deceasedOn'] as const).filter(
    (name) => ({ birthDate, deceasedOn })[name] ?? '' > today,
  );
  const issues: FieldIssue[] = future
    .filter((name) => String({ birthDate, deceasedOn }[name]) > today)
    .map((name) => ({ pointer: `/set/${name}`, code: 'outOfRange', message: 'Send a date that has been.' }));
  if (identityCode !== undefined && birthDate !== undefined && birthDateOfIdentityCode(identityCode) !== birthDate)
    issues.push({
      pointer: '/set/birthDate',
      code: 'badFormat',
      message: 'Send the date that the identity code begins with, or leave this field out.',
    });
  return issues;
}

/** True while somebody born in the year is, or may be, under 18. */
export const isChild = (birthYear: number, today: LocalDate): boolean =>
  birthYear <= Number(today.slice(0, 4)) && birthYear + adultYears >= Number(today.slice(0, 4));

/** True before the eighteenth birthday. */
export const isUnderAge = (birthDate: LocalDate, today: LocalDate): boolean =>
  addMonthsToDate(birthDate, adultYears * 12) > today;

/** What an identity code says beside: birth date and sex go in with it, unless they are sent. */
export function completed(set: CustomerValues): CustomerValues {
  if (set.identityCode === undefined) return set;
  return {
    birthDate: birthDateOfIdentityCode(set.identityCode),
    sex: sexOfIdentityCode(set.identityCode),
    ...set,
  };
}

/**
 * Which fields an order of non-disclosure hides from whoever lacks the permission `privacy` (R53, R82): the customer's own order, or that of a
 * household mate at the same address.
 */
export function hiddenFields(customer: { hasOrder: boolean; shielded: boolean }): readonly CustomerField[] {
  if (customer.hasOrder) return hiddenByOrder;
  return customer.shielded ? ['address', 'homeMunicipality'] : [];
}
