import type { BodyOf } from '../../../../contract/endpoint.ts';
import { actOnHousehold } from '../../../../contract/households.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { type HouseholdState, presentPersons } from '../../../../domain/household.ts';
import { decideHousehold, type HouseholdOutcome } from '../../../../domain/household-decision.ts';
import { shardOf } from '../../../../domain/shard.ts';
import { settings } from '../../../runtime/env.ts';
import { creationMark, numbersToTry } from '../../../runtime/idempotency.ts';
import { answers, type SubjectsOf } from '../../../runtime/serve.ts';
import { type Register, register } from '../../../table/client.ts';
import { coopOf } from '../../../table/directory.ts';
import { outcomeWrites, personOf } from '../../../table/household-change.ts';
import { stateOfFile } from '../../../table/household-file.ts';
import { candidateOf, findLinkedPersons, type LinkedPerson } from '../../../table/person-links.ts';
import { commit, stale } from '../../../table/transaction.ts';
import { allowedHousehold } from './refuse.ts';
import { viewOfHousehold } from './view.ts';

type Body = BodyOf<typeof actOnHousehold>;
type Subjects = SubjectsOf<typeof actOnHousehold>;

/** Everyone concerned is read, one decision is made, and one transaction does all of it or nothing. */
export const actOnHouseholdEndpoint = answers(actOnHousehold, async ({ body, subjects, nowMs }) => {
  const db = register();
  const { householdId: file, intoHouseholdId: into } = subjects;
  const { household } = file;
  if (household.version !== body.version) throw new DomainError(stale.code, stale.detail);
  const state = stateOfFile(file);
  const persons = await findLinkedPersons(db, numbersConcerned(body, state));
  const outcome = await decided(db, body, subjects, state, persons, nowMs);

  const before = new Map([file, ...(into === undefined ? [] : [into])].map((one) => [one.household.householdId, one]));
  const createdBy = 'idempotencyKey' in body ? { createdBy: creationMark(body.idempotencyKey) } : {};
  const founded = { memberKind: household.memberKind, ...createdBy };
  const said = { action: body.action, nowMs, source: body.source, reason: body.reason };
  const dryRun = body.dryRun === true;
  await commit(db, await outcomeWrites(db, outcome, before, persons, founded, said), { dryRun });
  const view = (after: HouseholdState) => {
    const known = before.get(after.householdId);
    const kept = { memberKind: household.memberKind, version: 0, ...known?.household, moves: known?.moves ?? [] };
    return viewOfHousehold(after, { ...kept, version: kept.version + 1 }, nowMs);
  };
  return {
    household: view(outcome.household),
    other: outcome.other === undefined ? null : view(outcome.other),
    dryRun,
  };
});

/** Whose cards and memberships the decision looks at: those who are named, or all who are in the household. */
function numbersConcerned(body: Body, state: HouseholdState): string[] {
  if (body.action === 'merge' || body.action === 'dissolve')
    return [...presentPersons(state).map(({ customerNumber }) => customerNumber), ...headOf(state)];
  if (body.action === 'payLastHead') return headOf(state);
  if (body.action === 'split') return [body.customerNumber, ...ofHousehold(state, body.withCustomerNumbers ?? [])];
  return [body.customerNumber];
}
const headOf = ({ headCustomerNumber }: HouseholdState) =>
  headCustomerNumber === undefined ? [] : [headCustomerNumber];

async function decided(
  db: Register,
  body: Body,
  { intoHouseholdId }: Subjects,
  state: HouseholdState,
  persons: readonly LinkedPerson[],
  nowMs: number,
): Promise<HouseholdOutcome> {
  const rules = settings();
  const candidate = (number: string) => candidateOf(personOf(persons, number), nowMs);
  switch (body.action) {
    case 'merge': {
      if (intoHouseholdId === undefined) throw new Error('a merge names the other household');
      return allowedHousehold(decideHousehold('merge', state, { other: stateOfFile(intoHouseholdId) }, nowMs, rules));
    }
    case 'dissolve': {
      const head = state.headCustomerNumber === undefined ? undefined : candidate(state.headCustomerNumber);
      return allowedHousehold(decideHousehold('dissolve', state, { head }, nowMs, rules));
    }
    case 'payLastHead':
      return allowedHousehold(decideHousehold('payLastHead', state, {}, nowMs, rules));
    case 'split': {
      const [householdId = ''] = numbersToTry('household', body.idempotencyKey);
      const { shardCount } = await coopOf(db, state.coopId);
      const founded = { householdId, coopId: state.coopId, shard: shardOf(householdId, shardCount) };
      const others = (body.withCustomerNumbers ?? []).map(candidate);
      const details = { person: candidate(body.customerNumber), others, founded };
      return allowedHousehold(decideHousehold('split', state, details, nowMs, rules));
    }
    case 'addMinor': {
      const { guardianCustomerNumber } = body;
      const details = { person: candidate(body.customerNumber), guardianCustomerNumber };
      return allowedHousehold(decideHousehold('addMinor', state, details, nowMs, rules));
    }
    default:
      return allowedHousehold(
        decideHousehold(body.action, state, { person: candidate(body.customerNumber) }, nowMs, rules),
      );
  }
}

/** Only persons of the household go along; others are refused unread, whether they exist or not. */
function ofHousehold(state: HouseholdState, numbers: readonly string[]): readonly string[] {
  const inside = new Set(presentPersons(state).map(({ customerNumber }) => customerNumber));
  if (!numbers.every((number) => inside.has(number))) allowedHousehold({ refused: 'notInHousehold' });
  return numbers;
}
