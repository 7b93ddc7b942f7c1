import type { PostalAddress } from './postal-address.ts';

const dot = '•';

/** An identity code hides everything, the date as well: it is half of the code. */
export const maskedIdentityCode = (): string => `${dot.repeat(6)}-${dot.repeat(4)}`;

/** An account by its country and last four. */
export const maskedIban = (iban: string): string =>
  `${iban.slice(0, 2)}${dot.repeat(2)} ${dot.repeat(4)} ${iban.slice(-4)}`;

/** A phone number by its last three digits. */
export const maskedPhone = (number: string): string => `${dot.repeat(6)}${number.slice(-3)}`;

/** An e-mail address by its first character and the end of its domain. */
export const maskedEmail = (address: string): string =>
  `${[...address][0] ?? ''}${dot.repeat(3)}@${dot.repeat(3)}.${address.slice(address.lastIndexOf('.') + 1)}`;

/** An address by its postal code and town. */
export const maskedAddress = ({ postalCode, town }: PostalAddress): string => `${dot.repeat(6)}, ${postalCode} ${town}`;
