import type { Facts } from './facts.ts';

/** Who looked at whom, and what a change replaced. */
export const accessEventFacts: readonly Facts[] = [
  {
    attributes: [
      'person',
      'subjectKind',
      'subjectId',
      'via',
      'at',
      'staffId',
      'actorKind',
      'actorId',
      'permission',
      'purpose',
      'action',
      'fieldGroups',
      'requestId',
      'reason',
      'expiresAt',
    ],
    group: 'accessEvents',
    described: {
      addition:
        'Every look at a person is accounted for (R70; GDPR 5(2), 32; C-579/21), and the person may see who looked.',
    },
    basis: 'legalObligation',
    sources: ['register'],
    retention: 'accessEvents',
    seenWith: 'audit',
    protection: 'plain',
    disclosedTo: ['authority'],
  },
];

/** Earlier values: section 5, "aikaisemmat henkilötiedot". Each keeps the protection that it had. */
export const historyFacts: readonly Facts[] = [
  {
    attributes: ['version', 'at', 'action', 'reason', 'other', 'fields', 'replaced', 'account', 'card'],
    group: 'history',
    described: { part: 'basic' },
    basis: 'contract',
    sources: ['register'],
    retention: 'customership',
    seenWith: 'register.read',
    protection: 'plain',
    disclosedTo: [],
  },
];
