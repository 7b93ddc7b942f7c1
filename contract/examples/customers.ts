import type {
  confirmBenefitAccount,
  correctCustomer,
  createCustomer,
  customerHistory,
  mergeCustomers,
  revealCustomer,
  searchCustomers,
  setBenefitAccount,
  showCustomer,
  undoMerge,
} from '../customers.ts';
import type { EndpointExamples } from './example.ts';

const customerNumber = '51000000428';
const duplicateNumber = '51000000436';
const coopId = 'demo';
const why = { purpose: 'customerRequest' } as const;
const source = { kind: 'phone' } as const;
const agreement = { kind: 'agreement', date: '2026-01-12', version: '4' } as const;
const entered = { source: agreement, at: '2026-01-12T10:15:00+02:00' };
const changed = { customerNumber, version: 2, dryRun: false };
const address = { lines: ['Esimerkkikatu 1 A 2'], postalCode: '00100', town: 'Helsinki', country: 'FI' };

/** The examples of the customers' endpoints. The people are made up, and so are their codes: numbers from 900 on are given to nobody. */
export const customerExamples = {
  createCustomer: {
    requests: [
      {
        name: 'person',
        summary: 'A member to be, from the agreement',
        value: {
          ...why,
          source: agreement,
          idempotencyKey: 'agreement-2026-000042',
          coopId,
          kind: 'PERSON',
          set: {
            firstNames: 'Aino Maria',
            lastName: 'Esimerkki',
            identityCode: '010190-900P',
            address,
            phoneNumbers: ['+358401234567'],
            email: 'aino@esimerkki.example',
            language: 'fi',
          },
        },
      },
    ],
    results: [{ name: 'made', summary: 'The customer has a number', value: { ...changed, version: 1 } }],
  } satisfies EndpointExamples<typeof createCustomer>,

  correctCustomer: {
    requests: [
      {
        name: 'moved',
        summary: 'A new address by phone',
        value: { ...why, customerNumber, version: 1, source, reason: 'The customer has moved', set: { address } },
      },
    ],
    results: [{ name: 'corrected', summary: 'The next version', value: changed }],
  } satisfies EndpointExamples<typeof correctCustomer>,

  showCustomer: {
    requests: [{ name: 'at-the-desk', summary: 'The customer asks', value: { ...why, customerNumber } }],
    results: [
      {
        name: 'member',
        summary: 'A member with a household and an account',
        value: {
          customerNumber,
          version: 2,
          kind: 'PERSON',
          name: 'Esimerkki Aino Maria',
          coopIds: [coopId],
          from: '2026-01-12',
          until: null,
          mergedInto: null,
          nonDisclosure: false,
          values: {
            firstNames: { value: 'Aino Maria', ...entered },
            lastName: { value: 'Esimerkki', ...entered },
            identityCode: { mask: '••••••-••••', ...entered },
            address: { mask: '••••••, 00100 Helsinki', ...entered },
            birthDate: { value: '1990-01-01', ...entered },
          },
          memberships: [
            {
              coopId,
              memberNumber: '61000000428',
              status: 'ACTIVE_PAID',
              version: 3,
              from: '2026-01-20',
              until: null,
              paidCents: 10_000,
              shareReference: '7610000004282',
            },
          ],
          household: {
            householdId: 'H000042',
            coopId,
            headCustomerNumber: customerNumber,
            persons: [{ customerNumber, from: '2026-01-20' }],
          },
          cards: [{ cardNumber: '924600000000000013', type: 'MEMBER', status: 'ACTIVE', validUntil: null }],
          benefitAccounts: [
            { from: '2026-01-20', until: null, type: 'PAYMENT', iban: 'FI•• •••• 0785', blocked: null },
          ],
          owedPayments: [
            {
              coopId,
              endToEndId: 'B202601demo-H000042-0-1',
              kind: 'BONUS',
              period: '2026-01',
              amountCents: 1_880,
              state: 'RETURNED',
              reason: null,
              dueOn: '2026-02-10',
            },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof showCustomer>,

  customerHistory: {
    requests: [{ name: 'newest', summary: 'The newest changes', value: { ...why, customerNumber } }],
    results: [
      {
        name: 'one',
        summary: 'An address that was replaced',
        value: {
          changes: [
            {
              version: 2,
              at: '2026-03-02T09:30:00+02:00',
              action: 'CORRECTED',
              reason: 'The customer has moved',
              fields: ['address'],
              replaced: { address: { mask: '••••••, 33100 Tampere', ...entered } },
            },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof customerHistory>,

  searchCustomers: {
    requests: [
      { name: 'by-phone', summary: 'By phone number', value: { ...why, by: { phoneNumber: '+358401234567' } } },
      {
        name: 'by-name',
        summary: 'By name and birth date',
        value: { ...why, by: { firstNames: 'Aino', lastName: 'Esimerkki', birthDate: '1990-01-01' } },
      },
      { name: 'by-code', summary: 'By personal identity code', value: { ...why, by: { identityCode: '010190-900P' } } },
    ],
    results: [
      {
        name: 'one',
        summary: 'One customer',
        value: {
          customers: [
            { customerNumber, name: 'Esimerkki Aino Maria', birthYear: 1990, coopIds: [coopId], mergedInto: null },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof searchCustomers>,

  revealCustomer: {
    requests: [
      {
        name: 'for-a-letter',
        summary: 'The address, to send a letter',
        value: { ...why, customerNumber, reason: 'A letter about the membership', fields: ['address'] },
      },
    ],
    results: [{ name: 'shown', summary: 'The address in full', value: { values: { address }, hidden: [] } }],
  } satisfies EndpointExamples<typeof revealCustomer>,

  mergeCustomers: {
    requests: [
      {
        name: 'duplicate',
        summary: 'The same person was entered twice',
        value: {
          ...why,
          customerNumber: duplicateNumber,
          version: 1,
          intoCustomerNumber: customerNumber,
          intoVersion: 2,
          reason: 'Entered twice in January',
        },
      },
    ],
    results: [
      {
        name: 'merged',
        summary: 'Both have a next version',
        value: { customerNumber: duplicateNumber, version: 2, intoVersion: 3, dryRun: false },
      },
    ],
  } satisfies EndpointExamples<typeof mergeCustomers>,

  undoMerge: {
    requests: [
      {
        name: 'two-after-all',
        summary: 'They are two people after all',
        value: {
          ...why,
          customerNumber: duplicateNumber,
          version: 2,
          intoCustomerNumber: customerNumber,
          intoVersion: 3,
          reason: 'They are mother and daughter',
        },
      },
    ],
    results: [
      {
        name: 'undone',
        summary: 'Both live again',
        value: { customerNumber: duplicateNumber, version: 3, intoVersion: 4, dryRun: false },
      },
    ],
  } satisfies EndpointExamples<typeof undoMerge>,

  setBenefitAccount: {
    requests: [
      {
        name: 'new-account',
        summary: 'A new account by phone',
        value: {
          ...why,
          customerNumber,
          version: 2,
          source,
          reason: 'The customer changed banks',
          iban: 'FI4950009420028730',
          type: 'PAYMENT',
        },
      },
    ],
    results: [
      {
        name: 'waiting',
        summary: 'The old one is used until the new one counts',
        value: {
          customerNumber,
          version: 3,
          benefitAccounts: [
            { from: '2026-01-20', until: '2026-03-09', type: 'PAYMENT', iban: 'FI•• •••• 0785', blocked: null },
            { from: '2026-03-09', until: null, type: 'PAYMENT', iban: 'FI•• •••• 8730', blocked: null },
          ],
          dryRun: false,
        },
      },
    ],
  } satisfies EndpointExamples<typeof setBenefitAccount>,

  confirmBenefitAccount: {
    requests: [
      {
        name: 'confirm',
        summary: 'The account is right after all',
        value: {
          ...why,
          customerNumber,
          version: 3,
          source,
          reason: 'The bank had it closed by mistake',
          from: '2026-01-20',
        },
      },
    ],
    results: [
      {
        name: 'confirmed',
        summary: 'It is paid to again',
        value: {
          customerNumber,
          version: 4,
          benefitAccounts: [
            { from: '2026-01-20', until: null, type: 'PAYMENT', iban: 'FI•• •••• 0785', blocked: null },
          ],
          dryRun: false,
        },
      },
    ],
  } satisfies EndpointExamples<typeof confirmBenefitAccount>,
};
