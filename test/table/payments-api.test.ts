import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PaymentView } from '../../contract/payments.ts';
import {
  confirmBenefitAccountEndpoint,
  setBenefitAccountEndpoint,
} from '../../functions/api/staff/customers/benefit-account.ts';
import { showCustomerEndpoint } from '../../functions/api/staff/customers/show.ts';
import {
  approvePaymentLapseEndpoint,
  proposePaymentLapseEndpoint,
  resolvePaymentEndpoint,
} from '../../functions/api/staff/payments/act.ts';
import { showPaymentJournalEndpoint } from '../../functions/api/staff/payments/journal.ts';
import { listOwedPaymentsEndpoint, showPaymentEndpoint } from '../../functions/api/staff/payments/show.ts';
import { listUnpaidBonusEndpoint } from '../../functions/api/staff/payments/unpaid-bonus.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { customerFile } from '../../functions/table/customer-file.ts';
import { postReissue, takeForReissue } from '../../functions/table/payment-reissue.ts';
import { applyAnswer, type NewPayment, paymentOf, postPayment } from '../../functions/table/payments.ts';
import { itemOfAccount, itemOfCustomer } from '../../scripts/demo/customer.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { answerOf, httpEvent, staffClaims } from '../fixtures/http-requests.ts';
import { bankAnswer, newPayment, nextIssue } from '../fixtures/payments.ts';
import { noon, putItems, unique } from '../fixtures/recording.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import { testSealer } from '../fixtures/sealing.ts';
import { settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
const nowMs = noon;
let staffId = 'staff-1';
const rights = '[register.read register.write payouts.prepare payouts.approve]';

beforeAll(async () => {
  cloud = await openTables();
  const tables = { REGISTER_TABLE: cloud.register.tableName, ACCESS_TABLE: cloud.accessLog.tableName };
  for (const [name, value] of Object.entries({ ...cloud.env, ...tables, SETTINGS: settingsText }))
    vi.stubEnv(name, value);
  await putItems(cloud.register, [
    ...['staff-1', 'staff-2'].map((id) => itemOfStaffMember(demoStaffMember({ staffId: id, coopIds: ['demo'] }))),
    itemOfCompany(demoCompany({ companyId: 'havu' })),
    ...['demo', 'demo2'].flatMap((coopId) => coopItems(coop({ coopId }), [])),
  ]);
});
afterAll(() => cloud?.stop());

const handler = serveStaff(
  [
    listOwedPaymentsEndpoint,
    listUnpaidBonusEndpoint,
    showPaymentEndpoint,
    resolvePaymentEndpoint,
    proposePaymentLapseEndpoint,
    approvePaymentLapseEndpoint,
    confirmBenefitAccountEndpoint,
    setBenefitAccountEndpoint,
    showCustomerEndpoint,
    showPaymentJournalEndpoint,
  ],
  () => nowMs,
);
type Said = { status: number; body: Record<string, unknown> & { payment: PaymentView; payments: PaymentView[] } };
async function post(path: string, body: object): Promise<Said> {
  const asked = JSON.stringify({ purpose: 'payoutControl', ...body });
  const event = httpEvent({
    route: `POST /v1/staff/${path}`,
    body: asked,
    claims: { ...staffClaims(rights), sub: staffId },
  });
  event.requestContext.requestId = `request-${unique()}`;
  return answerOf(await handler(event, {} as never)) as never;
}
async function get(path: string, params: Record<string, string>): Promise<Said> {
  const claims = { ...staffClaims(rights), sub: staffId };
  const event = httpEvent({ route: `GET /v1/staff/${path}`, params, claims });
  event.requestContext.requestId = `request-${unique()}`;
  return answerOf(await handler(event, {} as never)) as never;
}
const verdict = ({ status, body }: Said): string => `${status} ${body.code ?? ''}`.trim();

async function aPayment(overrides: Partial<NewPayment> = {}): Promise<NewPayment> {
  const serial = unique();
  const customerNumber = String(2_100_000 + serial);
  const sealed = testSealer('demo', { customerNumber, field: 'iban' }, 'FI6439000000000013');
  await putItems(cloud.register, [
    itemOfCustomer({ customerNumber, firstNames: 'Maija', lastName: 'Mallikas' }, 'demo', '2020-01-01'),
    itemOfAccount(
      { iban: 'FI6439000000000013', type: 'PAYMENT', from: '2020-01-01' },
      customerNumber,
      'demo',
      () => sealed,
    ),
  ]);
  const payment = newPayment({
    coopId: 'demo',
    payeeId: `HP${serial}`,
    customerNumber,
    sealedIban: sealed,
    ...overrides,
  });
  await postPayment(cloud.register, payment);
  return payment;
}
const of = ({ endToEndId }: NewPayment) => ({ coopId: 'demo', endToEndId });
const say = (payment: NewPayment, kind: Parameters<typeof bankAnswer>[0]) =>
  applyAnswer(cloud.register, of(payment), bankAnswer(kind, { reasonCode: 'AC04' }));

describe('what is owed', () => {
  it('is listed with why and until when, page by page, and each look is logged', async () => {
    const returned = await aPayment();
    await say(returned, 'RETURNED');
    const held = await aPayment({ origin: 'HELD', reason: 'DECEASED', dueOn: '2021-05-01' });
    await aPayment();
    const { body } = await post('payments/owed', { coopId: 'demo' });
    const ours = body.payments.filter(({ endToEndId }) =>
      [returned, held].some((one) => one.endToEndId === endToEndId),
    );
    expect(ours).toMatchObject([
      { endToEndId: held.endToEndId, state: 'HELD', reason: 'DECEASED', claimableUntil: '2024-05-01', isBarred: true },
      { endToEndId: returned.endToEndId, state: 'RETURNED', claimableUntil: '2029-11-10', isBarred: false },
    ]);
    expect(verdict(await post('payments/owed', { coopId: 'demo2' }))).toBe('403 coopNotAllowed');
  });

  it('is on the page of whom it is owed to, as far as it is of a co-op of the caller’s', async () => {
    const held = await aPayment({ origin: 'HELD', reason: 'NO_ACCOUNT' });
    const { customerNumber } = held;
    await aPayment({ coopId: 'demo2', origin: 'HELD', reason: 'NO_ACCOUNT', customerNumber });
    const { body } = await post('customers/show', { customerNumber });
    expect(body.owedPayments).toMatchObject([{ endToEndId: held.endToEndId, state: 'HELD', amountCents: 1_880 }]);
  });

  it('of Bonus is none where nothing has run', async () => {
    expect((await post('payments/unpaid-bonus', { coopId: 'demo' })).body).toEqual({ households: [] });
  });
});

describe('a payment', () => {
  it('is shown with its evidence, and not to another co-op', async () => {
    const payment = await aPayment();
    await say(payment, 'RETURNED');
    const { body } = await post('payments/show', of(payment));
    expect(body).toMatchObject({
      payment: { state: 'RETURNED', version: 2 },
      issue: 1,
      evidence: [{ by: 'BANK', answer: 'RETURNED', reasonCode: 'AC04' }],
    });
    expect(verdict(await post('payments/show', { coopId: 'demo', endToEndId: 'B202601demo-none-0-1' }))).toBe(
      '404 unknownPayment',
    );
    const { customerNumber: _, ...headless } = newPayment({ coopId: 'demo', payeeId: `HN${unique()}`, origin: 'HELD' });
    await postPayment(cloud.register, { ...headless, reason: 'NO_HEAD' });
    expect((await post('payments/show', of(headless))).body.payment).toMatchObject({ customerNumber: null });
    const other = await aPayment({ coopId: 'demo2' });
    expect(verdict(await post('payments/show', of(other)))).toBe('404 unknownPayment');
  });

  it('whose state is unknown is resolved over the version that was seen, with a document', async () => {
    const payment = await aPayment();
    await say(payment, 'REJECTED');
    await say(payment, 'SETTLED');
    const found = { ...of(payment), verdict: 'REJECTED', reference: 'LETTER-17', reason: 'The bank has written' };
    expect(verdict(await post('payments/resolutions', { ...found, version: 2 }))).toBe('409 staleVersion');
    const dry = await post('payments/resolutions', { ...found, version: 3, dryRun: true });
    expect(dry.body).toMatchObject({ payment: { state: 'REJECTED' }, dryRun: true });
    expect((await paymentOf(cloud.register, payment.endToEndId))?.state).toBe('UNKNOWN');
    expect((await post('payments/resolutions', { ...found, version: 3 })).body.payment).toMatchObject({
      state: 'REJECTED',
      version: 4,
    });
    expect(verdict(await post('payments/resolutions', { ...found, version: 4 }))).toBe('409 paymentNotInState');
  });

  it('that is doubtful is so no longer once it is resolved, and stays closed', async () => {
    const payment = await aPayment();
    await say(payment, 'REJECTED');
    const correction = { kind: 'CORRECTION', period: '2026-11-20', attempt: '1' } as const;
    await takeForReissue(cloud.register, correction, payment.endToEndId);
    await postReissue(cloud.register, correction, payment.endToEndId, nextIssue(payment));
    await say(payment, 'SETTLED');
    expect((await post('payments/show', of(payment))).body.payment).toMatchObject({
      state: 'REISSUED',
      isDoubtful: true,
    });
    const found = { verdict: 'CONFIRMED', reference: 'LETTER-18', reason: 'Paid twice; the member pays it back' };
    const resolved = await post('payments/resolutions', { ...of(payment), ...found, version: 5 });
    expect(resolved.body.payment).toMatchObject({ state: 'REISSUED', isDoubtful: false });
    const owed = (await post('payments/owed', { coopId: 'demo' })).body.payments;
    expect(owed.map(({ endToEndId }) => endToEndId)).not.toContain(payment.endToEndId);
  });

  it('lapses only when barred, by two persons, and not while a correction has it', async () => {
    const fresh = await aPayment({ origin: 'HELD', reason: 'NO_ACCOUNT' });
    const proposal = { reason: 'Nobody has asked for it' };
    expect(verdict(await post('payments/lapses', { ...of(fresh), ...proposal, version: 1 }))).toBe(
      '409 paymentNotInState',
    );
    const old = await aPayment({ origin: 'HELD', reason: 'NO_ACCOUNT', dueOn: '2020-05-01' });
    expect(verdict(await post('payments/lapses/approvals', { ...of(old), version: 1 }))).toBe('409 paymentNotInState');
    expect((await post('payments/lapses', { ...of(old), ...proposal, version: 1 })).body.payment).toMatchObject({
      state: 'HELD',
      lapse: { by: 'staff-1', approvedBy: null },
    });
    expect(verdict(await post('payments/lapses/approvals', { ...of(old), version: 2 }))).toBe(
      '403 secondPersonRequired',
    );
    staffId = 'staff-2';
    expect((await post('payments/lapses/approvals', { ...of(old), version: 2 })).body.payment).toMatchObject({
      state: 'LAPSED',
      lapse: { by: 'staff-1', approvedBy: 'staff-2' },
    });
    staffId = 'staff-1';
    const journal = await get('payments/{coopId}/journals/{month}', { coopId: 'demo', month: '2026-10' });
    expect(journal.body.csv).toContain('vanhentuneet');
    expect(String(journal.body.csv)).not.toContain(old.endToEndId);
    expect(
      await takeForReissue(cloud.register, { kind: 'CORRECTION', period: '2026-11-20', attempt: '1' }, old.endToEndId),
    ).toBe(false);
  });
});

describe('an account that a payment came back from', () => {
  const phone = { source: { kind: 'phone' }, reason: 'The customer has asked the bank', purpose: 'customerRequest' };
  const blocked = async () => {
    const payment = await aPayment();
    await say(payment, 'REJECTED');
    return payment.customerNumber ?? '';
  };
  const accounts = async (customerNumber: string) => (await customerFile(cloud.register, customerNumber))?.accounts;

  it('is blocked until somebody confirms it', async () => {
    const customerNumber = await blocked();
    expect(await accounts(customerNumber)).toMatchObject([{ blocked: { code: 'AC04', since: '2026-11-11' } }]);
    const confirm = { ...phone, customerNumber, from: '2020-01-01', version: 1 };
    expect((await post('benefit-accounts/confirmations', confirm)).body).toMatchObject({
      version: 2,
      benefitAccounts: [{ blocked: null }],
    });
    expect((await accounts(customerNumber))?.[0]?.blocked).toBeUndefined();
    expect(verdict(await post('benefit-accounts/confirmations', { ...confirm, version: 2 }))).toBe(
      '409 accountNotBlocked',
    );
  });

  it('is the estate’s of the deceased only', async () => {
    const customerNumber = await blocked();
    const set = { ...phone, customerNumber, type: 'ESTATE', version: 1, iban: 'FI7239390010000016' };
    expect(verdict(await post('benefit-accounts', set))).toBe('400 invalidRequest');
  });
});
