import * as z from 'zod/mini';

/** The languages in which the co-ops write to their members; ISO 639-1. */
export const languages = ['fi', 'sv', 'en', 'se'] as const;
export const languageSchema = z.enum(languages);
