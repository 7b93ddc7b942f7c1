/** The parts of a name as they are stored, each with whatever is kept beside its value. */
type NameValues = {
  firstNames?: { value: string } | undefined;
  lastName?: { value: string } | undefined;
  companyName?: { value: string } | undefined;
};

/**
 * A customer's name as lists and payments show it: last name first, or the company's name.
 * @param values the stored values
 */
export function customerName({ firstNames, lastName, companyName }: NameValues): string {
  if (companyName !== undefined) return companyName.value;
  return [lastName?.value, firstNames?.value].filter((part) => part !== undefined).join(' ');
}
