import { beforeAll, describe, expect, it } from 'vitest';
import { type BankFileView, listBankCases } from '../../contract/bank.ts';
import { confirmBenefitAccount, showCustomer } from '../../contract/customers.ts';
import { approveDecision, recordDecision } from '../../contract/decisions.ts';
import { listDisclosures } from '../../contract/disclosures.ts';
import { showBankJournal, showRunJournal } from '../../contract/journals.ts';
import { showShareLedger } from '../../contract/memberships.ts';
import { listOwedPayments, showPayment } from '../../contract/payments.ts';
import {
  approveReturn,
  deliverReturn,
  listReturnFiles,
  openReturn,
  type ReturnView,
  showReturn,
  showVoucher,
  writeReturnFiles,
} from '../../contract/returns.ts';
import { cancelRun, type RunView, startRun } from '../../contract/runs.ts';
import { localDateOf } from '../../domain/calendar.ts';
import type { DemoHousehold, HouseholdTraits } from '../../scripts/demo/household.ts';
import { payeesOf } from '../../scripts/start/month-run.ts';
import { notificationXml, statusReportXml } from '../fixtures/bank-file-xml.ts';
import { waitFor } from '../fixtures/e2e-cloud.ts';
import { aHousehold, smallFederation } from '../fixtures/e2e-federation.ts';
import { canariesOf, leaksIn, tracesOf } from '../fixtures/e2e-leaks.ts';
import {
  aYearSooner,
  balances,
  calculatedRun,
  dropped,
  fetched,
  type JournalLine,
  journalLines,
  paidRun,
  paymentStatesOf,
  type SentFile,
  sentFileOf,
} from '../fixtures/e2e-money.ts';
import { canaryName, paramsOf } from '../fixtures/e2e-payout.ts';
import { openWorld, type World } from '../fixtures/e2e-world.ts';

const { names, coop, federation, household, neighbour } = smallFederation();
const { coopId, debtor } = coop.coop;
const today = localDateOf(Date.now());
const thisYear = today.slice(0, 4);
const lastYear = String(Number(thisYear) - 1);
const stamp = Date.now().toString(36);
const purpose = 'payoutControl' as const;

const made = (place: number, traits: HouseholdTraits): DemoHousehold =>
  aHousehold(coop, names.firstSerial + 70 + place, traits);
const rejected = made(0, { headName: canaryName });
const returned = made(1, {});
const withoutAccount = made(2, { withoutAccount: true });
const company = made(3, { memberKind: 'COMPANY', headName: { companyName: 'Rakennus Särmä Oy' } });
const unpaidShare = made(4, { sharePaidCents: 8_000 });
const households = [household, neighbour, rejected, returned, withoutAccount, company, unpaidShare];

/** 30 % of a full share of 100 €: more than 20 €, so that tax is withheld of persons (R89): 7.5 %. */
const interest = { grossCents: 3_000, withheldCents: 225 };
const netCents = interest.grossCents - interest.withheldCents;
const persons = [household, neighbour, rejected, returned, withoutAccount];
const entitled = [...persons, company];
const expected = {
  payees: entitled.length,
  amountCents: entitled.length * interest.grossCents,
  withheldCents: persons.length * interest.withheldCents,
  toAccountCents: (persons.length - 1) * netCents + interest.grossCents,
  unpaidCents: netCents,
};

const memberOf = ({ persons: [{ membership }] }: DemoHousehold): string => membership?.memberNumber ?? '';
const customerOf = ({ persons: [{ customer }] }: DemoHousehold): string => customer.customerNumber;
const paymentOf = (of: DemoHousehold, issue: number): string => `I${lastYear}${coopId}-${memberOf(of)}-0-${issue}`;
const refusal = (code: string) => ({ problem: { code } });

let world: World;
let run: RunView;
let correction: RunView;
let sent: SentFile;
const bankFiles: BankFileView[] = [];

beforeAll(async () => {
  const own = [rejected, returned, withoutAccount, company, unpaidShare];
  world = await openWorld({ ...federation, households: [...federation.households, ...own] });
});

const drop = async (name: string, messageId: string, text: string): Promise<BankFileView> => {
  const file = await dropped(world.cloud, world.staff.liisa, { coopId, name, messageId, text });
  bankFiles.push(file);
  return file;
};
const owed = async () =>
  (await world.staff.liisa.call(listOwedPayments, { body: { purpose, coopId } })).payments
    .map(({ endToEndId, state, reason, amountCents }) => [endToEndId, state, reason, amountCents])
    .toSorted();

describe("a year's interest, from the decision to the tax return", () => {
  it('is paid by nobody before two persons have decided it', async () => {
    const { liisa, matti } = world.staff;
    const body = { coopId, kind: 'INTEREST', period: lastYear } as const;
    await expect(liisa.call(startRun, { body })).rejects.toMatchObject(refusal('decisionNotApproved'));
    const terms = {
      authority: { by: 'MEETING' as const },
      decidedOn: `${thisYear}-01-01`,
      rateBasisPoints: 3_000,
      funds: `Tilikauden ${lastYear} ylijäämä`,
      payOn: today,
      mostTotalCents: expected.amountCents,
    };
    const which = { coopId, kind: 'INTEREST' as const, year: lastYear };
    await liisa.call(recordDecision, { body: { ...which, version: 0, terms } });
    const approval = { params: which, body: { version: 1 } };
    await expect(liisa.call(approveDecision, approval)).rejects.toMatchObject(refusal('secondPersonRequired'));
    await expect(liisa.call(startRun, { body })).rejects.toMatchObject(refusal('decisionNotApproved'));
    expect((await matti.call(approveDecision, approval)).decision.state).toBe('APPROVED');
  });

  it('goes to every full share less what is withheld; who has no account is held', async () => {
    const calculated = await calculatedRun(world.staff, coopId, 'INTEREST', lastYear);
    expect(calculated.totals).toMatchObject(expected);
    const paid = await paidRun(world.staff, calculated);
    expect(paid.refusal).toBe('403 secondPersonRequired');
    run = paid.run;
    const payees = await payeesOf(world.staff.liisa.call, run);
    expect(
      payees
        .map(({ payeeId, withheldCents, toAccountCents, reason }) => [
          ...[payeeId, withheldCents, toAccountCents, reason],
        ])
        .toSorted(),
    ).toEqual(
      [
        ...[household, neighbour, rejected, returned].map((of) => [memberOf(of), 225, netCents, null]),
        [memberOf(withoutAccount), 225, 0, 'NO_ACCOUNT'],
        [memberOf(company), 0, interest.grossCents, null],
      ].toSorted(),
    );
    sent = await sentFileOf(world.staff, run);
    expect(sent.payments.map(({ endToEndId }) => endToEndId).toSorted()).toEqual(
      [household, neighbour, rejected, returned, company].map((of) => paymentOf(of, 1)).toSorted(),
    );
    expect(sent.payments.reduce((sum, { cents }) => sum + cents, 0)).toBe(expected.toAccountCents);
  });

  it('follows the bank: one payment rejected, one come back, the others booked; a share paid by its reference', async () => {
    const { liisa } = world.staff;
    const cents = netCents;
    const report = await drop(
      'report.xml',
      `STS-${stamp}`,
      statusReportXml({
        ...{ messageId: `STS-${stamp}`, originalMessageId: sent.messageId, status: 'PART' },
        batches: [
          {
            ...{ id: sent.batchId, status: 'PART' },
            transactions: [{ endToEndId: paymentOf(rejected, 1), status: 'RJCT', reasonCode: 'AC04' }],
          },
        ],
      }),
    );
    const ledger = { purpose, customerNumber: customerOf(unpaidShare), coopId, memberNumber: memberOf(unpaidShare) };
    const before = await liisa.call(showShareLedger, { body: ledger });
    const booked = { bookedOn: today };
    const notification = await drop(
      'notification.xml',
      `NTF-${stamp}`,
      notificationXml({
        ...{ account: debtor.iban, messageId: `NTF-${stamp}`, notificationId: `NTF-${stamp}-A` },
        entries: [
          {
            ...{ ...booked, direction: 'DBIT', bankRef: `D-${stamp}`, cents: expected.toAccountCents - cents },
            batch: { id: sent.batchId, count: sent.payments.length - 1 },
          },
          {
            ...{ ...booked, bankRef: `R-${stamp}`, returned: true, cents },
            transactions: [{ endToEndId: paymentOf(returned, 1), cents, returnCode: 'AM05' }],
          },
          {
            ...{ ...booked, bankRef: `C-${stamp}`, cents: 2_000 },
            transactions: [{ reference: before.membership.shareReference ?? '', payerName: canaryName.lastName }],
          },
          {
            ...{ ...booked, bankRef: `U-${stamp}`, cents: 1_500 },
            transactions: [{ text: 'osuusmaksu', payerName: canaryName.lastName }],
          },
        ],
      }),
    );
    expect([report.counts, notification.counts]).toMatchObject([
      { applied: 1, cases: 0 },
      // The batch is of four; the one that came back was paid first.
      { applied: 5, booked: 1, cases: 1 },
    ]);
    const held = [paymentOf(withoutAccount, 1), 'HELD', 'NO_ACCOUNT', cents];
    expect(await owed()).toEqual(
      [
        [paymentOf(rejected, 1), 'REJECTED', null, cents],
        [paymentOf(returned, 1), 'RETURNED', null, cents],
        held,
      ].toSorted(),
    );
    // What was held was never sent.
    expect(await paymentStatesOf(liisa, run)).toEqual({ CONFIRMED: 3, REJECTED: 1, RETURNED: 1 });
    const after = await liisa.call(showShareLedger, { body: ledger });
    expect([before.membership.paidCents, after.membership.paidCents]).toEqual([8_000, 10_000]);
    expect(after.membership.status).toBe('ACTIVE_PAID');
    const { cases } = await liisa.call(listBankCases, { body: { purpose, coopId } });
    expect(cases).toMatchObject([{ reason: 'NO_REFERENCE', openCents: 1_500 }]);
  });

  it('is paid anew by a correction, as the second issue, once the account is confirmed', async () => {
    const { liisa } = world.staff;
    const first = await calculatedRun(world.staff, coopId, 'CORRECTION', today);
    // The account that the bank refused is blocked; what came back as the bank's own duplicate blocks none.
    expect(first.review?.exceptions).toEqual(
      expect.arrayContaining([
        { reason: 'ACCOUNT_BLOCKED', payees: 1, cents: netCents },
        { reason: 'NO_ACCOUNT', payees: 1, cents: netCents },
      ]),
    );
    const customerNumber = customerOf(rejected);
    const { version, benefitAccounts } = await liisa.call(showCustomer, { body: { purpose, customerNumber } });
    const [account] = benefitAccounts;
    expect(account?.blocked).toMatchObject({ code: 'AC04' });
    await liisa.call(confirmBenefitAccount, {
      body: {
        ...{ purpose: 'customerRequest', source: { kind: 'phone' }, reason: 'The payee has said it again' },
        ...{ customerNumber, version, from: account?.from ?? '' },
      },
    });
    await liisa.call(cancelRun, { params: paramsOf(first), body: { reason: 'An account was confirmed' } });
    const second = await calculatedRun(world.staff, coopId, 'CORRECTION', today);
    ({ run: correction } = await paidRun(world.staff, second));
    expect((await sentFileOf(world.staff, correction)).payments.toSorted()).toEqual(
      [rejected, returned].map((of) => ({ endToEndId: paymentOf(of, 2), cents: netCents })).toSorted(),
    );
    expect(await owed()).toEqual([[paymentOf(withoutAccount, 1), 'HELD', 'NO_ACCOUNT', netCents]]);
    const shown = await liisa.call(showPayment, { body: { purpose, coopId, endToEndId: paymentOf(rejected, 1) } });
    expect(shown).toMatchObject({ payment: { state: 'REISSUED' }, successor: paymentOf(rejected, 2) });
  });

  it('is in the books: every journal balances, and what is owed still is what is left', async () => {
    const { liisa } = world.staff;
    const lines: JournalLine[] = [];
    const taken = async (offered: { sumCents: number; lines: number; url: string; sha256: string }): Promise<void> => {
      const text = await fetched(offered);
      const own = journalLines(text);
      const debits = own.reduce((sum, { debitCents }) => sum + debitCents, 0);
      const credits = own.reduce((sum, { creditCents }) => sum + creditCents, 0);
      expect([debits, credits, own.length]).toEqual([offered.sumCents, offered.sumCents, offered.lines]);
      expect(leaksIn([{ place: 'journal', text }], canariesOf(households, { id: true }))).toEqual([]);
      lines.push(...own);
    };
    for (const of of [run, correction]) await taken(await liisa.call(showRunJournal, { params: paramsOf(of) }));
    for (const { fileId } of bankFiles) {
      const { journal } = await liisa.call(showBankJournal, { params: { coopId, fileId } });
      if (journal !== null) await taken(journal);
    }
    expect(balances(lines)).toEqual({
      2250: expected.amountCents,
      2920: -expected.withheldCents,
      2962: -expected.unpaidCents,
      2000: -2_000,
      1960: 2_000 - expected.toAccountCents,
    });
  });

  it('stands in the annual return of the year as it was paid', async () => {
    const { liisa, matti } = world.staff;
    await aYearSooner(world.cloud, run);
    const body = { coopId, year: lastYear };
    await liisa.call(openReturn, { body });
    const params = { ...body, number: '1' };
    const built = await waitFor('the return', async () => {
      const seen = await liisa.call(showReturn, { params });
      return seen.state === 'DRAFT' && seen;
    });
    const { amountCents: grossCents, withheldCents, payees } = run.totals ?? {};
    expect(built.totals).toMatchObject({ grossCents, withheldCents, payees });
    expect({ grossCents, withheldCents, payees }).toEqual({
      grossCents: expected.amountCents,
      withheldCents: expected.withheldCents,
      payees: expected.payees,
    });
    const signed = { params, body: { hash: built.hash ?? '' } };
    await expect(liisa.call(approveReturn, signed)).rejects.toMatchObject(refusal('secondPersonRequired'));
    expect((await matti.call(approveReturn, signed)).state).toBe('APPROVED');
  });

  it('is written for people and as a test; a file for the authority is refused and says why', async () => {
    const { matti, ritva, liisa } = world.staff;
    const params = { coopId, year: lastYear, number: '1' };
    const write = (kind: 'TEST' | 'CSV' | 'PRODUCTION') => matti.call(writeReturnFiles, { params, body: { kind } });
    await expect(write('PRODUCTION')).rejects.toMatchObject(refusal('returnMapNotVerified'));
    await write('TEST');
    await write('CSV');
    const texts = await waitFor('the files', async () => {
      const { files, filesPerKind } = await matti.call(listReturnFiles, { params });
      return (
        files.length === 2 * filesPerKind &&
        files.length > 0 &&
        Promise.all(files.map(async (file) => [file.kind, await fetched(file)] as const))
      );
    });
    const { TEST = '', CSV = '' } = Object.fromEntries(texts);
    expect(leaksIn([{ place: 'test file', text: TEST }], canariesOf(households, { id: true }))).toEqual([]);
    expect(CSV).toContain(canaryName.lastName);
    expect(CSV.trim().split('\r\n')).toHaveLength(expected.payees + 2);
    const delivery = { on: today, reference: 'OV-1', fileKind: 'CSV' as const };
    const delivered: ReturnView = await matti.call(deliverReturn, { params, body: delivery });
    expect(delivered.state).toBe('DELIVERED');
    const { disclosures } = await ritva.call(listDisclosures, { params: { coopId }, query: {} });
    expect(disclosures).toMatchObject([{ subjects: expected.payees, reference: 'OV-1' }]);
    const customerNumber = customerOf(rejected);
    const voucher = await liisa.call(showVoucher, { body: { purpose, customerNumber, coopId, year: lastYear } });
    expect(voucher.text).toContain('30,00');
    expect(voucher.text).toContain('2,25');
  });
});

describe('what tells who somebody is', () => {
  it('is in no log, execution, key of a bucket or attribute of a queue, in none of the places of money either', async () => {
    const traces = await tracesOf(world.cloud);
    const { paymentBucket, returnBucket, bankInbox } = world.cloud.deployed;
    for (const place of [
      ...['staff-money', 'staff-returns', 'read-bank-files', 'post-shard', 'work-return'].map((name) => `log ${name}`),
      ...[`execution INTEREST-${coopId}`, `execution CORRECTION-${coopId}`, `execution ${coopId}-${lastYear}-1-BUILD`],
      ...[paymentBucket, returnBucket, bankInbox].map((name) => `bucket ${name}`),
    ])
      expect(
        traces
          .map((trace) => trace.place.replace('/aws/lambda/omistaja-local-', ''))
          .filter((one) => one.startsWith(place)),
        place,
      ).not.toEqual([]);
    expect(traces.filter(({ place }) => /^queue .*bank/i.test(place)).length).toBeGreaterThan(0);
    const outside = traces.filter(({ place }) => place !== 'access events');
    expect(leaksIn(outside, canariesOf(households, { id: true }))).toEqual([]);
    expect(leaksIn(traces, canariesOf(households, { sealed: true }))).toEqual([]);
  });
});
