/**
 * The groups of personal data, a closed list: what an access event says was seen, what an endpoint declares that it shows or changes,
 * and what each field of the catalogue belongs to (register description, section 5; C-579/21: which data was looked at).
 */
export const fieldGroups = [
  'name',
  'contact',
  'identity',
  'basic',
  'children',
  'nonDisclosure',
  'membership',
  'share',
  'household',
  'benefitAccount',
  'card',
  'purchases',
  'benefits',
  'services',
  'customerCode',
  'tax',
  'staffMembership',
  'marketing',
  'accessEvents',
  'disclosures',
  'history',
] as const;
export type FieldGroup = (typeof fieldGroups)[number];
