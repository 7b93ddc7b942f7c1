import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PaymentView } from '../../contract/payments.ts';
import { showPaymentJournalEndpoint } from '../../functions/api/staff/payments/journal.ts';
import {
  approvePaymentSettlementEndpoint,
  proposePaymentSettlementEndpoint,
  withdrawPaymentSettlementEndpoint,
} from '../../functions/api/staff/payments/settle.ts';
import { listOwedPaymentsEndpoint } from '../../functions/api/staff/payments/show.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { takeForReissue } from '../../functions/table/payment-reissue.ts';
import { type NewPayment, paymentOf, postPayment } from '../../functions/table/payments.ts';
import { itemOfCustomer } from '../../scripts/demo/customer.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { answerOf, httpEvent, staffClaims } from '../fixtures/http-requests.ts';
import { newPayment } from '../fixtures/payments.ts';
import { noon, putItems, unique } from '../fixtures/recording.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import { settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
const correction = { kind: 'CORRECTION', period: '2026-11-20', attempt: '1' } as const;

beforeAll(async () => {
  cloud = await openTables();
  const tables = { REGISTER_TABLE: cloud.register.tableName, ACCESS_TABLE: cloud.accessLog.tableName };
  for (const [name, value] of Object.entries({ ...cloud.env, ...tables, SETTINGS: settingsText }))
    vi.stubEnv(name, value);
  await putItems(cloud.register, [
    ...['staff-1', 'staff-2'].map((id) => itemOfStaffMember(demoStaffMember({ staffId: id, coopIds: ['demo'] }))),
    itemOfCompany(demoCompany({ companyId: 'havu' })),
    ...coopItems(coop({ coopId: 'demo' }), []),
  ]);
});
afterAll(() => cloud?.stop());

const handler = serveStaff(
  [
    listOwedPaymentsEndpoint,
    proposePaymentSettlementEndpoint,
    approvePaymentSettlementEndpoint,
    withdrawPaymentSettlementEndpoint,
    showPaymentJournalEndpoint,
  ],
  () => noon,
);
const rights = '[payouts.prepare payouts.approve]';
type Said = { status: number; body: Record<string, unknown> & { payment: PaymentView } };
async function ask(staffId: string, route: string, more: object): Promise<Said> {
  const event = httpEvent({ route, claims: { ...staffClaims(rights), sub: staffId }, ...more });
  event.requestContext.requestId = `request-${unique()}`;
  return answerOf(await handler(event, {} as never)) as never;
}
const post = (path: string, body: object, staffId = 'staff-1') =>
  ask(staffId, `POST /v1/staff/payments/${path}`, { body: JSON.stringify({ purpose: 'payoutControl', ...body }) });
const verdict = ({ status, body }: Said): string => `${status} ${body.code ?? ''}`.trim();
const journal = async () => {
  const params = { coopId: 'demo', month: '2026-10' };
  const said = await ask('staff-1', 'GET /v1/staff/payments/{coopId}/journals/{month}', { params });
  return String(said.body.csv);
};

async function heldInterest(overrides: Partial<NewPayment> = {}): Promise<NewPayment> {
  const serial = unique();
  const customerNumber = String(2_300_000 + serial);
  await putItems(cloud.register, [
    itemOfCustomer({ customerNumber, firstNames: 'Maija', lastName: 'Mallikas' }, 'demo', '2020-01-01'),
  ]);
  const { sealedIban: _, ...payment } = newPayment({
    coopId: 'demo',
    kind: 'INTEREST',
    period: '2025',
    run: { kind: 'INTEREST', period: '2025', attempt: '1' },
    payeeId: String(700_000_000 + serial),
    customerNumber,
    amountCents: 10_000,
    origin: 'HELD',
    reason: 'NON_RESIDENT',
    ...overrides,
  });
  await postPayment(cloud.register, payment);
  return payment;
}
const told = {
  paidOn: '2026-10-01',
  paidCents: 7_000,
  taxAtSourceCents: 3_000,
  reference: 'TRANSFER-114',
  reason: 'Lives in Sweden',
};
const of = ({ endToEndId }: NewPayment, version: number) => ({ coopId: 'demo', endToEndId, version });

describe('a settlement by hand', () => {
  it('closes what no run can pay, by two persons, with its voucher in the same transaction', async () => {
    const payment = await heldInterest();
    expect(verdict(await post('settlements', { ...of(payment, 1), ...told, paidCents: 7_001 }))).toBe(
      '409 handSettlementDiffers',
    );
    const dry = await post('settlements', { ...of(payment, 1), ...told, dryRun: true });
    expect(dry.body).toMatchObject({ dryRun: true, payment: { version: 2 } });
    expect((await post('settlements', { ...of(payment, 1), ...told })).body.payment).toMatchObject({
      state: 'HELD',
      handSettlement: { ...told, by: 'staff-1', approvedBy: null },
    });
    expect(verdict(await post('settlements/approvals', of(payment, 2)))).toBe('403 secondPersonRequired');
    expect(await journal()).not.toContain('SETTLEMENT-demo');
    expect((await post('settlements/approvals', of(payment, 2), 'staff-2')).body.payment).toMatchObject({
      state: 'SETTLED_BY_HAND',
      handSettlement: { approvedBy: 'staff-2' },
    });
    expect(verdict(await post('settlements/approvals', of(payment, 2), 'staff-2'))).toBe('409 staleVersion');
    expect(verdict(await post('settlements/approvals', of(payment, 3), 'staff-2'))).toBe('409 paymentNotInState');
    const csv = await journal();
    expect(csv.match(/SETTLEMENT-demo-/g)).toHaveLength(4);
    expect(csv).toContain('2921;Lähdeverovelka;;30,00');
    expect(csv).not.toContain(payment.endToEndId);
    const owed = await post('owed', { coopId: 'demo' });
    expect(JSON.stringify(owed.body)).not.toContain(payment.endToEndId);
  });

  it('that waits is paid by no correction; withdrawn it can be again', async () => {
    const payment = await heldInterest({ reason: 'NO_ACCOUNT' });
    const all = { ...told, paidCents: 10_000, taxAtSourceCents: 0 };
    await post('settlements', { ...of(payment, 1), ...all });
    expect(await takeForReissue(cloud.register, correction, payment.endToEndId)).toBe(false);
    expect((await post('settlements/withdrawals', of(payment, 2))).body.payment).toMatchObject({
      handSettlement: null,
      version: 3,
    });
    expect(verdict(await post('settlements/withdrawals', of(payment, 3)))).toBe('409 paymentNotInState');
    expect(await takeForReissue(cloud.register, correction, payment.endToEndId)).toBe(true);
    expect((await paymentOf(cloud.register, payment.endToEndId))?.taken).toMatchObject({ run: correction });
  });
});
