import type * as z from 'zod/mini';
import { type FieldIssue, type IssueCode, issueCodes } from '../../domain/errors.ts';

type ZodIssue = z.core.$ZodIssue;

/** At most this many are told: a body of rubbish needs no page of faults. */
export const mostIssues = 20;

/**
 * What a schema found wrong, as JSON pointers with a code and a sentence. The sentence never repeats the value, which may
 * be personal data.
 * @param prefix the pointer of the checked value within the request, e.g. `/receipts/3`
 */
export function fieldIssues(error: { issues: readonly ZodIssue[] }, prefix = ''): FieldIssue[] {
  return error.issues.flatMap((issue) => flattened(issue, prefix)).slice(0, mostIssues);
}

function flattened(issue: ZodIssue, prefix: string): FieldIssue[] {
  const at = `${prefix}${issue.path.map((part) => `/${pointerPart(part)}`).join('')}`;
  if (issue.code === 'unrecognized_keys') return unknownFields(issue.keys, at);
  // A field that is missing is missing, whatever forms it could have.
  if (issue.code === 'invalid_union' && issue.input !== undefined) return unionIssues(issue, at);
  return [{ pointer: at, ...explained(issue) }];
}

/** Of a union's branches the one that came closest speaks: the one that knows the fields that were sent. */
function unionIssues(issue: ZodIssue & { code: 'invalid_union' }, at: string): FieldIssue[] {
  const branches = issue.errors.map((branch) => branch.flatMap((nested) => flattened(nested, at)));
  const strangers = (branch: readonly FieldIssue[]): number =>
    branch.filter(({ code }) => code === 'unknownField' || code === 'required').length;
  const closest = branches.toSorted((a, b) => strangers(a) - strangers(b) || a.length - b.length)[0];
  const known = closest !== undefined && strangers(closest) === 0;
  return known
    ? closest
    : [{ pointer: at, code: 'notOneOf', message: 'Send exactly one of the forms that the API describes here.' }];
}

/** A name as programmers give it to a field. A person's name, code, account, number or address has more digits, spaces, other signs or a capital first. */
const fieldName = /^(?:[a-z_$][A-Za-z_$/~]*\d{0,2})?$/;

/**
 * Fields that an object does not know. One that is named as no field would be may be personal data in the wrong place: it is not repeated,
 * and the pointer leads to the object.
 * @param at the pointer of the object
 */
export function unknownFields(names: readonly string[], at: string): FieldIssue[] {
  const known = names.filter((name) => fieldName.test(name));
  const issues = known.map((name): FieldIssue => {
    return { pointer: `${at}/${pointerPart(name)}`, code: 'unknownField', message: leaveOut };
  });
  return known.length === names.length
    ? issues
    : [...issues, { pointer: at, code: 'unknownField', message: leaveAllOut }];
}

const leaveOut = 'Leave this field out: the endpoint does not know it.';
const leaveAllOut =
  'Leave out the fields of this object that the endpoint does not know; their names are not repeated here.';

/** RFC 6901: `~` and `/` are escaped. Only the first 40 characters, well-formed (RFC 8259 8.2), since a key may be anything. */
const pointerPart = (part: PropertyKey): string =>
  String(part).slice(0, 40).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');

function explained(issue: ZodIssue): { code: IssueCode; message: string } {
  if (issue.input === undefined) return required;
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int'
        ? { code: 'notWholeNumber', message: 'Send a whole number, in the unit that the name of the field says.' }
        : wrongType(issue.expected);
    case 'too_big':
    case 'too_small':
      return {
        code: 'outOfRange',
        message: `Send ${issue.code === 'too_big' ? `at most ${issue.maximum}` : `at least ${issue.minimum}`}${unitOf[issue.origin] ?? ''}.`,
      };
    case 'invalid_value':
      return { code: 'notOneOf', message: `Send one of ${issue.values.map(String).join(', ')}.` };
    case 'invalid_format':
      return {
        code: 'badFormat',
        message:
          issue.format === 'datetime'
            ? 'Send an RFC 3339 time with its offset, as 2026-10-31T18:30:00+02:00.'
            : 'Send the field in the format that the API describes.',
      };
    case 'custom':
      return { code: customCode(issue.params?.code), message: issue.message };
    default:
      return { code: 'badFormat', message: 'Send the field in the format that the API describes.' };
  }
}

/** What a limit counts; numbers say their unit in their name. */
const unitOf: Readonly<Record<string, string>> = { array: ' entries', string: ' characters' };

const required = { code: 'required', message: 'Send this field: it is required.' } as const;
const wrongType = (expected: string): { code: IssueCode; message: string } => ({
  code: 'wrongType',
  message: `Send a value of type ${expected}.`,
});

function customCode(code: unknown): IssueCode {
  return issueCodes.find((known) => known === code) ?? 'badFormat';
}
