import type { customerHistory } from '../../../../contract/customers.ts';
import type { ResultOf } from '../../../../contract/endpoint.ts';
import type { Permission } from '../../../../contract/permissions.ts';
import { type LocalDate, localTimeOf } from '../../../../domain/calendar.ts';
import type { CustomerField } from '../../../../domain/catalogue/customer.ts';
import { hiddenFields, isChild } from '../../../../domain/customer.ts';
import type { Customer, StoredValues } from '../../../table/customer-item.ts';
import { isSealed } from '../../../table/sealed-values.ts';

type ShownValues = ResultOf<typeof customerHistory>['changes'][number]['replaced'];
type Looker = { permissions: readonly Permission[] };

/** Which fields of a customer this person does not see at all. */
export function hiddenFrom({ permissions }: Looker, { values, shieldedBy }: Customer): readonly CustomerField[] {
  if (permissions.includes('privacy')) return [];
  return hiddenFields({ hasOrder: values.nonDisclosureOrder !== undefined, shielded: shieldedBy.length > 0 });
}

/**
 * Values as they are shown: sealed ones by their masks, hidden ones not at all, grown children no longer.
 * @param hidden fields of a non-disclosure order
 */
export function shownValues(values: StoredValues, hidden: readonly CustomerField[], today: LocalDate): ShownValues {
  const present = Object.entries(values).filter(([, stored]) => stored !== undefined);
  return Object.fromEntries(
    present.map(([name, stored]) => {
      const field = name as CustomerField;
      if (hidden.includes(field)) return [field, { hidden: true }];
      const { source, at } = stored as { source: unknown; at: number };
      const provenance = { source, at: localTimeOf(at) };
      if (isSealed(field)) return [field, { mask: (stored as { mask: string }).mask, ...provenance }];
      const { value } = stored as { value: unknown };
      return [field, { value: field === 'childrenBirthYears' ? children(value, today) : value, ...provenance }];
    }),
  ) as ShownValues;
}

/** Who is 18 is shown no longer, from that year's end on, even before the value is dropped. */
const children = (years: unknown, today: LocalDate): number[] =>
  (years as number[]).filter((year) => isChild(year, today));
