/** What staff may be allowed to (M22). Cognito groups of the same names carry them; the staff directory limits them to co-ops. */
export const permissions = [
  'register.read',
  'register.write',
  'identity.reveal',
  'payouts.prepare',
  'payouts.approve',
  'privacy',
  'marketing',
  'audit',
  'admin',
] as const;
export type Permission = (typeof permissions)[number];
