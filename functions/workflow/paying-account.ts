import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { Coop } from '../table/items.ts';

/**
 * The account and payer that a co-op's files name, told apart by their content, since they have no version: signed as an input of the run, and
 * looked at again by whoever writes a file.
 */
export const payingAccountOf = (coop: Pick<Coop, 'name' | 'debtor'>): string =>
  createHash('sha256')
    .update(canonicalJson({ name: coop.name, ...coop.debtor }))
    .digest('hex')
    .slice(0, 16);
