import { type DisclosureView, disclosuresByCustomer, listDisclosures } from '../../../../contract/disclosures.ts';
import { localTimeOf } from '../../../../domain/calendar.ts';
import type { Disclosure } from '../../../../domain/disclosure.ts';
import { cursorOf, textOfCursor } from '../../../runtime/cursor.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { disclosurePage, disclosuresConcerning } from '../../../table/disclosures.ts';

const pageSize = 50;

export const listDisclosuresEndpoint = answers(listDisclosures, async ({ params, query }) => {
  const before = query.cursor === undefined ? undefined : cursorOf(query.cursor, '/query/cursor').after;
  const { disclosures, last } = await disclosurePage(register(), params.coopId, before, pageSize);
  return {
    disclosures: disclosures.map(viewOf),
    ...(last === undefined ? {} : { cursor: textOfCursor({ after: last }) }),
  };
});

/** Of co-ops of the caller's alone: what another gave away is asked for there. */
export const disclosuresByCustomerEndpoint = answers(disclosuresByCustomer, async ({ body, caller }) => {
  const disclosures = await disclosuresConcerning(register(), caller.coopIds, body.customerNumber);
  return { disclosures: disclosures.map(viewOf) };
});

const viewOf = ({ atMs, reference, ...entry }: Disclosure): DisclosureView => ({
  ...entry,
  at: localTimeOf(atMs),
  reference: reference ?? null,
});
