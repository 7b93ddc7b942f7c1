import * as z from 'zod/mini';
import { cardItem } from '../../functions/table/items.ts';
import { cardOf } from '../fixtures/run-coop.ts';

export const since = '2010-01-01';
export const numberOf = (serial: number): string => `11${String(serial).padStart(8, '0')}`;

/** A card in use, as its holder's file has it. */
export const storedCard = (serial: number, coopId: string): z.infer<typeof cardItem> =>
  z.parse(cardItem, {
    ...{ cardNumber: cardOf(serial), type: 'MEMBER', status: 'ACTIVE', coopId, orderedOn: since, activatedOn: since },
    ...{ version: 1, source: { kind: 'other' } },
  });
