import { moveHousehold } from '../../../../contract/households.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { decideHousehold } from '../../../../domain/household-decision.ts';
import { shardOf } from '../../../../domain/shard.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { coopOf } from '../../../table/directory.ts';
import { stateOfFile } from '../../../table/household-file.ts';
import { moveHousehold as moveTo, shardAt } from '../../../table/household-move.ts';
import { candidateOf, findLinkedPersons } from '../../../table/person-links.ts';
import { stale } from '../../../table/transaction.ts';
import { allowedHousehold } from './refuse.ts';
import { viewOfHousehold } from './view.ts';

/**
 * One transaction moves the household and its links; then the receipts of the month are taken along, which the month's run does again before it
 * reads: wherever the process dies, both co-ops pay what they should (R34).
 */
export const moveHouseholdEndpoint = answers(moveHousehold, async ({ body, subjects, requestId, nowMs }) => {
  const db = register();
  const file = subjects.householdId;
  const { household, moves } = file;
  const { householdId, memberKind } = household;
  if (household.version !== body.version) throw new DomainError(stale.code, stale.detail);
  const { shardCount } = await coopOf(db, body.toCoopId);
  const to = {
    householdId,
    coopId: body.toCoopId,
    shard: shardAt(file, body.toCoopId, shardOf(householdId, shardCount)),
  };
  const heads = household.headCustomerNumber === undefined ? [] : [household.headCustomerNumber];
  const [head] = await findLinkedPersons(db, heads);
  const details = { head: head && candidateOf(head, nowMs), to, lastMove: moves.at(-1)?.month };
  const decided = allowedHousehold(decideHousehold('move', stateOfFile(file), details, nowMs, settings()));
  const { moved } = decided;
  if (moved === undefined) throw new Error('a move without a month');

  const said = { action: 'move', nowMs, source: body.source, reason: body.reason };
  const dryRun = body.dryRun === true;
  const { move, receipts } = await moveTo(db, file, moved, said, { dryRun, newToken: () => requestId });
  const kept = { version: household.version + 1, memberKind, moves: [...moves, move] };
  return { household: viewOfHousehold(decided.household, kept, nowMs), receipts, dryRun };
});
