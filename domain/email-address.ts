import * as z from 'zod/mini';

/** The domain is the same in any case; the name before it belongs to its server, and is kept as it is written. */
const lowerDomain = (address: string): string => {
  const at = address.lastIndexOf('@');
  return address.slice(0, at) + address.slice(at).toLowerCase();
};

/** An e-mail address of at most 254 characters. */
export const emailAddressSchema = z.string().check(
  z.maxLength(254, { abort: true }),
  z.regex(/^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$/, {
    abort: true,
  }),
  z.overwrite(lowerDomain),
);

/** The form by which an address is found: hardly a server tells capitals apart. */
export const emailSearchForm = (address: string): string => address.toLowerCase();
