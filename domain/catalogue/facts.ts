import type { Field } from './field.ts';

/** What the catalogue says of attributes that are alike: everything but the schema, which is that of the item that holds them. */
export type Facts = { attributes: readonly string[] } & Omit<Field, 'schema'>;

const agreed = ['agreement', 'phone', 'internet', 'email', 'other', 'service'] as const;
const plain = { seenWith: 'register.read', protection: 'plain' } as const;

/** Facts that many entities share, so that each says only what is its own. */
export const shared = {
  agreed,
  plain,
  /** What the register adds to every thing that changes. */
  versioned: {
    ...plain,
    attributes: ['version'],
    described: { addition: 'Counts the changes, so that none is lost when two people work at once.' },
    basis: 'legitimateInterest',
    sources: ['register'],
    retention: 'whileValid',
    disclosedTo: [],
  },
} as const;
