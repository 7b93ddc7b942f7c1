import { type CustomerField, type CustomerValues, customerFields } from '../../domain/catalogue/customer.ts';
import { maskedAddress, maskedEmail, maskedIdentityCode, maskedPhone } from '../../domain/masking.ts';
import type { Source } from '../../domain/source.ts';
import type { StoredValues } from './customer-item.ts';
import { openField, sealField } from './sealed-fields.ts';
import type { SealedValue } from './stored-value.ts';

type Fields = typeof customerFields;
/** The fields of a customer that are stored sealed. */
export type SealedField = { [F in CustomerField]: Fields[F]['protection'] extends 'sealed' ? F : never }[CustomerField];

/** What of each sealed field is shown to whoever may see the customer. */
const masks: { [F in SealedField]: (value: NonNullable<CustomerValues[F]>) => string } = {
  identityCode: maskedIdentityCode,
  address: maskedAddress,
  contactAddress: maskedAddress,
  phoneNumbers: (numbers) => numbers.map(maskedPhone).join(', '),
  email: maskedEmail,
};

export const maskOf = <F extends SealedField>(field: F, value: NonNullable<CustomerValues[F]>): string =>
  masks[field](value);

export const isSealed = (field: CustomerField): field is SealedField => customerFields[field].protection === 'sealed';

/**
 * New values as they are stored: sealed under the co-op's data key or in the clear, each with its source and its time.
 * @param owner whose they are, and the co-op whose key seals them
 */
export async function storedOf(
  owner: { customerNumber: string; homeCoopId: string },
  set: CustomerValues,
  said: { source: Source; atMs: number },
): Promise<StoredValues> {
  const provenance = { source: said.source, at: said.atMs };
  const entries = Object.entries(set).filter(([, value]) => value !== undefined) as [CustomerField, never][];
  const stored = entries.map(async ([field, value]) => {
    if (!isSealed(field)) return [field, { value, ...provenance }] as const;
    const sealed = await sealField(
      owner.homeCoopId,
      { customerNumber: owner.customerNumber, field },
      JSON.stringify(value),
      said.atMs,
    );
    return [field, { sealed, mask: masks[field](value), ...provenance }] as const;
  });
  return Object.fromEntries(await Promise.all(stored)) as StoredValues;
}

/** A sealed value of one customer as another's: opened and sealed anew, since it is bound to whose it is. Source and time stay. */
export async function movedValue(
  from: { customerNumber: string },
  to: { customerNumber: string; homeCoopId: string },
  field: SealedField,
  stored: SealedValue,
  nowMs: number,
): Promise<SealedValue> {
  const text = await openField({ customerNumber: from.customerNumber, field }, stored.sealed, nowMs);
  const sealed = await sealField(to.homeCoopId, { customerNumber: to.customerNumber, field }, text, nowMs);
  return { ...stored, sealed };
}

/**
 * Opens a sealed value of a customer; who asks must have been logged before.
 * @returns the value as it was sent
 */
export async function openedValue<F extends SealedField>(
  customerNumber: string,
  field: F,
  { sealed }: SealedValue,
  nowMs: number,
): Promise<NonNullable<CustomerValues[F]>> {
  return JSON.parse(await openField({ customerNumber, field }, sealed, nowMs));
}
