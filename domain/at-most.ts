import * as z from 'zod/mini';

/**
 * The first checks of a text from outside: at most so many characters. Zod counts code points, which takes a while for megabytes; what has
 * more than twice as many UTF-16 units is too long without counting.
 */
export const atMost = (characters: number) =>
  [
    z.refine<string>((text) => text.length <= 2 * characters, {
      abort: true,
      params: { code: 'outOfRange' },
      message: `Send at most ${characters} characters.`,
    }),
    z.maxLength(characters, { abort: true }),
  ] as const;
