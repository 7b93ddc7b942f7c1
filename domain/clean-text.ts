import * as z from 'zod/mini';
import { atMost } from './at-most.ts';
import { holdsSealedKind } from './sealed-kinds.ts';

/**
 * What nobody sees: control characters, bidirectional marks, zero-width characters and fillers, lone surrogates, and code points that
 * stand for nothing.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * The source of a pattern (flag `v`) for one letter of the Latin script in composed text, with the marks that it has no composed form
 * with: `g̃`, `m̧`, `ọ́`. More than two stacked are no letter. Ligatures and letters of full width are typewriting, not spelling.
 */
export const latinLetter = String.raw`[[\p{Script=Latin}&&[\p{Lu}\p{Ll}]]--[\uFB00-\uFB06\uFF21-\uFF5A]][\u0300-\u034E]{0,2}`;

type TextLimits = { least: number; most: number; may: RegExp; advice: string };

/**
 * Text of a person or company. It is composed (NFC), so that the same text is the same bytes however it was typed, and its limits count
 * composed characters; longer than any decomposed form could be, it is not even looked at, so that megabytes cost nothing. Then nothing
 * invisible; then only the characters that it may have; no space at either end and none doubled; nothing that is stored sealed. What it gives, it takes unchanged.
 */
export function textOf({ least, most, may, advice }: TextLimits) {
  const said = { params: { code: 'badFormat' }, message: advice };
  return z.string().check(
    z.overwrite((text) => (text.length > 4 * most ? text : text.normalize('NFC'))),
    z.minLength(least, { abort: true }),
    ...atMost(most),
    z.refine((text) => !invisible.test(text) && may.test(text), { abort: true, ...said }),
    z.refine((text) => text === text.trim() && !/\s{2}/u.test(text), {
      params: { code: 'badFormat' },
      message: 'Leave out spaces at the ends and doubled ones.',
    }),
    z.refine((text) => !holdsSealedKind(text), {
      params: { code: 'badFormat' },
      message:
        'Leave out identity codes, account numbers, e-mail addresses and phone numbers: they have fields of their own.',
    }),
  );
}
