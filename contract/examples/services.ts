import type {
  CodeView,
  changeDiscountRight,
  changePartnerNumber,
  changeService,
  changeStaffMembership,
  RightView,
  ServicesView,
  setCustomerCode,
  showServices,
  verifyCustomerCode,
} from '../services.ts';
import type { EndpointExamples } from './example.ts';

const customerNumber = '1100000042';
const asked = { customerNumber, purpose: 'customerRequest' } as const;
const changing = { ...asked, source: { kind: 'phone' } } as const;

const services: ServicesView = {
  version: 3,
  orders: [{ service: 'warrantyReceipts', from: '2026-01-15', until: null, standing: 'ordered' }],
  blocks: [{ service: 'purchaseFeedback', from: '2026-02-01', until: null }],
  partnerNumbers: [{ companyId: 'demo-energia', from: '2026-03-01', until: null }],
};
const right: RightView = {
  version: 1,
  holdsToday: true,
  periods: [{ from: '2026-01-01', lastDay: '2026-12-31' }],
};
const code: CodeView = { version: 1, isSet: true, locked: false, setAt: '2026-01-15T10:05:00+02:00' };

/** The examples of services, rights and the customer code. */
export const servicesExamples = {
  showServices: {
    requests: [{ name: 'at-the-desk', summary: 'The customer asks', value: asked }],
    results: [
      {
        name: 'some',
        summary: 'Services, a discount right and a code',
        value: {
          services,
          discountRight: right,
          staffMembership: { version: 0, holdsToday: false, periods: [] },
          customerCode: code,
        },
      },
    ],
  } satisfies EndpointExamples<typeof showServices>,

  changeService: {
    requests: [
      {
        name: 'order',
        summary: 'A service is ordered',
        value: { ...changing, version: 0, action: 'order', service: 'warrantyReceipts', on: '2026-01-15' },
      },
      {
        name: 'block-all',
        summary: 'A block against all services',
        value: { ...changing, version: 1, action: 'block', on: '2026-02-01' },
      },
    ],
    results: [{ name: 'changed', summary: 'How it stands now', value: services }],
  } satisfies EndpointExamples<typeof changeService>,

  changePartnerNumber: {
    requests: [
      {
        name: 'give',
        summary: 'A partner that bills is given the number',
        value: { ...changing, version: 2, action: 'give', companyId: 'demo-energia', on: '2026-03-01' },
      },
    ],
    results: [{ name: 'changed', summary: 'How it stands now', value: services }],
  } satisfies EndpointExamples<typeof changePartnerNumber>,

  changeDiscountRight: {
    requests: [
      {
        name: 'grant',
        summary: 'For a year',
        value: { ...changing, version: 0, action: 'grant', from: '2026-01-01', lastDay: '2026-12-31' },
      },
      {
        name: 'end',
        summary: 'It ends sooner',
        value: { ...changing, version: 1, action: 'end', lastDay: '2026-06-30' },
      },
    ],
    results: [{ name: 'changed', summary: 'How it stands now', value: right }],
  } satisfies EndpointExamples<typeof changeDiscountRight>,

  changeStaffMembership: {
    requests: [
      {
        name: 'grant',
        summary: 'From a day on',
        value: { ...changing, version: 0, action: 'grant', from: '2026-01-01' },
      },
    ],
    results: [
      {
        name: 'changed',
        summary: 'How it stands now',
        value: { version: 1, holdsToday: true, periods: [{ from: '2026-01-01', lastDay: null }] },
      },
    ],
  } satisfies EndpointExamples<typeof changeStaffMembership>,

  setCustomerCode: {
    requests: [{ name: 'set', summary: 'Chosen by the customer', value: { ...changing, version: 0, code: '4071' } }],
    results: [{ name: 'set', summary: 'A code is set', value: code }],
  } satisfies EndpointExamples<typeof setCustomerCode>,

  verifyCustomerCode: {
    requests: [{ name: 'try', summary: 'The customer names the code', value: { ...asked, code: '4071' } }],
    results: [
      { name: 'right', summary: 'It is the code', value: { result: 'right', triesLeft: 5 } },
      { name: 'wrong', summary: 'It is not', value: { result: 'wrong', triesLeft: 4 } },
      { name: 'locked', summary: 'Too many failures', value: { result: 'locked', triesLeft: 0 } },
    ],
  } satisfies EndpointExamples<typeof verifyCustomerCode>,
};
