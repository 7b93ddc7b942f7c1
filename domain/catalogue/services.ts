import { type Facts, shared } from './facts.ts';

const service = {
  ...shared.plain,
  group: 'services',
  described: { part: 'services' },
  basis: 'contract',
  sources: shared.agreed,
  retention: 'whileValid',
  disclosedTo: [],
} as const;
const versioned = { ...shared.versioned, group: 'services' } as const;

/** Ordered services and blocks against them, and numbers at partners that bill: section 5, its last groups. Each has its days and source. */
export const servicesFacts: readonly Facts[] = [
  { ...service, attributes: ['orders'] },
  { ...service, attributes: ['blocks'], basis: 'legalObligation', retention: 'ban' },
  { ...service, attributes: ['numbers'], described: { part: 'identifiers' }, disclosedTo: ['partner'] },
  versioned,
];

/** Tills are told yes or no on the day, and nothing of why. */
export const discountRightFacts: readonly Facts[] = [
  { ...service, attributes: ['periods'], sources: [...shared.agreed, 'authority', 'register'], disclosedTo: ['till'] },
  versioned,
];

/** Told to nobody. */
export const staffMembershipFacts: readonly Facts[] = [
  { ...service, attributes: ['periods'], group: 'staffMembership', sources: [...shared.agreed, 'register'] },
  { ...versioned, group: 'staffMembership' },
];

/** The code itself is not kept: a bare hash of four digits is guessed at once, a keyed one is not. */
export const customerCodeFacts: readonly Facts[] = [
  {
    ...service,
    attributes: ['hash'],
    group: 'customerCode',
    described: { part: 'identifiers' },
    protection: 'keyedHash',
  },
  {
    ...service,
    attributes: ['failures', 'setAt', 'source'],
    group: 'customerCode',
    described: { addition: 'When and by whom the code was set, and the wrong tries that lock it (M20).' },
    basis: 'legitimateInterest',
    sources: [...shared.agreed, 'register'],
  },
  { ...versioned, group: 'customerCode' },
];
