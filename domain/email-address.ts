import * as z from 'zod/mini';
import { atMost } from './at-most.ts';

/** The domain is the same in any case; the name before it belongs to its server, and is kept as it is written. */
const lowerDomain = (address: string): string => {
  const at = address.lastIndexOf('@');
  return address.slice(0, at) + address.slice(at).toLowerCase();
};

const atom = "[\\w!#$%&'*+/=?^`{|}~-]+";
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const addressPattern = new RegExp(`^(?=.{1,64}@)${atom}(?:\\.${atom})*@(?:${label}\\.)+[A-Za-z]{2,24}$`);

/** An e-mail address of at most 254 characters: the dot-atom of RFC 5322 at a domain name in ASCII. */
export const emailAddressSchema = z
  .string()
  .check(...atMost(254), z.regex(addressPattern, { abort: true }), z.overwrite(lowerDomain));

/** The form by which an address is found: hardly a server tells capitals apart. */
export const emailSearchForm = (address: string): string => address.toLowerCase();
