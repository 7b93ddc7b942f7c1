import * as z from 'zod/mini';

/** A Finnish municipality: three digits, text, as `091` for Helsinki (domain.md 4.5). */
export const municipalityCodeSchema = z.string().check(z.maxLength(3, { abort: true }), z.regex(/^\d{3}$/));
