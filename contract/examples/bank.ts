import type {
  assignBankCredit,
  BankCaseView,
  BankFileView,
  closeBankCase,
  countRunPayments,
  listBankCases,
  listBankFiles,
  showBankCase,
  showBankFile,
} from '../bank.ts';
import type { EndpointExamples } from './example.ts';
import { exampleMember } from './memberships.ts';

const coopId = 'demo';
const fileId = '8f14e45fceea167a5a36dedd4bea2543cc6ad0d1f6d5a8a5c8f3c2a0f9f4f1b7';
const refusedId = '0cc175b9c0f1b6a831c399e269772661b1d5f1a3c9bb4a5d8f3c2a0f9f4f1b7a';
const cursor = 'eyJhZnRlciI6IjIwMjYtMDItMTFUMDY6MDE6MDIuMDAwWiM4ZjE0ZTQ1ZiJ9';
const by = 'f0e1d2c3-0000-4000-8000-000000000001';

const file: BankFileView = {
  fileId,
  state: 'READ',
  refusal: null,
  type: 'NOTIFICATION',
  messageId: 'NTF-20260211-1',
  createdAt: '2026-02-11T06:00:00',
  bytes: 18_422,
  receivedAt: '2026-02-11T08:01:02+02:00',
  readAt: '2026-02-11T08:01:03+02:00',
  counts: { applied: 12, known: 0, contradictory: 0, booked: 3, cases: 1, noted: 0, ignored: 2 },
};
const refused: BankFileView = {
  ...file,
  fileId: refusedId,
  state: 'REFUSED',
  refusal: 'DOCTYPE',
  type: null,
  messageId: null,
  createdAt: null,
  bytes: 1_204,
  readAt: null,
  counts: null,
};

const open: BankCaseView = {
  caseId: '4a8a08f09d37b73795649038408b5f33',
  version: 1,
  about: 'CREDIT',
  reason: 'NO_REFERENCE',
  state: 'OPEN',
  openedAt: '2026-02-11T08:01:03+02:00',
  fileId,
  entryRef: '20260211593497AK0042',
  answer: null,
  status: null,
  reasonCode: null,
  endToEndId: null,
  amountCents: 2_000,
  currency: 'EUR',
  bookedOn: '2026-02-11',
  openCents: 2_000,
  reference: null,
  payerName: 'Mallikas Maija',
  text: 'osuusmaksu',
  customerNumber: null,
  memberNumber: null,
  resolutions: [],
};
const unknownPayment: BankCaseView = {
  ...open,
  caseId: '8277e0910d750195b448797616e091ad',
  about: 'PAYMENT',
  reason: 'UNKNOWN_PAYMENT',
  answer: 'RETURNED',
  reasonCode: 'AC04',
  endToEndId: 'B202601demo-H000099-0-1',
  amountCents: 1_880,
  openCents: null,
  payerName: null,
  text: null,
};
const { customerNumber, memberNumber } = exampleMember;
const assigned: BankCaseView = {
  ...open,
  version: 2,
  state: 'CLOSED',
  openCents: 0,
  resolutions: [
    {
      kind: 'ASSIGNED',
      amountCents: 2_000,
      customerNumber,
      memberNumber,
      reason: 'She has told that it is hers',
      evidence: null,
      by,
      at: '2026-02-12T09:00:00+02:00',
    },
  ],
};
const closed: BankCaseView = {
  ...open,
  version: 2,
  state: 'CLOSED',
  openCents: 0,
  resolutions: [
    {
      kind: 'RETURNED',
      amountCents: 2_000,
      customerNumber: null,
      memberNumber: null,
      reason: 'Nobody knows the payer',
      evidence: 'PAYMENT-2026-118',
      by,
      at: '2026-02-20T09:00:00+02:00',
    },
  ],
};
const asked = { purpose: 'payoutControl', coopId } as const;
const ofCase = { ...asked, caseId: open.caseId } as const;
const runParams = { coopId, kind: 'BONUS', period: '2026-01', attempt: '1' } as const;

/** The examples of the bank's files, its answers and money in. */
export const bankExamples = {
  listBankFiles: {
    params: { coopId },
    query: { cursor },
    results: [{ name: 'two', summary: 'One read, one refused', value: { files: [file, refused], cursor } }],
  } satisfies EndpointExamples<typeof listBankFiles>,

  showBankFile: {
    params: { coopId, fileId },
    results: [
      {
        name: 'dropped-twice',
        summary: 'The same content under two names',
        value: {
          file,
          drops: ['NTF-1.xml', 'NTF-1-copy.xml'].map((name, index) => ({
            objectKey: `${coopId}/${name}`,
            versionId: `version-${index + 1}`,
            by: 'bank-connection',
            at: `2026-02-11T08:0${index + 1}:00+02:00`,
          })),
        },
      },
    ],
  } satisfies EndpointExamples<typeof showBankFile>,

  listBankCases: {
    requests: [{ name: 'list', summary: "The co-op's open cases", value: asked }],
    results: [
      {
        name: 'two',
        summary: 'Money that nobody knows, and an answer about a payment that nobody sent',
        value: { cases: [open, unknownPayment], cursor },
      },
    ],
  } satisfies EndpointExamples<typeof listBankCases>,

  showBankCase: {
    requests: [{ name: 'show', summary: 'A case', value: ofCase }],
    results: [{ name: 'closed', summary: 'Sent back by hand', value: { case: closed } }],
  } satisfies EndpointExamples<typeof showBankCase>,

  assignBankCredit: {
    requests: [
      {
        name: 'assign',
        summary: 'All of it to a share',
        value: {
          ...ofCase,
          version: 1,
          customerNumber,
          memberNumber,
          source: { kind: 'phone' },
          reason: 'She has told that it is hers',
        },
      },
      {
        name: 'part',
        summary: 'What a part of it would do',
        value: {
          ...ofCase,
          ...{ version: 1, customerNumber, memberNumber, source: { kind: 'phone' }, amountCents: 1_000, dryRun: true },
        },
      },
    ],
    results: [
      {
        name: 'booked',
        summary: 'Nothing of it is left',
        value: { case: assigned, membership: exampleMember, dryRun: false },
      },
    ],
  } satisfies EndpointExamples<typeof assignBankCredit>,

  closeBankCase: {
    requests: [
      {
        name: 'returned',
        summary: 'It has been sent back by hand',
        value: {
          ...ofCase,
          ...{ version: 1, as: 'RETURNED', reason: 'Nobody knows the payer', evidence: 'PAYMENT-2026-118' },
        },
      },
    ],
    results: [{ name: 'closed', summary: 'It is closed', value: { case: closed, dryRun: false } }],
  } satisfies EndpointExamples<typeof closeBankCase>,

  countRunPayments: {
    params: runParams,
    query: { cursor },
    results: [
      {
        name: 'page',
        summary: 'One is without an answer',
        value: {
          states: { CONFIRMED: 997, RETURNED: 2, SENT: 1 },
          files: [{ fileNumber: 1, status: 'ACCP', reasonCode: null, at: '2026-02-10T10:12:00+02:00' }],
        },
      },
    ],
  } satisfies EndpointExamples<typeof countRunPayments>,
};
