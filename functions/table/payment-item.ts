import * as z from 'zod/mini';
import { freeTextSchema } from '../../domain/free-text.ts';
import { handSettlementSchema } from '../../domain/hand-settlement.ts';
import { coopIdSchema, customerNumberSchema } from '../../domain/identifiers.ts';
import {
  closingSchema,
  paymentEvidenceSchema,
  paymentOrigins,
  paymentStates,
  reissuableStates,
} from '../../domain/payment.ts';
import { owedKinds } from '../../domain/payment-ids.ts';
import { runKinds } from '../../domain/run.ts';
import { periodSchema } from '../../domain/run-period.ts';
import { payoutReasons } from '../../domain/settlement.ts';

const day = z.iso.date();
/** Which run made or takes something. */
const byRun = z.strictObject({ kind: z.enum(runKinds), period: periodSchema, attempt: z.string() });

/**
 * One issue of money that is owed to one payee: sent in a released file, or held. The ids are of the money and not of the run that pays it, so
 * a correction's payments keep the kind, period and payee that they are owed for.
 */
export const paymentItem = z.strictObject({
  endToEndId: z.string(),
  coopId: coopIdSchema,
  kind: z.enum(owedKinds),
  period: periodSchema,
  payeeId: z.string(),
  revision: z.int(),
  issue: z.int(),
  run: byRun,
  customerNumber: z.optional(customerNumberSchema),
  amountCents: z.int().check(z.positive()),
  origin: z.enum(paymentOrigins),
  /** A function of what is below, kept for listings and conditions. */
  state: z.enum(paymentStates),
  /** It is closed, and what came later contradicts that: a person must look. */
  isDoubtful: z.optional(z.literal(true)),
  /** Why it is held. */
  reason: z.optional(z.enum(payoutReasons)),
  /** When it was to be paid: from then on the time runs in which it may be claimed (R60). */
  dueOn: day,
  sealedIban: z.optional(z.string()),
  evidence: z.array(paymentEvidenceSchema),
  /** A correction run that is under way takes it; void if that run ends without paying. */
  taken: z.optional(z.strictObject({ run: byRun, from: z.enum(reissuableStates), evidenceCount: z.int() })),
  closed: z.optional(closingSchema),
  /** The issue that pays it now. */
  successor: z.optional(z.string()),
  predecessor: z.optional(z.string()),
  /** Proposed to be written off as barred; another person agrees. */
  lapse: z.optional(
    z.strictObject({ by: z.string(), atMs: z.int(), reason: freeTextSchema, approvedBy: z.optional(z.string()) }),
  ),
  /** Proposed as settled outside of the runs; another person agrees. Until then nobody pays it. */
  handSettlement: z.optional(handSettlementSchema),
  version: z.int().check(z.positive()),
});
export type StoredPayment = z.infer<typeof paymentItem>;
