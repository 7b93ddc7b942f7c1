import { createHousehold } from '../../../../contract/households.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { foundHousehold } from '../../../../domain/household-decision.ts';
import { shardOf } from '../../../../domain/shard.ts';
import { creationMark, numbersToTry } from '../../../runtime/idempotency.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { coopOf } from '../../../table/directory.ts';
import { outcomeWrites } from '../../../table/household-change.ts';
import { householdFile } from '../../../table/household-file.ts';
import { candidateOf, linkedPersons } from '../../../table/person-links.ts';
import { commit } from '../../../table/transaction.ts';
import { allowedHousehold } from './refuse.ts';
import { viewOfFile, viewOfHousehold } from './view.ts';

/** One transaction founds the household and links its head. Sent again, the key leads to the same id and finds what was made. */
export const createHouseholdEndpoint = answers(createHousehold, async ({ body, subjects, nowMs, seen }) => {
  const db = register();
  const { coopId, source, reason } = body;
  const file = subjects.headCustomerNumber;
  const { shardCount } = await coopOf(db, coopId);
  const createdBy = creationMark(`${body.idempotencyKey}|${coopId}|${file.customer.customerNumber}`);
  const dryRun = body.dryRun === true;
  for (const householdId of numbersToTry('household', body.idempotencyKey)) {
    const there = await householdFile(db, householdId);
    if (there !== undefined && there.household.createdBy !== createdBy) continue;
    await seen({ kind: 'HOUSEHOLD', id: householdId, coopIds: [coopId] });
    if (there !== undefined) return { household: viewOfFile(there, nowMs), other: null, dryRun };
    const persons = await linkedPersons(db, [file]);
    const placement = { householdId, coopId, shard: shardOf(householdId, shardCount) };
    const [head] = persons.map((person) => candidateOf(person, nowMs));
    if (head === undefined) throw new Error('the head was read and is not there');
    const outcome = allowedHousehold(foundHousehold(placement, head, nowMs));
    const founded = { memberKind: head.kind, createdBy };
    const said = { action: 'create', nowMs, source, reason };
    await commit(db, await outcomeWrites(db, outcome, new Map(), persons, founded, said), { dryRun });
    const household = viewOfHousehold(outcome.household, { version: 1, memberKind: head.kind, moves: [] }, nowMs);
    return { household, other: null, dryRun };
  }
  throw new DomainError('busy', 'No id was free for this key; choose a new idempotencyKey.');
});
