import * as z from 'zod/mini';
import { atMost } from './at-most.ts';

/** A Finnish municipality: three digits, text, as `091` for Helsinki (domain.md 4.5). */
export const municipalityCodeSchema = z.string().check(...atMost(3), z.regex(/^\d{3}$/));
