import { textOf } from './clean-text.ts';

/** A reason or note of staff: one line of visible text. */
export const freeTextSchema = textOf({
  least: 3,
  most: 200,
  may: /^[^\p{Cc}]*$/u,
  advice: 'Send one line of text without invisible characters.',
});
