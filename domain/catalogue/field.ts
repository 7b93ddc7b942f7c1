import type * as z from 'zod/mini';
import type { FieldGroup } from '../field-groups.ts';
import type { Source } from '../source.ts';
import type { RetentionRule } from './retention.ts';

/** Where section 5 of the register description names a field; what it does not name is an addition, with its reason. */
export type Described =
  | { part: 'basic' | 'membership' | 'household' | 'account' | 'card' | 'purchase' | 'identifiers' | 'services' }
  | { addition: string };

/** Why it may be processed (GDPR 6(1); identity codes also TSL 29). */
export const lawfulBases = ['contract', 'legalObligation', 'legitimateInterest', 'consent'] as const;
export type LawfulBasis = (typeof lawfulBases)[number];

/** Which permission shows a field in full; `masked` of it is shown to whoever may read the register. */
export type FullySeenWith = 'register.read' | 'identity.reveal' | 'privacy' | 'admin' | 'audit' | 'marketing';

/** To whom a field may be given (sections 4 and 7; R52, R53, R69, R81). */
export const recipients = ['taxAuthority', 'authority', 'bank', 'registerViewer', 'till', 'partner'] as const;
export type Recipient = (typeof recipients)[number];

/**
 * One field that the register keeps of a person: once, as data. Item and API schemas, masks, access exports, retention and the
 * register description are made from it.
 */
export type Field<S extends z.ZodMiniType = z.ZodMiniType, P extends Protection = Protection> = {
  schema: S;
  group: FieldGroup;
  described: Described;
  basis: LawfulBasis;
  /** From where it may come; `register` for what the register itself makes. */
  sources: readonly (Source['kind'] | 'register')[];
  retention: RetentionRule;
  seenWith: FullySeenWith;
  /** How it is stored: in the clear, sealed under the co-op's data key, or only as a keyed hash. */
  protection: P;
  disclosedTo: readonly Recipient[];
};
export type Protection = 'plain' | 'sealed' | 'keyedHash';

/** Keeps the types of a field's schema and protection. */
export const field = <S extends z.ZodMiniType, const P extends Protection>(declared: Field<S, P>): Field<S, P> =>
  declared;
