import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  assignBankCredit,
  type BankFileView,
  listBankCases,
  listBankFiles,
  showBankFile,
} from '../../contract/bank.ts';
import { createCustomer } from '../../contract/customers.ts';
import {
  actOnMembership,
  applyForMembership,
  type MembershipView,
  showShareLedger,
} from '../../contract/memberships.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { paymentOf, postPayment } from '../../functions/table/payments.ts';
import { notificationXml, statusReportXml } from '../fixtures/bank-file-xml.ts';
import { waitFor } from '../fixtures/e2e-cloud.ts';
import { smallFederation } from '../fixtures/e2e-federation.ts';
import { enterStaff, makePerson } from '../fixtures/e2e-people.ts';
import { type Caller, openWorld, type World } from '../fixtures/e2e-world.ts';
import { newPayment } from '../fixtures/payments.ts';

const { coop, federation } = smallFederation();
const { coopId, debtor } = coop.coop;
const account = debtor.iban;
const today = localDateOf(Date.now());
const why = { purpose: 'membershipHandling' } as const;
const source = { kind: 'agreement', date: '2026-01-15', version: '1' } as const;
const stamp = Date.now().toString(36);
let world: World;
let clerk: Caller;

beforeAll(async () => {
  world = await openWorld(federation);
  const person = await makePerson(world.cloud, 'bank-clerk', ['register.read', 'register.write', 'payouts.prepare']);
  await enterStaff(world.cloud, { staffId: person.staffId, coopIds: [coopId] });
  clerk = world.signIn(person);
});

/** Puts a file into the inbox, as the bank's connection does. */
async function drop(text: string, name: string): Promise<void> {
  const { clients, deployed } = world.cloud;
  await clients.files.send(new PutObjectCommand({ Bucket: deployed.bankInbox, Key: `${coopId}/${name}`, Body: text }));
}
const files = async (): Promise<BankFileView[]> =>
  (await clerk.call(listBankFiles, { params: { coopId }, query: {} })).files;
const taken = (what: string, is: (file: BankFileView) => boolean): Promise<BankFileView> =>
  waitFor(what, async () => (await files()).find(is), { timeoutSeconds: 60, everyMs: 300 });
const byMessage = (messageId: string) =>
  taken(`the file ${messageId}`, (file) => file.messageId === messageId && file.state === 'READ');

async function aMember(): Promise<MembershipView> {
  const set = { firstNames: 'Kokeeksi', lastName: 'Maksaja', birthDate: '1985-06-07' };
  const made = await clerk.call(createCustomer, {
    body: { ...why, source, idempotencyKey: `bank-c-${stamp}`, coopId, kind: 'PERSON' as const, set },
  });
  const of = { customerNumber: made.customerNumber, coopId };
  const { membership: applied } = await clerk.call(applyForMembership, {
    body: { ...why, source, ...of, on: today, idempotencyKey: `bank-m-${stamp}` },
  });
  const { memberNumber, version } = applied;
  const act = { kind: 'accept', on: today } as const;
  return (await clerk.call(actOnMembership, { body: { ...why, source, ...of, memberNumber, version, act } }))
    .membership;
}

describe('a file that the bank drops', () => {
  it('pays a share by its reference, once under any name; what nobody knows is assigned by hand', async () => {
    const member = await aMember();
    const messageId = `NTF-${stamp}`;
    const paid = { bankRef: `A-${stamp}`, cents: 2_000, bookedOn: today };
    const text = notificationXml({
      ...{ account, messageId, notificationId: `${messageId}-A` },
      entries: [
        { ...paid, transactions: [{ reference: member.shareReference, payerName: 'Maksaja Kokeeksi' }] },
        {
          ...paid,
          bankRef: `B-${stamp}`,
          cents: 3_000,
          transactions: [{ payerName: 'Tuntematon', text: 'osuusmaksu' }],
        },
      ],
    });
    await drop(text, 'first.xml');
    const file = await byMessage(messageId);
    expect(file.counts).toMatchObject({ booked: 1, cases: 1 });
    await drop(text, 'again.xml');
    await waitFor('the second drop', async () => {
      const { drops } = await clerk.call(showBankFile, { params: { coopId, fileId: file.fileId } });
      return drops.length === 2;
    });
    const body = { ...why, customerNumber: member.customerNumber, coopId, memberNumber: member.memberNumber };
    expect((await clerk.call(showShareLedger, { body })).membership.paidCents).toBe(2_000);
    const { cases } = await clerk.call(listBankCases, { body: { purpose: 'payoutControl', coopId } });
    expect(cases).toMatchObject([{ reason: 'NO_REFERENCE', openCents: 3_000, payerName: 'Tuntematon' }]);
    const [{ caseId, version } = { caseId: '', version: 0 }] = cases;
    await clerk.call(assignBankCredit, { body: { ...body, caseId, version, source: { kind: 'phone' } } });
    expect((await clerk.call(showShareLedger, { body })).membership.paidCents).toBe(5_000);
  });

  it('rejects and returns payments', async () => {
    const payments = ['H1', 'H2'].map((payeeId) => newPayment({ coopId, payeeId: `${payeeId}${stamp}`.slice(0, 14) }));
    for (const { customerNumber: _none, sealedIban: _nor, ...payment } of payments)
      await postPayment(world.cloud.register, payment);
    const [rejected, returned] = payments.map(({ endToEndId, amountCents: cents }) => ({ endToEndId, cents }));
    const originalMessageId = `BONUS-${coopId}-202610-1-0001`;
    const batches = [
      { id: `${originalMessageId}-1`, transactions: [{ ...rejected, status: 'RJCT', reasonCode: 'AC04' }] },
    ];
    const messageId = `STS-${stamp}`;
    await drop(statusReportXml({ messageId, originalMessageId, status: 'PART', batches }), 'report.xml');
    const back = { bankRef: `R-${stamp}`, returned: true, cents: returned?.cents ?? 0, bookedOn: today };
    const entries = [{ ...back, transactions: [{ ...returned, returnCode: 'AC06' }] }];
    await drop(notificationXml({ account, messageId: `RTN-${stamp}`, entries }), 'return.xml');
    expect((await byMessage(messageId)).counts?.applied).toBe(1);
    expect((await byMessage(`RTN-${stamp}`)).counts?.applied).toBe(1);
    const states = payments.map(async ({ endToEndId }) => (await paymentOf(world.cloud.register, endToEndId))?.state);
    expect(await Promise.all(states)).toEqual(['REJECTED', 'RETURNED']);
  });

  it('is kept and refused if it is hostile, without an answer of its own', async () => {
    await drop('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>', 'hostile.xml');
    const refused = await taken('the refusal', ({ refusal }) => refusal === 'DOCTYPE');
    expect(refused).toMatchObject({ state: 'REFUSED', counts: null, messageId: null });
    await drop(' '.repeat(50_000_001), 'huge.xml');
    expect(await taken('the refusal', ({ refusal }) => refusal === 'TOO_LARGE')).toMatchObject({ bytes: 50_000_001 });
  });
});
