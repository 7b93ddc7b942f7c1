import * as z from 'zod/mini';
import { customerCodeStateSchema } from '../customer-code.ts';
import { rightPeriodSchema } from '../dated-right.ts';
import { serviceStateSchema } from '../services.ts';
import { field } from './field.ts';

const told = ['agreement', 'phone', 'internet', 'email', 'other', 'service'] as const;
const shared = { basis: 'contract', retention: 'whileValid', seenWith: 'register.read', protection: 'plain' } as const;
const { orders, blocks, numbers } = serviceStateSchema.shape;

/** Services, rights and the code of a customer: section 5 of the register description, its last groups. Each entry has its source and days. */
export const serviceFields = {
  serviceOrders: field({
    ...shared,
    schema: orders,
    group: 'services',
    described: { part: 'services' },
    sources: told,
    disclosedTo: [],
  }),
  serviceBlocks: field({
    ...shared,
    schema: blocks,
    group: 'services',
    described: { part: 'services' },
    basis: 'legalObligation',
    retention: 'ban',
    sources: told,
    disclosedTo: [],
  }),
  partnerNumbers: field({
    ...shared,
    schema: numbers,
    group: 'services',
    described: { part: 'identifiers' },
    sources: told,
    disclosedTo: ['partner'],
  }),
  discountRight: field({
    ...shared,
    schema: z.array(rightPeriodSchema),
    group: 'services',
    described: { part: 'services' },
    sources: [...told, 'authority', 'register'],
    // Yes or no on the day, and nothing of why.
    disclosedTo: ['till'],
  }),
  staffMembership: field({
    ...shared,
    schema: z.array(rightPeriodSchema),
    group: 'staffMembership',
    described: { part: 'services' },
    sources: [...told, 'register'],
    disclosedTo: [],
  }),
  customerCode: field({
    ...shared,
    schema: customerCodeStateSchema,
    group: 'customerCode',
    described: { part: 'identifiers' },
    protection: 'keyedHash',
    sources: told,
    disclosedTo: [],
  }),
} as const;
