import * as z from 'zod/mini';
import { taxCardSchema } from '../../domain/tax-card.ts';

/** All tax cards of a payee, ended ones too: one item, so that no two overlap. */
export const taxCardsItem = z.strictObject({ cards: z.array(taxCardSchema), version: z.int().check(z.positive()) });
