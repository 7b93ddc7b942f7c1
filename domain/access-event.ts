/** Whom or what an access event concerns: one person, household or card, or something that shows many. */
export const accessSubjectKinds = [
  'HOUSEHOLD',
  'CUSTOMER',
  'CARD',
  'RECEIPT',
  'RUN',
  'LISTING',
  'SEARCH',
  'STAFF',
] as const;
export type AccessSubject = { kind: (typeof accessSubjectKinds)[number]; id: string };

/** What was done with the data: seen, changed, or taken out as a file. */
export const accessActions = ['READ', 'CHANGE', 'EXPORT'] as const;
export type AccessAction = (typeof accessActions)[number];

/** Who looked: a member of the staff, or later a process of the system's own or a person at their own data. */
export const actorKinds = ['STAFF', 'SYSTEM', 'DATA_SUBJECT'] as const;
