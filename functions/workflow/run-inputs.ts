import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { RunInputs } from '../../domain/run-inputs.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from '../table/client.ts';
import { coopOf } from '../table/directory.ts';
import type { RunId } from '../table/keys.ts';
import { runTermsOf } from './terms/all.ts';

/**
 * What a run rests on beside its payees, as it is now: what its kind names, and what every kind has: the account that pays, how
 * returns are counted, and the least payment.
 */
export async function runInputs(db: Register, id: RunId, settings: Settings): Promise<RunInputs> {
  const [coop, ofKind] = await Promise.all([coopOf(db, id.coopId), runTermsOf(id.kind).inputs(db, id, settings)]);
  return {
    ...ofKind,
    payingAccount: versionOf({ name: coop.name, ...coop.debtor }),
    returnPolicy: coop.returnPolicy ?? 'monthOfReturn',
    minimumPayoutCents: String(settings.minimumPayoutCents),
  };
}

/** What has no version of its own is told apart by its content. */
const versionOf = (content: Readonly<Record<string, string>>): string =>
  createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 16);
