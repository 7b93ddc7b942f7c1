import { textOf } from './clean-text.ts';

/** What a company, an outlet or a job is called: one line of visible text. */
export const titleSchema = textOf({
  least: 1,
  most: 140,
  may: /^[^\p{Cc}]*$/u,
  advice: 'Send one line of text without invisible characters.',
});
