import type { ResultOf } from '../../contract/endpoint.ts';
import type { createHousehold, HouseholdView, showHousehold } from '../../contract/households.ts';
import { renderBalance } from './explain.ts';
import { formatTime } from './figures.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

const heads = (...names: string[]) => names.map((head) => ({ head }));

/** A household: who is the head, who is in it and was, who is invited, and the co-ops that it left. */
export function renderHousehold(household: HouseholdView, paint: Paint): string {
  const { householdId, coopId, version, headCustomerNumber, endedOn, mergedInto, persons, invitations, moves } =
    household;
  const merged = mergedInto === null ? '' : `, lives on in ${mergedInto}`;
  const ended = endedOn === null ? '' : paint('yellow', ` — ended ${endedOn}${merged}`);
  const open = invitations.filter(({ state }) => state === 'OPEN');
  const rows = persons.map(({ customerNumber, from, until, joined }) => [
    customerNumber,
    from,
    until ?? '',
    customerNumber === headCustomerNumber && endedOn === null ? 'head' : (joined ?? '').toLowerCase(),
  ]);
  return [
    `${paint('bold', `Household ${householdId}`)}, co-op ${coopId}, version ${version}${ended}`,
    table(heads('person', 'from', 'until', ''), rows, paint),
    ...open.map(({ customerNumber, expiresAt }) => `${customerNumber} is invited until ${formatTime(expiresAt)}`),
    ...moves.map(({ month, fromCoopId, toCoopId }) => `from ${month} on in ${toCoopId}, before in ${fromCoopId}`),
  ].join('\n');
}

/** A change of one or two households. */
export function renderHouseholds({ household, other, dryRun }: ResultOf<typeof createHousehold>, paint: Paint): string {
  const shown = [household, ...(other === null ? [] : [other])].map((one) => renderHousehold(one, paint));
  return [...(dryRun ? [paint('yellow', 'Dry run: nothing was changed.')] : []), ...shown].join('\n\n');
}

/** The page of a household: with its cards and what was done. */
export function renderHouseholdPage(
  { household, cards, history, balances }: ResultOf<typeof showHousehold>,
  paint: Paint,
): string {
  const cardRows = cards.map(({ cardNumber, customerNumber, type, status, linkedFrom }) => [
    cardNumber,
    customerNumber,
    type,
    status,
    linkedFrom === null ? 'gathers nothing' : `since ${formatTime(linkedFrom)}`,
  ]);
  const changes = history.map(({ version, at, action, reason }) => [
    String(version),
    formatTime(at),
    action,
    reason ?? '',
  ]);
  return [
    renderHousehold(household, paint),
    ...balances.map(renderBalance),
    ...(cardRows.length === 0 ? [] : [table(heads('card', 'holder', 'type', 'status', 'purchases'), cardRows, paint)]),
    ...(changes.length === 0 ? [] : [table(heads('version', 'when', 'what', 'why'), changes, paint)]),
  ].join('\n\n');
}
