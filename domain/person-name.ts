import { latinLetter, textOf } from './clean-text.ts';

/**
 * First names or a last name: Latin letters with whatever marks, spaces, hyphens, full stops, apostrophes (also before: `’t Hooft`), and
 * the sign of soft consonants in Skolt Sámi, `ʹ`.
 */
export const personNameSchema = textOf({
  least: 1,
  most: 100,
  may: new RegExp(String.raw`^['’ʻʼ]?${latinLetter}(?:${latinLetter}|[ .'’ʻʼʹ\-])*$`, 'v'),
  advice: 'Send a name in Latin letters, with spaces, hyphens, apostrophes and full stops only.',
});
