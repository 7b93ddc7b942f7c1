import type { listMemberRegister, listMemberRegisterForAuthority } from '../member-registers.ts';
import type {
  actOnMembership,
  applyForMembership,
  listDueMemberships,
  MembershipView,
  showShareLedger,
  transferMembership,
} from '../memberships.ts';
import type { EndpointExamples } from './example.ts';

const customerNumber = '1100000042';
const coopId = 'demo';
const memberNumber = '600000042';
const ofMember = { customerNumber, coopId, purpose: 'membershipHandling' } as const;
const source = { kind: 'agreement', date: '2026-01-15', version: '2' } as const;
const changing = { ...ofMember, memberNumber, source } as const;
const cursor = 'eyJhZnRlciI6IjIwMjYtMDktMTUjMTEwMDAwMDA0MiM2MDAwMDAwNDIifQ';

const applied: MembershipView = {
  customerNumber,
  coopId,
  memberNumber,
  sequence: 1,
  version: 1,
  status: 'APPLIED',
  paidCents: 0,
  missingCents: 10_000,
  shareReference: '76000000429',
  shareCreditorReference: 'RF3676000000429',
  appliedOn: '2026-01-15',
  from: null,
  until: null,
  endedAs: null,
  fillBy: null,
  nextReminderOn: null,
  refundDueOn: null,
  refundYear: null,
  estateUntil: null,
  expulsion: null,
  transferredTo: null,
  transferredFrom: null,
  due: [],
};
export const exampleMember: MembershipView = {
  ...applied,
  version: 3,
  status: 'ACTIVE_UNPAID',
  paidCents: 2_000,
  missingCents: 8_000,
  from: '2026-01-20',
  fillBy: '2028-01-20',
  nextReminderOn: '2027-07-20',
  due: [
    { kind: 'REMINDER', on: '2027-07-20' },
    { kind: 'FILL_TIME_PASSED', on: '2028-01-21' },
  ],
};
const row = { name: 'Mäkinen Åsa Maria', standing: 'PRESENT', from: '2020-05-01', until: null } as const;
const left = { name: 'Öhman Karl', standing: 'FORMER', from: '2012-03-01', until: '2025-06-30' } as const;
const more = { memberNumber, birthDate: '1980-02-29', homeMunicipality: '091', shares: 1 };
const asked = {
  coopId,
  on: '2026-01-31',
  reason: 'a list at the head office',
  purpose: 'membershipHandling',
} as const;

/** The examples of memberships, shares and member registers. */
export const membershipExamples = {
  applyForMembership: {
    requests: [
      {
        name: 'apply',
        summary: 'A customer applies in writing',
        value: { ...ofMember, source, on: '2026-01-15', idempotencyKey: 'application-0042' },
      },
      {
        name: 'minor',
        summary: 'Somebody of 16, with the consent of a guardian',
        value: {
          ...ofMember,
          source,
          on: '2026-01-15',
          guardianConsents: true,
          idempotencyKey: 'application-0043',
        },
      },
    ],
    results: [{ name: 'applied', summary: 'Until it is accepted', value: { membership: applied, dryRun: false } }],
  } satisfies EndpointExamples<typeof applyForMembership>,

  actOnMembership: {
    requests: [
      {
        name: 'accept',
        summary: 'The board has accepted',
        value: { ...changing, version: 1, act: { kind: 'accept', on: '2026-01-20' } },
      },
      {
        name: 'refuse',
        summary: 'The board has refused, with its reason',
        value: {
          ...changing,
          version: 1,
          reason: 'does not live in the region',
          act: { kind: 'refuse', on: '2026-01-20' },
        },
      },
      {
        name: 'pay',
        summary: 'A part payment',
        value: {
          ...changing,
          version: 2,
          act: { kind: 'pay', on: '2026-01-22', amountCents: 2_000, idempotencyKey: 'payment-000042-1' },
        },
      },
      {
        name: 'resign',
        summary: 'The notice was received',
        value: { ...changing, version: 3, act: { kind: 'resign', on: '2026-03-15' } },
      },
      {
        name: 'expel',
        summary: 'A decision of the board has taken effect',
        value: {
          ...changing,
          version: 6,
          reason: 'neglected a duty',
          act: { kind: 'expel', on: '2026-06-10', byMeeting: false },
        },
      },
      {
        name: 'die',
        summary: 'The co-op has learned of a death',
        value: { ...changing, version: 3, act: { kind: 'die', on: '2025-12-30', learnedOn: '2026-01-07' } },
      },
      {
        name: 'correct',
        summary: 'A payment was entered with a wrong amount',
        value: {
          ...changing,
          version: 3,
          reason: 'a zero too many',
          act: {
            kind: 'correct',
            on: '2026-02-01',
            amountCents: -1_800,
            corrects: 'payment-1f0c2a',
            idempotencyKey: 'correction-000042-1',
          },
        },
      },
    ],
    results: [
      { name: 'changed', summary: 'After a part payment', value: { membership: exampleMember, dryRun: false } },
    ],
  } satisfies EndpointExamples<typeof actOnMembership>,

  transferMembership: {
    requests: [
      {
        name: 'move',
        summary: 'The member moves to another region',
        value: { ...changing, version: 3, toCoopId: 'demo2', on: '2026-05-04', idempotencyKey: 'transfer-000042-1' },
      },
    ],
    results: [
      {
        name: 'moved',
        summary: 'Both memberships',
        value: {
          left: {
            ...exampleMember,
            version: 4,
            status: 'TRANSFERRED',
            endedAs: 'TRANSFERRED',
            paidCents: 0,
            missingCents: 10_000,
            until: '2026-05-04',
            fillBy: null,
            nextReminderOn: null,
            transferredTo: 'demo2',
            due: [],
          },
          joined: {
            ...exampleMember,
            coopId: 'demo2',
            memberNumber: '600000059',
            shareReference: '76000000597',
            shareCreditorReference: 'RF5976000000597',
            version: 1,
            appliedOn: null,
            from: '2026-05-04',
            transferredFrom: coopId,
          },
          dryRun: false,
        },
      },
    ],
  } satisfies EndpointExamples<typeof transferMembership>,

  showShareLedger: {
    requests: [{ name: 'show', summary: 'At the desk', value: { ...ofMember, memberNumber } }],
    results: [
      {
        name: 'ledger',
        summary: 'A payment, and who has done what',
        value: {
          membership: exampleMember,
          entries: [
            {
              entryNumber: 1,
              date: '2026-01-22',
              sourceId: 'payment-1f0c2a',
              amountCents: 2_000,
              balanceCents: 2_000,
              reason: 'PAYMENT',
              corrects: null,
              note: null,
              source,
            },
          ],
          history: [
            {
              version: 1,
              event: 'apply',
              on: '2026-01-15',
              at: '2026-01-15T10:05:00+02:00',
              by: 'staff-1',
              status: 'APPLIED',
              reason: null,
              source,
            },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof showShareLedger>,

  listDueMemberships: {
    requests: [
      {
        name: 'today',
        summary: 'What is due by a day',
        value: { coopId, until: '2027-07-31', purpose: 'membershipHandling' },
      },
    ],
    results: [
      {
        name: 'some',
        summary: 'A member to be reminded',
        value: { memberships: [{ name: row.name, membership: exampleMember }], cursor },
      },
    ],
  } satisfies EndpointExamples<typeof listDueMemberships>,

  listMemberRegister: {
    requests: [
      { name: 'anyone', summary: 'For anyone', value: { ...asked, view: 'anyone' } },
      { name: 'entitled', summary: 'For a member or creditor', value: { ...asked, view: 'entitled' } },
    ],
    results: [
      { name: 'anyone', summary: 'Names and days', value: { members: [row, left], cursor } },
      { name: 'entitled', summary: 'What else is recorded', value: { members: [{ ...row, ...more }] } },
    ],
  } satisfies EndpointExamples<typeof listMemberRegister>,

  listMemberRegisterForAuthority: {
    requests: [{ name: 'authority', summary: 'On a legal ground', value: { ...asked, purpose: 'authorityRequest' } }],
    results: [
      {
        name: 'authority',
        summary: 'Also what an order of non-disclosure hides',
        value: { members: [{ ...row, ...more, nonDisclosure: true }] },
      },
    ],
  } satisfies EndpointExamples<typeof listMemberRegisterForAuthority>,
};
