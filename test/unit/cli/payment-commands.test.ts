import { describe, expect, it } from 'vitest';
import { bonusWriteOffExamples } from '../../../contract/examples/bonus-write-offs.ts';
import { paymentSettlementExamples } from '../../../contract/examples/payment-settlements.ts';
import { paymentExamples } from '../../../contract/examples/payments.ts';
import { type Answer, problem, type Seen } from './fake-register.ts';
import { signedIn } from './signed-in.ts';
import { run } from './workplace.ts';

const examples = { ...paymentExamples, ...paymentSettlementExamples, ...bonusWriteOffExamples };
const example = (name: keyof typeof examples) => examples[name].results[0]?.value;
const payments = ({ path }: Seen): Answer => {
  const answers: Record<string, unknown> = {
    owed: { ...example('listOwedPayments'), cursor: undefined },
    'unpaid-bonus': example('listUnpaidBonus'),
    show: example('showPayment'),
    'demo/journals/2029-02': example('showPaymentJournal'),
    resolutions: example('resolvePayment'),
    lapses: example('proposePaymentLapse'),
    'lapses/approvals': example('approvePaymentLapse'),
    'bonus-write-offs': example('proposeBonusWriteOff'),
    'bonus-write-offs/approvals': example('approveBonusWriteOff'),
    settlements: example('proposePaymentSettlement'),
    'settlements/approvals': example('approvePaymentSettlement'),
    'settlements/withdrawals': example('withdrawPaymentSettlement'),
  };
  const name = path.replace('/v1/staff/payments/', '');
  return answers[name] === undefined ? problem(404, 'unknownPayment') : { status: 200, body: answers[name] };
};
const id = 'B202601demo-H000042-0-1';
const of = { coopId: 'demo', endToEndId: id, purpose: 'payoutControl' };

describe('payment', () => {
  it('lists what is owed, with its sum and until when', async () => {
    const { place, seen } = await signedIn(payments);
    const { stdout } = await run(place, ['payment', 'owed', 'demo']);
    expect(stdout).toContain('HELD DECEASED');
    expect(stdout).toContain('2029-02-10');
    expect(stdout).toContain('2 payments');
    expect(seen.map(({ body }) => body)).toEqual([{ coopId: 'demo', purpose: 'payoutControl' }]);
  });

  it('lists unpaid Bonus by month', async () => {
    const { place } = await signedIn(payments);
    const { stdout } = await run(place, ['payment', 'unpaid-bonus', 'demo']);
    expect(stdout.match(/H000042/g)).toHaveLength(2);
    expect(stdout).toContain('NO_ACCOUNT');
  });

  it('shows a payment with its evidence', async () => {
    const { place, seen } = await signedIn(payments);
    const { stdout } = await run(place, ['payment', 'show', 'demo', id]);
    expect(stdout).toContain('RETURNED');
    expect(stdout).toContain('AC04');
    expect(seen[0]?.body).toEqual(of);
  });

  it.each([
    [
      'resolve',
      ['--as', 'REJECTED', '--reference', 'LETTER-17', '--reason', 'the bank says so'],
      { verdict: 'REJECTED', reference: 'LETTER-17', reason: 'the bank says so' },
    ],
    ['lapse', ['--reason', 'nobody asks'], { reason: 'nobody asks' }],
    ['approve-lapse', [], {}],
    [
      'settle',
      ['--paid-on', '2026-06-15', '--paid', '1500', '--tax', '380', '--reference', 'T-114', '--reason', 'abroad'],
      { paidOn: '2026-06-15', paidCents: 1_500, taxAtSourceCents: 380, reference: 'T-114', reason: 'abroad' },
    ],
    ['approve-settlement', [], {}],
    ['withdraw-settlement', [], {}],
  ])('%s acts over the version that was seen', async (name, more, expected) => {
    const { place, seen } = await signedIn(payments);
    const { code, stderr } = await run(place, ['payment', name, 'demo', id, ...more]);
    expect([code, stderr]).toEqual([0, `${id}: RETURNED, decided on version 2\n`]);
    expect(seen.at(-1)?.body).toEqual({ ...of, version: 2, ...expected });
    await run(place, ['payment', name, 'demo', id, ...more, '--version', '7', '--dry-run']);
    expect(seen).toHaveLength(3);
    expect(seen.at(-1)?.body).toMatchObject({ version: 7, dryRun: true });
  });

  it('writes barred Bonus of a household off, over the version that was looked at', async () => {
    const { place, seen } = await signedIn(payments);
    const one = { coopId: 'demo', householdId: 'H000042', purpose: 'payoutControl' };
    const words = ['demo', 'H000042'];
    const proposed = await run(place, ['payment', 'write-off-bonus', ...words, '--reason', 'nobody asks']);
    expect(proposed.stdout).toContain('of 2026-01, after 2029-02: waits for another person, version 1');
    const more = ['--version', '1', '--dry-run'];
    const approved = await run(place, ['payment', 'approve-bonus-write-off', ...words, ...more]);
    expect(approved.stdout).toContain('approved by');
    expect(seen.map(({ body }) => body)).toEqual([
      { ...one, reason: 'nobody asks' },
      { ...one, version: 1, dryRun: true },
    ]);
  });

  it('prints the journal as it is', async () => {
    const { place } = await signedIn(payments);
    const { stdout } = await run(place, ['payment', 'journal', 'demo', '2029-02']);
    expect(stdout).toContain('vanhentuneet: Bonus');
  });

  it('refuses what is no payment before it asks', async () => {
    const { place, seen } = await signedIn(payments);
    expect((await run(place, ['payment', 'show', 'demo', 'no payment'])).code).toBe(2);
    expect(seen).toEqual([]);
  });
});
