import type { actOnCard, CardView, orderCard, showCard } from '../cards.ts';
import type { actOnHousehold, createHousehold, HouseholdView, moveHousehold, showHousehold } from '../households.ts';
import type { EndpointExamples } from './example.ts';

const [headCustomerNumber, customerNumber] = ['1100000042', '1100000059'];
const householdId = 'H000000000042';
const [cardNumber, newNumber] = ['924600000000000013', '924600000000000021'];
const said = { purpose: 'customerRequest', source: { kind: 'email' } } as const;
const idempotencyKey = 'a1b2c3d4-0001';

const household: HouseholdView = {
  householdId,
  version: 3,
  coopId: 'havu',
  memberKind: 'PERSON',
  headCustomerNumber,
  endedOn: null,
  mergedInto: null,
  heads: [{ customerNumber: headCustomerNumber, from: '2026-01-15', until: null }],
  persons: [
    { customerNumber: headCustomerNumber, from: '2026-01-15', until: null, joined: 'FOUNDED' },
    { customerNumber, from: '2026-01-20', until: null, joined: 'INVITED' },
  ],
  invitations: [
    {
      customerNumber,
      invitedAt: '2026-01-18T10:00:00+02:00',
      expiresAt: '2026-02-02T00:00:00+02:00',
      state: 'ACCEPTED',
    },
  ],
  moves: [],
};
const card: CardView = {
  cardNumber,
  customerNumber,
  version: 3,
  type: 'PARALLEL',
  status: 'ACTIVE',
  coopId: 'havu',
  orderedOn: '2026-01-20',
  activatedOn: '2026-01-27',
  validUntil: null,
  endedOn: null,
  blocked: null,
  replaces: null,
  replacedBy: null,
  links: [{ householdId, coopId: 'havu', from: '2026-01-21T00:00:00+02:00', until: null }],
  gathering: false,
};
const changedCard = { card, replacement: null, gathered: 0, dryRun: false };

/** The examples of households and cards. */
export const householdExamples = {
  createHousehold: {
    requests: [
      {
        name: 'new-member',
        summary: 'A new member founds a household',
        value: { ...said, idempotencyKey, coopId: 'havu', headCustomerNumber },
      },
    ],
    results: [
      {
        name: 'founded',
        summary: 'The household with its head',
        value: {
          household: { ...household, version: 1, persons: household.persons.slice(0, 1), invitations: [] },
          other: null,
          dryRun: false,
        },
      },
    ],
  } satisfies EndpointExamples<typeof createHousehold>,

  showHousehold: {
    requests: [
      { name: 'at-the-desk', summary: 'The customer asks', value: { purpose: 'customerRequest', householdId } },
    ],
    results: [
      {
        name: 'two-persons',
        summary: 'Two persons, one card',
        value: {
          household,
          cards: [
            {
              customerNumber,
              cardNumber,
              type: 'PARALLEL',
              status: 'ACTIVE',
              linkedFrom: '2026-01-21T00:00:00+02:00',
              linkedUntil: null,
            },
          ],
          history: [
            { version: 3, at: '2026-01-20T09:00:00+02:00', action: 'accept', reason: null },
            { version: 2, at: '2026-01-18T10:00:00+02:00', action: 'invite', reason: 'Asked for by the head' },
            { version: 1, at: '2026-01-15T12:00:00+02:00', action: 'create', reason: null },
          ],
          balances: [{ coopId: 'demo', period: '2026-02', unpaidCents: -350, reason: 'NEGATIVE' }],
        },
      },
    ],
  } satisfies EndpointExamples<typeof showHousehold>,

  actOnHousehold: {
    requests: [
      {
        name: 'invite',
        summary: 'The head invites a person',
        value: { ...said, householdId, version: 1, action: 'invite', customerNumber, reason: 'Asked for by the head' },
      },
      {
        name: 'accept',
        summary: 'The person accepts',
        value: { ...said, householdId, version: 2, action: 'accept', customerNumber },
      },
      {
        name: 'add-minor',
        summary: 'A child comes in, asked for by a guardian',
        value: {
          ...said,
          householdId,
          version: 2,
          action: 'addMinor',
          customerNumber,
          guardianCustomerNumber: '51000000436',
        },
      },
      {
        name: 'merge',
        summary: 'All go into another household',
        value: { ...said, householdId, version: 3, action: 'merge', intoHouseholdId: 'H000043' },
      },
      {
        name: 'split',
        summary: 'A member founds a household of their own',
        value: { ...said, householdId, version: 3, action: 'split', customerNumber, idempotencyKey },
      },
      {
        name: 'dissolve',
        summary: "The head's membership has ended",
        value: { ...said, householdId, version: 3, action: 'dissolve', reason: 'The head has resigned' },
      },
      {
        name: 'pay-last-head',
        summary: 'What it is owed goes to its last head',
        value: { ...said, householdId, version: 4, action: 'payLastHead', reason: 'Nobody else has a claim' },
      },
    ],
    results: [{ name: 'accepted', summary: 'The person is in', value: { household, other: null, dryRun: false } }],
  } satisfies EndpointExamples<typeof actOnHousehold>,

  moveHousehold: {
    requests: [
      {
        name: 'transfer',
        summary: 'The head has moved to another co-op',
        value: { ...said, householdId, version: 3, toCoopId: 'koivu', reason: 'Moved to the north' },
      },
    ],
    results: [
      {
        name: 'moved',
        summary: 'Twelve receipts of this month count in the new co-op',
        value: {
          household: {
            ...household,
            version: 4,
            coopId: 'koivu',
            moves: [{ month: '2026-02', fromCoopId: 'havu', toCoopId: 'koivu' }],
          },
          receipts: 12,
          dryRun: false,
        },
      },
    ],
  } satisfies EndpointExamples<typeof moveHousehold>,

  orderCard: {
    requests: [
      {
        name: 'parallel',
        summary: 'A parallel card',
        value: { ...said, idempotencyKey, customerNumber, coopId: 'havu', type: 'PARALLEL' },
      },
    ],
    results: [
      {
        name: 'ordered',
        summary: 'Ordered, not in use yet',
        value: {
          ...changedCard,
          card: { ...card, version: 1, status: 'ORDERED', activatedOn: null, links: [] },
        },
      },
    ],
  } satisfies EndpointExamples<typeof orderCard>,

  showCard: {
    requests: [
      { name: 'at-the-desk', summary: 'The customer asks', value: { purpose: 'customerRequest', cardNumber } },
    ],
    results: [{ name: 'active', summary: 'A card in use', value: { card } }],
  } satisfies EndpointExamples<typeof showCard>,

  actOnCard: {
    requests: [
      {
        name: 'activate-from',
        summary: 'Taken into use from some days ago',
        value: { ...said, cardNumber, version: 1, action: 'activate', linkFrom: '2026-01-21' },
      },
      {
        name: 'block',
        summary: 'The card was lost',
        value: { ...said, cardNumber, version: 3, action: 'block', blockReason: 'LOST' },
      },
      {
        name: 'replace',
        summary: 'A new number takes over',
        value: { ...said, cardNumber, version: 3, action: 'replace' },
      },
    ],
    results: [
      {
        name: 'gathered',
        summary: 'Two receipts had waited for it',
        value: { ...changedCard, gathered: 2 },
      },
      {
        name: 'replaced',
        summary: 'The old card ended and the new one is in use',
        value: {
          ...changedCard,
          card: { ...card, version: 4, status: 'REPLACED', endedOn: '2026-02-01', replacedBy: newNumber },
          replacement: { ...card, cardNumber: newNumber, version: 1, replaces: cardNumber },
        },
      },
    ],
  } satisfies EndpointExamples<typeof actOnCard>,
};
