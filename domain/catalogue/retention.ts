/**
 * How long a field is kept (R50, R56–R62; the matrix R61). The rules are data: the daily deletion reads them. Times that no source states are
 * settings, named here.
 */
export const retentionRules = {
  purchase: { says: 'two years from the purchase', basis: 'R56' },
  voucher: { says: 'six years from the end of the year in which the financial year ended', basis: 'R59' },
  ledger: { says: 'ten years from the end of the financial year', basis: 'R58' },
  memberRegister: { says: 'while a member, then until the share has been refunded', basis: 'R49, R50' },
  customership: { says: 'until the customership and all mutual obligations have ended', basis: 'R57' },
  identity: { says: 'until the last obligation that needs it has ended', basis: 'R62' },
  child: { says: 'until the child is 18 or has left home', basis: 'R61; register description, section 5' },
  ban: { says: 'as long as it must be honoured', basis: 'R61; GDPR 21' },
  accessEvents: { says: 'a term of its own, a setting', basis: 'R61; accessEventRetentionDays' },
  whileValid: { says: 'while it is valid, then with the customership', basis: 'R57' },
  directory: { says: 'while it is valid, then as long as what refers to it', basis: 'R61, R70' },
} as const;
export type RetentionRule = keyof typeof retentionRules;
