import { memberNumberSchema } from './identifiers.ts';
import {
  creditorReferenceOf,
  isPaymentReference,
  paymentReferenceOf,
  paymentReferenceSchema,
} from './payment-reference.ts';

/** What a share's references begin with, so that a member number's own zeros at its beginning stay. */
const prefix = '7';

/** A reference in the two forms in which it is written. */
export type ShareReference = { reference: string; creditorReference: string };

/**
 * By what a member pays the share contribution (domain.md 4.4): a function of the member number, so that it never changes and needs not be kept.
 * @returns the national reference and the same as RF
 */
export function shareReferenceOf(memberNumber: string): ShareReference {
  const reference = paymentReferenceOf(`${prefix}${memberNumber}`);
  return { reference, creditorReference: creditorReferenceOf(reference) };
}

/**
 * Whose share a reference pays, in either form, with spaces or without.
 * @returns the member number; undefined if it is no reference, or none of a share
 */
export function memberNumberOfReference(text: string): string | undefined {
  const { success, data } = paymentReferenceSchema.safeParse(text);
  if (!success || !isPaymentReference(data) || !data.startsWith(prefix)) return undefined;
  const number = data.slice(prefix.length, -1);
  return memberNumberSchema.safeParse(number).success ? number : undefined;
}
