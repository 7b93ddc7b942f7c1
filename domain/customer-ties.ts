import type { LocalDate } from './calendar.ts';

type Dated = { until?: LocalDate | undefined };

/** What holds a customer in the register, as far as the rule looks. */
export type Ties = {
  memberships: readonly Dated[];
  services?: { orders: readonly Dated[]; numbers: readonly Dated[] } | undefined;
  inHousehold: boolean;
  /** Cards, each with whether it is ordered or in use. */
  cards: readonly { isLive: boolean }[];
};

/**
 * What a customer still has on a day: nobody is merged away from a membership, a household, a card or a service that would be left without
 * its person.
 * @returns the names of what there is; none if the customer is free
 */
export function openTies({ memberships, services, inHousehold, cards }: Ties, today: LocalDate): string[] {
  const isOpen = ({ until }: Dated): boolean => until === undefined || today < until;
  return [
    ...(memberships.some(isOpen) ? ['a membership'] : []),
    ...(inHousehold ? ['a household'] : []),
    ...(cards.some(({ isLive }) => isLive) ? ['a card'] : []),
    ...([...(services?.orders ?? []), ...(services?.numbers ?? [])].some(isOpen) ? ['a service'] : []),
  ];
}
