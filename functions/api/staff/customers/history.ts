import { customerHistory } from '../../../../contract/customers.ts';
import { localDateOf, localTimeOf } from '../../../../domain/calendar.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { historyPage } from '../../../table/customer-history.ts';
import { hiddenFrom, shownValues } from './view.ts';

const pageSize = 50;

/** Newest first. What an order hides is hidden in what it was before, too (R82). */
export const customerHistoryEndpoint = answers(customerHistory, async ({ body, subjects, caller, nowMs }) => {
  const { customer } = subjects.customerNumber;
  const { entries, more } = await historyPage(register(), customer.customerNumber, body.before, pageSize);
  const hidden = hiddenFrom(caller, customer);
  const last = entries.at(-1);
  return {
    changes: entries.map(({ version, at, action, reason, fields, replaced }) => ({
      version,
      at: localTimeOf(at),
      action,
      reason: reason ?? null,
      fields,
      replaced: shownValues(replaced, hidden, localDateOf(nowMs)),
    })),
    ...(more && last !== undefined ? { before: last.version } : {}),
  };
});
