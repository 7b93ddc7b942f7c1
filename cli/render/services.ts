import type { ResultOf } from '../../contract/endpoint.ts';
import type { CodeView, RightView, ServicesView, showServices } from '../../contract/services.ts';
import { formatTime } from './figures.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

/** Everything of a customer's services, rights and code. */
export function renderServicesPage(page: ResultOf<typeof showServices>, paint: Paint): string {
  return [
    renderServices(page.services, paint),
    `${paint('bold', 'discount right')}  ${renderRight(page.discountRight, paint)}`,
    `${paint('bold', 'staff membership')}  ${renderRight(page.staffMembership, paint)}`,
    `${paint('bold', 'customer code')}  ${renderCode(page.customerCode, paint)}`,
  ].join('\n\n');
}

export function renderServices({ orders, blocks, partnerNumbers }: ServicesView, paint: Paint): string {
  const rows = [
    ...orders.map(({ service, from, until, standing }) => ['service', service, from, until ?? '', standing]),
    ...blocks.map(({ service, from, until }) => ['block', service ?? 'all services', from, until ?? '', '']),
    ...partnerNumbers.map(({ companyId, from, until }) => ['number at', companyId, from, until ?? '', '']),
  ];
  if (rows.length === 0) return 'No service, block or number at a partner.';
  return table(
    ['', 'what', 'from', 'until', 'today'].map((head) => ({ head })),
    rows,
    paint,
  );
}

export function renderRight({ holdsToday, periods }: RightView, paint: Paint): string {
  const days = periods.map(({ from, lastDay }) => `${from} – ${lastDay ?? ''}`.trim()).join(', ');
  return `${holdsToday ? paint('green', 'yes') : 'no'}${days === '' ? '' : ` (${days})`}`;
}

export function renderCode({ isSet, locked, setAt }: CodeView, paint: Paint): string {
  if (!isSet) return 'not set';
  return `${locked ? paint('red', 'locked') : 'set'}, ${formatTime(setAt ?? '')}`;
}
