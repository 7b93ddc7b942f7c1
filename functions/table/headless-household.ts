import { presentPersons } from '../../domain/household.ts';
import { decideHousehold } from '../../domain/household-decision.ts';
import type { FoundOne } from '../runtime/accounting.ts';
import type { Settings } from '../runtime/env.ts';
import type { Register } from './client.ts';
import { outcomeWrites, personOf, type Said } from './household-change.ts';
import { householdFile, stateOfFile } from './household-file.ts';
import { candidateOf, findLinkedPersons, placementAt } from './person-links.ts';
import type { Write } from './transaction.ts';

/**
 * R33: the head member's membership has ended, so the household dissolves and its persons are without one. Looks at what is stored now, so it may
 * be asked again after a crash: a household that is dissolved already, or whose head is another or still a member, is left alone.
 * @param customerNumber whose membership has ended
 * @returns whom it concerns and the writes of one transaction; undefined if there is nothing to dissolve
 */
export async function headlessHousehold(
  db: Register,
  customerNumber: string,
  said: Omit<Said, 'action'>,
  rules: Settings,
): Promise<{ concerned: FoundOne[]; writes: Write[] } | undefined> {
  const [head] = await findLinkedPersons(db, [customerNumber]);
  const placement = head && placementAt(head, said.nowMs);
  const file = placement && (await householdFile(db, placement.householdId));
  if (file === undefined || file.household.headCustomerNumber !== customerNumber) return undefined;
  const state = stateOfFile(file);
  const numbers = presentPersons(state).map((person) => person.customerNumber);
  const persons = await findLinkedPersons(db, [...new Set([...numbers, customerNumber])]);
  const candidate = candidateOf(personOf(persons, customerNumber), said.nowMs);
  const outcome = decideHousehold('dissolve', state, { head: candidate }, said.nowMs, rules);
  if ('refused' in outcome) return undefined;
  const { household } = file;
  const before = new Map([[household.householdId, file]]);
  const founded = { memberKind: household.memberKind };
  return {
    concerned: [
      { kind: 'HOUSEHOLD', id: household.householdId, coopIds: [household.coopId] },
      ...numbers.map((id) => ({
        kind: 'CUSTOMER' as const,
        id,
        via: `HOUSEHOLD/${household.householdId}`,
        coopIds: [household.coopId],
      })),
    ],
    writes: await outcomeWrites(db, outcome, before, persons, founded, { ...said, action: 'dissolve' }),
  };
}
