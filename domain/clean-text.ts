import * as z from 'zod/mini';

/** Control characters, bidirectional marks, zero-width and other invisible characters, lone surrogates, noncharacters. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

/** Composed (NFC), so that the same text is the same bytes however it was typed. */
const composed = z.overwrite((text: string) => text.normalize('NFC'));

type TextLimits = { least: number; most: number; may: RegExp; advice: string };

/**
 * Text of a person or company: length first, so that megabytes cost nothing; then nothing invisible; then only the characters that it
 * may have; no space at either end and none doubled.
 */
export function textOf({ least, most, may, advice }: TextLimits) {
  const said = { params: { code: 'badFormat' }, message: advice };
  return z.string().check(
    z.minLength(least, { abort: true }),
    z.maxLength(most, { abort: true }),
    z.refine((text) => text.isWellFormed() && !invisible.test(text), { abort: true, ...said }),
    composed,
    z.refine((text) => may.test(text), { abort: true, ...said }),
    z.refine((text) => text === text.trim() && !/\s{2}/u.test(text), {
      params: { code: 'badFormat' },
      message: 'Leave out spaces at the ends and doubled ones.',
    }),
  );
}
