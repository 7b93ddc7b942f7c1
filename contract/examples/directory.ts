import type {
  CompanyView,
  disableStaffMember,
  listCompanies,
  listOutlets,
  listPaperDocuments,
  listStaffMembers,
  listTillClients,
  OutletView,
  PaperDocumentView,
  putCompany,
  putOutlet,
  putPaperDocument,
  putStaffMember,
  putTillClient,
  StaffView,
  showStaffMember,
  TillClientView,
} from '../directory.ts';
import type { EndpointExamples } from './example.ts';

const coopId = 'demo';
const cursor = 'eyJhZnRlciI6IjMxOSJ9';
const staffId = '6f2d0a3e-8c1b-4a57-9d6e-3b1f0c7a5e42';

const clerk: StaffView = {
  staffId,
  name: 'Aino Esimerkki',
  employerCompanyId: 'demo',
  job: 'Member service',
  mandate: { from: '2026-01-07', until: '2026-12-31' },
  confidentialityAgreement: { signedOn: '2026-01-07', version: '2' },
  permissions: ['register.read', 'register.write'],
  coopIds: [coopId],
  active: true,
  version: 3,
  standing: 'allowed',
};
const { staffId: _, active: _active, version: _version, standing: _standing, ...entry } = clerk;

const partner: CompanyView = {
  companyId: 'demo-energia',
  name: 'Demo Energia Oy',
  businessId: '0737546-2',
  roles: ['partner'],
  from: '2026-01-01',
  version: 1,
};
const { version: _one, ...partnerEntry } = partner;

const outlet: OutletView = {
  outletId: 'DEMO1',
  name: 'Demon Halli',
  retailerId: 'demo',
  coopId,
  validFrom: '2026-01-01',
  version: 1,
};
const { version: _first, ...outletEntry } = outlet;

const client: TillClientView = { clientId: '4demotillclient0', retailerId: 'demo', active: true, version: 1 };

const binder: PaperDocumentView = {
  documentId: 'applications-2025',
  coopId,
  kind: 'membershipApplication',
  place: 'Archive, cabinet 3',
  receivedOn: '2025-12-31',
  version: 1,
};
const { version: _binder, ...binderEntry } = binder;

/** The examples of the directory's endpoints. */
export const directoryExamples = {
  putStaffMember: {
    requests: [
      {
        name: 'changed',
        summary: 'May write from now on as well',
        value: { staffId, member: entry, version: 2, reason: 'Moved to member service.' },
      },
      {
        name: 'new',
        summary: 'A new person; only shown, not entered',
        value: { staffId, member: entry, reason: 'Begins on 7 January.', dryRun: true },
      },
    ],
    results: [{ name: 'entered', summary: 'The entry as it is now', value: clerk }],
  } satisfies EndpointExamples<typeof putStaffMember>,

  disableStaffMember: {
    requests: [
      { name: 'left', summary: 'A person has left', value: { staffId, version: 3, reason: 'Left the co-op today.' } },
    ],
    results: [
      {
        name: 'disabled',
        summary: 'The next request is refused',
        value: { ...clerk, active: false, version: 4, standing: 'staffNotActive' },
      },
    ],
  } satisfies EndpointExamples<typeof disableStaffMember>,

  showStaffMember: {
    requests: [{ name: 'by-id', summary: 'By the id in the user pool', value: { staffId } }],
    results: [
      {
        name: 'allowed',
        summary: 'May use the register today',
        value: {
          member: clerk,
          changes: [
            {
              version: 3,
              by: 'b0c9e2d4-51f7-4e0a-8f3d-7a26c1d98e15',
              at: '2026-03-02T09:14:00+02:00',
              reason: 'Moved to member service.',
            },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof showStaffMember>,

  listStaffMembers: {
    requests: [{ name: 'of-a-co-op', summary: 'Everybody of a co-op', value: { coopId } }],
    results: [
      { name: 'page', summary: 'A page with another after it', value: { members: [clerk], cursor } },
      { name: 'none', summary: 'Nobody', value: { members: [] } },
    ],
  } satisfies EndpointExamples<typeof listStaffMembers>,

  putCompany: {
    requests: [
      {
        name: 'ended',
        summary: 'A partner leaves at the end of the year',
        value: {
          company: { ...partnerEntry, until: '2026-12-31' },
          version: 1,
          reason: 'The partnership agreement ends.',
        },
      },
      {
        name: 'new',
        summary: 'A new partner',
        value: { company: partnerEntry, reason: 'A partnership agreement begins.' },
      },
    ],
    results: [{ name: 'entered', summary: 'The company as it is now', value: partner }],
  } satisfies EndpointExamples<typeof putCompany>,

  listCompanies: {
    requests: [{ name: 'first-page', summary: 'From the beginning', value: {} }],
    results: [{ name: 'all', summary: 'The last page', value: { companies: [partner] } }],
  } satisfies EndpointExamples<typeof listCompanies>,

  putOutlet: {
    requests: [
      {
        name: 'ended',
        summary: 'A shop closes',
        value: { ...outletEntry, coopId, validUntil: '2026-06-30', version: 1, reason: 'The shop closes.' },
      },
      { name: 'new', summary: 'A new shop', value: { ...outletEntry, coopId, reason: 'The shop opens.' } },
    ],
    results: [{ name: 'entered', summary: 'The outlet as it is now', value: outlet }],
  } satisfies EndpointExamples<typeof putOutlet>,

  listOutlets: {
    requests: [{ name: 'of-a-co-op', summary: 'All of a co-op', value: { coopId } }],
    results: [{ name: 'page', summary: 'A page with another after it', value: { outlets: [outlet], cursor } }],
  } satisfies EndpointExamples<typeof listOutlets>,

  putTillClient: {
    requests: [
      {
        name: 'ended',
        summary: 'The client is to be refused',
        value: {
          clientId: client.clientId,
          retailerId: client.retailerId,
          active: false,
          version: 1,
          reason: 'The till system was replaced.',
        },
      },
    ],
    results: [{ name: 'ended', summary: 'The client as it is now', value: { ...client, active: false, version: 2 } }],
  } satisfies EndpointExamples<typeof putTillClient>,

  putPaperDocument: {
    requests: [
      {
        name: 'destroyed',
        summary: 'A binder was destroyed',
        value: { ...binderEntry, destroyedOn: '2026-03-31', version: 1, reason: 'Its time is over.' },
      },
      { name: 'new', summary: 'A binder in its place', value: { ...binderEntry, reason: 'Moved to the archive.' } },
    ],
    results: [{ name: 'recorded', summary: 'The document as it is now', value: binder }],
  } satisfies EndpointExamples<typeof putPaperDocument>,

  listPaperDocuments: {
    requests: [{ name: 'of-a-co-op', summary: 'All of a co-op', value: { coopId } }],
    results: [{ name: 'all', summary: 'The last page', value: { documents: [binder] } }],
  } satisfies EndpointExamples<typeof listPaperDocuments>,

  listTillClients: {
    requests: [{ name: 'first-page', summary: 'From the beginning', value: {} }],
    results: [{ name: 'all', summary: 'The last page', value: { clients: [client] } }],
  } satisfies EndpointExamples<typeof listTillClients>,
};
