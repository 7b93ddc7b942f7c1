/** Why staff look at or change a person's data: a closed list, stored with every access event (C-579/21; R70). */
export const accessPurposes = [
  'customerRequest',
  'membershipHandling',
  'payoutControl',
  'correction',
  'audit',
  'dataSubjectRequest',
  'authorityRequest',
  'maintenance',
] as const;
export type AccessPurpose = (typeof accessPurposes)[number];
