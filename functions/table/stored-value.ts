import * as z from 'zod/mini';
import { sourceSchema } from '../../domain/source.ts';

/** What is kept beside each value of a person: where it came from and when it was entered. */
const provenance = { source: sourceSchema, at: z.int() };

/** A value as it is stored in the clear. */
export const plainValue = <S extends z.ZodMiniType>(schema: S) => z.strictObject({ value: schema, ...provenance });

/** A sealed value and what may be shown of it to anybody who may see the person. */
export const sealedValue = z.strictObject({ sealed: z.string(), mask: z.string(), ...provenance });
export type SealedValue = z.infer<typeof sealedValue>;
