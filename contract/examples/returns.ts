import type { DisclosureView, disclosuresByCustomer, listDisclosures } from '../disclosures.ts';
import type {
  approveReturn,
  deliverReturn,
  discardReturn,
  listReturnFiles,
  listReturnPayees,
  listReturns,
  openReturn,
  ReturnView,
  showReturn,
  showVoucher,
  writeReturnFiles,
} from '../returns.ts';
import type { EndpointExamples } from './example.ts';

const params = { coopId: 'demo', year: '2026', number: '1' };
const hash = '7c211433f02071597741e6ff5a8ea34789abbf43a3a8fd5fe4c1f1f05e93981d';
const fileHash = '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae';
const customerNumber = '1100000042';

const building: ReturnView = {
  coopId: 'demo',
  year: '2026',
  number: 1,
  state: 'BUILDING',
  payer: { businessId: '1234567-1', name: 'Osuuskauppa Demo' },
  distributorType: 'M',
  basis: [
    {
      kind: 'INTEREST',
      period: '2025',
      attempt: '1',
      drawableOn: '2026-06-15',
      payouts: 650,
      amountCents: 650_000,
      withheldCents: 0,
    },
  ],
  opened: { by: 'staff-0007', at: '2027-01-05T10:00:00+02:00' },
  warnings: [],
  deadlines: { returnBy: '2027-01-31', vouchersBy: '2027-01-15', mustBeElectronic: true },
};
const draft: ReturnView = {
  ...building,
  state: 'DRAFT',
  totals: {
    payees: 649,
    grossCents: 650_000,
    withheldCents: 0,
    byHand: { payees: 1, grossCents: 1_000, withheldCents: 0 },
  },
  changes: { REPORT: 649, REPLACE: 0, WITHDRAW: 0 },
  hash,
  warnings: ['PAYEES_BY_HAND'],
};
const approved: ReturnView = {
  ...draft,
  state: 'APPROVED',
  approved: { by: 'staff-0012', at: '2027-01-08T09:15:00+02:00' },
};
const delivered: ReturnView = {
  ...approved,
  state: 'DELIVERED',
  delivered: {
    by: 'staff-0012',
    at: '2027-01-12T14:00:00+02:00',
    on: '2027-01-12',
    reference: 'VERO-2027-000123',
    fileKind: 'CSV',
  },
};
const correction: ReturnView = {
  ...building,
  number: 2,
  replaces: 1,
  reason: 'A run was released late.',
};

const file = {
  kind: 'CSV',
  name: 'ylijaama-demo-2026-1-001.csv',
  rows: 649,
  sha256: fileHash,
  url: 'https://tax-returns.s3.eu-north-1.amazonaws.com/demo/2026/1/ylijaama-demo-2026-1-001.csv?X-Amz-Expires=300',
} as const;

const disclosure: DisclosureView = {
  disclosureId: 'annual-return-2026-1',
  coopId: 'demo',
  at: '2027-01-12T14:00:00+02:00',
  on: '2027-01-12',
  by: 'staff-0012',
  recipient: 'taxAuthority',
  legalBasis: 'Laki verotusmenettelystä 1558/1995 15 §, Verohallinnon päätös 635/2024 8 §',
  fieldGroups: ['name', 'identity', 'benefits'],
  scope: { kind: 'ANNUAL_RETURN', year: '2026', number: 1 },
  subjects: 649,
  files: [{ name: file.name, sha256: fileHash }],
  reference: 'VERO-2027-000123',
  subjectsMaySee: true,
};

const voucherText = [
  'Tosite osuuskunnan ylijäämästä',
  '',
  'Vuosi               2026',
  'Maksaja             Osuuskauppa Demo',
  'Y-tunnus            1234567-1',
  'Saaja               Mallikas Maija',
  'Jäsennumero         1200000042',
  'Osuuspääoman korko  10,00\u00a0€',
  'Ennakonpidätys      0,00\u00a0€',
  'Maksettava määrä    10,00\u00a0€',
  '',
].join('\n');

/** The examples of annual returns, vouchers and disclosures. */
export const returnExamples = {
  openReturn: {
    requests: [
      { name: 'first', summary: 'The return of a year', value: { coopId: 'demo', year: '2026' } },
      {
        name: 'correction',
        summary: 'A correction of what was delivered',
        value: { coopId: 'demo', year: '2026', reason: 'A run was released late.' },
      },
    ],
    results: [
      { name: 'building', summary: 'It is being built', value: building },
      { name: 'correction', summary: 'The correction is being built', value: correction },
    ],
  } satisfies EndpointExamples<typeof openReturn>,

  listReturns: {
    params: { coopId: 'demo' },
    results: [
      { name: 'two', summary: 'A delivered return and its correction', value: { returns: [correction, delivered] } },
    ],
  } satisfies EndpointExamples<typeof listReturns>,

  showReturn: {
    params,
    results: [{ name: 'draft', summary: 'Ready for the approval; one payee has no code', value: draft }],
  } satisfies EndpointExamples<typeof showReturn>,

  listReturnPayees: {
    params,
    query: { only: 'byHand' },
    results: [
      {
        name: 'by-hand',
        summary: 'The payee whom the file cannot hold',
        value: {
          payees: [
            {
              customerNumber,
              payeeKind: 'PERSON',
              payeeName: 'Mallikas Maija',
              grossCents: 1_000,
              withheldCents: 0,
              capitalCents: 10_000,
              byHand: true,
              tells: ['REPORT'],
            },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof listReturnPayees>,

  approveReturn: {
    params,
    requests: [{ name: 'sign', summary: 'The hash that was shown', value: { hash } }],
    results: [{ name: 'approved', summary: 'Signed by two people', value: approved }],
  } satisfies EndpointExamples<typeof approveReturn>,

  discardReturn: {
    params,
    requests: [
      { name: 'give-up', summary: 'A run was released after it was built', value: { reason: 'A run is missing.' } },
    ],
    results: [
      {
        name: 'discarded',
        summary: 'Given up',
        value: {
          ...draft,
          state: 'DISCARDED',
          discarded: { by: 'staff-0007', at: '2027-01-07T12:00:00+02:00', reason: 'A run is missing.' },
        },
      },
    ],
  } satisfies EndpointExamples<typeof discardReturn>,

  writeReturnFiles: {
    params,
    requests: [
      { name: 'csv', summary: 'The list for people', value: { kind: 'CSV' } },
      { name: 'test', summary: 'For the checking service', value: { kind: 'TEST' } },
    ],
    results: [{ name: 'begun', summary: 'They are being written', value: approved }],
  } satisfies EndpointExamples<typeof writeReturnFiles>,

  listReturnFiles: {
    params,
    results: [{ name: 'one', summary: 'One file', value: { filesPerKind: 1, files: [file] } }],
  } satisfies EndpointExamples<typeof listReturnFiles>,

  deliverReturn: {
    params,
    requests: [
      {
        name: 'delivered',
        summary: 'Entered by hand from the list',
        value: { on: '2027-01-12', reference: 'VERO-2027-000123', fileKind: 'CSV' },
      },
    ],
    results: [{ name: 'delivered', summary: 'Recorded, and in the disclosure log', value: delivered }],
  } satisfies EndpointExamples<typeof deliverReturn>,

  showVoucher: {
    requests: [
      {
        name: 'at-the-desk',
        summary: 'The payee asks',
        value: { customerNumber, coopId: 'demo', year: '2026', purpose: 'customerRequest' },
      },
    ],
    results: [
      {
        name: 'in-finnish',
        summary: 'Text and page',
        value: {
          year: '2026',
          returnNumber: 1,
          language: 'fi',
          dueBy: '2027-01-15',
          text: voucherText,
          html: '<!doctype html>\n<html lang="fi">…</html>\n',
        },
      },
    ],
  } satisfies EndpointExamples<typeof showVoucher>,

  listDisclosures: {
    params: { coopId: 'demo' },
    query: { cursor: 'eyJhZnRlciI6IjIwMjctMDEtMTJUMTI6MDA6MDAuMDAwWiNhbm51YWwtcmV0dXJuLTIwMjYtMSJ9' },
    results: [{ name: 'one', summary: 'A delivered return', value: { disclosures: [disclosure] } }],
  } satisfies EndpointExamples<typeof listDisclosures>,

  disclosuresByCustomer: {
    requests: [
      {
        name: 'who-was-told',
        summary: 'The customer asks who was told',
        value: { customerNumber, purpose: 'dataSubjectRequest' },
      },
    ],
    results: [{ name: 'one', summary: 'The tax authority was', value: { disclosures: [disclosure] } }],
  } satisfies EndpointExamples<typeof disclosuresByCustomer>,
};
