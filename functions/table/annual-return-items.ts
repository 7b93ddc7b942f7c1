import * as z from 'zod/mini';
import { surplusLineSchema } from '../../domain/annual-return/payee-record.ts';
import { returnBasisSchema, returnFileKinds, returnStates } from '../../domain/annual-return/return-life.ts';
import { returnTotalsSchema, surplusSumsSchema } from '../../domain/annual-return/return-totals.ts';
import { distributorTypes } from '../../domain/annual-return/semantic-record.ts';
import { businessIdSchema } from '../../domain/business-id.ts';
import { localDateSchema } from '../../domain/calendar.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import { coopIdSchema } from '../../domain/identifiers.ts';
import { yearSchema } from '../../domain/run-period.ts';
import { titleSchema } from '../../domain/title.ts';

const epochMs = z.int();
const signature = z.strictObject({ by: z.string(), atMs: epochMs });

/** How many rows tell something, by what they tell; of a first return all report. */
export const changeCountsSchema = z.strictObject({ REPORT: z.int(), REPLACE: z.int(), WITHDRAW: z.int() });
export type ChangeCounts = z.infer<typeof changeCountsSchema>;

/** An annual return of a co-op. Its rows are items of their own; here stands what a person signs. */
export const annualReturnItem = z.strictObject({
  coopId: coopIdSchema,
  year: yearSchema,
  number: z.int().check(z.positive()),
  version: z.int().check(z.positive()),
  state: z.enum(returnStates),
  payer: z.strictObject({ businessId: businessIdSchema, name: titleSchema }),
  distributorType: z.enum(distributorTypes),
  insuredActivity: z.boolean(),
  /** The delivered return that this one corrects. */
  replaces: z.optional(z.int()),
  /** Of a correction: why. */
  reason: z.optional(freeTextSchema),
  basis: z.array(returnBasisSchema),
  opened: signature,
  /** How far the building has come: which unit of work, and after which payee of it. */
  progress: z.strictObject({ unit: z.int(), after: z.optional(z.string()) }),
  builtAtMs: z.optional(epochMs),
  totals: z.optional(returnTotalsSchema),
  changes: z.optional(changeCountsSchema),
  /** How many payees the changes are about. */
  told: z.optional(z.int()),
  hash: z.optional(z.string()),
  approved: z.optional(signature),
  discarded: z.optional(z.strictObject({ by: z.string(), atMs: epochMs, reason: freeTextSchema })),
  delivered: z.optional(
    z.strictObject({
      by: z.string(),
      atMs: epochMs,
      on: localDateSchema,
      reference: titleSchema,
      fileKind: z.enum(returnFileKinds),
    }),
  ),
});
export type AnnualReturn = z.infer<typeof annualReturnItem>;

/**
 * One payout of a return with its payee as they were when it was built. The code is kept as sealed then: a correction has to withdraw what was told,
 * also after the customer's code was set right.
 */
export const returnLineItem = z.extend(surplusLineSchema, {
  attempt: z.string(),
  sealedIdentityCode: z.optional(z.string()),
  businessId: z.optional(businessIdSchema),
});
export type ReturnLine = z.infer<typeof returnLineItem>;

/** What a bucket of payees comes to: a function of its lines and of those of the return that is corrected. */
export const returnBucketItem = z.strictObject({
  bucket: z.int(),
  totals: returnTotalsSchema,
  /** How far it moves the sums of the return that is corrected. */
  moved: surplusSumsSchema,
  changes: changeCountsSchema,
  told: z.int(),
  hash: z.string(),
});
export type ReturnBucket = z.infer<typeof returnBucketItem>;

export const returnFileItem = z.strictObject({
  kind: z.enum(returnFileKinds),
  fileNumber: z.int().check(z.positive()),
  key: z.string(),
  rows: z.int(),
  sha256: z.string(),
});
export type ReturnFile = z.infer<typeof returnFileItem>;
