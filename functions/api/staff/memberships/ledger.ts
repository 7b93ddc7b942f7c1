import { showShareLedger } from '../../../../contract/memberships.ts';
import { localTimeOf } from '../../../../domain/calendar.ts';
import { inOrder, runningBalances } from '../../../../domain/share-entry.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { membershipHistory } from '../../../table/membership-history.ts';
import { stateOf } from '../../../table/memberships.ts';
import { membershipOf } from './find.ts';
import { viewOfMembership } from './view.ts';

export const showShareLedgerEndpoint = answers(showShareLedger, async ({ body, subjects }) => {
  const file = subjects.customerNumber;
  const membership = membershipOf(file, body);
  const entries = inOrder(stateOf(file, membership).entries);
  const balances = runningBalances(entries);
  const history = await membershipHistory(register(), membership.memberNumber);
  return {
    membership: viewOfMembership(membership, settings()),
    entries: entries.map(({ entryNumber, date, sourceId, amountCents, reason, corrects, note, source }, index) => ({
      ...{ entryNumber, date, sourceId, amountCents, reason },
      balanceCents: balances[index] ?? 0,
      corrects: corrects ?? null,
      note: note ?? null,
      source: source ?? null,
    })),
    history: history.map(({ at, reason, ...entry }) => ({ ...entry, at: localTimeOf(at), reason: reason ?? null })),
  };
});
