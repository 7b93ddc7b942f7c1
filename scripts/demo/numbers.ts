import { luhnCheckDigit } from '../../domain/identifiers.ts';

/** Made-up numbers with the check digits of real ones. None of them was ever given to anybody (domain.md 6 #19, #20). */

/** An 18-digit card of the demo: the prefix 9246, a serial, a Luhn digit. @param serial 0 to 9,999,999,999,999 */
export function demoCard(serial: number): string {
  const digits = `9246${padded(serial, 13)}`;
  return digits + luhnCheckDigit(digits);
}

/** A customer or member number: two digits for the co-op, seven of a serial, a Luhn digit. */
export function demoNumber(prefix: string, serial: number): string {
  const digits = prefix + padded(serial, 7);
  return digits + luhnCheckDigit(digits);
}

/**
 * A Finnish IBAN (ISO 13616): bank prefix and serial, the Luhn digit of the BBAN, the mod-97 check digits in front.
 * @param bankPrefix `36` or `39` is S-Pankki (R101)
 */
export function finnishIban(bankPrefix: string, serial: number): string {
  const account = bankPrefix + padded(serial, 13 - bankPrefix.length);
  const bban = account + luhnCheckDigit(account);
  // F is 15 and I is 18; 00 stands where the check digits will.
  const check = 98n - (BigInt(`${bban}151800`) % 97n);
  return `FI${String(check).padStart(2, '0')}${bban}`;
}

function padded(value: number, width: number): string {
  const digits = String(value).padStart(width, '0');
  if (digits.length !== width || !/^\d+$/.test(digits)) throw new RangeError('the serial does not fit its number');
  return digits;
}
