import type { CodeView, RightView, ServicesView } from '../../../../contract/services.ts';
import { type LocalDate, localTimeOf } from '../../../../domain/calendar.ts';
import { type CustomerCodeState, isLocked } from '../../../../domain/customer-code.ts';
import { holdsOn, lastDayOf, type RightPeriod } from '../../../../domain/dated-right.ts';
import { noServices, type ServiceState, standingOfService } from '../../../../domain/services.ts';

type Versioned<T> = (T & { version: number }) | undefined;
const days = ({ from, until }: { from: LocalDate; until?: LocalDate | undefined }) => ({ from, until: until ?? null });

export function viewOfServices(item: Versioned<ServiceState>, today: LocalDate): ServicesView {
  const state = item ?? noServices;
  return {
    version: item?.version ?? 0,
    orders: state.orders.map((order) => ({
      service: order.service,
      ...days(order),
      standing: standingOfService(state, order.service, today),
    })),
    blocks: state.blocks.map((block) => ({ service: block.service ?? null, ...days(block) })),
    partnerNumbers: state.numbers.map((number) => ({ companyId: number.companyId, ...days(number) })),
  };
}

export function viewOfRight(item: Versioned<{ periods: readonly RightPeriod[] }>, today: LocalDate): RightView {
  const periods = item?.periods ?? [];
  return {
    version: item?.version ?? 0,
    holdsToday: holdsOn(periods, today),
    periods: periods.map((period) => ({ from: period.from, lastDay: lastDayOf(period) ?? null })),
  };
}

export const viewOfCode = (item: Versioned<CustomerCodeState>, mostFailures: number): CodeView => ({
  version: item?.version ?? 0,
  isSet: item !== undefined,
  locked: item !== undefined && isLocked(item, mostFailures),
  setAt: item === undefined ? null : localTimeOf(item.setAt),
});
