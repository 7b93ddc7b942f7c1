import * as z from 'zod/mini';
import { type LocalDate, localDateSchema } from './calendar.ts';
import { companyIdSchema } from './company.ts';
import { sourceSchema } from './source.ts';

/**
 * Services that a customer has ordered, blocks against them, and numbers that were given to partners which bill (register description,
 * section 5). Everything has its days, `from` ≤ day < `until`, and nothing is taken out: it ends.
 */
export const serviceCodeSchema = z.string().check(z.regex(/^[a-z][A-Za-z0-9]{1,29}$/));

const told = { source: sourceSchema, at: z.int() };
const dated = {
  from: localDateSchema,
  until: z.optional(localDateSchema),
  ...told,
  /** Who said that it ends, if that was said later. */
  ended: z.optional(z.strictObject(told)),
};

export const serviceStateSchema = z.strictObject({
  orders: z.array(z.strictObject({ service: serviceCodeSchema, ...dated })),
  /** A block without a service is against all. */
  blocks: z.array(z.strictObject({ service: z.optional(serviceCodeSchema), ...dated })),
  /** Partners that were given the customer's number, to send purchases with it (R7). */
  numbers: z.array(z.strictObject({ companyId: companyIdSchema, ...dated })),
});
export type ServiceState = z.infer<typeof serviceStateSchema>;
type Days = { from: LocalDate; until?: LocalDate | undefined };

export const noServices: ServiceState = { orders: [], blocks: [], numbers: [] };

/** True if the day is one of an order's, a block's or a number's. */
export const isInForce = ({ from, until }: Days, day: LocalDate): boolean =>
  from <= day && (until === undefined || day < until);

export const serviceStandings = ['none', 'ordered', 'blocked', 'suspended'] as const;
/** Of one service on one day; `suspended` is ordered, and blocked for now. */
export type ServiceStanding = (typeof serviceStandings)[number];

export function standingOfService(state: ServiceState, service: string, day: LocalDate): ServiceStanding {
  const ordered = state.orders.some((order) => order.service === service && isInForce(order, day));
  const blocked = state.blocks.some(
    (block) => (block.service === undefined || block.service === service) && isInForce(block, day),
  );
  if (ordered) return blocked ? 'suspended' : 'ordered';
  return blocked ? 'blocked' : 'none';
}

export const serviceActions = ['order', 'end', 'block', 'unblock'] as const;
export type ServiceAction = (typeof serviceActions)[number];

/** Why an action is not possible, as a sentence; `ok` if it is. */
const orderSteps: Record<'order' | 'end', Record<ServiceStanding, string>> = {
  order: {
    none: 'ok',
    ordered: 'The service is ordered already on that day.',
    blocked: 'A service block is in force on that day; lift it first.',
    suspended: 'The service is ordered already on that day, and blocked.',
  },
  end: {
    none: 'The service is not ordered on that day.',
    ordered: 'ok',
    blocked: 'The service is not ordered on that day.',
    suspended: 'ok',
  },
};

export type Told = { source: z.infer<typeof sourceSchema>; at: number };
export type ServiceRequest = { action: ServiceAction; service?: string | undefined; on: LocalDate } & Told;
type Outcome = { state: ServiceState } | { refused: string };

/**
 * Orders or ends a service, or puts or lifts a block, from a day on.
 * @returns the next state, or a sentence that says why it cannot be
 */
export function actOnService(state: ServiceState, { action, service, on, ...said }: ServiceRequest): Outcome {
  if (action === 'block' || action === 'unblock') {
    const mine = (block: { service?: string | undefined }): boolean => block.service === service;
    const next =
      action === 'block'
        ? begun(state.blocks, mine, { ...(service && { service }), from: on, ...said }, on)
        : closed(state.blocks, mine, on, said);
    return typeof next === 'string' ? { refused: blockSentences[next] } : { state: { ...state, blocks: next } };
  }
  if (service === undefined) return { refused: 'Name the service.' };
  const step = orderSteps[action][standingOfService(state, service, on)];
  if (step !== 'ok') return { refused: step };
  const mine = (order: { service: string }): boolean => order.service === service;
  const next =
    action === 'order'
      ? begun(state.orders, mine, { service, from: on, ...said }, on)
      : closed(state.orders, mine, on, said);
  return typeof next === 'string' ? { refused: orderSentences[next] } : { state: { ...state, orders: next } };
}

/** Gives the customer's number to a partner that bills, or takes it back, from a day on. */
export function actOnPartnerNumber(
  state: ServiceState,
  { action, companyId, on, ...said }: { action: 'give' | 'end'; companyId: string; on: LocalDate } & Told,
): Outcome {
  const mine = (number: { companyId: string }): boolean => number.companyId === companyId;
  const next =
    action === 'give'
      ? begun(state.numbers, mine, { companyId, from: on, ...said }, on)
      : closed(state.numbers, mine, on, said);
  return typeof next === 'string' ? { refused: numberSentences[next] } : { state: { ...state, numbers: next } };
}

type Fault = 'inForce' | 'later' | 'notInForce';
const orderSentences: Record<Fault, string> = {
  inForce: 'The service is ordered already on that day.',
  later: 'The service is ordered from a later day on; choose a day after that order has ended.',
  notInForce: 'The service is not ordered on that day.',
};
const blockSentences: Record<Fault, string> = {
  inForce: 'The same block is in force already on that day.',
  later: 'The same block begins on a later day.',
  notInForce: 'No such block is in force on that day.',
};
const numberSentences: Record<Fault, string> = {
  inForce: 'The partner has the number already on that day.',
  later: 'The partner gets the number on a later day.',
  notInForce: 'The partner does not have the number on that day.',
};

type Entry = Days & { ended?: Told | undefined };

/** Adds an entry, unless another of the same kind covers its first day or a later one. */
function begun<E extends Entry>(all: readonly E[], mine: (entry: E) => boolean, entry: E, on: LocalDate): E[] | Fault {
  const same = all.filter(mine);
  if (same.some((other) => isInForce(other, on))) return 'inForce';
  if (same.some(({ from, until }) => from > on && (until === undefined || from < until))) return 'later';
  return [...all, entry];
}

/** Ends the entry that is in force; `on` is the first day without it. */
function closed<E extends Entry>(
  all: readonly E[],
  mine: (entry: E) => boolean,
  on: LocalDate,
  said: Told,
): E[] | Fault {
  const open = all.find((entry) => mine(entry) && isInForce(entry, on));
  if (open === undefined) return 'notInForce';
  return all.map((entry) => (entry === open ? { ...entry, until: on, ended: said } : entry));
}
