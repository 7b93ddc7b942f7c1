import { type DataKey, openText } from '../functions/runtime/field-cipher.ts';
import type { OpenIban } from '../functions/workflow/write-file.ts';
import { type Sealer, sealerOf } from '../scripts/demo/customer.ts';
import type { Federation } from '../scripts/demo/federation.ts';

/** A data key that needs no KMS: unwrapping is one call a process, and not what is measured. */
const keyOf = (coopId: string): DataKey => ({ keyId: `${coopId}.1`, bytes: Buffer.alloc(32, 7) });

export const benchSealer = ({ coops }: Pick<Federation, 'coops'>): Sealer =>
  sealerOf(new Map(coops.map(({ coop }) => [coop.coopId, keyOf(coop.coopId)])));

export const benchOpener =
  (coopId: string): OpenIban =>
  async (customerNumber, sealedIban) =>
    openText(sealedIban, { customerNumber, field: 'iban' }, keyOf(coopId));
