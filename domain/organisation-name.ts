import { latinLetter, textOf } from './clean-text.ts';

/** The name of a company or association: as a person's, and digits and the signs that firms have. */
export const organisationNameSchema = textOf({
  least: 1,
  most: 100,
  may: new RegExp(String.raw`^['’]?(?:${latinLetter}|\d)(?:${latinLetter}|[\d .,'’ʻʼʹ&+\(\)\/:!\-])*$`, 'v'),
  advice: 'Send a name in Latin letters and digits, with the signs of firm names only.',
});
