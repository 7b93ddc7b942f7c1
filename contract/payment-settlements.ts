import * as z from 'zod/mini';
import { handSettledSchema } from '../domain/hand-settlement.ts';
import { endpoint } from './endpoint.ts';
import { changedPayment, onePayment } from './payments.ts';
import { dryRun, seenVersion, why } from './register-fields.ts';

const shared = {
  audience: 'staff',
  function: 'staff-money',
  method: 'POST',
  coopIn: 'body',
  access: { action: 'CHANGE', fieldGroups: ['benefits'], found: 'unknownPayment' },
  status: 200,
  result: changedPayment,
} as const;
const ofOne = { ...why, ...onePayment, ...seenVersion, ...dryRun };

export const proposePaymentSettlement = endpoint({
  ...shared,
  name: 'proposePaymentSettlement',
  path: '/v1/staff/payments/settlements',
  permission: 'payouts.prepare',
  summary: 'Propose that owed money is settled by hand',
  description:
    'For what no run can pay, such as interest of a non-resident: what was paid outside of the runs and what tax at source was paid of it are together the whole payment (R95). Only what is owed for certain. From here on no run pays it and nobody can write it off, until another person approves it or it is withdrawn.',
  body: z.extend(handSettledSchema, ofOne),
  fails: ['paymentNotInState', 'handSettlementDiffers', 'staleVersion'],
});

export const approvePaymentSettlement = endpoint({
  ...shared,
  name: 'approvePaymentSettlement',
  path: '/v1/staff/payments/settlements/approvals',
  permission: 'payouts.approve',
  summary: 'Approve that owed money is settled by hand',
  description:
    'By another person than who proposed it. The payment is closed and never issued again; its voucher is written with it.',
  body: z.strictObject(ofOne),
  fails: ['paymentNotInState', 'handSettlementDiffers', 'secondPersonRequired', 'staleVersion'],
});

export const withdrawPaymentSettlement = endpoint({
  ...shared,
  name: 'withdrawPaymentSettlement',
  path: '/v1/staff/payments/settlements/withdrawals',
  permission: 'payouts.prepare',
  summary: 'Withdraw a settlement by hand that nobody has approved',
  description: 'It was not paid outside after all, or other parts are to be proposed. Runs can pay it again.',
  body: z.strictObject(ofOne),
  fails: ['paymentNotInState', 'staleVersion'],
});
