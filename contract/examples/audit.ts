import type { AccessEventView, accessByPerson, accessByStaff } from '../audit.ts';
import type { EndpointExamples } from './example.ts';

const staffId = '6f2d0a3e-8c1b-4a57-9d6e-3b1f0c7a5e42';
const cursor = 'eyJhZnRlciI6IjIwMjYtMDEtMjRUMTQ6NDI6MTAuMDAwWiNyZXF1ZXN0LTEjQ1VTVE9NRVIvMTAwMDA0MiJ9';

const look: AccessEventView = {
  at: '2026-01-24T16:42:10+02:00',
  actor: { kind: 'STAFF', id: staffId, name: 'Aino Esimerkki', employerCompanyId: 'demo' },
  permission: 'register.read',
  purpose: 'customerRequest',
  reason: null,
  action: 'READ',
  subject: { kind: 'CUSTOMER', id: '1000042' },
  via: 'HOUSEHOLD/H000042',
  fieldGroups: ['purchases', 'benefits'],
  requestId: 'JKJaXmPLvHcESHA=',
};
const correction: AccessEventView = {
  ...look,
  at: '2026-01-24T16:45:31+02:00',
  permission: 'register.write',
  purpose: 'correction',
  reason: 'The postal code was wrong.',
  action: 'CHANGE',
  via: null,
  fieldGroups: ['contact'],
  requestId: 'JKJa9hT2PHcESEA=',
};

/** The examples of the questions to the access log. */
export const auditExamples = {
  accessByPerson: {
    requests: [
      {
        name: 'customer',
        summary: 'A customer asks who looked',
        value: { customerNumber: '1000042', purpose: 'dataSubjectRequest' },
      },
      {
        name: 'household',
        summary: 'The looks at a household in January, the next page',
        value: { householdId: 'H000042', purpose: 'audit', from: '2026-01-01', until: '2026-01-31', cursor },
      },
    ],
    results: [
      {
        name: 'two-looks',
        summary: 'A correction, and before it a look at the household',
        value: { events: [correction, look] },
      },
    ],
  } satisfies EndpointExamples<typeof accessByPerson>,

  accessByStaff: {
    requests: [
      {
        name: 'after-a-complaint',
        summary: 'What a person looked at since the new year',
        value: { staffId, purpose: 'audit', reason: 'A customer complained.', from: '2026-01-01' },
      },
    ],
    results: [{ name: 'first-page', summary: 'There are more', value: { events: [correction], cursor } }],
  } satisfies EndpointExamples<typeof accessByStaff>,
};
