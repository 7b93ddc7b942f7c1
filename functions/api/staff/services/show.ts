import { showServices } from '../../../../contract/services.ts';
import { localDateOf } from '../../../../domain/calendar.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { viewOfCode, viewOfRight, viewOfServices } from './views.ts';

export const showServicesEndpoint = answers(showServices, async ({ subjects, nowMs }) => {
  const { services, discountRight, staffMembership, customerCode } = subjects.customerNumber;
  const today = localDateOf(nowMs);
  return {
    services: viewOfServices(services, today),
    discountRight: viewOfRight(discountRight, today),
    staffMembership: viewOfRight(staffMembership, today),
    customerCode: viewOfCode(customerCode, settings().mostCustomerCodeFailures),
  };
});
