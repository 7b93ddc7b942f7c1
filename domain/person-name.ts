import { textOf } from './clean-text.ts';

/** First names or a last name: letters of the Latin script with whatever marks, spaces, hyphens, apostrophes and full stops. */
export const personNameSchema = textOf({
  least: 1,
  most: 100,
  may: /^\p{Script=Latin}(?:[\p{Script=Latin}\p{M}]|[ .'’-])*$/u,
  advice: 'Send a name in Latin letters, with spaces, hyphens, apostrophes and full stops only.',
});
