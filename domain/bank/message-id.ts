import { type MessageParts, messageId, paymentInformationId, paymentKinds } from '../payment-ids.ts';

/** A period as it was before its hyphens were dropped: a year, a month or a day. */
const hyphenated = (digits: string): string =>
  [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].filter((part) => part !== '').join('-');

/**
 * Which file of which run an id of a message is of, as the bank repeats it.
 * @returns undefined if it is none of ours
 */
export function messagePartsOf(id: string): MessageParts | undefined {
  const [, coopId = '', period = '', attempt = '', file = ''] =
    /^[A-Z]+-([a-z0-9]+)-(\d{4,8})-(\d+)-(\d+)$/.exec(id) ?? [];
  const parts = { coopId, period: hyphenated(period), attempt: Number(attempt), fileNumber: Number(file) };
  return paymentKinds.map((kind) => ({ ...parts, kind })).find((one) => isSame(() => messageId(one), id));
}

/** The same of an id of a batch. */
export function batchPartsOf(id: string): (MessageParts & { batchNumber: number }) | undefined {
  const [, message = '', batch = ''] = /^(.+)-(\d+)$/.exec(id) ?? [];
  const parts = messagePartsOf(message);
  if (parts === undefined) return undefined;
  const one = { ...parts, batchNumber: Number(batch) };
  return isSame(() => paymentInformationId(one), id) ? one : undefined;
}

/** Parts that make the same id again: nothing else is taken for an id of ours. */
function isSame(make: () => string, id: string): boolean {
  try {
    return make() === id;
  } catch {
    return false;
  }
}
