import type { RunInputs } from '../../domain/run-inputs.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from '../table/client.ts';
import { coopOf } from '../table/directory.ts';
import type { RunId } from '../table/keys.ts';
import { payingAccountOf } from './paying-account.ts';
import { runTermsOf } from './terms/all.ts';

/**
 * What a run rests on beside its payees, as it is now: what its kind names, and what every kind has: the account that pays, and the
 * least payment.
 */
export async function runInputs(db: Register, id: RunId, settings: Settings): Promise<RunInputs> {
  const [coop, ofKind] = await Promise.all([coopOf(db, id.coopId), runTermsOf(id.kind).inputs(db, id, settings)]);
  return {
    ...ofKind,
    payingAccount: payingAccountOf(coop),
    minimumPayoutCents: String(settings.minimumPayoutCents),
  };
}
