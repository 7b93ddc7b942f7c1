import type { LocalDate } from './calendar.ts';

/** Capitals, doubled spaces and how a letter was typed make no difference to whom one looks for. */
const folded = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();

/**
 * The one form of a name with a birth date by which a person is found. Of the first names the first counts, since hardly anybody tells
 * all of them.
 */
export function nameBirthForm(name: { firstNames: string; lastName: string }, birthDate: LocalDate): string {
  return [folded(name.lastName), folded(name.firstNames).split(' ')[0] ?? '', birthDate].join('|');
}
